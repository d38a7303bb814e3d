"""Private files: kept as they came, each encrypted with a key of its own while it arrives.

A row is written before the first byte and is whole after the last, so no bytes are without a row and no row
that somebody may read is without all of its bytes. What nobody takes goes within a day. Destroying a file
destroys its key, with the transaction; its bytes, which nobody can read any more, go later.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.files.models import PrivateFile, PrivateFileState
from kalenner.registry import RegistryKey
from kalenner.security import CIPHER, Binding, Cipher, Tampered
from kalenner.security.encryption import binding
from kalenner.security.file_cipher import KEY_BYTES, Decrypter, Encrypter, StreamLayout, new_key
from kalenner.storage import ObjectStore
from kalenner.units import run_unit

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.router import Router

UNCLAIMED = dt.timedelta(days=1)
"""How long a file waits to be taken, or its bytes to arrive."""
BATCH = 500
"""How many files are deleted at a time."""
_TABLE = PrivateFile.__tablename__


class PrivateFileGone(Exception):
    """A file was destroyed, or has never become whole."""


class FileTooLarge(Exception):
    """A file is larger than it may be; nothing of it is kept."""


@dataclass(frozen=True)
class ReceivedPrivateFile:
    """A whole file that waits to be taken: its token, size in bytes and SHA-256."""

    token: str
    size: int
    digest: bytes


@dataclass(frozen=True)
class OpenedFile:
    """A file to read: its size in bytes, its SHA-256, and its bytes from a start up to an end."""

    size: int
    digest: bytes
    decrypter: Decrypter

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes; raises Tampered at the first segment that is not as it was written."""
        return self.decrypter.decrypt(start, end)


class PrivateFileStore:
    """Where the encrypted bytes of private files are."""

    def __init__(self, objects: ObjectStore) -> None:
        self.objects = objects

    def path_of(self, token: str) -> str:
        """Return the key of an object; 256 folders, since some file systems are slow with one large one."""
        return f"private/{token[:2]}/{token}"

    def write(self, token: str, key: bytes, chunks: Iterable[bytes]) -> ReceivedPrivateFile:
        """Encrypt and store a file while it arrives. Raises StorageFault, and whatever `chunks` raises."""
        encrypter = Encrypter(key, _bound(token))
        self.objects.put_chunks(self.path_of(token), encrypter.encrypt(chunks))
        return ReceivedPrivateFile(token, encrypter.size, encrypter.digest)


class PrivateFileService:
    """Private files in a unit of work."""

    def __init__(self, dbsession: Session, clock: Clock, cipher: Cipher, store: PrivateFileStore) -> None:
        self._dbsession, self._clock, self._cipher, self._store = dbsession, clock, cipher, store

    def begin(self, tenant: str) -> tuple[str, bytes]:
        """Write the row of a file that is about to arrive; return its token and its key."""
        token, key = secrets.token_hex(16), new_key()
        sealed = self._seal(token, tenant, key + bytes(32))
        now = self._clock.now()
        self._dbsession.add(PrivateFile(token=token, tenant=tenant, secret=sealed, changed_at=now))
        self._dbsession.flush()
        return token, key

    def finish(self, file: ReceivedPrivateFile) -> None:
        """Note that a file is whole. Raises PrivateFileGone where its row was deleted meanwhile."""
        row = self._row(file.token, PrivateFileState.ARRIVING)
        row.secret = self._seal(file.token, row.tenant, self._secret(row)[:KEY_BYTES] + file.digest)
        row.size = file.size
        self._enter(row, PrivateFileState.WHOLE)

    def hold(self, token: str, received_as: str) -> PrivateFile:
        """Keep a whole file back, with the transaction, until it is taken or destroyed.

        Raises PrivateFileGone.
        """
        row = self._row(token, PrivateFileState.WHOLE)
        if row.tenant != received_as:
            raise PrivateFileGone(token)
        self._enter(row, PrivateFileState.HELD)
        return row

    def keep(self, token: str, tenant: str, *, received_as: str | None = None) -> PrivateFile:
        """Take a whole file for good, with the transaction.

        It must have been received for `received_as`, by default for `tenant` itself; from now on it is bound
        to `tenant`. Raises PrivateFileGone.
        """
        row = self._row(token, PrivateFileState.WHOLE, PrivateFileState.HELD)
        if row.tenant != (tenant if received_as is None else received_as):
            raise PrivateFileGone(token)
        if row.tenant != tenant:
            row.secret = self._seal(token, tenant, self._secret(row))
            row.tenant = tenant
        self._enter(row, PrivateFileState.KEPT)
        return row

    def open(self, row: PrivateFile) -> OpenedFile:
        """Return a file to read that is kept, or kept back.

        Raises PrivateFileGone for one that was destroyed, and Tampered where its bytes are not as many as
        they were, before any of them is given out. Raises StorageFault.
        """
        if row.state not in {PrivateFileState.KEPT, PrivateFileState.HELD}:
            raise PrivateFileGone(row.token)
        secret, path, objects = self._secret(row), self._store.path_of(row.token), self._store.objects
        try:
            stored = objects.size(path)
        except KeyError as error:
            raise Tampered(f"{_TABLE}: the bytes of {row.id} are missing") from error
        if stored != StreamLayout(row.size).encrypted_size:
            raise Tampered(f"{_TABLE}: the bytes of {row.id} are not as many as they were")
        decrypter = Decrypter(secret[:KEY_BYTES], _bound(row.token), row.size, partial(objects.read, path))
        return OpenedFile(row.size, secret[KEY_BYTES:], decrypter)

    def digest_of(self, row: PrivateFile) -> bytes:
        """Return the SHA-256 of a whole file. Raises PrivateFileGone for one that was destroyed."""
        return self._secret(row)[KEY_BYTES:]

    def destroy(self, row: PrivateFile) -> None:
        """Destroy a file's key, with the transaction; its bytes can then be read by nobody."""
        row.secret = None
        self._enter(row, PrivateFileState.DESTROYED)

    def _row(self, token: str, *states: PrivateFileState) -> PrivateFile:
        query = select(PrivateFile).where(PrivateFile.token == token, PrivateFile.state.in_(states))
        row = self._dbsession.scalar(query.with_for_update())
        if row is None:
            raise PrivateFileGone(token)
        return row

    def _enter(self, row: PrivateFile, state: PrivateFileState) -> None:
        row.state, row.changed_at = state, self._clock.now()

    def _seal(self, token: str, tenant: str, secret: bytes) -> bytes:
        return self._cipher.seal(secret, **_binding(token, tenant))

    def _secret(self, row: PrivateFile) -> bytes:
        if row.secret is None:
            raise PrivateFileGone(row.token)
        return self._cipher.open(row.secret, **secret_binding(row))


