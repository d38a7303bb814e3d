"""Retention: how long updates, messages and received files are kept, and the task that deletes them."""

import datetime as dt

from pyramid.request import Request
from sqlalchemy import bindparam, delete, func, literal_column, or_, select

from kalenner.database import Instant
from kalenner.delivery.models import Inbox, Outbox, OutboxState, ReceivedFile, SetAside
from kalenner.delivery.set_aside import KEPT
from kalenner.files import FileService
from kalenner.settings import SETTINGS, DeliverySettings

ROWS_KEPT = dt.timedelta(days=8)
"""Longer than a channel repeats an update, so that the idempotency keys outlive every repetition."""
FILES_KEPT = dt.timedelta(days=1)

BATCH = 10_000
"""How many rows are deleted at a time, so that a long backlog does not hold the writer."""

_OLD_UPDATES = delete(Inbox).where(
    Inbox.id.in_(
        select(Inbox.id)
        .where(
            Inbox.state != literal_column("'open'"), Inbox.received_at < bindparam("oldest", type_=Instant)
        )
        .limit(BATCH)
        .scalar_subquery()
    )
)
_OLD_MESSAGES = delete(Outbox).where(
    Outbox.id.in_(
        select(Outbox.id)
        .where(
            Outbox.state != literal_column("'waiting'"),
            Outbox.created_at < bindparam("oldest", type_=Instant),
            or_(
                Outbox.state.in_([OutboxState.SENT, OutboxState.OBSOLETE]),
                func.coalesce(Outbox.ended_at, Outbox.created_at) < bindparam("oldest_failed", type_=Instant),
            ),
        )
        .limit(BATCH)
        .scalar_subquery()
    )
)


def delete_old(request: Request) -> None:
    """Delete rows and files past their retention (a task); open updates and waiting messages stay."""
    dbsession, now = request.dbsession, request.clock.now()
    failed_kept = dt.timedelta(days=SETTINGS.of(request.registry).of(DeliverySettings).kept_days)
    dbsession.execute(_OLD_UPDATES, {"oldest": now - ROWS_KEPT})
    dbsession.execute(_OLD_MESSAGES, {"oldest": now - ROWS_KEPT, "oldest_failed": now - failed_kept})
    dbsession.execute(delete(SetAside).where(SetAside.received_at < now - KEPT))
    files: FileService = request.find_service(FileService)
    # In one statement, so that one that is claimed at this moment is either gone or not among them.
    old_files = delete(ReceivedFile).where(ReceivedFile.received_at < now - FILES_KEPT)
    files.delete(list(dbsession.scalars(old_files.returning(ReceivedFile.key))))
