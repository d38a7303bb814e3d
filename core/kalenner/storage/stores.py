"""The interface of object stores: bytes by a key, in a folder or a bucket."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class StorageFault(Exception):
    """A store did not take or give what it should; the text names the store and says why."""


class ObjectStore(Protocol):
    """Keeps bytes by keys such as ``en/anna/index.html``; an object is there whole or not at all.

    The caller makes the keys; nothing that somebody typed may be one unchecked. Each method raises
    :class:`StorageFault`.
    """

    name: str
    """What it is known by in rows and logs, such as ``s3://bucket/prefix``; no secret."""

    def put(self, key: str, data: bytes, *, media_type: str = "", cache_control: str = "") -> None:
        """Write an object in place of the one before, for good.

        The headers are what a bucket answers with; who shows a folder decides by itself.
        """
        ...

    def get(self, key: str) -> bytes:
        """Return an object's bytes; raise KeyError where there is none."""
        ...

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """Write an object while its parts arrive; what `chunks` raises leaves none.

        A few MiB are held at most.
        """
        ...

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Yield an object's bytes from `start` up to `end`, or its own end; KeyError where there is none."""
        ...

    def size(self, key: str) -> int:
        """Return how many bytes an object has; raise KeyError where there is none."""
        ...

    def has(self, key: str) -> bool:
        """Tell whether there is an object."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are not there are no fault."""
        ...

    def remove_leftovers(self) -> None:
        """Remove what processes left behind that were killed a day ago or earlier."""
        ...
