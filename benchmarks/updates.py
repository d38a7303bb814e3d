"""Updates as Telegram sends them, of the people of a practice."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from benchmarks.practice import DAY, Practice, subject_of
from pyramid.request import Request
from pyramid.router import Router

from kalenner.delivery import channels_of
from kalenner.testing import go
from kalenner.units import run_unit
from kalenner_telegram.channel import TelegramChannel

TOKEN = "7000000001:benchmark-benchmark-benchmark"
MENU_MESSAGE = 77
_BOT = {"id": 7_000_000_001, "is_bot": True, "first_name": "K"}
_ROWS = [[{"text": f"Button {number}", "callback_data": f"1gAbCd{number}-0abcdefgh"}] for number in range(6)]


def channel_of(app: Router) -> TelegramChannel:
    """Return the Telegram channel of the application."""
    channel = channels_of(app.registry)["telegram"]
    assert isinstance(channel, TelegramChannel)
    return channel


def command(number: int, account_id: int) -> dict[str, Any]:
    """Return the command /menu of a person."""
    text = {"text": "/menu", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    person = int(subject_of(account_id))
    message = {**_message(number, person), "from": _person(person), **text}
    return {"update_id": number, "message": message}


def press(number: int, account_id: int, data: str) -> dict[str, Any]:
    """Return a press of an account on a button of a message with six buttons."""
    return press_of(number, int(subject_of(account_id)), data)


def press_of(number: int, person: int, data: str) -> dict[str, Any]:
    """Return the same by a person's id on Telegram."""
    text = {"from": _BOT, "text": "Choose", "reply_markup": {"inline_keyboard": _ROWS}}
    query = {
        "id": f"q{number}",
        "from": _person(person),
        "message": {**_message(MENU_MESSAGE, person), **text},
        "chat_instance": "1",
        "data": data,
    }
    return {"update_id": number, "callback_query": query}


def buttons_of(app: Router, practice: Practice) -> dict[int, str]:
    """Return what the button to a day of times sends, for each client of a practice."""
    work = partial(_write_buttons, channel=channel_of(app), service=practice.id, accounts=practice.clients)
    buttons: dict[int, str] = run_unit(app, "command/bench", work)
    return buttons


def _write_buttons(
    request: Request, channel: TelegramChannel, service: int, accounts: Sequence[int]
) -> dict[int, str]:
    times = go("book.times", service=service, day=DAY, page=0)
    write = channel.press_data.write
    return {one: write(request.dbsession, request.clock, one, times, 0) for one in accounts}


def _person(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Ada", "language_code": "en"}


def _message(number: int, person: int) -> dict[str, Any]:
    chat = {"id": person, "type": "private", "first_name": "Ada"}
    return {"message_id": number, "date": 1_790_000_000, "chat": chat}
