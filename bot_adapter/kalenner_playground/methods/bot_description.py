"""Methods by which the bot describes itself."""

from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.methods import method
from kalenner_playground.params import Params
from kalenner_playground.store import JsonObject


def _set_words(telegram: FakeTelegram, params: Params, kind: str) -> bool:
    telegram.profile.set_words(kind, params.text(kind), params.text("language_code"))
    telegram.publish_everybody()
    return True


def _words(telegram: FakeTelegram, params: Params, kind: str) -> JsonObject:
    return {kind: telegram.profile.words(kind, params.text("language_code"))}


@method
def set_my_name(telegram: FakeTelegram, params: Params) -> bool:
    """Set the name in a language."""
    return _set_words(telegram, params, "name")


@method
def get_my_name(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Return the name in a language."""
    return _words(telegram, params, "name")


@method
def set_my_description(telegram: FakeTelegram, params: Params) -> bool:
    """Set what is shown in an empty chat."""
    return _set_words(telegram, params, "description")


@method
def get_my_description(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Return what is shown in an empty chat."""
    return _words(telegram, params, "description")


@method
def set_my_short_description(telegram: FakeTelegram, params: Params) -> bool:
    """Set what is shown on the profile."""
    return _set_words(telegram, params, "short_description")


@method
def get_my_short_description(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Return what is shown on the profile."""
    return _words(telegram, params, "short_description")


@method
def set_my_commands(telegram: FakeTelegram, params: Params) -> bool:
    """Set the commands of a scope and language."""
    telegram.profile.set_commands(params.json("commands"), params.json("scope"), params.text("language_code"))
    telegram.publish_everybody()
    return True


@method
def get_my_commands(telegram: FakeTelegram, params: Params) -> list[JsonObject]:
    """Return the commands of a scope and language."""
    return telegram.profile.commands(params.json("scope"), params.text("language_code"))


@method
def delete_my_commands(telegram: FakeTelegram, params: Params) -> bool:
    """Remove the commands of a scope and language."""
    telegram.profile.set_commands([], params.json("scope"), params.text("language_code"))
    telegram.publish_everybody()
    return True


@method
def set_chat_menu_button(telegram: FakeTelegram, params: Params) -> bool:
    """Set the button beside the text field."""
    telegram.profile.set_menu_button(params.raw("chat_id"), params.json("menu_button"))
    return True


@method
def get_chat_menu_button(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Return the button beside the text field."""
    return telegram.profile.menu_button(params.raw("chat_id"))
