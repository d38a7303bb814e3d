"""What the person who plays does on the page: people, messages, presses, files, the clock, faults."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from kalenner_playground import doings
from kalenner_playground.errors import NotPossible
from kalenner_playground.files import UPLOAD_BYTES_AT_MOST, Upload
from kalenner_playground.ground import Json
from kalenner_playground.serving import clock_of, playground_of
from kalenner_playground.shown import shown_person
from kalenner_playground.views.page import clock_state
from kalenner_playground.world import World

Action = Callable[[World, int, Request], Json]
_FILES_AT_MOST = 10
# As far as a clock may be moved at once: ten years.
_MOVE_AT_MOST = 10 * 366 * 86400


def _answered(action: Callable[[Request], Json]) -> Callable[[Any, Request], Response]:
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


def _body(request: Request) -> Json:
    body = request.json_body
    if not isinstance(body, dict):
        raise NotPossible("the body must be a JSON object")
    return body


def _text(body: Json, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise NotPossible(f"{name} must be a text")
    return value


def _whole(body: Json, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotPossible(f"{name} must be a whole number")
    return value


def _number(body: Json, name: str) -> float:
    value = body.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise NotPossible(f"{name} must be a number")
    return float(value)


@_answered
def add_person(request: Request) -> Json:
    """Add a person."""
    world, body = playground_of(request.registry).world, _body(request)
    card = world.persons.add(
        _text(body, "first_name"),
        last_name=_text(body, "last_name"),
        username=_text(body, "username"),
        language=_text(body, "language"),
    )
    world.tell_person(card.id)
    return shown_person(card, world.profile)


@_answered
def do_as_person(request: Request) -> Json:
    """Do one of `ACTIONS` as one of the people."""
    action = ACTIONS.get(request.matchdict["action"])
    if action is None:
        raise LookupError("there is no such action")
    world, person = playground_of(request.registry).world, int(request.matchdict["person"])
    world.persons.get(person)
    return action(world, person, request)


def _send(world: World, person: int, request: Request) -> Json:
    body = _body(request)
    reply_to = _whole(body, "reply_to") if body.get("reply_to") is not None else None
    sent = doings.send_text(world, person, _text(body, "text"), reply_to)
    return {"messages": [message.id for message in sent]}


def _press(world: World, person: int, request: Request) -> Json:
    body = _body(request)
    pressed = doings.press_button(
        world, person, _whole(body, "message"), _whole(body, "row"), _whole(body, "column")
    )
    number = pressed.press.id if pressed.press else None
    return {"press": number, "link": pressed.link, "copied": pressed.copied}


def _upload(world: World, person: int, request: Request) -> Json:
    if (request.content_length or 0) > 2 * UPLOAD_BYTES_AT_MOST:
        raise NotPossible("the files are too big")
    parts = [part for part in request.POST.getall("file") if hasattr(part, "filename")]
    uploads = [Upload(part.filename, part.type or "", part.file.read()) for part in parts[:_FILES_AT_MOST]]
    sent = doings.send_files(
        world, person, request.POST.get("kind", ""), uploads, request.POST.get("caption", "")
    )
    return {"messages": [message.id for message in sent]}


def _contact(world: World, person: int, request: Request) -> Json:
    return {"messages": [doings.send_contact(world, person, _text(_body(request), "phone")).id]}


def _location(world: World, person: int, request: Request) -> Json:
    body = _body(request)
    place = doings.send_location(world, person, _number(body, "latitude"), _number(body, "longitude"))
    return {"messages": [place.id]}


def _open(world: World, person: int, request: Request) -> Json:
    return {"opened": doings.open_link(world, person, _text(_body(request), "link")) is not None}


def _block(world: World, person: int, _request: Request) -> Json:
    doings.set_blocked(world, person, blocked=True)
    return {}


def _unblock(world: World, person: int, _request: Request) -> Json:
    doings.set_blocked(world, person, blocked=False)
    return {}


def _clear(world: World, person: int, _request: Request) -> Json:
    doings.clear_chat(world, person)
    return {}


def _remove(world: World, person: int, _request: Request) -> Json:
    world.persons.remove(person)
    world.journal.tell("gone", chat=person)
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
def move_clock(request: Request) -> Json:
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
    playground_of(request.registry).world.journal.tell("clock")
    return dict(clock_state(request))


@_answered
def add_fault(request: Request) -> Json:
    """Let coming calls of the Bot API fail, or `clear` what was asked for before."""
    body, faults = _body(request), playground_of(request.registry).world.faults
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
