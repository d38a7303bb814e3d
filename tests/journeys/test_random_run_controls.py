"""The checks of invariants work: where the product is broken on purpose, they fail."""

import datetime as dt

import pytest
from markupsafe import Markup
from sqlalchemy import text
from tests.journeys.random_operations import OPERATIONS
from tests.journeys.random_run import InvariantBroken, RandomRun
from tests.journeys.random_screens import limits
from tests.journeys.random_world import World

from kalenner.database import drop_no_overlap
from kalenner.screens import Button, Screen
from kalenner.screens.registry import specs_of
from kalenner.testing import go
from kalenner_payments.balances import Payment
from kalenner_reminders.screens.card import ComingContext
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments import transitions as changing
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.records import History
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery
from kalenner_scheduling.contexts import MyAppointmentContext

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MORNING = dt.datetime(2026, 10, 22, 9, 12, 41, tzinfo=dt.UTC)


@pytest.fixture
def random_run(stage, clock, caplog) -> RandomRun:
    """A world in which something has been asked for, booked and paid, and the invariants hold."""
    clock.set(MORNING)
    run = RandomRun(World(stage, clock, 7, "America/New_York"), caplog, "control")
    for name in ("ask", "ask", "book", "book", "pay", "pay"):
        do(run, name)
    assert run.world.coming("pending") and run.world.coming("accepted") and list(run.world.state.entries())
    return run


def do(random_run: RandomRun, name: str, times: int = 1) -> None:
    for _time in range(times):
        assert random_run.do(OPERATIONS[name])


def break_database(random_run: RandomRun, statement: str) -> None:
    random_run.world.stage.run(lambda request: request.dbsession.execute(text(statement)))


class Direct:
    """What a migration works with, on the session's connection."""

    def __init__(self, connection) -> None:
        self.get_bind = lambda: connection
        self.execute = lambda statement: connection.execute(text(statement))


def take_guard_away(random_run: RandomRun) -> None:
    random_run.world.stage.run(
        lambda request: drop_no_overlap(Direct(request.dbsession.connection()), "scheduling_appointment")
    )


def test_overlap_is_seen_where_nothing_guards_the_time(random_run, monkeypatch):
    take_guard_away(random_run)
    monkeypatch.setattr(SlotService, "is_free", lambda *_of_what: True)

    with pytest.raises(InvariantBroken, match="hold the same"):
        do(random_run, "ask_for_what_is_taken", 5)


def test_guard_alone_keeps_times_apart(random_run, monkeypatch):
    monkeypatch.setattr(SlotService, "is_free", lambda *_of_what: True)

    do(random_run, "ask_for_what_is_taken", 5)


@ONE_DATABASE
def test_place_is_seen_to_be_wrong_where_no_slot_is_checked(random_run, monkeypatch):
    monkeypatch.setattr(SlotService, "is_free", lambda *_of_what: True)

    with pytest.raises(InvariantBroken, match="outside of the working time"):
        do(random_run, "ask_beside_the_grid", 5)


@ONE_DATABASE
def test_buffers_that_are_not_kept_are_seen(random_run, monkeypatch):
    monkeypatch.setattr(SlotQuery, "kept_free", lambda _query, busy: [(one.start, one.end) for one in busy])

    with pytest.raises(InvariantBroken, match="too near"):
        ask_right_behind(random_run)


def ask_right_behind(random_run: RandomRun) -> None:
    """Ask for times that begin when others end."""
    world = random_run.world
    for row in world.coming():
        client, service = world.clients(row.provider_id)[0], world.services(row.provider_id)[-1]
        person = world.participants.people[client.account_id]
        world.act(person, "book.send", service=service.id, starts_at=row.ends_at)
        random_run.look()


@ONE_DATABASE
def test_change_beside_the_table_is_seen(random_run, monkeypatch):
    monkeypatch.setattr(changing, "is_allowed", lambda *_of_what: True)

    with pytest.raises(InvariantBroken, match="not in the table"):
        do(random_run, "complete_what_is_to_come")


@ONE_DATABASE
def test_status_without_history_is_seen(random_run):
    break_database(random_run, "UPDATE scheduling_appointment SET status = 'missed' WHERE status = 'pending'")

    with pytest.raises(InvariantBroken, match="is missed, not pending"):
        random_run.look()


