"""When several professionals are free and busy on one day: what those who share them may see.

Nothing here says with whom somebody is busy, but the ids by which who may know it can ask. The number of
statements does not depend on how many professionals there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.people import Provider
from kalenner.zones.instants import Span, span_of_days, to_span
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import IS_ACTIVE
from kalenner_scheduling.availability.slots import joined
from kalenner_scheduling.time_off.models import Away, Closure
from kalenner_scheduling.working_hours.models import WorkingPeriod
from kalenner_scheduling.working_hours.windows import Period, windows_between


@dataclass(frozen=True)
class BusyTime:
    """A time at which somebody is busy, in seconds since 1970; the link to the client, of an appointment."""

    start: int
    end: int
    client_id: int | None = None
    service_name: str | None = None


@dataclass(frozen=True)
class DayOfOne:
    """The day of one professional: what is taken, and what is left of the working time."""

    busy: Sequence[BusyTime]
    free: Sequence[Span]


def team_day(dbsession: Session, team: Sequence[Provider], day: dt.date) -> dict[int, DayOfOne]:
    """Return the day of each, by the provider's id; each has it on the clocks of their own zone."""
    ids = [one.id for one in team]
    periods: dict[int, list[Period]] = defaultdict(list)
    for row in dbsession.scalars(
        select(WorkingPeriod).where(
            WorkingPeriod.provider_id.in_(ids), WorkingPeriod.weekday == day.weekday()
        )
    ):
        periods[row.provider_id].append(Period(row.weekday, row.start_minute, row.end_minute))
    closed = set(
        dbsession.scalars(
            select(Closure.provider_id).where(
                Closure.provider_id.in_(ids), Closure.first_day <= day, Closure.last_day >= day
            )
        )
    )
    busy = _busy(dbsession, ids, day)
    found = {}
    for one in team:
        start, end = span_of_days(one.zone, day, day)
        taken = [time for time in busy.get(one.id, []) if time.start < end and time.end > start]
        windows = joined(
            windows_between(periods[one.id], one.zone, day, day, closed=[day] if one.id in closed else [])
        )
        found[one.id] = DayOfOne(taken, list(_without(windows, taken)))
    return found


def _busy(dbsession: Session, ids: Sequence[int], day: dt.date) -> dict[int, list[BusyTime]]:
    """Return what may lie on the day in any zone, in order."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    first, last = noon - dt.timedelta(days=2), noon + dt.timedelta(days=2)
    busy: dict[int, list[BusyTime]] = defaultdict(list)
    appointments = select(
        Appointment.provider_id,
        Appointment.starts_at,
        Appointment.ends_at,
        Appointment.client_id,
        Appointment.service_name,
    ).where(
        Appointment.provider_id.in_(ids),
        IS_ACTIVE,
        Appointment.starts_at > first,
        Appointment.starts_at < last,
    )
    for provider_id, starts_at, ends_at, client_id, service in dbsession.execute(appointments):
        start, end = to_span(starts_at, ends_at)
        busy[provider_id].append(BusyTime(start, end, client_id, service))
    away = select(Away.provider_id, Away.starts_at, Away.ends_at).where(
        Away.provider_id.in_(ids), Away.starts_at < last, Away.ends_at > first
    )
    for provider_id, starts_at, ends_at in dbsession.execute(away):
        start, end = to_span(starts_at, ends_at)
        busy[provider_id].append(BusyTime(start, end))
    return {provider_id: sorted(times, key=lambda one: one.start) for provider_id, times in busy.items()}


def _without(windows: Iterable[Span], taken: Sequence[BusyTime]) -> Iterator[Span]:
    """Yield what is left of the windows; `taken` is in order."""
    for start, end in windows:
        free_from = start
        for time in taken:
            if time.end <= free_from or time.start >= end:
                continue
            if time.start > free_from:
                yield free_from, time.start
            free_from = max(free_from, time.end)
        if free_from < end:
            yield free_from, end
