"""Bodies that are sent while they are decrypted, and how many of them at a time."""

import logging
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from kalenner.files import OpenedFile
from kalenner.security import Tampered
from kalenner.storage import StorageFault

log = logging.getLogger(__name__)


class Slots:
    """So many threads of the server may send files, and so many of these to one person.

    A client that reads slowly holds a thread for as long as it reads; the others are for everybody else.
    """

    def __init__(self, count: int, *, each: int) -> None:
        self._count, self._each = count, each
        self._taken: Counter[int] = Counter()
        self._lock = threading.Lock()

    def take(self, account_id: int) -> Callable[[], None] | None:
        """Return what gives the slot back, to be called once; None where none is free."""
        with self._lock:
            if self._taken.total() >= self._count or self._taken[account_id] >= self._each:
                return None
            self._taken[account_id] += 1
        return partial(self._give_back, account_id)

    def _give_back(self, account_id: int) -> None:
        with self._lock:
            self._taken[account_id] -= 1
            if not self._taken[account_id]:
                del self._taken[account_id]


class DecryptedBody:
    """A part of a file as the body of an answer. The first segment is read when it is made.

    Raises Tampered or StorageFault then. A fault found later ends the body: it is shorter than its
    Content-Length, so the server breaks the connection, and no client takes the part for the whole.
    `give_back` is called once, by whatever ends it.
    """

    def __init__(self, file: OpenedFile, start: int, end: int, give_back: Callable[[], None]) -> None:
        self._finalize = weakref.finalize(self, give_back)  # also where no server ever closes it
        self._chunks = file.read(start, end)
        try:
            self._first = next(self._chunks, b"")
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        """Yield the segments."""
        try:
            yield self._first
            yield from self._chunks
        except (Tampered, StorageFault):
            log.exception("a file that was being sent broke off")

    def close(self) -> None:
        """Give the slot back; each server calls it, also where the client has gone."""
        self._finalize()
