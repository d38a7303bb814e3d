"""Methods by which the bot describes itself."""

from kalenner_playground.ground import Json
from kalenner_playground.methods import method
from kalenner_playground.params import Params
from kalenner_playground.world import World


def _set_words(world: World, params: Params, kind: str) -> bool:
    world.profile.set_words(kind, params.text(kind), params.text("language_code"))
    world.tell_everybody()
    return True


def _words(world: World, params: Params, kind: str) -> Json:
    return {kind: world.profile.words(kind, params.text("language_code"))}


@method
def set_my_name(world: World, params: Params) -> bool:
    """Set the name in a language."""
    return _set_words(world, params, "name")


@method
def get_my_name(world: World, params: Params) -> Json:
    """Return the name in a language."""
    return _words(world, params, "name")


@method
def set_my_description(world: World, params: Params) -> bool:
    """Set what is shown in an empty chat."""
    return _set_words(world, params, "description")


@method
def get_my_description(world: World, params: Params) -> Json:
    """Return what is shown in an empty chat."""
    return _words(world, params, "description")


@method
def set_my_short_description(world: World, params: Params) -> bool:
    """Set what is shown on the profile."""
    return _set_words(world, params, "short_description")


@method
def get_my_short_description(world: World, params: Params) -> Json:
    """Return what is shown on the profile."""
    return _words(world, params, "short_description")


@method
def set_my_commands(world: World, params: Params) -> bool:
    """Set the commands of a scope and language."""
    world.profile.set_commands(params.json("commands"), params.json("scope"), params.text("language_code"))
    world.tell_everybody()
    return True


@method
def get_my_commands(world: World, params: Params) -> list[Json]:
    """Return the commands of a scope and language."""
    return world.profile.commands(params.json("scope"), params.text("language_code"))


@method
def delete_my_commands(world: World, params: Params) -> bool:
    """Remove the commands of a scope and language."""
    world.profile.set_commands([], params.json("scope"), params.text("language_code"))
    world.tell_everybody()
    return True


@method
def set_chat_menu_button(world: World, params: Params) -> bool:
    """Set the button beside the text field."""
    world.profile.set_menu_button(params.raw("chat_id"), params.json("menu_button"))
    return True


@method
def get_chat_menu_button(world: World, params: Params) -> Json:
    """Return the button beside the text field."""
    return world.profile.menu_button(params.raw("chat_id"))
