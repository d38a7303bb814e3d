"""Bodies that are sent while they are decrypted, and how many of them at a time."""

import logging
import threading
import weakref
from collections.abc import Callable, Iterator

from kalenner.files import OpenedFile
from kalenner.security import Tampered
from kalenner.storage import StorageFault

log = logging.getLogger(__name__)


class Slots:
    """So many threads of the server may send files; the others are for everybody else.

    A client that reads slowly holds a thread for as long as it reads.
    """

    def __init__(self, count: int) -> None:
        self._free = threading.BoundedSemaphore(count)

    def take(self) -> Callable[[], None] | None:
        """Return what gives the slot back, once however often it is called; None where none is free."""
        if not self._free.acquire(blocking=False):
            return None
        is_taken = iter((True,))

        def give_back() -> None:
            if next(is_taken, False):
                self._free.release()

        return give_back


class DecryptedBody:
    """A part of a file as the body of an answer. The first segment is read when it is made.

    Raises Tampered or StorageFault then. A fault found later ends the body: it is shorter than its
    Content-Length, so the server breaks the connection, and no client takes the part for the whole.
    """

    def __init__(self, file: OpenedFile, start: int, end: int, give_back: Callable[[], None]) -> None:
        self._chunks = file.read(start, end)
        self._first = next(self._chunks, b"")
        self._finalize = weakref.finalize(self, give_back)  # also where no server ever closes it

    def __iter__(self) -> Iterator[bytes]:
        """Yield the segments."""
        try:
            yield self._first
            yield from self._chunks
        except (Tampered, StorageFault):
            log.exception("a file that was being sent broke off")

    def close(self) -> None:
        """Give the slot back; each server calls it, also where the client has gone."""
        self._chunks.close()  # type: ignore[attr-defined]  # of a generator
        self._finalize()
