"""The one guarded way in which appointments are made and their statuses change."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from pyramid.request import Request
from sqlalchemy import Table, insert, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, make_transient_to_detached

from kalenner.clock import Clock
from kalenner.database import is_overlap, lock, lock_all, no_overlap_name
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.people import Account, Client
from kalenner.people.policy import NotAvailable
from kalenner_scheduling.availability import SlotService
from kalenner_scheduling.errors import ChangeRefused, MixedStatuses, ServiceGone, SlotTaken, TimePassed
from kalenner_scheduling.models import ACTIVE, Appointment, Service, StatusChange
from kalenner_scheduling.queries import Offer, find_offer, list_expired
from kalenner_scheduling.statuses import Actor, Change, is_allowed, phase_of

EXPIRED_AT_ONCE = 200
GUARD = no_overlap_name(Appointment.__tablename__)

_TABLE = cast("Table", Appointment.__table__)
# Neither database needs a savepoint for a refusal by the guard: PostgreSQL is told to insert nothing, and
# SQLite undoes the statement alone.
_NEW_APPOINTMENT = {
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id),
    "sqlite": insert(_TABLE).returning(_TABLE.c.id),
}
_CHANGES = cast("Table", StatusChange.__table__)
_NEW_CHANGE = insert(_CHANGES).returning(_CHANGES.c.id)

Notify = Callable[..., None]
"""``request.notify``: promises a message that a person gets as a screen of its own."""


class AppointmentService:
    """Appointments of any provider; each change is kept, told to the other side and to the plugins."""

    def __init__(
        self, dbsession: Session, hooks: Any, clock: Clock, slots: SlotService, notify: Notify
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._clock = clock
        self._slots = slots
        self._notify = notify

    def request(self, client: Client, service: Service, starts_at: dt.datetime) -> Appointment:
        """Ask for a time on behalf of a client; it is held until the professional answers.

        Raises :class:`TimePassed`, :class:`ServiceGone` and :class:`SlotTaken`.
        """
        lock(self._dbsession, lock_of(client.provider_id))
        now = self._clock.now()
        if starts_at <= now:
            raise TimePassed
        offer = find_offer(self._dbsession, service.id, client.provider_id)
        if offer is None:
            raise ServiceGone
        zone = ZoneInfo(offer.timezone)
        if not self._slots.is_free(client.provider_id, zone, offer.minutes, starts_at, now):
            raise SlotTaken
        appointment = self._insert(client, service.id, offer, starts_at, now)
        change_id = self._keep_change(appointment, None, Status.PENDING, now, client.account_id, None)
        self._tell(offer.account_id, client.account_id, appointment, change_id, "appointments.requested")
        return appointment

    def accept(self, appointment: Appointment, by: Account) -> None:
        """Accept a request; raises :class:`ChangeRefused`."""
        self.change_many([appointment], Status.ACCEPTED, by=by)

    def decline(self, appointment: Appointment, by: Account, reason: str | None = None) -> None:
        """Decline a request; raises :class:`ChangeRefused`."""
        self.change_many([appointment], Status.DECLINED, by=by, reason=reason)

    def cancel(self, appointment: Appointment, by: Account, reason: str | None = None) -> None:
        """Cancel an appointment, by either side; raises :class:`ChangeRefused`."""
        self.change_many([appointment], Status.CANCELLED, by=by, reason=reason)

    def change_many(
        self, appointments: Sequence[Appointment], after: Status, *, by: Account, reason: str | None = None
    ) -> None:
        """Change the status of appointments that all have the same one; all of them change or none.

        Raises :class:`MixedStatuses`, :class:`ChangeRefused` with the status that stands in the way, and
        ``NotAvailable`` where `by` is neither side of one of them.
        """
        if len({one.status for one in appointments}) > 1:
            raise MixedStatuses
        lock_all(self._dbsession, {lock_of(one.provider_id) for one in appointments})
        actors = [_actor(one, by) for one in appointments]
        with self._dbsession.begin_nested():
            for appointment, actor in zip(appointments, actors, strict=True):
                self._change(appointment, after, actor, by.id, reason)

    def expire_pending(self) -> int:
        """Decline the requests whose start has passed, by themselves; return how many.

        At most ``EXPIRED_AT_ONCE`` are taken, so that a unit of work stays short.
        """
        expired = list_expired(self._dbsession, self._clock.now(), EXPIRED_AT_ONCE)
        lock_all(self._dbsession, {lock_of(one.provider_id) for one in expired})
        done = 0
        for appointment in expired:
            try:
                self._change(appointment, Status.DECLINED, Actor.SYSTEM, None, None)
            except ChangeRefused:
                continue  # answered between the look and the lock
            done += 1
        return done

    def _insert(
        self, client: Client, service_id: int, offer: Offer, starts_at: dt.datetime, now: dt.datetime
    ) -> Appointment:
        row = {
            "provider_id": client.provider_id,
            "client_id": client.id,
            "service_id": service_id,
            "service_name": offer.name,
            "minutes": offer.minutes,
            "price_minor": offer.price_minor,
            "currency": offer.currency,
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=offer.minutes),
            "status": Status.PENDING.value,
            "created_at": now,
        }
        statement = _NEW_APPOINTMENT[self._dbsession.get_bind().dialect.name]
        try:
            made = self._dbsession.scalar(statement, row)
        except DBAPIError as error:
            if is_overlap(error, GUARD):
                raise SlotTaken from error
            raise
        if made is None:
            raise SlotTaken
        appointment = Appointment(id=made, **row)
        make_transient_to_detached(appointment)
        self._dbsession.add(appointment)
        return appointment

    def _change(
        self,
        appointment: Appointment,
        after: Status,
        actor: Actor,
        account_id: int | None,
        reason: str | None,
    ) -> None:
        before, now = appointment.state, self._clock.now()
        phase = phase_of(appointment.starts_at, appointment.ends_at, now)
        if not is_allowed(Change(before, after, actor), phase):
            raise ChangeRefused(before)
        changed = self._dbsession.execute(
            update(Appointment)
            .where(Appointment.id == appointment.id, Appointment.status == before.value)
            .values(status=after.value)
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            self._dbsession.refresh(appointment, ["status"])
            raise ChangeRefused(appointment.state)
        change_id = self._keep_change(appointment, before, after, now, account_id, reason)
        for reader_id, screen in _notifications(appointment, before, after, actor, now):
            self._tell(reader_id, account_id, appointment, change_id, screen)

    def _keep_change(
        self,
        appointment: Appointment,
        before: Status | None,
        after: Status,
        at: dt.datetime,
        account_id: int | None,
        reason: str | None,
    ) -> int:
        row = {
            "appointment_id": appointment.id,
            "at": at,
            "account_id": account_id,
            "before": before and before.value,
            "after": after.value,
            "reason": reason,
        }
        change_id: int = self._dbsession.execute(_NEW_CHANGE, row).scalar_one()
        self._hooks.scheduling_appointment_changed(appointment=_fact(appointment), before=before, after=after)
        return change_id

    def _tell(
        self, reader_id: int, origin_id: int | None, appointment: Appointment, change_id: int, screen: str
    ) -> None:
        key = f"appointment:{appointment.id}:{change_id}"
        self._notify(reader_id, screen, origin_id=origin_id, dedupe=key, change=change_id)


def lock_of(provider_id: int) -> str:
    """Return the name of the lock under which a provider's time is given away."""
    return f"provider:{provider_id}"


