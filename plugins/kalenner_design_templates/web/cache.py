"""Rendered previews, kept in memory as long as there is room."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MOST_BYTES = 16 * 2**20


@dataclass(frozen=True)
class Kept:
    """A page, and the same as gzip."""

    body: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """How many bytes of memory it takes, about."""
        return len(self.body) + len(self.packed)


class PreviewCache:
    """The previews asked for last, of at most `most` bytes together.

    One is made at a time: a theme's first page compiles its templates, and many at once would all wait for
    the same processor until their time is over.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> Kept:
        """Return what is kept, else what `make` returns, which is kept then; what it raises is passed on."""
        found = self._find(key)
        if found is not None:
            return found
        with self._making:
            found = self._find(key)
            if found is not None:
                return found
            body = make()
            made = Kept(body, gzip.compress(body, 6, mtime=0))
            self._keep(key, made)
            return made

    def _find(self, key: Hashable) -> Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: Hashable, made: Kept) -> None:
        with self._lock:
            self._kept[key] = made
            self._size += made.size
            while self._size > self._most:
                _key, dropped = self._kept.popitem(last=False)
                self._size -= dropped.size

    def __len__(self) -> int:
        return len(self._kept)
