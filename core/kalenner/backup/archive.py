"""The file that a backup is: a tar archive, in the age format where it is for a recipient.

Members are written one after the other, the list of all with their digests last, and after it a code by the
key ring, which nobody makes who has the file alone. A file that was cut off has no list.
"""

import json
import os
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

FORMAT = 1
HEADER, MANIFEST, CODE = "header.json", "manifest.json", "manifest.mac"
_AGE = b"age-encryption.org/"
MOST_TEXT = 1 << 30  # bytes of the header, the list, and one member of rows
_CHUNK = 1 << 16
_UNREADABLE = (tarfile.TarError, EOFError, OSError)
_NOT_WHOLE = "it was cut off or altered, or is no backup"


class BackupFault(Exception):
    """A backup cannot be made, is not whole, or cannot be restored here; the text says why, in one line."""


@dataclass
class StoredFile:
    """A file of the store: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass
class StoredTable:
    """A table: rows, their digest, and the last id that it gave."""

    rows: int
    digest: str
    last: int | None


@dataclass
class Header:
    """What a backup says of itself first: enough to refuse it before anything is written."""

    format: int
    release: str
    taken_at: str
    revisions: dict[str, list[str]]
    keys: dict[str, str]
    """What tells each key of the ring, and nothing of it; see `KeyRing.check_values`."""


@dataclass
class Manifest:
    """What is in a backup."""

    header: Header
    tables: dict[str, StoredTable] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Files that rows name and that are not in the store."""
    deleted: list[str] = field(default_factory=list)
    """Files that were deleted while the backup was made."""

    def to_json(self) -> bytes:
        """Return the list as the file has it."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def of_json(cls, data: bytes) -> "Manifest":
        """Read the list; raises BackupFault."""
        with _well_formed("its list"):
            content = json.loads(data)
            return cls(
                Header(**content["header"]),
                {name: StoredTable(**table) for name, table in content["tables"].items()},
                {name: StoredFile(**file) for name, file in content["files"].items()},
                content["missing"],
                content["deleted"],
            )


def header_of_json(data: bytes) -> Header:
    """Read the header; raises BackupFault."""
    with _well_formed("its beginning"):
        header = Header(**json.loads(data))
    if header.format != FORMAT:
        raise BackupFault(f"its format is {header.format}, and this release reads {FORMAT}")
    return header


@contextmanager
def _well_formed(what: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupFault(f"{what} cannot be read: it was altered, or is no backup") from error


def member(name: str, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a member of the archive; raises BackupFault where `chunks` are not `size` bytes."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    yield info.tobuf(tarfile.PAX_FORMAT)
    left = size
    for chunk in chunks:
        left -= len(chunk)
        yield chunk
    if left:
        raise BackupFault(f"{name}: its size changed while it was read")
    yield bytes(-size % tarfile.BLOCKSIZE)


def end() -> bytes:
    """Return what ends an archive."""
    return bytes(2 * tarfile.BLOCKSIZE)


class _Chunks:
    """Chunks as a file to read, for the library that encrypts."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._waiting = b""
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; nothing at the end, or after a fault, which is kept."""
        try:
            while not self._waiting:
                self._waiting = next(self._chunks)
        except StopIteration:
            return b""
        except BaseException as error:
            self.fault = error
            raise
        size = len(self._waiting) if size < 0 else size
        data, self._waiting = self._waiting[:size], self._waiting[size:]
        return data


def write(file: IO[bytes], chunks: Iterable[bytes], recipients: Iterable[str]) -> None:
    """Write an archive, encrypted where there are recipients; what `chunks` raises is raised."""
    keys = [recipient_of(text) for text in recipients]
    if not keys:
        for chunk in chunks:
            file.write(chunk)
        return
    source = _Chunks(chunks)
    try:
        pyrage.encrypt_io(source, file, keys)
    finally:
        if source.fault is not None:
            raise source.fault


def recipient_of(text: str) -> Any:
    """Read a recipient's key, as ``age1…``; raises ValueError."""
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise ValueError(text) from error


def identities_of(path: Path) -> list[Any]:
    """Read the keys that open, as age-keygen writes them; raises BackupFault."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        return [
            x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")
        ]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise BackupFault(f"{path}: expected a file with keys of age") from error


@contextmanager
def opened(path: Path, identities: list[Any]) -> Iterator[IO[bytes]]:
    """Give the archive in a file to read, decrypted where it has to be; raises BackupFault.

    Nothing that was decrypted is written anywhere.
    """
    with path.open("rb") as file:
        is_encrypted = file.peek(len(_AGE)).startswith(_AGE)
        if not is_encrypted:
            yield file
            return
        if not identities:
            raise BackupFault("it is encrypted: --identity names the file with the key that opens it")
        with _decrypted(file, identities) as reader:
            yield reader


@contextmanager
def _decrypted(file: IO[bytes], identities: list[Any]) -> Iterator[IO[bytes]]:
    """Give what a thread decrypts, through a pipe; its fault is raised once what came before was read."""
    faults: list[Exception] = []
    read_end, write_end = os.pipe()

    def decrypt() -> None:
        with os.fdopen(write_end, "wb") as writer, suppress(BrokenPipeError):  # whoever read has gone
            try:
                pyrage.decrypt_io(file, writer, identities)
            except (pyrage.DecryptError, OSError) as error:
                faults.append(error)

    thread = threading.Thread(target=decrypt, name="decrypt", daemon=True)
    thread.start()
    try:
        with os.fdopen(read_end, "rb") as reader:
            yield reader
            while reader.read(_CHUNK):  # to its end, where it says whether it was whole
                pass
    except BackupFault as fault:
        thread.join()
        if faults:
            raise _undecryptable(faults[0]) from fault
        raise
    thread.join()
    if faults:
        raise _undecryptable(faults[0])


def _undecryptable(error: Exception) -> BackupFault:
    return BackupFault(f"it does not open: another key, cut off, or altered ({error})")


def members(file: IO[bytes]) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Yield name, size and bytes of each member, to be read before the next; raises BackupFault."""
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for info in archive:
                content = archive.extractfile(info)
                if content is None:
                    raise BackupFault(f"{info.name}: expected a file")
                yield info.name, info.size, _content(content)
    except _UNREADABLE as error:
        raise BackupFault(_NOT_WHOLE) from error


def _content(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is in a member; raises BackupFault."""
    try:
        yield from iter(partial(file.read, _CHUNK), b"")
    except _UNREADABLE as error:
        raise BackupFault(_NOT_WHOLE) from error


def text_of(size: int, chunks: Iterable[bytes]) -> bytes:
    """Return a member that is held in memory; raises BackupFault for one that is too large."""
    if size > MOST_TEXT:
        raise BackupFault("it was altered, or is no backup")
    return b"".join(chunks)
