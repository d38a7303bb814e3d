"""Bodies that are read while they arrive: a pipe of bounded size between two threads, and no file."""

import threading
import time
from collections import deque
from collections.abc import Callable

ROOM = 256 * 1024
"""Bytes that wait at most, but for the last chunk that was received."""


class StreamedBody:
    """The body of one request, of a known length.

    The thread of the connections gives what arrives, and asks whether there is room; the thread that answers
    reads. `wake` is called when there is room again. Each `step` bytes have as long to arrive as a whole body
    of that size would: whoever sends a byte now and then is late.
    """

    def __init__(self, length: int, *, step: int, wake: Callable[[], object]) -> None:
        self._missing = length
        self._step = step
        self._wake = wake
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._is_broken = False
        self._is_dropped = False
        self._changed = threading.Condition()
        self._since = time.monotonic()
        self._of_step = 0

    @property
    def is_complete(self) -> bool:
        """Whether all of it has arrived."""
        return not self._missing

    @property
    def has_room(self) -> bool:
        """Whether more may be received now."""
        return self._waiting < ROOM

    def received(self, data: bytes) -> int:
        """Take what has arrived; return how much of it belongs to this body."""
        with self._changed:
            part = data[: self._missing]
            self._missing -= len(part)
            self._of_step += len(part)
            if self._of_step >= self._step or not self.has_room:
                self._of_step, self._since = 0, time.monotonic()
            if not self._is_dropped:
                self._chunks.append(part)
                self._waiting += len(part)
            self._changed.notify()
        return len(part)

    def is_late(self, now: float, seconds: float) -> bool:
        """Tell whether the client has sent too little for too long, by the monotonic clock."""
        return not self.is_complete and self.has_room and now - self._since > seconds

    def break_off(self) -> None:
        """Say that nothing more will arrive."""
        with self._changed:
            self._is_broken = True
            self._changed.notify()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`, once there are some; nothing at the end.

        Raises ConnectionResetError where the client has gone.
        """
        with self._changed:
            while not self._chunks and self._missing and not self._is_broken:
                self._changed.wait()
            if not self._chunks:
                if self._missing:
                    raise ConnectionResetError("the client has gone before its body was whole")
                return b""
            chunk = self._chunks.popleft()
            if 0 <= size < len(chunk):
                self._chunks.appendleft(chunk[size:])
                chunk = chunk[:size]
            was_full = not self.has_room
            self._waiting -= len(chunk)
            if was_full and self.has_room:
                self._since = time.monotonic()  # the time before was ours
        if was_full:
            self._wake()
        return chunk

    def close(self) -> None:
        """Drop what has arrived and what will."""
        with self._changed:
            self._is_dropped = True
            self._chunks.clear()
            self._waiting = 0

    def getfile(self) -> "StreamedBody":
        """Return what the application reads (waitress)."""
        return self

    def getbuf(self) -> "StreamedBody":
        """Return what is closed with the request (waitress)."""
        return self


class BodyRest:
    """Stands where waitress looks for the next request while a streamed body is still arriving."""

    expect_continue = False
    headers_finished = True
    empty = True
    body_began = None

    def __init__(self, body: StreamedBody) -> None:
        self._body = body

    @property
    def completed(self) -> bool:
        """Whether the next bytes are another request's."""
        return self._body.is_complete

    def received(self, data: bytes) -> int:
        """Take what has arrived."""
        return self._body.received(data)

    def close(self) -> None:
        """Nothing of its own is to be closed."""
