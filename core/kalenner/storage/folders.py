"""An object store in a folder of this machine, or of a file system that several share."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kalenner.storage import atomic
from kalenner.storage.stores import StorageFault

_LEFT_OVER_AFTER = 86_400  # seconds; nobody writes one file for a day
_CHUNK = 64 * 1024
_PRIVATE_MODES = 0o700, 0o600
_PUBLIC_MODES = 0o755, 0o644


class _Source:
    """What arrives, and what it raised: a fault of the sender's connection is none of the store."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.fault: OSError | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        except OSError as error:
            self.fault = error
            raise


class FolderStore:
    """A folder; each object is a file. It is readable by its owner alone unless `is_public`."""

    def __init__(self, folder: Path, *, is_public: bool = False) -> None:
        self.folder = folder
        self.name = f"file://{folder}"
        self._is_public = is_public
        self._folder_mode, self._file_mode = _PUBLIC_MODES if is_public else _PRIVATE_MODES

    def path_of(self, key: str) -> Path:
        """Return the file that an object is."""
        return self.folder / key

    def put(self, key: str, data: bytes, *, media_type: str = "", cache_control: str = "") -> None:
        """Write the file whole and onto the disk before it gets its name."""
        del media_type, cache_control
        self.put_chunks(key, [data])

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """Write the file part by part; it gets its name once it is whole and on the disk."""
        file, source = self.path_of(key), _Source(chunks)
        try:
            self._make_folders(file.parent)
            atomic.write_chunks(file, source, mode=self._file_mode)
        except OSError as error:
            if error is source.fault:
                raise
            raise StorageFault(f"{file}: {error.strerror}") from error

    def get(self, key: str) -> bytes:
        """Return the file's bytes; KeyError where there is none."""
        with self._existing(key) as file:
            return file.read_bytes()

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Yield a part of the file."""
        with self._existing(key) as file, file.open("rb", buffering=0) as opened:
            opened.seek(start)
            left = end - start
            while left > 0 and (chunk := opened.read(min(left, _CHUNK))):
                left -= len(chunk)
                yield chunk

    def size(self, key: str) -> int:
        """Ask the file system."""
        with self._existing(key) as file:
            return file.stat().st_size

    def has(self, key: str) -> bool:
        """Look for the file."""
        return self.path_of(key).is_file()

    def delete(self, keys: Iterable[str]) -> None:
        """Remove files; their folders stay."""
        for key in keys:
            file = self.path_of(key)
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise StorageFault(f"{file}: {error.strerror}") from error

    def remove_leftovers(self) -> None:
        """Remove files that never got their names."""
        oldest = time.time() - _LEFT_OVER_AFTER  # the file system's clock, not the platform's
        for file in self.folder.rglob(f"{atomic.TEMPORARY_PREFIX}*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < oldest:
                    file.unlink()

    @contextmanager
    def _existing(self, key: str) -> Iterator[Path]:
        """Give the file of an object; its absence is a KeyError and other faults are the store's."""
        file = self.path_of(key)
        try:
            yield file
        except FileNotFoundError as error:
            raise KeyError(key) from error
        except OSError as error:
            raise StorageFault(f"{file}: {error.strerror}") from error

    def _make_folders(self, folder: Path) -> None:
        """Make folders; another user's web server may read public ones, whatever the umask is."""
        if folder.is_dir():
            return
        for part in [*reversed(folder.parents), folder]:
            if not part.is_dir():
                part.mkdir(mode=self._folder_mode, exist_ok=True)
                if self._is_public:
                    part.chmod(self._folder_mode)
