"""The summary of a month, told at its end to who wants it."""

import calendar
import datetime as dt
from functools import partial

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select, update

from kalenner.people import Provider
from kalenner.units import run_unit
from kalenner_analytics import routes
from kalenner_analytics.models import MonthlySummary
from kalenner_analytics.report import today_of

HOUR = 9
"""From when on, on the clock of the practice, the month before is told on the first of a month."""
AT_ONCE = 200


def is_monthly(request: Request, provider: Provider) -> bool:
    """Tell whether a practice wants the summary."""
    return request.dbsession.get(MonthlySummary, provider.id) is not None


def switch(request: Request, provider: Provider) -> None:
    """Begin or end the summaries of a practice; the present month is the first that is told."""
    row = request.dbsession.get(MonthlySummary, provider.id)
    if row is not None:
        request.dbsession.delete(row)
    else:
        month = last_month(today_of(request, provider))
        request.dbsession.add(MonthlySummary(provider_id=provider.id, told_month=month))
    request.dbsession.flush()


def last_month(day: dt.date) -> dt.date:
    """Return the first day of the month before."""
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def tell_due(app: Router) -> None:
    """Tell each practice whose month is over (a task), each in a unit of work of its own."""
    for provider_id in run_unit(app, "task/analytics.due", _list_due, only_reads=True):
        run_unit(app, "task/analytics.tell", partial(_tell, provider_id=provider_id))


def _list_due(request: Request) -> list[int]:
    # Nobody's month ends more than a day before it ends in UTC.
    newest = last_month((request.clock.now() + dt.timedelta(days=1)).date())
    query = select(MonthlySummary.provider_id).where(MonthlySummary.told_month < newest)
    return list(request.dbsession.scalars(query.order_by(MonthlySummary.provider_id).limit(AT_ONCE)))


def _tell(request: Request, provider_id: int) -> None:
    provider = request.dbsession.get_one(Provider, provider_id)
    local = request.clock.now().astimezone(provider.zone)
    month = last_month(local.date())
    if local.day == 1 and local.hour < HOUR:
        return
    told = update(MonthlySummary).where(
        MonthlySummary.provider_id == provider_id, MonthlySummary.told_month < month
    )
    if request.dbsession.execute(told.values(told_month=month)).rowcount:
        request.notify(
            provider.account_id, routes.summary(month=month), dedupe=f"analytics:{provider_id}:{month}"
        )


def last_day(month: dt.date) -> dt.date:
    """Return the last day of a month that is given by its first."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def includeme(config: Configurator) -> None:
    """Add the task to the calendar."""
    config.add_long_task("analytics.monthly", tell_due, every_minutes=30)