@ONE_DATABASE
def test_history_of_another_status_is_seen(random_run):
    break_database(
        random_run,
        "INSERT INTO scheduling_status_change (appointment_id, at, before, after)"
        f" VALUES (1, {int(MORNING.timestamp())}, 'declined', 'cancelled')",
    )

    with pytest.raises(InvariantBroken, match="says otherwise"):
        random_run.look()


@ONE_DATABASE
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scheduling_status_change SET reason = 'because' WHERE id = 1",
        "DELETE FROM scheduling_status_change WHERE id = 2",
        "UPDATE payments_entry SET amount_minor = amount_minor + 1 WHERE id = 1",
        "DELETE FROM payments_entry WHERE id = 1",
    ],
)
def test_what_is_rewritten_or_gone_is_seen(random_run, statement):
    random_run.look_at_everything()
    break_database(random_run, statement)

    with pytest.raises(InvariantBroken, match=r"became|differ"):
        random_run.look_at_everything()


@ONE_DATABASE
def test_money_given_back_twice_is_seen(random_run, monkeypatch):
    monkeypatch.setattr(Payment, "left_minor", 10**9)

    with pytest.raises(InvariantBroken, match="left of"):
        do(random_run, "give_back_too_much")


@ONE_DATABASE
def test_two_for_one_button_are_seen(random_run, monkeypatch):
    specs = specs_of(random_run.world.stage.app.registry)
    monkeypatch.setattr(specs["payments.add_more"].route, "is_step", False)
    monkeypatch.setattr(random_run.world.random, "choices", lambda *_of_what: ["pay_beyond"])

    with pytest.raises(InvariantBroken, match="2 entries of one button"):
        do(random_run, "press_twice")


@ONE_DATABASE
def test_time_left_to_others_is_seen(random_run, monkeypatch):
    break_database(random_run, "UPDATE scheduling_appointment SET held_until = held_until - 60 WHERE id = 1")

    with pytest.raises(InvariantBroken, match="leaves a part of its time"):
        random_run.look()


@ONE_DATABASE
def test_silence_is_noticed(random_run, monkeypatch):
    monkeypatch.setattr(History, "notify_of_change", lambda *_of_what: None)

    with pytest.raises(InvariantBroken, match="nobody was told"):
        do(random_run, "accept")


@ONE_DATABASE
def test_message_besides_is_noticed(random_run, monkeypatch):
    tell = History.notify_of_change

    def tell_twice(history, reader_id, origin_id, appointment_id, change_id, route):
        tell(history, reader_id, origin_id, appointment_id, change_id, route)
        tell(history, origin_id, None, appointment_id, change_id, routes.requested)

    monkeypatch.setattr(History, "notify_of_change", tell_twice)

    with pytest.raises(InvariantBroken, match="told too much"):
        do(random_run, "accept")


@ONE_DATABASE
def test_reminder_of_what_is_off_is_noticed(random_run, monkeypatch):
    monkeypatch.setattr(ComingContext, "__init__", MyAppointmentContext.__init__)
    world = random_run.world
    row = world.coming("pending")[0]
    account_id = world.state.circumstances.clients[row.client_id].account_id
    world.stage.run(
        lambda request: request.notify(
            account_id, go("reminders.reminder", appointment=row.id), dedupe="late"
        )
    )
    world.stage.settle()

    with pytest.raises(InvariantBroken, match="was reminded of"):
        random_run.look()


@ONE_DATABASE
def test_fault_is_not_overlooked(random_run, monkeypatch):
    def fail(*_of_what):
        raise RuntimeError("no way")

    monkeypatch.setattr(AmendmentService, "move", fail)

    with pytest.raises(InvariantBroken, match="no way"):
        do(random_run, "move")


BUTTON = Button("·", go("menu"))


@pytest.mark.parametrize(
    ("screen", "fault"),
    [
        (Screen(Markup("x" * 4097)), "4097 characters"),
        (Screen(Markup("")), "no text"),
        (Screen(Markup("x"), rows=((BUTTON,),) * 99), "99 buttons"),
        (Screen(Markup("x"), rows=((BUTTON,) * 9,)), "a row too wide"),
        (Screen(Markup("x"), rows=((Button("", go("menu")),),)), "a button without a label"),
    ],
)
def test_screen_beyond_the_limits_is_seen(screen, fault):
    assert list(limits(screen)) == [fault]
    assert list(limits(Screen(Markup("x" * 4096), rows=((BUTTON,) * 8,) * 12))) == []
