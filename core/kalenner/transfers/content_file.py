"""Files that are sent: those of the private store, and those that are made when they are asked for."""

import hashlib
from collections.abc import Iterator
from typing import Protocol


class ReadableFile(Protocol):
    """A file to read; in fact a :class:`kalenner.files.OpenedFile` or a :class:`ContentFile`."""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        ...

    @property
    def digest(self) -> bytes:
        """Its SHA-256."""
        ...

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from a start up to an end."""
        ...


class ContentFile:
    """A file that was made for one download, such as an export: its bytes stay in memory, never on a disk."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = len(content)
        self.digest = hashlib.sha256(content).digest()

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from a start up to an end."""
        yield self._content[start:end]
