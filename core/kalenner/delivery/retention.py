"""Clearing away what delivery needs no more: done updates, sent messages, files as they were received."""

import datetime as dt

from pyramid.request import Request
from sqlalchemy import delete, select

from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState, ReceivedFile

REMEMBERED = dt.timedelta(days=8)
"""Longer than a channel may repeat an update or a promise."""
FILES_KEPT = dt.timedelta(days=1)


def note_file(request: Request, key: str) -> None:
    """Remember that a received file stands in the store, so that it is cleared away."""
    request.dbsession.add(ReceivedFile(key=key, received_at=request.clock.now()))


def delete_old(request: Request) -> None:
    """Forget what is old (a task)."""
    dbsession, now = request.dbsession, request.clock.now()
    before = now - REMEMBERED
    dbsession.execute(delete(Inbox).where(Inbox.state != InboxState.OPEN, Inbox.received_at < before))
    dbsession.execute(delete(Outbox).where(Outbox.state != OutboxState.WAITING, Outbox.created_at < before))
    old = select(ReceivedFile).where(ReceivedFile.received_at < now - FILES_KEPT)
    for file in list(dbsession.scalars(old)):
        request.registry["kalenner.files"].delete(file.key)
        dbsession.delete(file)
