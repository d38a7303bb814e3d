"""Rendered previews, cached in memory up to a size."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from kalenner.web.representations import Representation

MOST_BYTES = 16 * 2**20


class PreviewCache:
    """The most recently used previews, of at most `most` bytes together.

    Only one preview is rendered at a time: a theme's first page compiles its templates, and many at once
    would compete for the same processor and time out.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._previews: OrderedDict[Hashable, Representation] = OrderedDict()
        self._lock = threading.Lock()
        self._render_lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Representation]) -> Representation:
        """Return the cached preview of `key`, else the one that `make` returns; its errors pass."""
        preview = self._find(key)
        if preview is not None:
            return preview
        with self._render_lock:
            preview = self._find(key)
            if preview is not None:
                return preview
            preview = make()
            self._add(key, preview)
            return preview

    def _find(self, key: Hashable) -> Representation | None:
        with self._lock:
            preview = self._previews.get(key)
            if preview is not None:
                self._previews.move_to_end(key)
            return preview

    def _add(self, key: Hashable, preview: Representation) -> None:
        size = preview.size  # compresses it
        with self._lock:
            self._previews[key] = preview
            self._size += size
            while self._size > self._most:
                _key, dropped = self._previews.popitem(last=False)
                self._size -= dropped.size

    def __len__(self) -> int:
        return len(self._previews)
