"""What is read of time off; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

import datetime as dt

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from kalenner.zones.instants import to_instant
from kalenner_scheduling.time_off.models import Away, Closure, ClosureKind

Page = tuple[int, int | None]
"""The number of a page's first row, and how many rows it has; None for all the others."""

_closure = Closure.__table__.c
_CLOSED = select(_closure.first_day, _closure.last_day).where(
    _closure.provider_id == bindparam("provider_id"),
    _closure.last_day >= bindparam("first_day"),
    _closure.first_day <= bindparam("last_day"),
)


def closed_days(dbsession: Session, provider_id: int, first_day: dt.date, last_day: dt.date) -> set[dt.date]:
    """Return the holidays and days of vacation within a span of days."""
    parameters = {"provider_id": provider_id, "first_day": first_day, "last_day": last_day}
    days: set[dt.date] = set()
    for first, last in dbsession.execute(_CLOSED, parameters):
        begin, end = max(first, first_day), min(last, last_day)
        days.update(begin + dt.timedelta(days=number) for number in range((end - begin).days + 1))
    return days


def find_closure(dbsession: Session, provider_id: int, day: dt.date) -> Closure | None:
    """Return why a day has no working time; a vacation goes before a holiday within it."""
    statement = select(Closure).where(
        Closure.provider_id == provider_id, Closure.first_day <= day, Closure.last_day >= day
    )
    return dbsession.scalar(statement.order_by(Closure.kind.desc()).limit(1))


def list_times_away(dbsession: Session, provider_id: int, start: int, end: int) -> list[Away]:
    """Return the times away that touch a span of seconds since 1970."""
    statement = select(Away).where(
        Away.provider_id == provider_id,
        Away.ends_at > to_instant(start),
        Away.starts_at < to_instant(end),
    )
    return list(dbsession.scalars(statement.order_by(Away.starts_at)))


def count_closures(dbsession: Session, provider_id: int, kind: ClosureKind, today: dt.date) -> int:
    """Count the closures of a kind that are not over on a day."""
    return dbsession.scalar(select(func.count()).where(*_not_over(provider_id, kind, today))) or 0


def list_closures(
    dbsession: Session, provider_id: int, kind: ClosureKind, today: dt.date, page: Page
) -> list[Closure]:
    """Return a page of the closures of a kind that are not over on a day, the next first."""
    statement = select(Closure).where(*_not_over(provider_id, kind, today))
    start, limit = page
    ordered = statement.order_by(Closure.first_day, Closure.id)
    return list(dbsession.scalars(ordered.offset(start).limit(limit)))


def count_times_away(dbsession: Session, provider_id: int, now: dt.datetime) -> int:
    """Count the times away that are not over."""
    statement = select(func.count()).where(Away.provider_id == provider_id, Away.ends_at > now)
    return dbsession.scalar(statement) or 0


def list_coming_times_away(dbsession: Session, provider_id: int, now: dt.datetime, page: Page) -> list[Away]:
    """Return a page of the times away that are not over, the next first."""
    statement = select(Away).where(Away.provider_id == provider_id, Away.ends_at > now)
    start, limit = page
    return list(dbsession.scalars(statement.order_by(Away.starts_at, Away.id).offset(start).limit(limit)))


def _not_over(
    provider_id: int, kind: ClosureKind, today: dt.date
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    return Closure.provider_id == provider_id, Closure.kind == kind.value, Closure.last_day >= today
