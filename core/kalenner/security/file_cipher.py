"""Encryption of files as a stream of segments, each of which opens by itself.

The format is AES-GCM-HKDF of Tink's streaming AEAD, AES256_GCM_HKDF with SHA-256 and ciphertext segments of
64 KiB (https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming): a header of its own length,
a salt and a nonce prefix; then segments, of which the first is shorter by the header. A segment's nonce holds
its number and whether it is the last, so segments cannot be swapped, left out, added or cut off.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kalenner.security.encryption import Tampered

KEY_BYTES = 32
SEGMENT = 64 * 1024
"""How long a segment is once it is encrypted."""
_TAG, _SALT, _PREFIX = 16, 32, 7
HEADER = 1 + _SALT + _PREFIX
PLAIN = SEGMENT - _TAG
"""How much of a file one segment holds; the first holds `HEADER` less."""


def new_key() -> bytes:
    """Return a random key for one file."""
    return secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True)
class StreamLayout:
    """Where the segments of a file of `size` bytes lie."""

    size: int

    @property
    def segments(self) -> int:
        """How many there are; an empty file has one."""
        return max(1, -(-(self.size + HEADER) // PLAIN))

    @property
    def encrypted_size(self) -> int:
        """How many bytes the whole is once it is encrypted."""
        return HEADER + self.size + self.segments * _TAG

    def segment_at(self, position: int) -> int:
        """Return the number of the segment that holds a byte of the file."""
        return (position + HEADER) // PLAIN

    def start_of(self, number: int) -> int:
        """Return which byte of the file a segment begins with."""
        return max(0, number * PLAIN - HEADER)

    def encrypted_range(self, first: int, last: int) -> tuple[int, int]:
        """Return where the segments from `first` to `last` begin and end in the encrypted file."""
        start = first * SEGMENT if first else HEADER
        return start, min((last + 1) * SEGMENT, self.encrypted_size)


class _Segments:
    """Encrypts and decrypts the segments of one file by their numbers."""

    def __init__(self, key: bytes, header: bytes, binding: bytes) -> None:
        salt, self._prefix = header[1 : 1 + _SALT], header[1 + _SALT :]
        self._cipher = AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=binding).derive(key))

    def _nonce(self, number: int, *, is_last: bool) -> bytes:
        return self._prefix + number.to_bytes(4) + bytes([is_last])

    def encrypt(self, number: int, plain: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(number, is_last=is_last), plain, None)

    def decrypt(self, number: int, encrypted: bytes, *, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(number, is_last=is_last), encrypted, None)
        except InvalidTag as error:
            raise Tampered(f"segment {number} of a file was changed, or is of another one") from error


class Encrypter:
    """Encrypts one file while it arrives; `size` and `digest` tell what has arrived so far.

    `binding` says what the file belongs to; it opens with the same alone. At no time more than two segments
    are held.
    """

    def __init__(self, key: bytes, binding: bytes) -> None:
        self.header = bytes([HEADER]) + secrets.token_bytes(_SALT + _PREFIX)
        self._segments = _Segments(key, self.header, binding)
        self._waiting = bytearray()
        self._number = 0
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the file."""
        return self._hash.digest()

    def encrypt(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the encrypted file, the header first."""
        yield self.header
        for chunk in chunks:
            view = memoryview(chunk)
            for start in range(0, len(view), PLAIN):
                yield from self._take(view[start : start + PLAIN])
        yield self._segment(len(self._waiting), is_last=True)

    def _take(self, part: memoryview) -> Iterator[bytes]:
        self._hash.update(part)
        self.size += len(part)
        self._waiting += part
        # The last segment is known at the end alone, so one byte stays behind.
        while len(self._waiting) > self._room:
            yield self._segment(self._room, is_last=False)

    @property
    def _room(self) -> int:
        return PLAIN if self._number else PLAIN - HEADER

    def _segment(self, length: int, *, is_last: bool) -> bytes:
        plain = bytes(memoryview(self._waiting)[:length])
        del self._waiting[:length]
        encrypted = self._segments.encrypt(self._number, plain, is_last=is_last)
        self._number += 1
        return encrypted


class Decrypter:
    """Decrypts a file of a known size, or any part of it.

    `read` yields the bytes of the encrypted file from a start up to an end. Raises
    :class:`~kalenner.security.encryption.Tampered` at the first byte that is not as it was written; nothing
    of that segment is given out.
    """

    def __init__(
        self, key: bytes, binding: bytes, size: int, read: Callable[[int, int], Iterable[bytes]]
    ) -> None:
        self._layout = StreamLayout(size)
        self._read = read
        header = b"".join(read(0, HEADER))
        if len(header) != HEADER or header[0] != HEADER:
            raise Tampered("the header of a file was changed")
        self._segments = _Segments(key, header, binding)

    def decrypt(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the file from byte `start` up to `end`, by default its own.

        At most the segments that hold the first and the last byte are read besides those between them.
        """
        layout = self._layout
        end = layout.size if end is None else min(end, layout.size)
        if start >= end > 0:
            return
        first, last = layout.segment_at(start), layout.segment_at(max(start, end - 1))
        last = min(last, layout.segments - 1)
        number = first
        for encrypted in self._exactly(first, last):
            plain = self._segments.decrypt(number, encrypted, is_last=number == layout.segments - 1)
            begins = layout.start_of(number)
            yield plain[max(0, start - begins) : max(0, end - begins)]
            number += 1

    def _exactly(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the encrypted segments one by one, whatever the chunks are in which they are read."""
        position, stop = self._layout.encrypted_range(first, last)
        waiting = bytearray()
        number = first
        for chunk in self._read(position, stop):
            waiting += chunk
            while number <= last and len(waiting) >= (length := self._length(number)):
                yield bytes(memoryview(waiting)[:length])
                del waiting[:length]
                number += 1
        if waiting or number <= last:
            raise Tampered("a file is shorter or longer than it was")

    def _length(self, number: int) -> int:
        start, stop = self._layout.encrypted_range(number, number)
        return stop - start
