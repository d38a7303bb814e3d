"""Rendered previews, kept in memory as long as there is room."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from kalenner.web.representations import Representation

MOST_BYTES = 16 * 2**20


class PreviewCache:
    """The previews asked for last, of at most `most` bytes together.

    One is made at a time: a theme's first page compiles its templates, and many at once would all wait for
    the same processor until their time is over.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._previews: OrderedDict[Hashable, Representation] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Representation]) -> Representation:
        """Return the preview under `key`, else what `make` returns, which is kept, or raises."""
        preview = self._find(key)
        if preview is not None:
            return preview
        with self._making:
            preview = self._find(key)
            if preview is not None:
                return preview
            made = make()
            self._add(key, made)
            return made

    def _find(self, key: Hashable) -> Representation | None:
        with self._lock:
            found = self._previews.get(key)
            if found is not None:
                self._previews.move_to_end(key)
            return found

    def _add(self, key: Hashable, made: Representation) -> None:
        size = made.size  # is compressed for it
        with self._lock:
            self._previews[key] = made
            self._size += size
            while self._size > self._most:
                _key, dropped = self._previews.popitem(last=False)
                self._size -= dropped.size

    def __len__(self) -> int:
        return len(self._previews)
