"""Clearing rows that no button needs any more."""

import datetime as dt

from pyramid.request import Request
from sqlalchemy import delete

from kalenner_telegram.models import PressArgs

LIFETIME = dt.timedelta(days=90)


def forget_old(request: Request) -> None:
    """Delete arguments of buttons that are older than three months; such a button says it is out of date."""
    request.dbsession.execute(delete(PressArgs).where(PressArgs.created_at < request.clock.now() - LIFETIME))
