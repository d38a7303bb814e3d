"""The one guarded way in which appointments are made and their statuses change."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock, lock_all
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, lock_of
from kalenner.people.policy import NotAvailable
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import (
    BookingRefused,
    ChangeRefused,
    IsPackage,
    MixedStatuses,
    NotAccepting,
    ServiceGone,
    TooManyRequests,
)
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.appointments.queries import (
    Standing,
    find_move_and_offers,
    find_offer_and_standing,
    is_known,
    list_ahead_of,
    list_all_offers,
    list_expired,
    list_pending_of,
    list_to_nudge,
    standing_of,
)
from kalenner_scheduling.appointments.records import (
    ChangeRoute,
    History,
    Notify,
    insert_appointment,
    move_row,
    new_row,
    update_appointment,
)
from kalenner_scheduling.appointments.transitions import ANSWERABLE, Actor, Transitions, actor_of
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.rules import Acceptance, Rules, expiry_of, nudge_of
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery, move_query
from kalenner_scheduling.catalogue.models import LONGEST_PLACE, PlaceKind, Service
from kalenner_scheduling.catalogue.packages import package_ids
from kalenner_scheduling.catalogue.queries import Offer

AT_ONCE = 200
"""How many requests a task deals with in one unit of work, so that it stays short."""


class AppointmentService:
    """Appointments of any provider; each change is kept, told to the other side and to the plugins."""

    def __init__(
        self, dbsession: Session, hooks: Any, clock: Clock, slots: SlotService, notify: Notify
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._clock = clock
        self._slots = slots
        self._history = History(dbsession, hooks, notify)
        self._transitions = Transitions(dbsession, clock, self._history)

    # New appointments

    def request(
        self, client: Client, service: Service, starts_at: dt.datetime, note: str | None = None
    ) -> Appointment:
        """Ask for a time on behalf of a client; it is held until the professional answers.

        Where the provider's rules say so, it is accepted at once. Raises :class:`TimePassed`,
        :class:`ServiceGone`, :class:`IsPackage`, :class:`SlotTaken`, :class:`NotAccepting`,
        :class:`TooManyRequests` and :class:`BookingRefused`.
        """
        offer, standing, rules, now = self._begin(client, service, starts_at)
        if standing.is_excluded:
            raise NotAccepting
        if rules.most_open and standing.open_requests >= rules.most_open:
            raise TooManyRequests(rules.most_open)
        refusals = self._slots.refusals(client, service.id)
        if refusals:
            raise BookingRefused(refusals)
        expires_at = expiry_of(rules, now, starts_at)
        appointment = self._make(
            client,
            _query(client, service.id, offer, rules, client.id),
            offer,
            starts_at,
            now,
            status=Status.PENDING.value,
            note=note,
            expires_at=expires_at,
            nudge_at=nudge_of(now, expires_at),
        )
        self._ask(appointment, rules, offer.account_id, now, routes.requested)
        return appointment

    def book_for(self, client: Client, service: Service, starts_at: dt.datetime, by: Account) -> Appointment:
        """Book a time for a client, as the professional; it is accepted, and the client is told.

        Raises :class:`TimePassed`, :class:`ServiceGone`, :class:`IsPackage` and :class:`SlotTaken`.
        """
        offer, _standing, rules, now = self._begin(client, service, starts_at)
        if by.id != offer.account_id:
            raise NotAvailable
        query = _query(client, service.id, offer, rules, None)
        appointment = self._make(client, query, offer, starts_at, now, status=Status.ACCEPTED.value)
        change_id = self._history.record_change(appointment, None, Status.ACCEPTED, now, by.id)
        self._history.notify_of_change(
            client.account_id, by.id, appointment.id, change_id, routes.mine_booked
        )
        return appointment

    def request_move(self, appointment: Appointment, starts_at: dt.datetime, by: Account) -> Appointment:
        """Ask to move an appointment, as its client; it stays as it is until the move is accepted.

        A move that was asked for before and not answered is withdrawn. Raises :class:`ChangeRefused`,
        :class:`TooLate`, :class:`TimePassed`, :class:`NotAccepting` and :class:`SlotTaken`.
        """
        lock(self._dbsession, lock_of(appointment.provider_id))
        self._dbsession.refresh(appointment)  # it may have changed before this session got the lock
        now, client = self._clock.now(), appointment.client
        if by.id != client.account_id:
            raise NotAvailable
        if standing_of(self._dbsession, client.id).is_excluded:  # read under the lock
            raise NotAccepting
        appointment, earlier_move, offers = self._moved_and_moves(appointment)
        self._transitions.check_client(appointment)
        if starts_at <= now:
            raise TimePassed
        rules = find_rules(self._dbsession, appointment.provider_id, appointment.service_id)
        query = move_query(appointment, rules, client.id)
        with self._dbsession.begin_nested():  # if this is refused, the earlier move still waits
            if earlier_move is not None:
                self._transitions.withdraw(earlier_move, by.id)
            self._history.release(offers)  # something else is asked for
            if not self._slots.is_free(query, starts_at, now):
                raise SlotTaken
            move = insert_appointment(self._dbsession, move_row(appointment, query, starts_at, now))
        self._ask(move, rules, appointment.provider.professional_id, now, routes.move_asked)
        return move

    # Changes of status

    def accept(self, appointment: Appointment, by: Account) -> None:
        """Accept a request; raises :class:`ChangeRefused`."""
        self.answer_many([appointment], Status.ACCEPTED, by=by)

    def decline(self, appointment: Appointment, by: Account, reason: str | None = None) -> None:
        """Decline a request; raises :class:`ChangeRefused`."""
        self.answer_many([appointment], Status.DECLINED, by=by, reason=reason)

    def cancel(self, appointment: Appointment, by: Account, reason: str | None = None) -> None:
        """Cancel on behalf of whichever side `by` is; raises :class:`ChangeRefused` and :class:`TooLate`."""
        self.answer_many([appointment], Status.CANCELLED, by=by, reason=reason)

    def answer_many(
        self, appointments: Sequence[Appointment], after: Status, *, by: Account, reason: str | None = None
    ) -> None:
        """Accept or decline requests, or cancel what is on: `change_many` that never corrects what ended."""
        statuses = {appointment.state for appointment in appointments}
        if len(statuses) == 1 and not statuses <= ANSWERABLE[after]:
            raise ChangeRefused(statuses.pop())
        self.change_many(appointments, after, by=by, reason=reason)

    def change_many(
        self, appointments: Sequence[Appointment], after: Status, *, by: Account, reason: str | None = None
    ) -> None:
        """Change the status of appointments that all have the same one; all of them change or none.

        Raises :class:`MixedStatuses`, :class:`ChangeRefused` with the status that stands in the way,
        :class:`TooLate`, :class:`SlotTaken` where a move's time has gone, and ``NotAvailable`` where `by` is
        neither side of one of them.
        """
        if len({appointment.status for appointment in appointments}) > 1:
            raise MixedStatuses
        lock_all(self._dbsession, {lock_of(appointment.provider_id) for appointment in appointments})
        actors = [actor_of(appointment, by) for appointment in appointments]
        with self._dbsession.begin_nested():
            for appointment, actor in zip(appointments, actors, strict=True):
                self._transitions.change(appointment, after, actor, by.id, reason)

    def check_client(self, appointment: Appointment) -> None:
        """Raise :class:`ChangeRefused` or :class:`TooLate` where its client can no longer change it."""
        self._transitions.check_client(appointment)

    def cancel_limit(self, appointment: Appointment) -> dt.datetime:
        """Return until when the client can cancel or move an appointment."""
        return self._transitions.cancel_limit(appointment)

    def expire_pending(self) -> int:
        """Decline the requests that were not answered in time; return how many."""
        done = 0
        now = self._clock.now()
        for appointment in self._locked(list_expired(self._dbsession, now, AT_ONCE)):
            self._dbsession.refresh(appointment, ["status", "expires_at"])
            if appointment.expires_at is None or appointment.expires_at > now:
                continue  # answered, or moved by the professional, between the look and the lock
            self._transitions.change(appointment, Status.DECLINED, Actor.SYSTEM, None, None)
            done += 1
        return done

    def decline_requests_of(self, client: Client) -> int:
        """Decline what a client has asked for, and free what was offered; return how many were declined."""
        lock(self._dbsession, lock_of(client.provider_id))
        for offers in list_all_offers(self._dbsession, client.provider_id, client.id):
            self._history.release(offers)
        pending = list_pending_of(self._dbsession, client.id)
        for appointment in pending:
            self._transitions.change(appointment, Status.DECLINED, Actor.SYSTEM, None, None)
        return len(pending)

    def withdraw_requests_of(self, client: Client) -> int:
        """Withdraw what a client has asked for, when they part with the professional; return how many."""
        lock(self._dbsession, lock_of(client.provider_id))
        now = self._clock.now()
        pending = [one for one in list_pending_of(self._dbsession, client.id) if one.starts_at > now]
        for appointment in pending:
            self._transitions.change(appointment, Status.CANCELLED, Actor.CLIENT, client.account_id, None)
        return len(pending)

    def end_all_of(self, client: Client) -> list[Appointment]:
        """End what is open between a client and a professional, of whom one is gone; no message is sent.

        Return the appointments that were ahead and accepted, the next first.
        """
        lock(self._dbsession, lock_of(client.provider_id))
        for offers in list_all_offers(self._dbsession, client.provider_id, client.id):
            self._history.release(offers)
        ahead = list_ahead_of(self._dbsession, client.id, self._clock.now())
        accepted = [one for one in ahead if one.state is Status.ACCEPTED]
        for appointment in ahead:
            self._transitions.end(appointment)
        return accepted

    def nudge(self) -> int:
        """Remind professionals, once, of the requests they have not answered; return of how many."""
        waiting = self._locked(list_to_nudge(self._dbsession, self._clock.now(), AT_ONCE))
        done = 0
        for appointment in waiting:
            still = (Appointment.status == Status.PENDING.value, Appointment.nudge_at.is_not(None))
            if update_appointment(self._dbsession, appointment, *still, nudge_at=None):
                account_id, key = appointment.provider.professional_id, f"nudge:{appointment.id}"
                self._history.notify(account_id, None, routes.nudge(appointment=appointment.id), key)
                done += 1
        return done

    def _begin(
        self, client: Client, service: Service, starts_at: dt.datetime
    ) -> tuple[Offer, Standing, Rules, dt.datetime]:
        lock(self._dbsession, lock_of(client.provider_id))
        now = self._clock.now()
        if starts_at <= now:
            raise TimePassed
        row = find_offer_and_standing(self._dbsession, service.id, client.id, client.provider_id)
        if row is None:
            raise ServiceGone
        if service.id in package_ids(self._hooks, client.provider_id):
            raise IsPackage
        return *row, find_rules(self._dbsession, client.provider_id, service.id), now

    def _make(
        self,
        client: Client,
        query: SlotQuery,
        offer: Offer,
        starts_at: dt.datetime,
        now: dt.datetime,
        **values: object,
    ) -> Appointment:
        if not self._slots.is_free(query, starts_at, now):
            raise SlotTaken
        place = {"location": self._default_place(client, offer)}
        row = {**new_row(client, query, offer, starts_at, now), **place, **values}
        return insert_appointment(self._dbsession, row)

    def _default_place(self, client: Client, offer: Offer) -> str | None:
        """Return where an appointment takes place as long as nothing else is said."""
        if offer.place_kind != PlaceKind.ADDRESS:
            return offer.place
        address: str | None = self._hooks.platform_find_address(provider=client.provider)
        return address if address and len(address) <= LONGEST_PLACE else None

    def _ask(
        self, appointment: Appointment, rules: Rules, account_id: int, now: dt.datetime, route: ChangeRoute
    ) -> None:
        """Keep a request, and let the rules or the professional answer it."""
        client = appointment.client
        change_id = self._history.record_change(appointment, None, Status.PENDING, now, client.account_id)
        if rules.acceptance is Acceptance.ALWAYS or (
            rules.acceptance is Acceptance.KNOWN and is_known(self._dbsession, client.id)
        ):
            self._transitions.change(appointment, Status.ACCEPTED, Actor.SYSTEM, None, None)
            route = routes.booked
        self._history.notify_of_change(account_id, client.account_id, appointment.id, change_id, route)

    def _locked(self, appointments: list[Appointment]) -> list[Appointment]:
        lock_all(self._dbsession, {lock_of(appointment.provider_id) for appointment in appointments})
        return appointments

    def _moved_and_moves(
        self, appointment: Appointment
    ) -> tuple[Appointment, Appointment | None, list[Appointment]]:
        """Return what is to be moved, the move that was asked for last, and the times that were offered."""
        replaced = appointment.replaces if appointment.state is Status.PENDING else None
        if replaced is not None and replaced.state in ACTIVE:
            return replaced, appointment, []
        return appointment, *find_move_and_offers(self._dbsession, appointment)


def _query(client: Client, service_id: int, offer: Offer, rules: Rules, client_id: int | None) -> SlotQuery:
    return SlotQuery(
        client.provider_id, ZoneInfo(offer.timezone), service_id, offer.minutes, rules, client_id
    )


def appointment_service_factory(request: Request) -> AppointmentService:
    """Make the service for a request."""
    return AppointmentService(
        request.dbsession, request.hooks, request.clock, request.find_service(SlotService), request.notify
    )


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(appointment_service_factory, AppointmentService)
