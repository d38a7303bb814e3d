"""A test oracle for the times of appointments: it walks minute by minute and shares no code with the product."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.random_state import Circumstances, DatabaseState

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
DEFAULTS = {
    "buffer_before": 0,
    "buffer_after": 0,
    "notice": 0,
    "horizon": 365,
    "most_per_day": 0,
    "most_open": 10,
    "acceptance": "never",
    "cancel_notice": 0,
    "expiry": 0,
}
"""What holds where nobody has said anything."""


def rules_of(circumstances: Circumstances, provider_id: int, service_id: int) -> dict[str, Any]:
    """Return what holds for a service: its own word before the provider's, that before the defaults."""
    said = dict(DEFAULTS, is_own_limit=False)
    for which in (None, service_id):
        for row in circumstances.rules:
            if row.provider_id == provider_id and row.service_id == which:
                given = {name: getattr(row, name) for name in DEFAULTS if getattr(row, name) is not None}
                said |= given | ({"is_own_limit": True} if which and "most_per_day" in given else {})
    return said


def with_buffers(circumstances: Circumstances, row: Any) -> tuple[dt.datetime, dt.datetime]:
    """Return the time of an appointment and of its buffers by the rules of now."""
    rules = rules_of(circumstances, row.provider_id, row.service_id)
    return row.starts_at - rules["buffer_before"] * MINUTE, row.ends_at + rules["buffer_after"] * MINUTE


def too_near(circumstances: Circumstances, row: Any, others: list[Any]) -> list[Any]:
    """Return the others between which and this one there is less than either of the two buffers."""
    start, end = with_buffers(circumstances, row)
    near = []
    for other in others:
        other_start, other_end = with_buffers(circumstances, other)
        is_clear_ahead = end <= other.starts_at and row.ends_at <= other_start
        is_clear_behind = start >= other.ends_at and row.starts_at >= other_end
        if not is_clear_ahead and not is_clear_behind:
            near.append(other)
    return near


def zone_of(circumstances: Circumstances, provider_id: int) -> ZoneInfo:
    """Return the zone of a practice."""
    return ZoneInfo(circumstances.accounts[circumstances.providers[provider_id].account_id].timezone)


@lru_cache(maxsize=256)
def minutes_of(zone: ZoneInfo, day: dt.date) -> tuple[tuple[dt.datetime, int], ...]:
    """Return every instant at which the clocks show that date, with the minute of the day they show."""
    shown = []
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) - 15 * 60 * MINUTE
    for _ in range(54 * 60):
        local = moment.astimezone(zone)
        if local.date() == day:
            shown.append((moment, local.hour * 60 + local.minute))
        moment += MINUTE
    return tuple(shown)


def periods_on(
    circumstances: Circumstances, provider_id: int, day: dt.date
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield when each working period of a day begins and ends."""
    zone, free_from = zone_of(circumstances, provider_id), dt.datetime.min.replace(tzinfo=dt.UTC)
    mine = [
        one for one in circumstances.periods if (one.provider_id, one.weekday) == (provider_id, day.weekday())
    ]
    for one in sorted(mine, key=lambda period: period.start_minute):
        clock = minutes_of(zone, day)
        within = [at for at, shown in clock if one.start_minute <= shown < one.end_minute]
        if within:
            begin = max(within[0], free_from)
            free_from = max(free_from, within[-1] + MINUTE)
            yield begin, free_from


def is_closed(circumstances: Circumstances, provider_id: int, day: dt.date) -> bool:
    """Tell whether a day is a holiday or within a vacation."""
    return any(
        closure.provider_id == provider_id and closure.first_day <= day <= closure.last_day
        for closure in circumstances.closures
    )


def touching_aways(
    circumstances: Circumstances, provider_id: int, start: dt.datetime, end: dt.datetime
) -> list[Any]:
    """Return the times away that have a part of a span."""
    return [
        away
        for away in circumstances.aways
        if away.provider_id == provider_id and away.starts_at < end and away.ends_at > start
    ]


def is_offered(circumstances: Circumstances, row: Any) -> bool:
    """Tell whether an appointment lies on a start of the working time, with room until its end."""
    step = (
        circumstances.calendars[row.provider_id].step_minutes
        if row.provider_id in circumstances.calendars
        else 30
    )
    day = row.starts_at.astimezone(zone_of(circumstances, row.provider_id)).date()
    periods = [
        period
        for there in (day - DAY, day, day + DAY, day + 2 * DAY)
        if not is_closed(circumstances, row.provider_id, there)
        for period in periods_on(circumstances, row.provider_id, there)
    ]
    is_on_grid = any(
        begin <= row.starts_at < end and (row.starts_at - begin) % (step * MINUTE) == dt.timedelta()
        for begin, end in periods
    )
    minutes = int((row.ends_at - row.starts_at) / MINUTE)
    return is_on_grid and all(
        any(begin <= row.starts_at + number * MINUTE < end for begin, end in periods)
        for number in range(minutes)
    )


def faults_of_place(circumstances: Circumstances, row: Any, now: dt.datetime) -> list[str]:
    """Return why an appointment that was just put where it is may not lie there."""
    faults = []
    if row.starts_at <= now:
        faults.append("it lies in the past")
    if not is_offered(circumstances, row):
        faults.append("it lies outside of the working time or its starts")
    start, end = with_buffers(circumstances, row)
    if touching_aways(circumstances, row.provider_id, start, end):
        faults.append("it lies within a time away")
    return faults


def faults_of_request(
    state: DatabaseState, circumstances: Circumstances, row: Any, now: dt.datetime
) -> list[str]:
    """Return what a client was not to ask for."""
    rules, faults = rules_of(circumstances, row.provider_id, row.service_id), []
    zone = zone_of(circumstances, row.provider_id)
    day = row.starts_at.astimezone(zone).date()
    if row.starts_at < now + rules["notice"] * MINUTE:
        faults.append("it comes too soon")
    if day > now.astimezone(zone).date() + rules["horizon"] * DAY:
        faults.append("it comes too late")
    there = [one for one in state.active() if one.id not in {row.id, row.replaces_id}]
    of_day = [
        one
        for one in there
        if one.provider_id == row.provider_id
        and one.starts_at.astimezone(zone).date() == day
        and (not rules["is_own_limit"] or one.service_id == row.service_id)
    ]
    if rules["most_per_day"] and len(of_day) >= rules["most_per_day"]:
        faults.append("the day is full")
    client = circumstances.clients[row.client_id]
    if client.blocked_at is not None or client.removed_at is not None:
        faults.append("the two have parted")
    waiting = [
        one
        for one in there
        if (one.client_id, one.status, one.replaces_id) == (row.client_id, "pending", None)
    ]
    if row.replaces_id is None and rules["most_open"] and len(waiting) >= rules["most_open"]:
        faults.append("the client has too many open requests")
    return faults
