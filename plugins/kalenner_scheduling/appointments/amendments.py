"""What the professional changes in an appointment that stays: its service, length, time, place."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, lock_of
from kalenner.zones.instants import Span, to_seconds, to_span
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, IsPackage, MoveWaits, ServiceGone
from kalenner_scheduling.appointments.models import ACTIVE, Amendment, Appointment
from kalenner_scheduling.appointments.queries import find_move, find_move_and_offers, find_successor
from kalenner_scheduling.appointments.records import History, Notify, fact_of, update_appointment
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import busy_between, find_rules, find_rules_of, with_room
from kalenner_scheduling.availability.rules import Rules, expiry_of, nudge_of
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import move_query
from kalenner_scheduling.availability.slots import Busy, kept_free
from kalenner_scheduling.catalogue.models import LONGEST_SERVICE, Service
from kalenner_scheduling.catalogue.packages import package_ids
from kalenner_scheduling.catalogue.queries import find_offer

_MINUTE = dt.timedelta(minutes=1)


class AmendmentService:
    """Changes of coming appointments by their professional, who has talked with the client; they are told.

    What the client has asked to move stays as it is until that is answered: :class:`MoveWaits`.
    """

    def __init__(
        self, dbsession: Session, hooks: Any, clock: Clock, slots: SlotService, notify: Notify
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._clock = clock
        self._slots = slots
        self._history = History(dbsession, hooks, notify)

    def room_for(self, appointment: Appointment) -> int:
        """Return how many minutes an appointment can last at most, until something else is held."""
        start = to_seconds(appointment.starts_at)
        rules = find_rules(self._dbsession, appointment.provider_id, appointment.service_id)
        longest = start + LONGEST_SERVICE * 60
        busy = self._busy_beside(appointment, (start, longest))
        taken = _taken(appointment, busy, rules, appointment.starts_at, appointment.service_id)
        return max(min([*(begin for begin, _end in taken), longest]) - start, 0) // 60

    def list_fitting(self, appointment: Appointment, services: Sequence[Service]) -> list[Service]:
        """Return those of its provider's services that an appointment could become at its time."""
        if not services:
            return []
        rules = find_rules_of(self._dbsession, appointment.provider_id, [service.id for service in services])
        starts_at = appointment.starts_at
        times = [_time(starts_at, service.minutes) for service in services]
        busy = self._busy_beside(appointment, max(times))
        return [
            service
            for service, time in zip(services, times, strict=True)
            if _is_clear(time, _taken(appointment, busy, rules[service.id], starts_at, service.id))
        ]

    def change_service(self, appointment: Appointment, service: Service, by: Account) -> None:
        """Make it an appointment of another service, as long and at the price at which that is offered now.

        An appointment keeps the currency it was priced in, and its price where that has changed meanwhile.
        Raises :class:`ChangeRefused`, :class:`ServiceGone`, :class:`IsPackage` and :class:`SlotTaken`.
        """
        self._begin(appointment)
        offer = find_offer(self._dbsession, service.id, appointment.provider_id)
        if offer is None:
            raise ServiceGone
        if service.id in package_ids(self._hooks, appointment.provider_id):
            raise IsPackage
        values: dict[str, object] = {"service_id": service.id, "service_name": offer.name}
        if offer.currency == appointment.currency:
            values["price_minor"] = offer.price_minor
        self._amend(appointment, by, offer.minutes, appointment.starts_at, service.id, values)

    def change_minutes(self, appointment: Appointment, minutes: int, by: Account) -> None:
        """Change how long it takes; raises :class:`ChangeRefused` and :class:`SlotTaken`."""
        self._begin(appointment)
        self._amend(appointment, by, minutes, appointment.starts_at, appointment.service_id, {})

    def move(self, appointment: Appointment, starts_at: dt.datetime, by: Account) -> None:
        """Move it to another free time, without asking the client, who is told.

        Raises :class:`ChangeRefused`, :class:`TimePassed` and :class:`SlotTaken`.
        """
        self._begin(appointment)
        now = self._clock.now()
        if starts_at <= now:
            raise TimePassed
        rules = find_rules(self._dbsession, appointment.provider_id, appointment.service_id)
        if not self._slots.is_free(move_query(appointment, rules, None), starts_at, now):
            raise SlotTaken
        self._amend(appointment, by, appointment.minutes, starts_at, appointment.service_id, {})

    def locate(
        self,
        appointment: Appointment,
        by: Account,
        text: str | None = None,
        place: tuple[float, float] | None = None,
    ) -> bool:
        """Set or remove the location: a text, or latitude and longitude.

        Of what was moved, that is said of what it has become. Return whether it is news; the client of a
        coming accepted one is told of it.
        """
        latitude, longitude = place or (None, None)
        lock(self._dbsession, lock_of(appointment.provider_id))
        self._dbsession.refresh(appointment)  # it may have changed before this session got the lock
        appointment = find_successor(self._dbsession, appointment)
        if (appointment.location, appointment.latitude, appointment.longitude) == (text, latitude, longitude):
            return False
        update_appointment(
            self._dbsession,
            appointment,
            location=text,
            latitude=latitude,
            longitude=longitude,
            revision=Appointment.revision + 1,
        )
        is_coming = appointment.state is Status.ACCEPTED and appointment.ends_at > self._clock.now()
        if is_coming and (text is not None or place is not None):
            key = f"location:{appointment.id}:{appointment.revision}"
            self._history.notify(
                appointment.client.account_id, by.id, routes.mine_located(appointment=appointment.id), key
            )
        return True

    def _begin(self, appointment: Appointment) -> None:
        lock(self._dbsession, lock_of(appointment.provider_id))
        self._dbsession.refresh(appointment)
        self.check(appointment)

    def check(self, appointment: Appointment) -> None:
        """Raise :class:`ChangeRefused` or :class:`MoveWaits` where it cannot be changed, or not yet."""
        if appointment.state not in ACTIVE or appointment.ends_at <= self._clock.now():
            raise ChangeRefused(appointment.state)
        is_move = appointment.state is Status.PENDING and appointment.replaces_id is not None
        if is_move or find_move(self._dbsession, appointment) is not None:
            raise MoveWaits

    def _busy_beside(self, appointment: Appointment, span: Span) -> list[Busy]:
        """Return what is held or blocked in or near a span, but a time away in which the appointment lies."""
        start, end = to_span(appointment.starts_at, appointment.ends_at)
        busy = busy_between(self._dbsession, appointment.provider_id, *with_room(span), appointment.id)
        return [each for each in busy if each.end <= start or each.start >= end]

    def _amend(
        self,
        appointment: Appointment,
        by: Account,
        minutes: int,
        starts_at: dt.datetime,
        service_id: int,
        values: dict[str, object],
    ) -> None:
        before = fact_of(appointment)
        rules = find_rules(self._dbsession, appointment.provider_id, service_id)
        time = _time(starts_at, minutes)
        taken = _taken(appointment, self._busy_beside(appointment, time), rules, starts_at, service_id)
        if not _is_clear(time, taken):
            raise SlotTaken
        # times that were offered instead hold only what this one does not, which is about to change
        self._history.release(find_move_and_offers(self._dbsession, appointment)[1])
        ends_at = starts_at + minutes * _MINUTE
        if appointment.state is Status.PENDING:
            expires_at = expiry_of(rules, appointment.created_at, starts_at)
            values = {**values, "expires_at": expires_at}
            if appointment.nudge_at is not None:
                values["nudge_at"] = nudge_of(appointment.created_at, expires_at)
        update_appointment(
            self._dbsession,
            appointment,
            **values,
            minutes=minutes,
            starts_at=starts_at,
            ends_at=ends_at,
            held_from=starts_at,
            held_until=ends_at,
            revision=Appointment.revision + 1,
        )
        amendment = Amendment(
            appointment=appointment,
            at=self._clock.now(),
            account_id=by.id,
            old_service_name=before.service_name,
            new_service_name=appointment.service_name,
            old_minutes=before.minutes,
            new_minutes=minutes,
            old_starts_at=before.starts_at,
            new_starts_at=starts_at,
        )
        self._history.record_amendment(amendment, before)
        key = f"amendment:{amendment.id}"
        route = routes.mine_amended if starts_at == before.starts_at else routes.mine_moved_for_you
        self._history.notify(appointment.client.account_id, by.id, route(amendment=amendment.id), key)


def _time(starts_at: dt.datetime, minutes: int) -> Span:
    return to_span(starts_at, starts_at + minutes * _MINUTE)


def _taken(
    appointment: Appointment, busy: Sequence[Busy], rules: Rules, starts_at: dt.datetime, service_id: int
) -> list[Span]:
    """Return where an appointment may not lie by these rules.

    While its start and its service stay, nothing changes ahead of it, and a buffer that was widened since
    does not speak against it.
    """
    is_begun_alike = (starts_at, service_id) == (appointment.starts_at, appointment.service_id)
    if is_begun_alike:
        start = to_seconds(starts_at)
        busy = [each for each in busy if each.end > start]
    return kept_free(busy, before=rules.buffer_before * 60, after=rules.buffer_after * 60)


def _is_clear(time: Span, taken: Sequence[Span]) -> bool:
    return not any(start < time[1] and end > time[0] for start, end in taken)


def amendment_service_factory(request: Request) -> AmendmentService:
    """Make the service for a request."""
    return AmendmentService(
        request.dbsession, request.hooks, request.clock, request.find_service(SlotService), request.notify
    )


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(amendment_service_factory, AmendmentService)
