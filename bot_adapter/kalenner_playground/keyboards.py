"""Keyboards under messages, checked as Telegram checks them."""

from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.links import WrongLink, checked_link

Keyboard = dict[str, Any]

BUTTONS_AT_MOST = 100
DATA_BYTES_AT_MOST = 64
COPY_TEXT_AT_MOST = 256
STYLES = frozenset({"primary", "success", "danger"})
_ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
)


def checked_inline(markup: Any) -> Keyboard | None:
    """Return a checked inline keyboard, None for none or an empty one; raises `ApiError`."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = _rows(markup["inline_keyboard"], "inline keyboard")
    checked = [[_inline_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in checked) > BUTTONS_AT_MOST:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def checked_markup(markup: Any) -> tuple[Keyboard | None, Keyboard | None]:
    """Return the inline keyboard of a new message and the change to the keyboard below the text field.

    The second is `{"keyboard": …}`, `{"remove_keyboard": True}`, `{"force_reply": True}` or None.
    Raises `ApiError`.
    """
    if not isinstance(markup, dict) or "inline_keyboard" in markup:
        return checked_inline(markup), None
    if "keyboard" in markup:
        rows = [
            [_reply_button(button) for button in row] for row in _rows(markup["keyboard"], "keyboard") if row
        ]
        if not rows:
            raise bad_request("reply markup must have at least one button")
        return None, {"keyboard": rows, "one_time_keyboard": bool(markup.get("one_time_keyboard"))}
    for kind in ("remove_keyboard", "force_reply"):
        if markup.get(kind) is True:
            return None, {kind: True}
    raise bad_request("can't parse reply keyboard markup JSON object")


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {name}: Expected an Array of Array of buttons")
    return rows


def _inline_button(button: Any) -> dict[str, Any]:
    prefix = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{prefix}: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{prefix}: Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{prefix}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    actions = [action for action in _ACTIONS if button.get(action) not in (None, "")]
    if not actions:
        raise bad_request(f"{prefix}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{prefix}: exactly one of the optional fields must be used")
    return _with_checked_action(button, actions[0])


def _with_checked_action(button: dict[str, Any], action: str) -> dict[str, Any]:
    value = button[action]
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= DATA_BYTES_AT_MOST:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "copy_text":
        copied = value.get("text") if isinstance(value, dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= COPY_TEXT_AT_MOST:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action == "url":
        try:
            return {**button, "url": checked_link(str(value))}
        except WrongLink as reason:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: {reason}") from None
    return dict(button)


def _reply_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse keyboard button: Field "text" must be a non-empty String')
    return dict(button)
