"""Long polls of open pages for events, limited in number so that web threads stay free for the rest."""

from kalenner_playground.journal import Journal
from kalenner_playground.store import JsonObject, Store

WAITING_AT_MOST = 6
SECONDS_AT_MOST = 25.0
# For a page whose poll was ended in favour of another; without it they would end each other's polls for ever.
SECONDS_TO_PAUSE = 3


class Watchers:
    """The waiting long polls; one beyond the limit ends the oldest with an empty answer."""

    def __init__(self, store: Store, journal: Journal, at_most: int = WAITING_AT_MOST) -> None:
        self._store = store
        self._journal = journal
        self._at_most = at_most
        self._waiting: list[object] = []

    def news(self, boot: str, after: int, timeout: float = SECONDS_AT_MOST) -> JsonObject:
        """Return the events after a number, as soon as there are some.

        The answer has `reload` if the page must read everything anew, and the `pause` to make, in seconds.
        """
        ticket = object()
        with self._store.locked():
            self._waiting.append(ticket)
            if len(self._waiting) > self._at_most:
                self._waiting.pop(0)
                self._store.wake()

        def is_over() -> bool:
            changed = self._journal.number != after or self._journal.boot != boot
            return changed or self._store.closed or ticket not in self._waiting

        self._store.wait_for(is_over, timeout)
        with self._store.locked():
            pause = 0 if ticket in self._waiting else SECONDS_TO_PAUSE
            if not pause:
                self._waiting.remove(ticket)
            events = self._journal.since(after) if self._journal.boot == boot else None
            answer = {"boot": self._journal.boot, "number": self._journal.number, "pause": pause}
            return answer | ({"reload": True} if events is None else {"events": events})

    def count(self) -> int:
        """Return how many pages wait now."""
        with self._store.locked():
            return len(self._waiting)
