"""Equal tracebacks are written once in ten minutes: in an outage every request of the web fails alike."""

import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import monotonic
from traceback import walk_tb

from structlog.typing import EventDict

SECONDS = 600.0
MOST = 500
"""How many different ones are remembered."""
_LONGEST_MESSAGE = 200


class Tracebacks:
    """The tracebacks that a process has logged lately; thread-safe."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._seen: dict[int, tuple[float, str]] = {}
        self._lock = threading.Lock()

    def shorten(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        """Replace a known traceback by its error, and when it was written; a processor of structlog."""
        error = _error_of(event.get("exc_info"))
        if error is None:
            return event
        written_at = self._written_at(hash(tuple(_places(error))))
        if written_at:
            del event["exc_info"]
            event["error"] = _in_one_line(error)
            event["traceback"] = f"as at {written_at}"
        return event

    def _written_at(self, fingerprint: int) -> str:
        """Return when an equal one was written; "" where it is time to write it, which is noted."""
        now = self._clock()
        with self._lock:
            since, written_at = self._seen.get(fingerprint, (now - SECONDS, ""))
            if now - since < SECONDS:
                return written_at
            if len(self._seen) >= MOST:
                self._seen.clear()
            self._seen[fingerprint] = (now, f"{datetime.now(UTC):%H:%M:%S}")
            return ""


def _error_of(exc_info: object) -> BaseException | None:
    """Return the error of what structlog and logging call ``exc_info``: an error, its triple, or True."""
    if isinstance(exc_info, BaseException):
        return exc_info
    found = exc_info if isinstance(exc_info, tuple) else sys.exc_info() if exc_info else (None, None, None)
    return found[1]


def _places(error: BaseException) -> Iterator[object]:
    """Go through the kinds and lines of an error and of those that led to it."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield type(cause).__module__, type(cause).__qualname__
        for frame, line in walk_tb(cause.__traceback__):
            yield frame.f_code.co_filename, line
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _in_one_line(error: BaseException) -> str:
    message = " ".join(str(error).split())[:_LONGEST_MESSAGE]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