def _actor(appointment: Appointment, by: Account) -> Actor:
    if by.id == appointment.provider.account_id:
        return Actor.PROFESSIONAL
    if by.id == appointment.client.account_id:
        return Actor.CLIENT
    raise NotAvailable


def _notifications(
    appointment: Appointment, before: Status, after: Status, actor: Actor, now: dt.datetime
) -> Iterable[tuple[int, str]]:
    """Name who hears of a change, and by which screen; what is corrected afterwards is told nobody."""
    if before not in ACTIVE or (before is Status.ACCEPTED and appointment.ends_at <= now):
        return
    client_id = appointment.client.account_id
    if after is Status.ACCEPTED:
        yield client_id, "mine.confirmed"
    elif after is Status.DECLINED:
        yield client_id, "mine.declined"
    elif after is Status.CANCELLED and actor is Actor.CLIENT:
        yield appointment.provider.account_id, "appointments.called_off"
    elif after is Status.CANCELLED:
        yield client_id, "mine.called_off"


def _fact(appointment: Appointment) -> AppointmentFact:
    return AppointmentFact(
        id=appointment.id,
        provider_id=appointment.provider_id,
        client_id=appointment.client_id,
        client_account_id=appointment.client.account_id,
        service_name=appointment.service_name,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        price_minor=appointment.price_minor,
        currency=appointment.currency,
    )


def appointment_service_factory(context: object, request: Request) -> AppointmentService:  # noqa: ARG001 -- the shape pyramid_services calls
    """Make the service for a request."""
    return AppointmentService(
        request.dbsession, request.hooks, request.clock, request.find_service(SlotService), request.notify
    )
