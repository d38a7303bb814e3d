"""Bodies that are sent while they are decrypted."""

import logging
import weakref
from collections.abc import Callable, Iterator

from kalenner.security import Tampered
from kalenner.storage import StorageFault
from kalenner.transfers.content_file import ReadableFile

log = logging.getLogger(__name__)


class DecryptedBody:
    """A part of a file as the body of an answer. The first segment is read when it is made.

    Raises Tampered or StorageFault then. A fault found later ends the body: it is shorter than its
    Content-Length, so the server breaks the connection, and no client takes the part for the whole.
    `give_back` is called once, by whatever ends it.
    """

    def __init__(self, file: ReadableFile, start: int, end: int, give_back: Callable[[], None]) -> None:
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
