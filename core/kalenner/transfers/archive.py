"""Several files as one ZIP, written while it is sent: nothing of it is ever whole in memory or on a disk."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kalenner.transfers.content_file import ReadableFile

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file: all parts of a download that a browser fetches must be of the same bytes."""
_CHUNK = bytes(1 << 20)


@dataclass(frozen=True)
class ArchivedFile:
    """A file in an archive, by its name there."""

    name: str
    file: ReadableFile


class Archive:
    """An archive to read; files are stored as they are, so that its size is known before they are read."""

    def __init__(self, files: Sequence[ArchivedFile]) -> None:
        self._files = files
        self.size = sum(len(chunk) for chunk in self._write(with_bytes=False))
        named = hashlib.sha256()
        for archived in files:
            named.update(archived.name.encode() + b"\0" + archived.file.digest)
        self.digest = named.digest()

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from a start up to an end; what stands before the start is made and left out."""
        end = self.size if end is None else end
        place = 0
        for chunk in self._write(with_bytes=True):
            wanted = chunk[max(0, start - place) : max(0, end - place)]
            place += len(chunk)
            if wanted:
                yield wanted
            if place >= end:
                return

    def _write(self, *, with_bytes: bool) -> Iterator[bytes]:
        """Yield the archive; without the bytes of its files, as many zeros."""
        written = _Written()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
            for archived in self._files:
                information = zipfile.ZipInfo(archived.name, _EARLIEST)
                information.file_size = archived.file.size
                chunks = archived.file.read() if with_bytes else _zeros(archived.file.size)
                with archive.open(information, "w") as entry:
                    for chunk in chunks:
                        entry.write(chunk)
                        yield written.take()
        yield written.take()


class _Written:
    """What :mod:`zipfile` has written and nobody has taken; it cannot seek, so sizes follow the files."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def _zeros(size: int) -> Iterable[bytes]:
    for start in range(0, size, len(_CHUNK)):
        yield _CHUNK[: min(len(_CHUNK), size - start)]
