"""Booking rules: whose rule holds, and what each of them takes away from clients."""

import datetime as dt

import pytest
from tests.plugins.scheduling.practice import NOON, TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner_scheduling.appointments.errors import NotAccepting, TooLate, TooManyRequests
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.rules import DEFAULTS, Acceptance, Rules, expiry_of, nudge_of
from kalenner_scheduling.availability.slots import by_local_day

WEDNESDAY = dt.date(2026, 12, 2)
HOUR = dt.timedelta(hours=1)


def offered(practice: Practice, day: dt.date = WEDNESDAY, *, to_clients: bool = True) -> list[str]:
    """The starts of a day that clients are offered, or the professional."""
    query = practice.query(practice.client if to_clients else None)
    starts = practice.slots.free_starts(query, day, day, practice.clock.now())
    return [label for _at, label in by_local_day(starts, practice.provider.zone).get(day, [])]


def test_without_a_word_the_products_defaults_hold(practice: Practice):
    assert practice.rules.get(practice.provider, practice.massage) == DEFAULTS
    assert practice.rules.own(practice.provider) == {}


def test_a_service_goes_before_the_provider_and_that_before_the_product(practice: Practice):
    practice.rules.change(practice.provider, "notice", 120)
    practice.rules.change(practice.provider, "buffer_after", 15)
    practice.rules.change(practice.provider, "notice", 0, practice.massage)

    assert practice.rules.get(practice.provider, practice.massage) == Rules(notice=0, buffer_after=15)
    assert practice.rules.get(practice.provider) == Rules(notice=120, buffer_after=15)
    assert practice.rules.own(practice.provider, practice.massage) == {"notice": 0}

    practice.rules.change(practice.provider, "notice", None, practice.massage)
    assert practice.rules.get(practice.provider, practice.massage).notice == 120


def test_rules_of_one_provider_say_nothing_to_another(practice: Practice):
    other = practice.add_provider("Piotr")
    practice.rules.change(other, "notice", 600)

    assert find_rules(practice.dbsession, practice.provider.id, practice.massage.id) == DEFAULTS


@pytest.mark.parametrize(
    ("name", "value"),
    [("buffer_after", -1), ("buffer_before", 241), ("horizon", 0), ("horizon", 731), ("acceptance", "often")],
)
def test_a_value_that_makes_no_sense_is_refused(practice: Practice, name: str, value: object):
    with pytest.raises(ValueError, match=str(value)):
        practice.rules.change(practice.provider, name, value)


def test_buffers_keep_time_free_on_both_sides(practice: Practice):
    practice.rules.change(practice.provider, "buffer_after", 15)
    practice.rules.change(practice.provider, "buffer_before", 10)
    practice.request(TEN)

    # nothing ends after 9:45 before the one at ten, and nothing starts before 11:15 after it
    assert offered(practice) == []
    assert offered(practice, to_clients=False) == []

    practice.calendar.change_step(practice.provider, 5)
    practice.hours.add_periods(practice.provider, 2, [(8 * 60, 9 * 60), (12 * 60, 13 * 60)])
    times = offered(practice)
    assert "8:45" in times and "8:50" not in times
    assert "11:15" in times and "11:10" not in times


def test_a_buffer_counts_against_what_was_booked_before_it_was_set(practice: Practice):
    practice.request(TEN)
    assert offered(practice) == ["9:00", "11:00"]

    practice.rules.change(practice.provider, "buffer_after", 5)

    assert offered(practice) == []


BUFFERS = ((30, 0), (0, 30), (15, 45), (None, 20), (240, 240))


@pytest.mark.parametrize(("before", "after"), BUFFERS)
def test_a_rule_that_is_taken_back_gives_the_time_back(
    practice: Practice, before: int | None, after: int | None
):
    practice.calendar.change_step(practice.provider, 5)
    practice.rules.change(practice.provider, "buffer_before", before)
    practice.rules.change(practice.provider, "buffer_after", after)
    practice.request(TEN + HOUR)
    last = 10 * 60 - max(before or 0, after or 0)
    assert offered(practice) == [f"{minute // 60}:{minute % 60:02}" for minute in range(9 * 60, last + 1, 5)]

    practice.rules.change(practice.provider, "buffer_before", None)
    practice.rules.change(practice.provider, "buffer_after", None)

    assert offered(practice)[-1] == "10:00"
    practice.request(TEN, practice.add_client("Ben"))


