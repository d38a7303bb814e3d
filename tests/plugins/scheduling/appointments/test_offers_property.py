"""Offered times under everything that can happen beside them: whatever order, no time is held twice.

Olga answers two clients, who ask, move, cancel and take what they are offered; time passes. A model in a few
lines says what may be taken; after every step what the database holds has to agree with it.
"""

import datetime as dt
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.plugins.scheduling.practice import NOON, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments import lists
from kalenner_scheduling.appointments.errors import (
    ChangeRefused,
    MoveWaits,
    OfferOver,
    OfferRefused,
    TooLate,
)
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.time_off.errors import ClosureOverlaps
from kalenner_scheduling.time_off.models import Closure, ClosureKind

HOUR = dt.timedelta(hours=1)
MIDNIGHT = dt.datetime(2026, 12, 1, 23, 0, tzinfo=dt.UTC)
"""Of Wednesday, in Berlin."""
STARTS = [
    MIDNIGHT + dt.timedelta(days=day, minutes=minutes)
    for day in range(3)
    for minutes in (540, 570, 600, 630, 660)
]
REFUSALS = (
    ChangeRefused,
    ClosureOverlaps,
    MoveWaits,
    OfferOver,
    OfferRefused,
    SlotTaken,
    TimePassed,
    TooLate,
)

starts = st.sampled_from(STARTS)
numbers = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("request"), st.integers(0, 1), starts),
    st.tuples(st.just("answer"), numbers, st.booleans()),
    st.tuples(st.just("decline_and_offer"), numbers, st.lists(starts, min_size=1, max_size=3)),
    st.tuples(st.just("take"), numbers, starts),
    st.tuples(st.just("take_first"), numbers, st.integers(0, 2)),
    st.tuples(st.just("move"), numbers, starts),
    st.tuples(st.just("move_by_professional"), numbers, starts),
    st.tuples(st.just("cancel"), numbers, st.booleans()),
    st.tuples(st.just("take_back"), numbers, st.none()),
    st.tuples(st.just("close"), st.integers(0, 2), st.none()),
    st.tuples(st.just("wait"), st.integers(1, 40), st.booleans()),
)


