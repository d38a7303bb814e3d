"""Rows of inbox and outbox with what they say, which is sealed in the database."""

from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.payloads import SealedPayload, message_binding, update_binding
from kalenner.security import JSON_CIPHER


def outbox_rows(request: Request, *columns: Any) -> list[Any]:
    """Return columns of all messages, the oldest first; payloads are opened."""
    bound = Outbox.channel, Outbox.address, Outbox.dedupe
    rows = request.dbsession.execute(select(*bound, *columns).order_by(Outbox.id))
    place = next((place for place, column in enumerate(columns) if column is Outbox.payload), None)
    return [_opened(request, row[3:], place, message_binding(*row[:3])) for row in rows]


def inbox_rows(request: Request, *columns: Any) -> list[Any]:
    """Return columns of all updates, the oldest first; payloads are opened."""
    bound = Inbox.channel, Inbox.key, Inbox.subject
    rows = request.dbsession.execute(select(*bound, *columns).order_by(Inbox.id))
    place = next((place for place, column in enumerate(columns) if column is Inbox.payload), None)
    return [_opened(request, row[3:], place, update_binding(*row[:3])) for row in rows]


def _opened(request: Request, row: Any, place: int | None, binding: dict[str, str]) -> Any:
    values = list(row)
    if place is not None and values[place] is not None:
        values[place] = SealedPayload(JSON_CIPHER.of(request.registry), values[place], binding).open()
    return tuple(values)
