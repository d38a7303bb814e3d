"""Stores of files: bytes by a key that nobody can guess."""

import os
import re
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

_KEY = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,8})?")
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")


class FileStore(Protocol):
    """Keeps bytes. Keys are 128 random bits in hexadecimal, with a suffix; never a name somebody chose."""

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep `data` for good and return its key; `suffix` is such as ``.png``."""
        ...

    def get(self, key: str) -> bytes:
        """Return what is kept; raise KeyError when there is no such key."""
        ...

    def delete(self, key: str) -> None:
        """Forget what is kept; a key that is not there is no fault."""
        ...


class FolderStore:
    """A store in a folder of this machine, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, data: bytes, suffix: str = "") -> str:
        """Write the file whole and onto the disk before it gets its name; ValueError for an odd suffix."""
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"not a suffix: {suffix!r}")
        key = secrets.token_hex(16) + suffix
        target = self._file(key)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
            made = Path(file.name)
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                made.replace(target)
            except BaseException:
                made.unlink(missing_ok=True)
                raise
        return key

    def get(self, key: str) -> bytes:
        """Return the file's bytes; KeyError when there is none."""
        try:
            return self._file(key).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(key) from error

    def delete(self, key: str) -> None:
        """Remove the file if it is there; KeyError for what cannot be a key."""
        self._file(key).unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        """Return where `key` is kept: 256 folders, since some file systems are slow with one large one."""
        if not _KEY.fullmatch(key):
            raise KeyError(key)
        return self._path / key[:2] / key
