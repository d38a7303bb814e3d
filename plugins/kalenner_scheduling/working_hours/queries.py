"""What is read of working hours; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kalenner_scheduling.catalogue.models import DEFAULT_STEP, CataloguePreferences
from kalenner_scheduling.working_hours.models import WorkingPeriod
from kalenner_scheduling.working_hours.windows import Period

_period, _preferences = WorkingPeriod.__table__.c, CataloguePreferences.__table__.c
_HOURS = (
    select(
        _period.weekday,
        _period.start_minute,
        _period.end_minute,
        func.coalesce(_preferences.step_minutes, DEFAULT_STEP),
    )
    .join(CataloguePreferences.__table__, _preferences.provider_id == _period.provider_id, isouter=True)
    .where(_period.provider_id == bindparam("provider_id"))
)


@dataclass(frozen=True)
class WorkingHours:
    """When a provider works, and how many minutes apart appointments may begin."""

    periods: Sequence[Period]
    step_minutes: int


def working_hours(dbsession: Session, provider_id: int) -> WorkingHours:
    """Return the working hours of a provider."""
    rows = dbsession.execute(_HOURS, {"provider_id": provider_id}).all()
    return WorkingHours([Period(*row[:3]) for row in rows], rows[0][3] if rows else DEFAULT_STEP)


def list_periods(dbsession: Session, provider_id: int, weekday: int | None = None) -> list[WorkingPeriod]:
    """Return the working periods of the week, or of one weekday, in order."""
    statement = select(WorkingPeriod).where(WorkingPeriod.provider_id == provider_id)
    if weekday is not None:
        statement = statement.where(WorkingPeriod.weekday == weekday)
    return list(dbsession.scalars(statement.order_by(WorkingPeriod.weekday, WorkingPeriod.start_minute)))


_ANY_PERIOD = select(_period.id).where(_period.provider_id == bindparam("provider_id")).limit(1)


def has_periods(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a provider works at any time of the week."""
    return dbsession.scalar(_ANY_PERIOD, {"provider_id": provider_id}) is not None
