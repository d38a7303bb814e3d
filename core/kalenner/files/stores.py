"""The store of uploaded files: bytes by a key that nobody can guess."""

import re
import secrets

from kalenner.registry import RegistryKey
from kalenner.storage import ObjectStore

_KEY = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,8})?")
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")


class FileStore:
    """Keeps files under keys of 128 random bits in hexadecimal, with a suffix; never a name somebody chose.

    Each method raises :class:`kalenner.storage.StorageFault` where the store cannot do it.
    """

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep `data` for good and return its key; `suffix` is such as ``.png``, else ValueError."""
        key = self.new_key(suffix)
        self.put_as(key, data)
        return key

    def new_key(self, suffix: str = "") -> str:
        """Return a key that nothing has, such as for a row that is written before the file."""
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"not a suffix: {suffix!r}")
        return secrets.token_hex(16) + suffix

    def put_as(self, key: str, data: bytes) -> None:
        """Keep `data` for good under a key of `new_key`."""
        self._objects.put(_object_key(key), data)

    def get(self, key: str) -> bytes:
        """Return what is kept; raise KeyError when there is no such key."""
        try:
            return self._objects.get(_object_key(key))
        except KeyError:
            raise KeyError(key) from None

    def find(self, key: str | None) -> bytes | None:
        """Return what is kept; None where there is no such key."""
        try:
            return None if key is None else self.get(key)
        except KeyError:
            return None

    def delete(self, key: str) -> None:
        """Forget what is kept; a key that is not there is no fault. KeyError for what cannot be a key."""
        self._objects.delete([_object_key(key)])


def _object_key(key: str) -> str:
    """Return where a file is kept: 256 folders, since some file systems are slow with one large one."""
    if not _KEY.fullmatch(key):
        raise KeyError(key)
    return f"{key[:2]}/{key}"


FILES: RegistryKey[FileStore] = RegistryKey("kalenner.files")
