"""Events for the page, numbered, and the calls of the bot; in memory only."""

import secrets
from collections import deque
from collections.abc import Iterable
from typing import Any

from kalenner_playground.store import JsonObject, Store

EVENTS_KEPT = 2000
CALLS_KEPT = 300
_LETTERS_SHOWN = 2000


class Journal:
    """Numbered events since the start; `boot` tells a page whether its numbers are still ours."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.boot = secrets.token_hex(6)
        self.number = 0
        self._events: deque[JsonObject] = deque(maxlen=EVENTS_KEPT)
        self._calls: deque[JsonObject] = deque(maxlen=CALLS_KEPT)

    def publish(self, kind: str, **content: Any) -> None:
        """Publish an event after the commit of the current transaction."""

        def publish() -> None:
            self.number += 1
            self._events.append({"number": self.number, "kind": kind, **content})

        with self._store.transaction():
            self._store.after_change(publish)

    def note_call(self, call: JsonObject) -> None:
        """Record a Bot API call and publish it to the open pages."""
        self._calls.append(call)
        self.publish("call", call=call)

    def since(self, number: int) -> list[JsonObject] | None:
        """Return the events after `number`, or None if some of them are forgotten."""
        with self._store.locked():
            oldest = self._events[0]["number"] if self._events else self.number + 1
            if number < oldest - 1 or number > self.number:
                return None
            return [event for event in self._events if event["number"] > number]

    def calls(self) -> list[JsonObject]:
        """Return the kept calls, oldest first."""
        with self._store.locked():
            return list(self._calls)


def shortened(value: Any) -> Any:
    """Return a JSON value with long texts cut, to be looked at by people."""
    if isinstance(value, str) and len(value) > _LETTERS_SHOWN:
        return f"{value[:_LETTERS_SHOWN]}… ({len(value)})"
    if isinstance(value, dict):
        return {key: shortened(inner) for key, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [shortened(inner) for inner in value]
    return value
