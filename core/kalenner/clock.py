"""Clocks: the only module that reads the system time."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from kalenner.registry import RegistryKey
from kalenner.storage import atomic


class Clock(Protocol):
    """Tells the time; services get one as a collaborator."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...

    def shown_at(self, instant: datetime) -> datetime:
        """Return what this clock shows when the system time is `instant`, as another machine tells it."""
        ...


class SystemClock:
    """The system time."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)

    def shown_at(self, instant: datetime) -> datetime:
        """Return the same instant."""
        return instant


class FixedClock:
    """A clock for tests, which stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        self._instant = _aware(instant)

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._instant

    def shown_at(self, instant: datetime) -> datetime:
        """Return the moment the clock stands at, whatever the system time is."""
        del instant
        return self._instant

    def move(self, seconds: float) -> None:
        """Move the clock by `seconds`, back when negative."""
        self._instant += timedelta(seconds=seconds)

    def set(self, instant: datetime) -> None:
        """Set the clock to `instant`, which must be aware."""
        self._instant = _aware(instant)


class MovableClock:
    """The system time plus an offset from a file that all processes of the playground share.

    The file holds the offset in seconds; without it the offset is 0. Reading the time costs a stat of the
    file, which is read again only when it has changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._version: tuple[int, int] | None = None
        self._offset = 0.0

    @property
    def offset(self) -> float:
        """The seconds this clock is ahead of the system time."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return 0.0
        # Every change makes a new file, so the inode tells apart two changes within one tick of mtime.
        version = (status.st_ino, status.st_mtime_ns)
        if version != self._version:
            with self._lock:
                self._offset = float(self._path.read_text(encoding="ascii"))
                self._version = version
        return self._offset

    def now(self) -> datetime:
        """Return the system time plus the offset."""
        return self.shown_at(datetime.now(UTC))

    def shown_at(self, instant: datetime) -> datetime:
        """Return the instant plus the offset."""
        return instant + timedelta(seconds=self.offset)

    def move(self, seconds: float) -> None:
        """Move the clock by `seconds`, for every process that shares the file."""
        self._write(self.offset + seconds)

    def reset(self) -> None:
        """Go back to the system time."""
        self._write(0.0)

    def _write(self, offset: float) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(self._path, repr(offset).encode("ascii"), is_durable=False)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"a clock needs an aware datetime: {instant!r}")
    return instant.astimezone(UTC)


CLOCK: RegistryKey[Clock] = RegistryKey("kalenner.clock")
