"""The only place that asks what time it is."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from kalenner.storage import atomic


class Clock(Protocol):
    """Tells the time; services are given one and never look elsewhere."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        self._instant = _aware(instant)

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._instant

    def move(self, seconds: float) -> None:
        """Move the clock by `seconds`, back when negative."""
        self._instant += timedelta(seconds=seconds)

    def set(self, instant: datetime) -> None:
        """Set the clock to `instant`, which must be aware."""
        self._instant = _aware(instant)


class MovableClock:
    """The machine's time plus an offset in a file, so that every process of the playground agrees.

    The file holds the offset in seconds; without it the offset is 0. Each look costs a stat of the file, and
    reads it only when it has changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._offset = 0.0

    @property
    def offset(self) -> float:
        """The seconds this clock is ahead of the machine's."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return 0.0
        # every change is a new file, so the inode tells even two within one tick of the file system's clock
        version = (status.st_ino, status.st_mtime_ns)
        if version != self._seen:
            with self._lock:
                self._offset = float(self._path.read_text(encoding="ascii"))
                self._seen = version
        return self._offset

    def now(self) -> datetime:
        """Return the machine's time, moved."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def move(self, seconds: float) -> None:
        """Move the clock by `seconds` for every process that looks at the same file."""
        self._write(self.offset + seconds)

    def reset(self) -> None:
        """Go back to the machine's time."""
        self._write(0.0)

    def _write(self, offset: float) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(self._path, repr(offset).encode("ascii"), is_durable=False)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"a clock needs an aware datetime: {instant!r}")
    return instant.astimezone(UTC)
