"""How much working time a practice has: its hours without days off and times away."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from kalenner.people import Provider
from kalenner.zones.instants import Span, to_span
from kalenner_scheduling.availability.slots import joined
from kalenner_scheduling.time_off.queries import closed_days, list_times_away
from kalenner_scheduling.working_hours.queries import working_hours
from kalenner_scheduling.working_hours.windows import windows_between


def working_minutes(dbsession: Session, provider: Provider, first: dt.date, last: dt.date) -> int:
    """Return the minutes of working time on the days from `first` to `last`, by the hours that hold now."""
    periods = working_hours(dbsession, provider.id).periods
    closed = closed_days(dbsession, provider.id, first, last)
    windows = list(joined(windows_between(periods, provider.zone, first, last, closed=closed)))
    if not windows:
        return 0
    away = list_times_away(dbsession, provider.id, windows[0][0], windows[-1][1])
    taken = _merged(to_span(one.starts_at, one.ends_at) for one in away)
    seconds = sum(end - start for start, end in windows)
    seconds -= sum(
        max(0, min(end, until) - max(start, begin)) for start, end in windows for begin, until in taken
    )
    return seconds // 60


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
