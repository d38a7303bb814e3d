"""The key ring: the secrets for signing, encryption and lookup hashes.

The file is JSON, ``{"lookup": <key>, "keys": {"1": <key>, "2": <key>}}``, each key 32 random bytes in base64.
The newest key, the one with the highest id, signs and encrypts; all of them verify and decrypt. The lookup
key is never rotated, because the stored hashes would no longer match. Each purpose derives its own key by
HKDF-SHA256 (RFC 5869).
"""

import base64
import fcntl
import hashlib
import hmac
import json
import logging
import os
import secrets
import stat
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kalenner.registry import RegistryKey
from kalenner.storage import atomic

log = logging.getLogger(__name__)

KEY_BYTES = 32
_CHECK = "keys.check"
_CHECK_BYTES = 16
LOOK_SECONDS = 1.0
"""How often the file is looked at for keys that another process has added."""
MAX_KEY_ID = 255  # a key id travels as one byte in front of what it sealed


class KeyFault(Exception):
    """The key file cannot be used: readable by others, damaged, or full."""


class KeyRing:
    """The keys of one installation; see the module for what each is for."""

    def __init__(self, lookup: bytes, keys: dict[int, bytes], path: Path | None = None) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in (lookup, *keys.values())):
            raise KeyFault(f"a key ring needs a lookup key and at least one key, of {KEY_BYTES} bytes each")
        if any(not 1 <= key_id <= MAX_KEY_ID for key_id in keys):
            raise KeyFault(f"key ids go from 1 to {MAX_KEY_ID}")
        self._path = path
        self._lookup = lookup
        self._keys = keys
        self._newest = max(keys)
        self._look_at = 0.0
        self.on_change: Callable[[], object] = _nothing
        """Called after keys were added, such as to keep them out of the log."""
        self._derived: dict[tuple[str, int], bytes] = {}
        self._writing = threading.Lock()
        self._stamp: tuple[int, int] | None = None

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Read the key file, and make it with fresh keys when there is none.

        Several processes may start at once: one of them makes the file, all read it. Raises KeyFault for a
        file that others than its owner may read or write, or that is damaged.
        """
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.create(path, cls.generate().to_file())
        stamp = _stamp(path)  # first, so that what is written now is read again
        lookup, keys = _read(path)
        ring = cls(lookup, keys, path)
        ring._stamp = stamp
        return ring

    @classmethod
    def generate(cls) -> "KeyRing":
        """Return a ring of new random keys without a file."""
        return cls(secrets.token_bytes(KEY_BYTES), {1: secrets.token_bytes(KEY_BYTES)})

    @property
    def secrets(self) -> list[str]:
        """Every key as the file has it, for the redaction of logs."""
        return [_text(key) for key in (self._lookup, *self._keys.values())]

    @property
    def newest(self) -> int:
        """The id of the key that signs and encrypts."""
        self._look()
        return self._newest

    @property
    def key_ids(self) -> list[int]:
        """All ids, the newest first."""
        self._look()
        return sorted(self._keys, reverse=True)

    def rotate(self) -> int:
        """Add a new key that signs and encrypts from now on, store the ring, and return the key's id.

        Other processes take it up within a second, and at once where they meet what it has sealed. Raises
        KeyFault when all ids are used.
        """
        with self._writing, nullcontext() if self._path is None else _alone(self._path):
            self._read_again()
            key_id = self._newest + 1
            if key_id > MAX_KEY_ID:
                raise KeyFault(f"all {MAX_KEY_ID} key ids are used")
            keys = {**self._keys, key_id: secrets.token_bytes(KEY_BYTES)}
            if self._path is not None:
                atomic.write(self._path, KeyRing(self._lookup, keys).to_file())
            self._keys, self._newest = keys, key_id
            self.on_change()
            return key_id

    def retire(self, key_id: int) -> None:
        """Remove a key from the file; what it sealed can then be opened by nobody.

        Other processes keep it until they are started again. Raises KeyFault for the newest and for one
        that is not there.
        """
        with self._writing, nullcontext() if self._path is None else _alone(self._path):
            self._read_again()
            if key_id not in self._keys or key_id == self._newest:
                raise KeyFault(f"key {key_id} is not there, or writes")
            keys = {number: key for number, key in self._keys.items() if number != key_id}
            if self._path is not None:
                atomic.write(self._path, KeyRing(self._lookup, keys).to_file())
                self._stamp = _stamp(self._path)
            self._keys = keys
            for purpose, number in [*self._derived]:
                if number == key_id:
                    del self._derived[purpose, number]

    def refresh(self) -> None:
        """Take up the keys that another process has added to the file.

        Where that cannot be read, the log says so, and the keys stay as they are.
        """
        try:
            with self._writing:
                self._read_again()
        except (OSError, KeyFault):
            log.exception("the key file cannot be read again; the keys in use stay")

    def _look(self) -> None:
        """Refresh, at most once a second."""
        now = time.monotonic()
        if self._path is not None and now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            self.refresh()

    def _read_again(self) -> None:
        if self._path is None or (stamp := _stamp(self._path)) == self._stamp:
            return
        lookup, keys = _read(self._path)
        if lookup != self._lookup or any(keys.get(key_id) != key for key_id, key in self._keys.items()):
            raise KeyFault(f"{self._path}: keys that are in use were changed or removed; restart with them")
        self._keys, self._newest, self._stamp = keys, max(keys), stamp
        self.on_change()

    def derive(self, purpose: str, key_id: int | None = None) -> bytes:
        """Return the 32 bytes key `key_id` (the newest by default) gives for `purpose`.

        Raises KeyError for an id that is not in the ring.
        """
        key_id = self.newest if key_id is None else key_id
        try:
            return self._derived[purpose, key_id]
        except KeyError:
            if key_id not in self._keys:
                self.refresh()
            derived = _hkdf(self._keys[key_id], purpose)
            self._derived[purpose, key_id] = derived
            return derived

    def mac(self, purpose: str, data: bytes, length: int = 32) -> bytes:
        """Return the first `length` bytes of the newest key's HMAC-SHA256 of `data`."""
        return hmac.digest(self.derive(purpose), data, "sha256")[:length]

    def verify(self, purpose: str, data: bytes, mac: bytes) -> bool:
        """Return whether any key of the ring made `mac`, which may be shortened; takes constant time."""
        if not mac or len(mac) > hashlib.sha256().digest_size:
            return False
        is_valid = False
        for key_id in self.key_ids:
            expected = hmac.digest(self.derive(purpose, key_id), data, "sha256")[: len(mac)]
            is_valid |= hmac.compare_digest(expected, mac)
        return is_valid

    def keyed_hash(self, purpose: str, data: bytes) -> bytes:
        """Return a 32-byte hash to look `data` up by; rotations do not change it."""
        return hmac.digest(self._lookup_key(purpose), data, "sha256")

    def check_values(self) -> dict[str, str]:
        """Return what tells each key from another and nothing of it, by ``lookup`` and by ids as texts."""
        values = {"lookup": self.keyed_hash(_CHECK, b"")}
        values |= {
            str(key_id): hmac.digest(self.derive(_CHECK, key_id), b"", "sha256") for key_id in self.key_ids
        }
        return {name: value[:_CHECK_BYTES].hex() for name, value in values.items()}

    def lacks(self, check_values: Mapping[str, str]) -> list[str]:
        """Return which keys of another ring this one has not, or has others under their names."""
        own = self.check_values()
        return [name for name, value in check_values.items() if own.get(name) != value]

    def _lookup_key(self, purpose: str) -> bytes:
        try:
            return self._derived[purpose, 0]
        except KeyError:
            derived = _hkdf(self._lookup, purpose)
            self._derived[purpose, 0] = derived
            return derived

    def to_file(self) -> bytes:
        """Return what the key file holds: secrets, for their owner alone."""
        keys = {str(key_id): _text(key) for key_id, key in sorted(self._keys.items())}
        return json.dumps({"lookup": _text(self._lookup), "keys": keys}, indent=2).encode("ascii")

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self._keys)}>"  # without the keys, because a repr may be logged


def _nothing() -> None:
    """Nobody wants to know."""


def _read(path: Path) -> tuple[bytes, dict[int, bytes]]:
    """Return the lookup key and the others by their ids."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeyFault(f"{path}: others may read or write the keys (mode {mode:04o}); chmod 600 it")
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
        keys = {int(key_id): base64.b64decode(key, validate=True) for key_id, key in content["keys"].items()}
        return base64.b64decode(content["lookup"], validate=True), keys
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFault(f"{path}: not a key file: {type(error).__name__}") from error


def _stamp(path: Path) -> tuple[int, int]:
    """Return what is another one once the file was written anew."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from adding a key at the same time, of which one would be lost."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _hkdf(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"kalenner:{purpose}".encode()).derive(key)


KEYS: RegistryKey[KeyRing] = RegistryKey("kalenner.keys")
