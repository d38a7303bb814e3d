"""Changes of status: the one table of what is allowed, and what goes with each: moves, messages."""

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account
from kalenner.people.policy import NotAvailable
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, TooLate
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.appointments.queries import find_move_and_offers, find_successor
from kalenner_scheduling.appointments.records import ChangeRoute, History, update_appointment
from kalenner_scheduling.availability.queries import find_rules

FINAL = (Status.DECLINED, Status.CANCELLED, Status.COMPLETED, Status.MISSED)
"""The statuses that may be corrected among each other."""
ANSWERABLE: Mapping[Status, frozenset[Status]] = {
    Status.ACCEPTED: frozenset({Status.PENDING}),
    Status.DECLINED: frozenset({Status.PENDING}),
    Status.CANCELLED: frozenset({Status.PENDING, Status.ACCEPTED}),
}
"""Of what accepting, declining and cancelling speak; the same statuses set afterwards are corrections."""


class Actor(enum.StrEnum):
    """On whose behalf a status is changed."""

    PROFESSIONAL = "professional"
    CLIENT = "client"
    SYSTEM = "system"


def actor_of(appointment: Appointment, by: Account) -> Actor:
    """Return which side somebody is on; raises NotAvailable for neither."""
    if by.id == appointment.provider.account_id:
        return Actor.PROFESSIONAL
    if by.id == appointment.client.account_id:
        return Actor.CLIENT
    raise NotAvailable


class Phase(enum.Flag):
    """Where the present moment lies, seen from an appointment."""

    BEFORE = enum.auto()
    DURING = enum.auto()
    AFTER = enum.auto()
    ANY = BEFORE | DURING | AFTER


@dataclass(frozen=True)
class Transition:
    """One change of status by one actor."""

    before: Status
    after: Status
    actor: Actor


_PENDING, _ACCEPTED = Status.PENDING, Status.ACCEPTED
_PROFESSIONAL, _CLIENT, _SYSTEM = Actor.PROFESSIONAL, Actor.CLIENT, Actor.SYSTEM
ALLOWED: Mapping[Transition, Phase] = {
    Transition(_PENDING, _ACCEPTED, _PROFESSIONAL): Phase.BEFORE,
    Transition(_PENDING, Status.DECLINED, _PROFESSIONAL): Phase.ANY,
    # a request is declined by itself when its time comes, or the time to answer it is over
    Transition(_PENDING, Status.DECLINED, _SYSTEM): Phase.ANY,
    Transition(_PENDING, _ACCEPTED, _SYSTEM): Phase.BEFORE,  # by the professional's rules
    # the client takes a time that was offered; one that nobody takes is deleted
    Transition(Status.OFFERED, _ACCEPTED, _CLIENT): Phase.BEFORE,
    # what an accepted move takes the place of
    Transition(_PENDING, Status.CANCELLED, _SYSTEM): Phase.ANY,
    Transition(_ACCEPTED, Status.CANCELLED, _SYSTEM): Phase.ANY,
    Transition(_PENDING, Status.CANCELLED, _CLIENT): Phase.BEFORE,
    Transition(_ACCEPTED, Status.CANCELLED, _CLIENT): Phase.BEFORE,
    Transition(_ACCEPTED, Status.CANCELLED, _PROFESSIONAL): Phase.ANY,
    Transition(_ACCEPTED, Status.DECLINED, _PROFESSIONAL): Phase.AFTER,
    Transition(_ACCEPTED, Status.COMPLETED, _PROFESSIONAL): Phase.AFTER,
    Transition(_ACCEPTED, Status.MISSED, _PROFESSIONAL): Phase.AFTER,
    **{
        # an appointment that has ended in one of these ways is past, whatever its time
        Transition(before, after, _PROFESSIONAL): Phase.ANY
        for before in FINAL
        for after in FINAL
        if before is not after
    },
}
"""Which changes there are, and when each may be made; everything else is refused."""


def is_allowed(transition: Transition, phase: Phase) -> bool:
    """Tell whether a change may be made at that time."""
    return bool(phase & ALLOWED.get(transition, Phase(0)))