@pytest.mark.parametrize("is_booked_first", [True, False])
@pytest.mark.parametrize(("tea_after", "massage_before"), [(20, 45), (45, 20), (0, 30), (30, 0), (25, 25)])
def test_between_two_the_larger_buffer_holds_whichever_was_booked_first(
    practice: Practice, tea_after: int, massage_before: int, *, is_booked_first: bool
):
    """Tea at nine, for half an hour, and a massage behind it."""
    tea = practice.add_service("Tea", 30)
    practice.calendar.change_step(practice.provider, 5)
    practice.rules.change(practice.provider, "buffer_after", tea_after, tea)
    practice.rules.change(practice.provider, "buffer_before", massage_before, practice.massage)
    gap = dt.timedelta(minutes=max(tea_after, massage_before))
    nine, close = TEN - HOUR, TEN - HOUR / 2 + gap
    early, late = (tea, nine), (practice.massage, close)
    ben = practice.add_client("Ben")
    for service, at in (early, late) if is_booked_first else (late, early):
        practice.appointments.request(ben, service, at)

    five = dt.timedelta(minutes=5)
    for service, at in ((tea, nine + five), (practice.massage, close - five)):
        with pytest.raises(SlotTaken):
            practice.appointments.request(practice.client, service, at)


def test_buffers_of_a_service_that_is_gone_still_hold(practice: Practice):
    tea = practice.add_service("Tea", 60)
    practice.rules.change(practice.provider, "buffer_after", 30, tea)
    practice.appointments.request(practice.client, tea, TEN - HOUR)
    practice.catalogue.delete(tea)
    practice.dbsession.flush()

    assert offered(practice) == ["10:30", "11:00"]


def test_a_day_keeps_distance_from_the_evening_before(practice: Practice):
    practice.rules.change(practice.provider, "buffer_after", 240)
    practice.stand(Status.ACCEPTED, TEN - 5 * HOUR)  # until six in the morning

    assert offered(practice) == ["10:00", "10:30", "11:00"]


def test_clients_ask_ahead_and_the_professional_need_not(practice: Practice):
    practice.rules.change(practice.provider, "notice", 22 * 60)

    assert offered(practice) == ["10:00", "10:30", "11:00"]
    assert offered(practice, to_clients=False) == ["9:00", "9:30", "10:00", "10:30", "11:00"]
    with pytest.raises(SlotTaken):
        practice.request(TEN - HOUR)


def test_clients_ask_no_further_than_the_horizon(practice: Practice):
    practice.rules.change(practice.provider, "horizon", 2)

    assert offered(practice, dt.date(2026, 12, 3)) != []
    assert offered(practice, dt.date(2026, 12, 4)) == []
    assert offered(practice, dt.date(2026, 12, 4), to_clients=False) != []


def test_a_full_day_is_not_offered_any_more(practice: Practice):
    practice.rules.change(practice.provider, "most_per_day", 1)
    practice.request(TEN)

    assert offered(practice) == []
    assert offered(practice, to_clients=False) == ["9:00", "11:00"]
    assert offered(practice, dt.date(2026, 12, 3)) != []


def test_a_services_own_limit_counts_its_own_appointments_alone(practice: Practice):
    shiatsu = practice.add_service("Shiatsu")
    practice.rules.change(practice.provider, "most_per_day", 1, shiatsu)
    practice.request(TEN)

    def free() -> bool:
        query = practice.query(practice.client, shiatsu)
        return practice.slots.is_free(query, TEN + HOUR, practice.clock.now())

    assert free()
    practice.appointments.request(practice.client, shiatsu, TEN - HOUR)
    assert not free()


def test_a_client_has_only_so_many_open_requests(practice: Practice):
    practice.rules.change(practice.provider, "most_open", 1)
    first = practice.request(TEN)

    with pytest.raises(TooManyRequests):
        practice.request(TEN + HOUR)

    practice.request(TEN + HOUR, practice.add_client("Ben"))
    practice.appointments.accept(first, practice.owner)
    practice.request(TEN - HOUR)


@pytest.mark.parametrize("column", ["blocked_at", "removed_at"])
def test_nothing_is_taken_of_a_client_who_was_parted_with(practice: Practice, column: str):
    accepted = practice.request(TEN)
    practice.appointments.accept(accepted, practice.owner)
    setattr(practice.client, column, NOON)
    practice.dbsession.flush()

    with pytest.raises(NotAccepting):
        practice.request(TEN + HOUR)
    with pytest.raises(NotAccepting):
        practice.appointments.request_move(accepted, TEN + HOUR, practice.client.account)


