"""Files that people sent: noted before they are stored, so that they go if nobody claims them in time."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import bindparam, delete, update

from kalenner.delivery.models import Inbox, ReceivedFile
from kalenner.file_use import FileUse
from kalenner.files import (
    FILES,
    PictureRefused,
    account_tenant,
    allot_keys,
    make_picture,
    receive_private,
)
from kalenner.screens import Upload
from kalenner.units import run_unit

CHUNK = 2**20


def keep_received(app: Router, content: bytes | Path, use: FileUse, account_id: int) -> Upload:
    """Make of a file of an account what it is wanted for, and keep that until it is claimed, a day at most.

    It takes up to seconds, of which the transaction that notes the keys has none. A picture that is refused
    is told by the `fault`, and nothing of it is kept. Raises StorageFault.
    """
    if use.is_private:
        chunks = [content] if isinstance(content, bytes) else _chunks_of(content)
        received = receive_private(app, account_tenant(account_id), chunks, most=sys.maxsize)
        return Upload(received.token, received.size)
    if isinstance(content, Path):
        content = content.read_bytes()  # of MAX_BYTES at most
    store = FILES.of(app.registry)
    key, sizes, data_of = "", None, {}
    if use is FileUse.FILE:
        key = store.new_key()
        data_of[key] = content
    else:
        try:
            made = make_picture(content, use)
        except PictureRefused as refused:
            return Upload("", len(content), fault=refused.reason)
        sizes, data_of = allot_keys(store, made.sizes)
        if made.clean is not None:
            key = store.new_key(made.suffix)
            data_of[key] = made.clean
    run_unit(app, "inbox/file", partial(note_files, keys=list(data_of)))
    for name, data in data_of.items():
        store.put_as(name, data)
    return Upload(key, len(content), sizes)


def _chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def note_files(request: Request, keys: list[str]) -> None:
    """Record files that are about to be stored, so that `delete_old` deletes them after a day."""
    now = request.clock.now()
    request.dbsession.add_all(ReceivedFile(key=key, received_at=now) for key in keys)


def note_fetched(request: Request, inbox_id: int, size: int) -> None:
    """Record how many bytes were fetched for an update; they count for its person, whatever comes of them."""
    request.dbsession.execute(_NOTE_FETCHED, {"inbox_id": inbox_id, "size": size})


_NOTE_FETCHED = (
    update(Inbox)
    .where(Inbox.id == bindparam("inbox_id"))
    .values(file_bytes=bindparam("size"))
    .execution_options(synchronize_session=False)
)
_CLAIM = (
    delete(ReceivedFile)
    .where(ReceivedFile.key.in_(bindparam("keys", expanding=True)))
    .returning(ReceivedFile.key)
    .execution_options(synchronize_session=False)
)


def claim(request: Request, upload: Upload) -> list[str]:
    """Take the files of an upload for good, with the transaction; return the keys of those still unclaimed.

    The caller writes down the keys, or else deletes the files.
    """
    return list(request.dbsession.scalars(_CLAIM, {"keys": upload.keys()}))
