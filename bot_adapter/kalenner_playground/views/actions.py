"""The actions of the page: people, messages, presses, files, the clock, faults."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from kalenner_playground import person_actions
from kalenner_playground.errors import NotPossible
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import UPLOAD_BYTES_AT_MOST, FileUpload
from kalenner_playground.playground import clock_of, playground_of
from kalenner_playground.serializers import person_json
from kalenner_playground.store import JsonObject
from kalenner_playground.views.page import clock_state

Action = Callable[[FakeTelegram, int, Request], JsonObject]
_FILES_AT_MOST = 10
# As far as a clock may be moved at once: ten years.
_MOVE_AT_MOST = 10 * 366 * 86400


def _answered(action: Callable[[Request], JsonObject]) -> Callable[[Any, Request], Response]:
    """Make a view of an action: its result as JSON, what it refuses as 400 with the reason."""

    @functools.wraps(action)
    def view(_context: Any, request: Request) -> Response:
        try:
            return Response(json_body=action(request))
        except LookupError as missing:
            return Response(json_body={"error": str(missing)}, status=404)
        except ValueError as reason:
            return Response(json_body={"error": str(reason)}, status=400)

    return view


def _body(request: Request) -> JsonObject:
    body = request.json_body
    if not isinstance(body, dict):
        raise NotPossible("the body must be a JSON object")
    return body


def _text(body: JsonObject, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise NotPossible(f"{name} must be a text")
    return value


def _whole(body: JsonObject, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotPossible(f"{name} must be a whole number")
    return value


def _number(body: JsonObject, name: str) -> float:
    value = body.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise NotPossible(f"{name} must be a number")
    return float(value)


@_answered
def add_person(request: Request) -> JsonObject:
    """Add a person."""
    telegram, body = playground_of(request.registry).telegram, _body(request)
    person = telegram.persons.add(
        _text(body, "first_name"),
        last_name=_text(body, "last_name"),
        username=_text(body, "username"),
        language=_text(body, "language"),
    )
    telegram.publish_person(person.id)
    return person_json(person, telegram.profile)


@_answered
def do_as_person(request: Request) -> JsonObject:
    """Do one of `ACTIONS` as one of the people."""
    action = ACTIONS.get(request.matchdict["action"])
    if action is None:
        raise LookupError("there is no such action")
    telegram, person_id = playground_of(request.registry).telegram, int(request.matchdict["person"])
    telegram.persons.get(person_id)
    return action(telegram, person_id, request)


def _send(telegram: FakeTelegram, person_id: int, request: Request) -> JsonObject:
    body = _body(request)
    reply_to = _whole(body, "reply_to") if body.get("reply_to") is not None else None
    sent = person_actions.send_text(telegram, person_id, _text(body, "text"), reply_to)
    return {"messages": [message.id for message in sent]}


def _press(telegram: FakeTelegram, person_id: int, request: Request) -> JsonObject:
    body = _body(request)
    pressed = person_actions.press_button(
        telegram, person_id, _whole(body, "message"), _whole(body, "row"), _whole(body, "column")
    )
    number = pressed.press.id if pressed.press else None
    return {"press": number, "link": pressed.link, "copied": pressed.copied}


def _upload(telegram: FakeTelegram, person_id: int, request: Request) -> JsonObject:
    if (request.content_length or 0) > 2 * UPLOAD_BYTES_AT_MOST:
        raise NotPossible("the files are too big")
    parts = [part for part in request.POST.getall("file") if hasattr(part, "filename")]
    uploads = [
        FileUpload(part.filename, part.type or "", part.file.read()) for part in parts[:_FILES_AT_MOST]
    ]
    sent = person_actions.send_files(
        telegram, person_id, request.POST.get("kind", ""), uploads, request.POST.get("caption", "")
    )
    return {"messages": [message.id for message in sent]}


def _contact(telegram: FakeTelegram, person_id: int, request: Request) -> JsonObject:
    return {"messages": [person_actions.send_contact(telegram, person_id, _text(_body(request), "phone")).id]}


def _location(telegram: FakeTelegram, person_id: int, request: Request) -> JsonObject:
    body = _body(request)
    place = person_actions.send_location(
        telegram, person_id, _number(body, "latitude"), _number(body, "longitude")
    )
    return {"messages": [place.id]}


def _open(telegram: FakeTelegram, person_id: int, request: Request) -> JsonObject:
    return {
        "opened": person_actions.open_link(telegram, person_id, _text(_body(request), "link")) is not None
    }


def _block(telegram: FakeTelegram, person_id: int, _request: Request) -> JsonObject:
    person_actions.set_blocked(telegram, person_id, blocked=True)
    return {}


def _unblock(telegram: FakeTelegram, person_id: int, _request: Request) -> JsonObject:
    person_actions.set_blocked(telegram, person_id, blocked=False)
    return {}


def _clear(telegram: FakeTelegram, person_id: int, _request: Request) -> JsonObject:
    person_actions.clear_chat(telegram, person_id)
    return {}


def _remove(telegram: FakeTelegram, person_id: int, _request: Request) -> JsonObject:
    telegram.persons.remove(person_id)
    telegram.journal.publish("gone", chat=person_id)
    return {}


ACTIONS: dict[str, Action] = {
    "send": _send,
    "press": _press,
    "upload": _upload,
    "contact": _contact,
    "location": _location,
    "open": _open,
    "block": _block,
    "unblock": _unblock,
    "clear": _clear,
    "remove": _remove,
}


@_answered
def move_clock(request: Request) -> JsonObject:
    """Move the product's clock forward (`move` in seconds, `to` an instant), or `reset` it."""
    body, clock = _body(request), clock_of(request.registry)
    if clock_state(request)["offset"] is None:
        raise NotPossible("this clock cannot be moved")
    if body.get("reset") is True:
        seconds = -(clock_state(request)["offset"] or 0)
    elif "to" in body:
        instant = datetime.fromisoformat(_text(body, "to"))
        if instant.tzinfo is None:
            raise NotPossible("an instant names its zone, as in 2026-12-01T10:00+01:00")
        seconds = round((instant - clock.now()).total_seconds())
    else:
        seconds = _whole(body, "move")
    if body.get("reset") is not True and not 0 < seconds <= _MOVE_AT_MOST:
        raise NotPossible("the clock moves forward only, ten years at most; reset it to go back")
    if seconds:
        clock.move(seconds)
    playground_of(request.registry).telegram.journal.publish("clock")
    return dict(clock_state(request))


@_answered
def add_fault(request: Request) -> JsonObject:
    """Let coming calls of the Bot API fail, or `clear` what was asked for before."""
    body, faults = _body(request), playground_of(request.registry).telegram.faults
    if body.get("clear") is True:
        faults.clear()
        return {"to_come": 0}
    faults.add(
        _text(body, "method") or "*",
        _text(body, "kind"),
        times=_whole(body, "times") if "times" in body else 1,
        retry_after=_whole(body, "retry_after") if "retry_after" in body else 1,
        chat=_whole(body, "chat") if body.get("chat") is not None else None,
        description=_text(body, "description"),
    )
    return {"to_come": faults.count()}