class World:
    """A practice with two clients, and what its rows were before the last step."""

    def __init__(self, dbsession: Session, clock: FixedClock) -> None:
        self.clock = clock
        self.practice = Practice(dbsession, clock)
        self.clients = [self.practice.client, self.practice.add_client("Ben")]

    def rows(self, *statuses: Status) -> list[Appointment]:
        """Return the rows of these statuses, or all, in the order they were made."""
        statement = select(Appointment).order_by(Appointment.id)
        if statuses:
            statement = statement.where(Appointment.status.in_([status.value for status in statuses]))
        return list(self.practice.dbsession.scalars(statement.execution_options(populate_existing=True)))

    def one(self, number: int, *statuses: Status) -> Appointment | None:
        """Return one of the rows of these statuses, None where there is none."""
        rows = self.rows(*statuses)
        return rows[number % len(rows)] if rows else None

    # Steps

    def request(self, number: int, starts_at: dt.datetime) -> None:
        self.practice.request(starts_at, self.clients[number])

    def answer(self, number: int, is_accepted: bool) -> None:
        row = self.one(number, Status.PENDING)
        if row is not None:
            act = self.practice.appointments.accept if is_accepted else self.practice.appointments.decline
            act(row, self.practice.owner)

    def decline_and_offer(self, number: int, times: list[dt.datetime]) -> None:
        row = self.one(number, Status.PENDING) or self.one(number, Status.DECLINED)
        if row is None:
            return
        if row.state is Status.PENDING:
            self.practice.appointments.decline(row, self.practice.owner)
        offers = self.practice.offers.offer(row, times, self.practice.owner)
        latest = min(offers[0].starts_at, self.clock.now() + 48 * HOUR)
        assert all(self.clock.now() < offer.expires_at <= latest for offer in offers if offer.expires_at)

    def take(self, number: int, starts_at: dt.datetime) -> None:
        row = self.one(number, Status.DECLINED)
        if row is None:
            return
        offered = {offer.starts_at: offer for offer in self.rows(Status.OFFERED) if _is_for(offer, row)}
        is_good = starts_at in offered and offered[starts_at].expires_at > self.clock.now()
        day = (starts_at + HOUR).date()
        is_good = (
            is_good
            and not self.practice.dbsession.scalars(select(Closure).where(Closure.first_day == day)).all()
        )
        before = {other.id: other.status for other in self.rows()}
        moved_id = row.replaces_id
        try:
            taken = self.practice.offers.take(row, starts_at, row.client.account)
        except OfferOver:
            assert not is_good or any(_is_for(other, row) for other in self.rows(*ACTIVE))
            raise
        assert is_good
        assert (taken.state, taken.starts_at, row.state) == (Status.ACCEPTED, starts_at, Status.DECLINED)
        assert not [offer for offer in self.rows(Status.OFFERED) if _is_for(offer, row)]
        changed = {other.id for other in self.rows() if before.get(other.id) != other.status}
        assert changed <= {taken.id, taken.replaces_id} and (taken.replaces_id in {None, moved_id})

    def take_first(self, number: int, place: int) -> None:
        """Take a time that is offered, so that taking succeeds often enough."""
        offer = self.one(number + place, Status.OFFERED)
        if offer is not None:
            declined = [row.id for row in self.rows(Status.DECLINED)]
            self.take(declined.index(offer.offered_for_id), offer.starts_at)

    def move(self, number: int, starts_at: dt.datetime) -> None:
        row = self.one(number, *ACTIVE)
        if row is not None:
            self.practice.appointments.request_move(row, starts_at, row.client.account)

    def move_by_professional(self, number: int, starts_at: dt.datetime) -> None:
        row = self.one(number, *ACTIVE)
        if row is not None:
            self.practice.amendments.move(row, starts_at, self.practice.owner)

    def cancel(self, number: int, is_by_client: bool) -> None:
        row = self.one(number, *ACTIVE)
        if row is not None:
            self.practice.appointments.cancel(
                row, row.client.account if is_by_client else self.practice.owner
            )

    def take_back(self, number: int, _nothing: None) -> None:
        row = self.one(number, Status.DECLINED)
        if row is not None:
            self.practice.offers.take_back(row, self.practice.owner)

    def close(self, number: int, _nothing: None) -> None:
        day = (MIDNIGHT + HOUR + dt.timedelta(days=number)).date()
        self.practice.blocks.add_closure(self.practice.provider, ClosureKind.HOLIDAY, day, day)

    def wait(self, hours: int, is_task_run: bool) -> None:
        self.clock.set(self.clock.now() + hours * HOUR)
        if is_task_run:
            self.practice.appointments.expire_pending()
            self.practice.offers.expire()
            assert all(offer.expires_at > self.clock.now() for offer in self.rows(Status.OFFERED))

    # What holds after each step

    def check(self) -> None:
        rows = self.rows(*ACTIVE, Status.OFFERED)
        holds = [row for row in rows if row.held_from is not None]
        assert not [(a, b) for a, b in combinations(holds, 2) if _overlap(a, b, "held_from", "held_until")]
        at_once = [(a, b) for a, b in combinations(rows, 2) if _overlap(a, b, "starts_at", "ends_at")]
        assert all(_is_move_of(a, b) or _is_move_of(b, a) for a, b in at_once)
        self._check_offers(self.rows(Status.OFFERED))
        self._check_lists()
        self._check_free(rows)

    def _check_offers(self, offers: list[Appointment]) -> None:
        """At most three for one declined, of its client, without overlap; the moved one is still on."""
        for offer in offers:
            declined = self.practice.dbsession.get_one(Appointment, offer.offered_for_id)
            siblings = [other for other in offers if _is_for(other, declined)]
            assert (declined.state, declined.client_id) == (Status.DECLINED, offer.client_id)
            assert len(siblings) <= 3
            assert offer.replaces is None or offer.replaces.state in ACTIVE
            assert not self.practice.history(offer)

    def _check_lists(self) -> None:
        """Nobody sees offered times as appointments."""
        session, practice, now = self.practice.dbsession, self.practice, self.clock.now()
        hidden = {offer.id for offer in self.rows(Status.OFFERED)}
        provider_id = practice.provider.id
        shown = [
            *lists.list_coming(session, provider_id, now),
            *lists.page_of_past(session, provider_id, now, 0, 99).lines,
            *lists.list_between(session, provider_id, STARTS[0], STARTS[-1] + HOUR),
        ]
        for client in self.clients:
            shown += lists.list_coming_of_client(session, client.account_id, now)
            shown += lists.page_of_client(session, client.id, 0, 99).lines
            shown += lists.page_of_client_past(session, client.account_id, now, 0, 99).lines
        assert not hidden & {line.id for line in shown}

    def _check_free(self, rows: list[Appointment]) -> None:
        """What is held is offered to nobody else."""
        slots: SlotService = self.practice.slots
        first, last = NOON.date(), (STARTS[-1]).date()
        free = slots.free_starts(self.practice.query(self.clients[1]), first, last, self.clock.now())
        for row in rows:
            begin, end = row.starts_at.timestamp(), row.ends_at.timestamp()
            assert not [at for at in free if at < end and begin < at + 3600]


def _is_for(offer: Appointment, declined: Appointment) -> bool:
    return offer.offered_for_id == declined.id


def _overlap(one: Appointment, other: Appointment, start: str, end: str) -> bool:
    return getattr(one, start) < getattr(other, end) and getattr(other, start) < getattr(one, end)


def _is_move_of(move: Appointment, moved: Appointment) -> bool:
    """Tell whether two rows may lie at once: a move, asked for or offered, and what it would move."""
    return move.replaces_id == moved.id and move.state in {Status.PENDING, Status.OFFERED}


@pytest.mark.parametrize("buffer", [0, 30])
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=st.lists(steps, min_size=4, max_size=14))
def test_whatever_happens_offered_times_are_held_hidden_and_taken_once(
    engine, buffer: int, script: list[tuple]
):
    with Session(engine) as dbsession:
        world = World(dbsession, FixedClock(NOON))
        world.practice.rules.change(world.practice.provider, "buffer_after", buffer)
        beginning = [("request", 0, STARTS[0]), ("decline_and_offer", 0, [STARTS[7], STARTS[2]])]
        for name, number, value in [*beginning, *script]:
            step: Callable[..., None] = getattr(world, name)
            try:
                with dbsession.begin_nested():
                    step(number, value)
            except REFUSALS:
                dbsession.expire_all()
            world.check()
        dbsession.rollback()
