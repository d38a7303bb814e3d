"""Retention: how long updates, messages and received files are kept, and the task that deletes them."""

import datetime as dt

from pyramid.request import Request
from sqlalchemy import delete, select

from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState, ReceivedFile, SetAside
from kalenner.delivery.set_aside import KEPT
from kalenner.files import FileService

ROWS_KEPT = dt.timedelta(days=8)
"""Longer than a channel repeats an update, so that the idempotency keys outlive every repetition."""
FILES_KEPT = dt.timedelta(days=1)


def note_file(request: Request, key: str) -> None:
    """Record a received file of the store, so that `delete_old` deletes it after a day."""
    request.dbsession.add(ReceivedFile(key=key, received_at=request.clock.now()))


def delete_old(request: Request) -> None:
    """Delete rows and files past their retention (a task); open updates and waiting messages stay."""
    dbsession, now = request.dbsession, request.clock.now()
    oldest = now - ROWS_KEPT
    dbsession.execute(delete(Inbox).where(Inbox.state != InboxState.OPEN, Inbox.received_at < oldest))
    dbsession.execute(delete(Outbox).where(Outbox.state != OutboxState.WAITING, Outbox.created_at < oldest))
    dbsession.execute(delete(SetAside).where(SetAside.received_at < now - KEPT))
    files: FileService = request.find_service(FileService)
    old_files = select(ReceivedFile).where(ReceivedFile.received_at < now - FILES_KEPT)
    for file in list(dbsession.scalars(old_files)):
        files.delete([file.key])
        dbsession.delete(file)
