"""The page, its files, its state and its events."""

import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from kalenner_playground.guards import PAGE_POLICY
from kalenner_playground.playground import clock_of, playground_of
from kalenner_playground.serializers import message_json, person_json

LANGUAGE_COOKIE = "kalenner_playground_language"
MESSAGES_AT_ONCE = 60
_PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
# Only what cannot run anything is shown in the page; all else is a download.
_SHOWN_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm"})


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the words of the page in one of `LANGUAGES`."""
    source = files("kalenner_playground") / "static" / "locale" / f"{language}.json"
    words: dict[str, str] = json.loads(source.read_text("utf-8"))
    return words


def page(_context: Any, request: Request) -> Response:
    """Show the page in the language asked for, chosen before, or wanted by the browser."""
    chosen = request.GET.get("lang")
    language = _language(request, chosen)
    words = catalogue(language) | {
        "language": language,
        "username": playground_of(request.registry).telegram.username,
    }
    template = (files("kalenner_playground") / "templates" / "page.html").read_text("utf-8")
    response = Response(_PLACE.sub(lambda place: html.escape(words[place[1]]), template), charset="utf-8")
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, language, path="/-/playground/", samesite="Strict", httponly=True
        )
    return response


def _language(request: Request, chosen: str | None) -> str:
    for candidate in (chosen, request.cookies.get(LANGUAGE_COOKIE)):
        if candidate in LANGUAGES:
            return str(candidate)
    if not request.accept_language:
        return DEFAULT_LANGUAGE
    return str(request.accept_language.lookup([*LANGUAGES], default=DEFAULT_LANGUAGE))


def state(_context: Any, request: Request) -> Response:
    """Tell everything the page shows: people with their last messages, calls, clock."""
    telegram = playground_of(request.registry).telegram
    with telegram.store.locked():
        people = []
        for person in telegram.persons.list_all():
            messages = telegram.messages.list_chat(person.id, limit=MESSAGES_AT_ONCE + 1)
            shown = [message_json(message) for message in messages[-MESSAGES_AT_ONCE:]]
            more = len(messages) > MESSAGES_AT_ONCE
            people.append({**person_json(person, telegram.profile), "messages": shown, "more": more})
        journal = telegram.journal
        body = {"boot": journal.boot, "number": journal.number, "people": people, "calls": journal.calls()}
    return Response(json_body=body | {"username": telegram.username} | clock_state(request))


def older(_context: Any, request: Request) -> Response:
    """Tell the messages of a chat before a given one."""
    telegram = playground_of(request.registry).telegram
    person_id, before = int(request.matchdict["person"]), request.GET.get("before", "")
    if not before.isdigit():
        return Response(json_body={"error": "before is a message id"}, status=400)
    messages = telegram.messages.list_chat(person_id, before=int(before), limit=MESSAGES_AT_ONCE + 1)
    shown = [message_json(message) for message in messages[-MESSAGES_AT_ONCE:]]
    return Response(json_body={"messages": shown, "more": len(messages) > MESSAGES_AT_ONCE})


def events(_context: Any, request: Request) -> Response:
    """Tell what happened after an event, waiting for it a while."""
    after = request.GET.get("after", "")
    if not after.isdigit():
        return Response(json_body={"error": "after is the number of an event"}, status=400)
    news = playground_of(request.registry).watchers.news(request.GET.get("boot", ""), int(after))
    return Response(json_body=news | clock_state(request))


def clock_state(request: Request) -> dict[str, float | None]:
    """Return the product's time and how far it is moved (None: it cannot be), both in seconds."""
    clock = clock_of(request.registry)
    return {"now": clock.now().timestamp(), "offset": getattr(clock, "offset", None)}


def show_file(_context: Any, request: Request) -> Response:
    """Give the page a picture, or a file to download."""
    telegram = playground_of(request.registry).telegram
    stored = telegram.files.find(request.matchdict["file"])
    if stored is None:
        return Response("Not found.\n", status=404, content_type="text/plain")
    shown = stored.mime in _SHOWN_TYPES
    response = Response(
        body=telegram.files.read(stored.id),
        content_type=stored.mime if shown else "application/octet-stream",
        conditional_response=True,
    )
    if not shown:
        name = re.sub(r"[^\w. -]", "_", stored.name, flags=re.ASCII)
        whole = "" if name == stored.name else f"; filename*=UTF-8''{quote(stored.name, safe='')}"
        response.content_disposition = f'attachment; filename="{name}"{whole}'
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response
