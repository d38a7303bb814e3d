"""Reminding one client of what waits for an answer, at most once a day."""

import datetime as dt

from pyramid.request import Request

from kalenner.database import lock
from kalenner.people import Client
from kalenner_documents import routes
from kalenner_documents.errors import RemindedToday
from kalenner_documents.models import Reminder

A_DAY = dt.timedelta(days=1)


def remind(request: Request, client: Client) -> None:
    """Promise the client a message; raises :class:`RemindedToday`."""
    dbsession, now = request.dbsession, request.clock.now()
    lock(dbsession, f"documents.reminder:{client.id}")
    reminder = dbsession.get(Reminder, client.id, populate_existing=True)
    if reminder is not None and reminder.at > now - A_DAY:
        raise RemindedToday
    if reminder is None:
        reminder = Reminder(client_id=client.id)
        dbsession.add(reminder)
    reminder.at = now
    dbsession.flush()
    request.notify(
        client.account_id,
        routes.reminded(provider=client.provider_id),
        origin_id=client.provider.account_id,
        dedupe=f"documents:reminder:{client.id}:{now.timestamp():.0f}",
    )