def phase_of(starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> Phase:
    """Return where `now` lies; the start belongs to the appointment, the end does not."""
    if now < starts_at:
        return Phase.BEFORE
    return Phase.DURING if now < ends_at else Phase.AFTER


class Transitions:
    """Changes of status by the one table of what is allowed."""

    def __init__(self, dbsession: Session, clock: Clock, history: History) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._history = history

    def change(
        self,
        appointment: Appointment,
        after: Status,
        actor: Actor,
        account_id: int | None,
        reason: str | None,
    ) -> int:
        """Change the status, keep it, tell of it, and return the change's id; the caller holds the lock.

        What was offered becomes a new appointment: its history begins now. Raises :class:`ChangeRefused`,
        :class:`TooLate` and :class:`SlotTaken`.
        """
        before, now = appointment.state, self._clock.now()
        phase = phase_of(appointment.starts_at, appointment.ends_at, now)
        if not is_allowed(Transition(before, after, actor), phase):
            raise ChangeRefused(before)
        if before is Status.CANCELLED and find_successor(self._dbsession, appointment) != appointment:
            raise ChangeRefused(before)  # it was moved, and never took place at this time
        if actor is Actor.CLIENT and after is Status.CANCELLED:
            self.refuse_late(appointment)
        replaced = appointment.replaces if after is Status.ACCEPTED else None
        if replaced is not None:
            self._dbsession.refresh(replaced)
        if replaced is not None and replaced.state in ACTIVE:
            if now >= replaced.starts_at:  # an appointment that has begun is not moved
                raise ChangeRefused(before)
            self._give_way(replaced, account_id, now)
        self._store(appointment, before, after, replaced)
        if before in ACTIVE and after not in ACTIVE:
            self._settle_move(appointment, actor, account_id)
        known_before = None if before is Status.OFFERED else before
        change_id = self._history.record_change(appointment, known_before, after, now, account_id, reason)
        for reader_id, route in _notifications(appointment, before, after, actor, now):
            self._history.notify_of_change(reader_id, account_id, appointment.id, change_id, route)
        return change_id

    def _store(
        self, appointment: Appointment, before: Status, after: Status, replaced: Appointment | None = None
    ) -> None:
        values: dict[str, object] = {"status": after.value, "revision": Appointment.revision + 1}
        if after is not Status.PENDING:
            values |= {"expires_at": None, "nudge_at": None}
        if replaced is not None:
            values |= _whole(appointment) | _taken_over(appointment, replaced)
        if not update_appointment(self._dbsession, appointment, Appointment.status == before.value, **values):
            self._dbsession.refresh(appointment, ["status"])
            raise ChangeRefused(appointment.state)

    def _give_way(self, replaced: Appointment, account_id: int | None, now: dt.datetime) -> None:
        """Let an accepted move take the place of what it moves; nobody needs a message of that."""
        before = replaced.state
        self._store(replaced, before, Status.CANCELLED)
        self._history.record_change(replaced, before, Status.CANCELLED, now, account_id)

    def _settle_move(self, appointment: Appointment, actor: Actor, account_id: int | None) -> None:
        """Let a request to move what is off now hold all its time, or go with it when the client cancels.

        Other times that were offered for it are free again.
        """
        move, offers = find_move_and_offers(self._dbsession, appointment)
        self._history.release(offers)
        if move is None:
            return
        if actor is Actor.CLIENT:
            self.withdraw(move, account_id)
        else:
            update_appointment(self._dbsession, move, **_whole(move))

    def end(self, appointment: Appointment) -> None:
        """Cancel what is pending or accepted because one of its sides is gone; no message is sent."""
        before = appointment.state
        self._store(appointment, before, Status.CANCELLED)
        self._history.record_change(appointment, before, Status.CANCELLED, self._clock.now(), None)

    def withdraw(self, move: Appointment, account_id: int | None) -> None:
        """Withdraw a requested move; no message is sent."""
        self._store(move, Status.PENDING, Status.CANCELLED)
        now = self._clock.now()
        self._history.record_change(move, Status.PENDING, Status.CANCELLED, now, account_id)

    def cancel_limit(self, appointment: Appointment) -> dt.datetime:
        """Return until when the client can cancel or move an appointment."""
        if appointment.state is not Status.ACCEPTED:
            return appointment.starts_at
        rules = find_rules(self._dbsession, appointment.provider_id, appointment.service_id)
        return appointment.starts_at - dt.timedelta(minutes=rules.cancel_notice)

    def check_client(self, appointment: Appointment) -> None:
        """Raise what keeps a client from cancelling or moving an appointment, if anything does.

        :class:`ChangeRefused` where it is off or has begun, :class:`TooLate` where the rules say so.
        """
        if appointment.state not in ACTIVE or self._clock.now() >= appointment.starts_at:
            raise ChangeRefused(appointment.state)
        self.refuse_late(appointment)

    def refuse_late(self, appointment: Appointment) -> None:
        """Raise :class:`TooLate` where the client can no longer cancel or move it."""
        until = self.cancel_limit(appointment)
        if self._clock.now() > until:
            raise TooLate(until)


def _taken_over(move: Appointment, replaced: Appointment) -> dict[str, object]:
    """Return what an accepted move takes over.

    What took place after all, or was declined, stays what it is, and the move is an appointment of its own.
    """
    if replaced.state is not Status.CANCELLED:
        return {"replaces_id": None}
    # Other calendars are to see the same appointment at another time.
    values: dict[str, object] = {"uid": replaced.uid, "revision": replaced.revision + 1}
    if not move.revision:  # no location was set for the new time
        values |= {name: getattr(replaced, name) for name in ("location", "latitude", "longitude")}
    return values


def _notifications(
    appointment: Appointment, before: Status, after: Status, actor: Actor, now: dt.datetime
) -> Iterable[tuple[int, ChangeRoute]]:
    """Name who hears of a change, and by which screen; what is corrected afterwards is told nobody."""
    client_id = appointment.client.account_id
    if after is Status.COMPLETED:
        yield client_id, routes.mine_completed
    if before not in ACTIVE or (before is Status.ACCEPTED and appointment.ends_at <= now):
        return
    is_move = appointment.replaces_id is not None and before is Status.PENDING
    if after is Status.ACCEPTED:
        yield client_id, routes.mine_moved if is_move else routes.mine_confirmed
    elif after is Status.DECLINED:
        yield client_id, routes.mine_move_declined if is_move else routes.mine_declined
    elif after is Status.CANCELLED and actor is Actor.CLIENT:
        yield appointment.provider.professional_id, routes.called_off
    elif after is Status.CANCELLED:
        yield client_id, routes.mine_called_off


def _whole(move: Appointment) -> dict[str, object]:
    """Return the columns of what a move holds once nothing stands in its place: all its time."""
    return {"held_from": move.starts_at, "held_until": move.ends_at}