def secret_binding(row: PrivateFile) -> Binding:
    """Return what the key of a file is bound to."""
    return _binding(row.token, row.tenant)


def _binding(token: str, tenant: str) -> Binding:
    return {"table": _TABLE, "row": token, "tenant": tenant}


def _bound(token: str) -> bytes:
    """Return what the bytes of a file are bound to: not its tenant, to whom its key is sealed, and who may
    change when it is taken."""
    return binding(_TABLE, token, "")


def receive_private(app: "Router", tenant: str, chunks: Iterable[bytes], *, most: int) -> ReceivedPrivateFile:
    """Encrypt and store a file of at most `most` bytes while it arrives; it waits a day to be taken.

    Commits by itself, twice; between them no transaction is open. Raises FileTooLarge, StorageFault, and
    whatever `chunks` raises.
    """
    store = PRIVATE_FILES.of(app.registry)
    token, key = run_unit(app, "task/files.begin", lambda request: _service(request).begin(tenant))
    received = store.write(token, key, _at_most(most, chunks))
    try:
        run_unit(app, "task/files.finish", lambda request: _service(request).finish(received))
    except PrivateFileGone:  # it took more than a day to arrive
        store.objects.delete([store.path_of(token)])
        raise
    return received


def _at_most(most: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    left = most
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise FileTooLarge
        yield chunk


def delete_transient(app: "Router", grace: dt.timedelta) -> int:
    """Delete the bytes and rows of files that nobody took, and of those destroyed longer than `grace` ago.

    The bytes go first and outside of a transaction: a kill in between leaves a row, and the next run goes on.
    Return how many there were.
    """
    store = PRIVATE_FILES.of(app.registry)
    tokens = run_unit(app, "task/files.old", partial(_claim_old, grace=grace))
    store.objects.delete([store.path_of(token) for token in tokens])
    run_unit(app, "task/files.delete", partial(_delete_rows, tokens=tokens))
    return len(tokens)


def _claim_old(request: "Request", grace: dt.timedelta) -> list[str]:
    """Mark what is too old as destroyed, so that nobody takes it any more; return what is to be deleted."""
    dbsession, now = request.dbsession, request.clock.now()
    untaken = PrivateFile.state.in_([PrivateFileState.ARRIVING, PrivateFileState.WHOLE])
    dbsession.execute(
        update(PrivateFile)
        .where(untaken, PrivateFile.changed_at < now - UNCLAIMED)
        .values(state=PrivateFileState.DESTROYED, secret=None, changed_at=now - grace)
    )
    destroyed = select(PrivateFile.token).where(
        PrivateFile.state == PrivateFileState.DESTROYED, PrivateFile.changed_at <= now - grace
    )
    return list(dbsession.scalars(destroyed.order_by(PrivateFile.id).limit(BATCH)))


def _delete_rows(request: "Request", tokens: list[str]) -> None:
    gone = PrivateFile.token.in_(tokens), PrivateFile.state == PrivateFileState.DESTROYED
    request.dbsession.execute(delete(PrivateFile).where(*gone))


def _service(request: "Request") -> PrivateFileService:
    service: PrivateFileService = request.find_service(PrivateFileService)
    return service


def private_file_service_factory(request: "Request") -> PrivateFileService:
    """Make the service of a request."""
    registry = request.registry
    return PrivateFileService(
        request.dbsession, request.clock, CIPHER.of(registry), PRIVATE_FILES.of(registry)
    )


PRIVATE_FILES: RegistryKey[PrivateFileStore] = RegistryKey("kalenner.private_files")