@pytest.mark.parametrize(
    ("acceptance", "was_there_before", "status"),
    [
        (Acceptance.NEVER, True, Status.PENDING),
        (Acceptance.KNOWN, False, Status.PENDING),
        (Acceptance.KNOWN, True, Status.ACCEPTED),
        (Acceptance.ALWAYS, False, Status.ACCEPTED),
    ],
)
def test_requests_are_accepted_by_themselves(
    practice: Practice, acceptance: Acceptance, was_there_before: bool, status: Status
):
    if was_there_before:
        practice.stand(Status.COMPLETED, TEN - 24 * HOUR)
    practice.rules.change(practice.provider, "acceptance", acceptance)

    appointment_id = practice.request(TEN)

    accepted = [(None, "pending", "accepted", None)] if status is Status.ACCEPTED else []
    assert appointment_id.state is status
    assert practice.history(appointment_id) == [
        (practice.client.account_id, None, "pending", None),
        *accepted,
    ]
    messages = {
        Status.PENDING: [(practice.owner.id, "appointments.requested")],
        Status.ACCEPTED: [
            (practice.client.account_id, "mine.confirmed"),
            (practice.owner.id, "appointments.booked"),
        ],
    }
    assert practice.recorder.messages == messages[status]


def test_clients_cancel_and_move_what_was_accepted_in_time_only(practice: Practice, clock: FixedClock):
    practice.rules.change(practice.provider, "cancel_notice", 60)
    appointment_id, client = practice.request(TEN), practice.client.account
    clock.set(TEN - HOUR / 2)
    practice.appointments.cancel(appointment_id, client)  # nobody has relied on a request yet

    clock.set(NOON)
    appointment_id = practice.request(TEN)
    practice.appointments.accept(appointment_id, practice.owner)
    assert practice.appointments.cancel_limit(appointment_id) == TEN - HOUR
    clock.set(TEN - HOUR + dt.timedelta(seconds=1))
    with pytest.raises(TooLate):
        practice.appointments.cancel(appointment_id, client)
    with pytest.raises(TooLate):
        practice.appointments.request_move(appointment_id, TEN + HOUR, client)
    clock.set(TEN - HOUR)
    practice.appointments.cancel(appointment_id, client)
    assert appointment_id.state is Status.CANCELLED


def test_a_request_expires_in_time_and_the_professional_is_reminded_before(
    practice: Practice, clock: FixedClock
):
    practice.rules.change(practice.provider, "expiry", 120)
    appointment_id = practice.request(TEN)
    practice.recorder.messages.clear()

    assert (practice.appointments.nudge(), practice.appointments.expire_pending()) == (0, 0)
    clock.set(NOON + HOUR)
    assert (practice.appointments.nudge(), practice.appointments.nudge()) == (1, 0)
    assert practice.recorder.messages == [(practice.owner.id, "appointments.nudge")]
    clock.set(NOON + 2 * HOUR)
    assert practice.appointments.expire_pending() == 1
    assert appointment_id.state is Status.DECLINED
    assert practice.recorder.messages[1:] == [(practice.client.account_id, "mine.declined")]


def test_nobody_is_reminded_of_what_was_answered(practice: Practice, clock: FixedClock):
    appointment_id = practice.request(TEN)
    practice.appointments.accept(appointment_id, practice.owner)
    clock.set(TEN - HOUR)

    assert practice.appointments.nudge() == 0


def test_the_reminder_comes_halfway_and_after_a_day_at_most():
    day = dt.timedelta(days=1)

    assert expiry_of(DEFAULTS, NOON, TEN) == TEN
    assert expiry_of(Rules(expiry=60), NOON, TEN) == NOON + HOUR
    assert expiry_of(Rules(expiry=60), NOON, NOON + HOUR / 2) == NOON + HOUR / 2
    assert nudge_of(NOON, NOON + HOUR) == NOON + HOUR / 2
    assert nudge_of(NOON, NOON + 30 * day) == NOON + day


def test_only_the_professional_books_for_a_client(practice: Practice):
    with pytest.raises(NotAvailable):
        practice.appointments.book_for(practice.client, practice.massage, TEN, practice.client.account)


def test_the_professional_books_past_the_rules_for_clients(practice: Practice):
    practice.rules.change(practice.provider, "notice", 7 * 24 * 60)
    practice.rules.change(practice.provider, "most_per_day", 1)
    practice.stand(Status.ACCEPTED, TEN - HOUR)

    appointment_id = practice.appointments.book_for(practice.client, practice.massage, TEN, practice.owner)

    assert appointment_id.state is Status.ACCEPTED
    assert practice.history(appointment_id) == [(practice.owner.id, None, "accepted", None)]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.booked")]
    with pytest.raises(SlotTaken):
        practice.appointments.book_for(practice.client, practice.massage, TEN, practice.owner)
