"""The task that deletes the rows of old buttons."""

import datetime as dt

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete

from kalenner_telegram.models import PressArgs

ROWS_KEPT = dt.timedelta(days=90)


def delete_old(request: Request) -> None:
    """Delete the arguments of buttons older than three months, which then say that they are out of date."""
    request.dbsession.execute(delete(PressArgs).where(PressArgs.created_at < request.clock.now() - ROWS_KEPT))


def includeme(config: Configurator) -> None:
    """Add the task."""
    config.add_task("telegram.forget", delete_old, every_minutes=30)
