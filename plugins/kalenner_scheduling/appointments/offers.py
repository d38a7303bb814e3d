"""What can follow a decline: the reason, and other times that are offered, of which the client takes one."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import update
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock, lock_all
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, lock_of
from kalenner.people.policy import NotAvailable
from kalenner.zones.instants import to_seconds, to_span
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, OfferImpossible, OfferOver, OfferRefused
from kalenner_scheduling.appointments.models import ACTIVE, Appointment, StatusChange
from kalenner_scheduling.appointments.queries import (
    find_last_change,
    find_move,
    list_all_offers,
    list_expired_offers,
    list_offers,
)
from kalenner_scheduling.appointments.records import (
    History,
    Notify,
    change_key,
    insert_appointment,
    offer_row,
)
from kalenner_scheduling.appointments.transitions import Actor, Transitions
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.rules import expiry_of
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery, move_query

MOST_OFFERED = 3
LONGEST_OFFER = dt.timedelta(hours=48)
"""How long offered times are held at most; so long, too, something can be offered for a time that is over."""
AT_ONCE = 100
"""For how many declined appointments a task frees times in one unit of work, so that it stays short."""


@dataclass(frozen=True)
class FollowUp:
    """What a professional can do after a decline, and what became of the times that were offered."""

    can_explain: bool
    can_offer: bool
    offers: list[Appointment]
    """The times that can be taken."""
    impossible: list[Appointment]
    """Those at which the professional does not work any more."""
    taken: Appointment | None

    @property
    def open(self) -> list[Appointment]:
        """All that is offered, in order, whether it can be taken or not."""
        return sorted([*self.offers, *self.impossible], key=lambda offer: offer.starts_at)


class OfferService:
    """Offered times of any provider. They are held, and nobody sees them as appointments."""

    def __init__(
        self, dbsession: Session, hooks: Any, clock: Clock, slots: SlotService, notify: Notify
    ) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._slots = slots
        self._history = History(dbsession, hooks, notify)
        self._transitions = Transitions(dbsession, clock, self._history)

    def follow_up(self, appointment: Appointment) -> FollowUp:
        """Return what can follow a decline, and what did."""
        now, offers = self._clock.now(), list_offers(self._dbsession, appointment.id)
        decline, client = self._find_decline(appointment), appointment.client
        is_excluded = client.removed_at is not None or client.blocked_at is not None
        possible, impossible = self._by_possibility([offer for offer in offers if _is_open(offer, now)])
        return FollowUp(
            can_explain=decline is not None and decline.reason is None,
            can_offer=not (decline is None or is_excluded or offers)
            and now < max(appointment.starts_at, decline.at + LONGEST_OFFER)
            and not self._is_asked_anew(appointment),
            offers=possible,
            impossible=impossible,
            taken=_find_taken(offers),
        )

    def _is_asked_anew(self, appointment: Appointment) -> bool:
        """Tell whether the client has asked to move the same one once more, which is answered first."""
        moved = self._find_moved(appointment)
        return moved is not None and find_move(self._dbsession, moved) is not None

    # The reason

    def explain(self, appointments: Sequence[Appointment], reason: str, by: Account) -> int:
        """Give the reason for which requests were declined; return of how many it was not known.

        The client's message of the decline is shown anew, with the reason.
        """
        lock_all(self._dbsession, {lock_of(appointment.provider_id) for appointment in appointments})
        done = 0
        for appointment in appointments:
            if by.id != appointment.provider.account_id:
                raise NotAvailable
            self._dbsession.refresh(appointment, ["status"])
            decline = self._find_decline(appointment)
            if decline is not None and decline.reason is None:
                self._explain(appointment, decline, reason)
                done += 1
        return done

    def _explain(self, appointment: Appointment, decline: StatusChange, reason: str) -> None:
        statement = update(StatusChange).where(StatusChange.id == decline.id, StatusChange.reason.is_(None))
        self._dbsession.execute(statement.values(reason=reason))
        is_move = appointment.replaces_id is not None
        route = routes.mine_move_declined if is_move else routes.mine_declined
        key = change_key(appointment.id, decline.id)
        client_id, by_id = appointment.client.account_id, appointment.provider.account_id
        self._history.notify(client_id, by_id, route(change=decline.id), f"reason:{decline.id}", edits=key)

    def _find_decline(self, appointment: Appointment) -> StatusChange | None:
        """Return the change by which a request was declined, if nothing was changed since."""
        if appointment.state is not Status.DECLINED:
            return None
        change = find_last_change(self._dbsession, appointment.id)
        is_decline = change is not None and change.before == Status.PENDING.value
        return change if is_decline else None

    # Offering

    def query(self, appointment: Appointment) -> SlotQuery:
        """Return what is looked for when other times are offered; instead of a move, another move."""
        rules = find_rules(self._dbsession, appointment.provider_id, appointment.service_id)
        moved = self._find_moved(appointment)
        if moved is not None:
            return move_query(moved, rules, None)
        zone, minutes = appointment.provider.zone, appointment.minutes
        return SlotQuery(appointment.provider_id, zone, appointment.service_id, minutes, rules)

    def _find_moved(self, appointment: Appointment) -> Appointment | None:
        """Return what a declined move would have moved, while that can still be moved."""
        moved = appointment.replaces
        if moved is None or moved.state not in ACTIVE or self._clock.now() >= moved.starts_at:
            return None
        return moved

    def offer(
        self, appointment: Appointment, starts: Sequence[dt.datetime], by: Account
    ) -> list[Appointment]:
        """Offer up to three free times instead of what was declined; the client is told.

        They are held until the first of them begins, for as long as a request would be, and for 48 hours at
        most. Raises ValueError for none or more than three, :class:`OfferRefused`, :class:`TimePassed`, and
        :class:`SlotTaken` where one is not free or two overlap.
        """
        starts = sorted(set(starts))
        if not 1 <= len(starts) <= MOST_OFFERED:
            raise ValueError(f"{len(starts)} times")
        lock(self._dbsession, lock_of(appointment.provider_id))
        self._dbsession.refresh(appointment)  # it may have changed before this session got the lock
        if by.id != appointment.provider.account_id:
            raise NotAvailable
        if not self.follow_up(appointment).can_offer:
            raise OfferRefused
        now, query = self._clock.now(), self.query(appointment)
        if starts[0] <= now:
            raise TimePassed
        holds = [query.time(to_seconds(at)) for at in starts]
        if any(second[0] < first[1] for first, second in pairwise(holds)):
            raise SlotTaken
        if not all(self._slots.is_free(query, at, now) for at in starts):
            raise SlotTaken
        expires_at = self._expiry(query, starts[0], now)
        with self._dbsession.begin_nested():
            rows = [offer_row(appointment, query, at, now, expires_at) for at in starts]
            offers = [insert_appointment(self._dbsession, row) for row in rows]
        self._history.notify_of_offer(offers, by.id)
        return offers

    def _expiry(self, query: SlotQuery, first: dt.datetime, now: dt.datetime) -> dt.datetime:
        ends = [expiry_of(query.rules, now, first), now + LONGEST_OFFER]
        if query.moved is not None:  # it has to be taken while there is something to move
            ends.append(query.moved.starts_at)
        return min(ends)

    def take_back(self, appointment: Appointment, by: Account) -> None:
        """Free the times that were offered and not taken; raises :class:`OfferOver` where there are none."""
        lock(self._dbsession, lock_of(appointment.provider_id))
        if by.id != appointment.provider.account_id:
            raise NotAvailable
        offers = list_offers(self._dbsession, appointment.id)
        taken = _find_taken(offers)
        if taken is not None or not offers:
            raise OfferOver
        self._history.release(offers)

    def expire(self) -> int:
        """Free the times that nobody took in time; return of how many offers."""
        groups = list_expired_offers(self._dbsession, self._clock.now(), AT_ONCE)
        lock_all(self._dbsession, {lock_of(offers[0].provider_id) for offers in groups})
        done = 0
        for offers in groups:
            declined_id = offers[0].offered_for_id or 0
            present = list_offers(self._dbsession, declined_id)  # as they are under the lock
            if present and _find_taken(present) is None:
                self._history.release(present)
                done += 1
        return done

    def review_less_time(self, provider_id: int) -> None:
        """Show the cards of offered times anew on which a time is impossible by now: there is less time."""
        for offers in list_all_offers(self._dbsession, provider_id):
            if self._by_possibility(offers)[1]:
                self._show_anew(offers)

    def review_more_time(self, provider_id: int) -> None:
        """Show every card of offered times anew: times may be possible again, as there is more time."""
        for offers in list_all_offers(self._dbsession, provider_id):
            self._show_anew(offers)

    def _show_anew(self, offers: Sequence[Appointment]) -> None:
        self._history.show_offer_anew(offers, f"review:{secrets.token_hex(8)}")

    def _by_possibility(self, offers: Sequence[Appointment]) -> tuple[list[Appointment], list[Appointment]]:
        """Part offered times into those at which the professional works by now, and the others."""
        if not offers:
            return [], []
        times = [to_span(offer.starts_at, offer.ends_at) for offer in offers]
        worked = self._slots.list_worked(offers[0].provider, times, self._clock.now())
        return (
            [offer for offer, time in zip(offers, times, strict=True) if time in worked],
            [offer for offer, time in zip(offers, times, strict=True) if time not in worked],
        )

    # Taking

    def take(self, appointment: Appointment, starts_at: dt.datetime, by: Account) -> Appointment:
        """Make one of the times that are offered instead of `appointment` an accepted appointment.

        The others are free again, the declined one stays declined, and the professional is told. Raises
        :class:`OfferOver` and :class:`OfferImpossible`.
        """
        lock(self._dbsession, lock_of(appointment.provider_id))
        if by.id != appointment.client.account_id:
            raise NotAvailable
        now, offers = self._clock.now(), list_offers(self._dbsession, appointment.id)
        taken = _find_taken(offers)
        offer = next(
            (offer for offer in offers if offer.starts_at == starts_at and _is_open(offer, now)), None
        )
        if taken is not None or offer is None:
            raise OfferOver
        if offer in self._by_possibility([offer])[1]:
            raise OfferImpossible
        try:
            with self._dbsession.begin_nested():
                self._history.release([other for other in offers if other is not offer], is_told=False)
                change_id = self._transitions.change(offer, Status.ACCEPTED, Actor.CLIENT, by.id, None)
        except ChangeRefused:  # what it would have moved has begun
            raise OfferOver from None
        self._history.notify_of_change(
            offer.provider.professional_id, by.id, offer.id, change_id, routes.offer_taken
        )
        return offer


def _is_open(offer: Appointment, now: dt.datetime) -> bool:
    return offer.state is Status.OFFERED and offer.expires_at is not None and now < offer.expires_at


def _find_taken(offers: Sequence[Appointment]) -> Appointment | None:
    return next((offer for offer in offers if offer.state is not Status.OFFERED), None)


def offer_service_factory(request: Request) -> OfferService:
    """Make the service for a request."""
    return OfferService(
        request.dbsession, request.hooks, request.clock, request.find_service(SlotService), request.notify
    )


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(offer_service_factory, OfferService)
