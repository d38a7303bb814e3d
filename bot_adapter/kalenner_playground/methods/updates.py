"""Methods by which the bot receives updates and files, and answers presses."""

from kalenner_playground.errors import bad_request
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import DOWNLOAD_BYTES_AT_MOST
from kalenner_playground.links import opens_bot
from kalenner_playground.methods import method
from kalenner_playground.params import Params
from kalenner_playground.serializers import press_json
from kalenner_playground.store import JsonObject
from kalenner_playground.updates import AT_MOST

ANSWER_AT_MOST = 200


@method
def get_me(telegram: FakeTelegram, params: Params) -> JsonObject:  # noqa: ARG001 - all methods are called alike
    """Tell who the bot is."""
    return telegram.bot | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method
def get_updates(telegram: FakeTelegram, params: Params) -> list[JsonObject]:
    """Return what happened, waiting for it if asked to."""
    limit = params.whole("limit", AT_MOST) or AT_MOST
    timeout = params.whole("timeout", 0) or 0
    if timeout < 0:
        raise bad_request("timeout must be non-negative")
    telegram.updates.allow(params.json("allowed_updates"))
    return telegram.updates.poll(offset=params.whole("offset"), limit=limit, timeout=timeout)


@method
def set_webhook(telegram: FakeTelegram, params: Params) -> bool:
    """Ask for updates to be brought."""
    telegram.updates.allow(params.json("allowed_updates"))
    telegram.webhook.set(params.text("url"), params.text("secret_token"))
    _drop_if_asked(telegram, params)
    return True


@method
def delete_webhook(telegram: FakeTelegram, params: Params) -> bool:
    """Go back to polling."""
    telegram.webhook.set("", "")
    _drop_if_asked(telegram, params)
    return True


def _drop_if_asked(telegram: FakeTelegram, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        telegram.updates.confirm(2**62)


@method
def get_webhook_info(telegram: FakeTelegram, params: Params) -> JsonObject:  # noqa: ARG001 - all methods are called alike
    """Tell how deliveries go."""
    return telegram.webhook.about()


@method
def answer_callback_query(telegram: FakeTelegram, params: Params) -> bool:
    """End the waiting of a pressed button, once."""
    text = params.text("text")
    if len(text) > ANSWER_AT_MOST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = params.text("url")
    if url and not opens_bot(url, telegram.username):
        raise bad_request("URL_INVALID")
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": url or None}
    with telegram.store.transaction():
        press = telegram.presses.answer(params.text("callback_query_id"), answer)
        telegram.journal.publish("answer", press=press_json(press))
    return True


@method
def get_file(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Tell where a file can be downloaded."""
    stored = telegram.files.find(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_BYTES_AT_MOST:
        raise bad_request("file is too big")
    unique = stored.details["file_unique_id"]
    return {
        "file_id": stored.id,
        "file_unique_id": unique,
        "file_size": stored.size,
        "file_path": stored.path,
    }


@method
def close(telegram: FakeTelegram, params: Params) -> bool:  # noqa: ARG001 - all methods are called alike
    """End this instance of the bot, which costs nothing here."""
    return True
