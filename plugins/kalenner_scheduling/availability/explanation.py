"""Why not this time? Every rule that takes a start away, by a code, from what ``availability`` reads."""

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.people import Client
from kalenner.zones.instants import Span, local_day, span_of_days, to_instant, to_seconds, to_span
from kalenner_scheduling.appointments.queries import standing_of
from kalenner_scheduling.availability.queries import list_conflicts, with_room
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import Availability, SlotQuery
from kalenner_scheduling.availability.slots import joined
from kalenner_scheduling.time_off.models import Closure
from kalenner_scheduling.time_off.queries import find_closure, list_times_away
from kalenner_scheduling.working_hours.windows import windows_between

_ONE_DAY = dt.timedelta(days=1)


class ReasonCode(enum.StrEnum):
    """Why a start is not offered; plugins add codes of their own."""

    PAST = "past"
    NOTICE = "notice"
    HORIZON = "horizon"
    HOLIDAY = "holiday"
    VACATION = "vacation"
    DAY_OFF = "day_off"
    OUTSIDE_HOURS = "outside_hours"
    TOO_LONG = "too_long"
    NO_START = "no_start"
    APPOINTMENT = "appointment"
    BUFFER = "buffer"
    OFFERED = "offered"
    AWAY = "away"
    DAY_FULL = "day_full"
    PARTED = "parted"
    OPEN_REQUESTS = "open_requests"
    PLUGIN = "plugin"


@dataclass(frozen=True)
class Reason:
    """One reason; `values` are numbers, days, instants and names that its sentence needs."""

    code: ReasonCode
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The code for programs: a plugin's own one where a plugin gave the reason."""
        return str(self.values["code"]) if self.code is ReasonCode.PLUGIN else self.code.value


class Explainer:
    """Tells why starts are not offered."""

    def __init__(self, dbsession: Session, clock: Clock, slots: SlotService) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._slots = slots

    def reasons(self, query: SlotQuery, starts_at: dt.datetime) -> list[Reason]:
        """Return every reason why a start is not offered; none where it is."""
        days = self._slots.around(query, starts_at, self._clock.now())
        at = to_seconds(starts_at)
        return [
            *self._of_time(query, days, at),
            *self._of_hours(query, days, at),
            *self._of_holds(query, at),
            *_of_plugins(query, days, at),
        ]

    def refusals(self, query: SlotQuery, client: Client) -> list[Reason]:
        """Return the reasons why a client cannot ask for any time."""
        reasons = []
        standing = standing_of(self._dbsession, client.id)
        number = standing.open_requests
        if standing.is_excluded:
            reasons.append(Reason(ReasonCode.PARTED, {"name": client.name}))
        if query.rules.most_open and number >= query.rules.most_open:
            reasons.append(Reason(ReasonCode.OPEN_REQUESTS, {"name": client.name, "number": number}))
        return reasons + [
            Reason(ReasonCode.PLUGIN, {"code": refusal.key, "text": refusal.text})
            for refusal in self._slots.refusals(client, query.service_id)
        ]

    def _of_time(self, query: SlotQuery, days: Availability, at: int) -> Iterator[Reason]:
        now = to_seconds(self._clock.now())
        if at <= now:
            yield Reason(ReasonCode.PAST)
        elif at < days.not_before:
            yield Reason(ReasonCode.NOTICE, {"minutes": query.rules.notice})
        day = local_day(at, query.zone)
        if days.last_bookable is not None and day > days.last_bookable:
            yield Reason(ReasonCode.HORIZON, {"days": query.rules.horizon, "last": days.last_bookable})
        if day in days.full:
            yield Reason(ReasonCode.DAY_FULL, {"number": query.rules.most_per_day})

    def _of_hours(self, query: SlotQuery, days: Availability, at: int) -> Iterator[Reason]:
        """Say what keeps a start out of the working time, and off its beginnings."""
        day, end = local_day(at, query.zone), at + query.minutes * 60
        # the day itself is looked at as if it were open, so that each reason is named
        windows = windows_between(
            days.hours.periods, query.zone, day - _ONE_DAY, day + 2 * _ONE_DAY, closed=days.closed - {day}
        )
        window = next(((start, stop) for start, stop in windows if start <= at < stop), None)
        if window is None:
            today = span_of_days(query.zone, day, day)
            works = any(start < today[1] and stop > today[0] for start, stop in windows)
            yield Reason(ReasonCode.OUTSIDE_HOURS if works else ReasonCode.DAY_OFF, {"day": day})
        else:
            until = next(stop for _start, stop in joined(windows) if at < stop)
            if end > until:
                yield Reason(ReasonCode.TOO_LONG, {"minutes": query.minutes, "until": to_instant(until)})
            if (at - window[0]) % (days.hours.step_minutes * 60):
                yield Reason(
                    ReasonCode.NO_START, {"minutes": days.hours.step_minutes, "first": to_instant(window[0])}
                )
        closure = find_closure(self._dbsession, query.provider_id, day)
        if closure is not None:
            yield _of_closure(closure)

    def _of_holds(self, query: SlotQuery, at: int) -> Iterator[Reason]:
        time = query.time(at)
        for conflict in list_conflicts(self._dbsession, query.provider_id, *with_room(time), query.moved_id):
            if not any(_touch(time, span) for span in query.kept_free([conflict.busy])):
                continue
            values = {
                "starts_at": conflict.starts_at,
                "ends_at": conflict.ends_at,
                "name": conflict.name,
                "id": conflict.id,
            }
            is_beside = not _touch(time, to_span(conflict.starts_at, conflict.ends_at))
            code = ReasonCode.OFFERED if conflict.is_offered else ReasonCode.APPOINTMENT
            yield Reason(ReasonCode.BUFFER if is_beside else code, values)
        for away in list_times_away(self._dbsession, query.provider_id, *query.time_with_buffers(at)):
            values = {"starts_at": away.starts_at, "ends_at": away.ends_at}
            yield Reason(ReasonCode.AWAY, values)


def _of_closure(closure: Closure) -> Reason:
    return Reason(ReasonCode(closure.kind), {"first": closure.first_day, "last": closure.last_day})


def _of_plugins(query: SlotQuery, days: Availability, at: int) -> Iterator[Reason]:
    time = query.time_with_buffers(at)
    for closed_time in days.closed_times:
        if _touch(time, to_span(closed_time.starts_at, closed_time.ends_at)):
            yield Reason(ReasonCode.PLUGIN, {"code": closed_time.code, "text": closed_time.text})


def _touch(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def explainer_factory(request: Request) -> Explainer:
    """Make the service for a request."""
    return Explainer(request.dbsession, request.clock, request.find_service(SlotService))


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(explainer_factory, Explainer)
