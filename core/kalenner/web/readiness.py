"""Whether the database answers and its tables are up to date, told from memory.

The address is public, so asking often must cost little: the database is looked at once a second at most, in a
thread of its own, and whoever asks meanwhile is told what was seen last. After two seconds a look that hangs
means that the database does not answer.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from kalenner.database import MigrationFault, MigrationSource, newest_revisions, pending
from kalenner.registry import RegistryKey

log = logging.getLogger(__name__)

State = dict[str, Any]
"""What is answered; ``ready`` is in it."""

READY: State = {"ready": True}
AWAY: State = {"ready": False, "database": "it does not answer"}
_NEWER: State = {"ready": False, "database": "its tables are of a newer release"}

_FRESH_SECONDS = 1.0
_PATIENCE_SECONDS = 2.0
_KNOWN_SECONDS = 4.0
"""How long what was seen is told while a newer look is under way."""


@dataclass
class _Look:
    began_at: float
    is_done: threading.Event = field(default_factory=threading.Event)


class Readiness:
    """Remembers what `look` returned; it may take as long as it likes, and raise nothing."""

    def __init__(self, look: Callable[[], State]) -> None:
        self._look_at_database = look
        self._lock = threading.Lock()
        self.renew()

    def renew(self) -> None:
        """Forget what was seen."""
        with self._lock:
            self._state: State = AWAY
            self._seen_at = float("-inf")
            self._under_way: _Look | None = None

    def state(self) -> State:
        """Return what was seen a second ago at most, or within two seconds what is seen now."""
        now = time.monotonic()
        with self._lock:
            if now - self._seen_at < _FRESH_SECONDS:
                return self._state
            look, is_ours = self._under_way, False
            if look is None:
                look = self._under_way = _Look(now)
                is_ours = True
            elif now - self._seen_at < _KNOWN_SECONDS and now - look.began_at < _PATIENCE_SECONDS:
                return self._state
        if is_ours:
            threading.Thread(target=self._run, args=(look,), name="readiness", daemon=True).start()
        if look.is_done.wait(max(0.0, look.began_at + _PATIENCE_SECONDS - now)):
            return self._state
        return AWAY

    def _run(self, look: _Look) -> None:
        state = self._look_at_database()
        with self._lock:
            if self._under_way is look:
                self._state, self._seen_at, self._under_way = state, time.monotonic(), None
        look.is_done.set()


def look_at(engine: Engine, sources: list[MigrationSource]) -> Callable[[], State]:
    """Return a look at the database; which revisions are the newest is read from the disk once."""
    known: list[dict[str, set[str]]] = []
    said: State = READY

    def look() -> State:
        nonlocal said
        reason = ""
        try:
            if not known:
                known.append(newest_revisions(sources))
            behind = pending(engine, sources, newest=known[0])
            state: State = {"ready": False, "migrations_pending": behind} if behind else READY
        except MigrationFault:
            state = _NEWER
        except Exception as error:  # noqa: BLE001 -- whatever it is, nobody can be served
            state, reason = AWAY, f" ({type(error).__name__})"
        if state != said:
            said = state
            log.log(logging.INFO if state == READY else logging.WARNING, "readiness: %s%s", state, reason)
        return state

    return look


READINESS: RegistryKey[Readiness] = RegistryKey("kalenner.readiness")
