"""Open pages that wait for news, so few at a time that the web server keeps threads for everything else."""

from kalenner_playground.journal import Journal
from kalenner_playground.store import JsonObject, Store

WAITING_AT_MOST = 6
SECONDS_AT_MOST = 25.0
# Who had to make room comes back only after a while, else pages would push each other out without end.
SECONDS_TO_PAUSE = 3


class Watchers:
    """The pages that wait; one too many sends the one that waited longest away with an empty answer."""

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

        def over() -> bool:
            changed = self._journal.number != after or self._journal.boot != boot
            return changed or self._store.closed or ticket not in self._waiting

        self._store.wait_for(over, timeout)
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
