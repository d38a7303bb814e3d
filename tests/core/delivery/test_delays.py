"""What is put off, by the clock of the database; a clock that is wrong delays nothing."""

import datetime as dt
from typing import Any

import pytest
from pyramid.request import Request
from sqlalchemy import event

from kalenner.clock import FixedClock
from kalenner.database import SESSIONS, database_now
from kalenner.delivery import Priority, TryLater, Update, outcomes, store
from kalenner.delivery.delays import INBOX_DELAYS, OUTBOX_DELAYS, SET_BACK, DelayWatch
from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.queries import BEFORE_ALL, due_page, list_next
from tests.conftest import NOON
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME, raising

HOURS = 3600.0


def open_ids(harness: OutboxHarness) -> list[int]:
    return [update.id for update in harness.run(lambda request: list_next(request, 50))]


def due_ids(harness: OutboxHarness) -> list[int]:
    return [row.id for row in harness.run(lambda request: due_page(request, NAME, BEFORE_ALL, 50))]


def put_off(harness: OutboxHarness, outbox_id: int, seconds: float, *, is_whole_chat: bool = False) -> None:
    def work(request: Request) -> None:
        outcomes.retry_later(request, outbox_id, seconds, "busy", is_whole_chat=is_whole_chat)

    harness.run(work)


def end_delays(harness: OutboxHarness) -> bool:
    """End what is over; return whether something was."""

    def work(request: Request) -> bool:
        is_any = OUTBOX_DELAYS.is_any_over(request.dbsession, request.clock)
        OUTBOX_DELAYS.end(request.dbsession, request.clock)
        return is_any

    return bool(harness.run(work))


@pytest.mark.parametrize("hours", [-2, 2])
def test_update_stored_by_a_machine_with_a_wrong_clock_is_due_at_once(
    harness: OutboxHarness, clock: FixedClock, hours: float
) -> None:
    clock.move(hours * HOURS)
    harness.run(lambda request: store(request, NAME, [Update(1, "ada", {})]))
    clock.move(-hours * HOURS)

    assert open_ids(harness) == [1]


def test_message_queued_by_a_machine_whose_clock_is_ahead_is_due_at_once(
    harness: OutboxHarness, clock: FixedClock
) -> None:
    clock.move(2 * HOURS)
    harness.enqueue("ada", "a")
    clock.move(-2 * HOURS)

    assert due_ids(harness) == [1]


def test_message_queued_to_a_chat_that_rests_is_put_off_with_it(
    harness: OutboxHarness, clock: FixedClock
) -> None:
    harness.enqueue("ada", "the first")
    put_off(harness, 1, 60)
    clock.move(10)

    harness.enqueue("ada", "behind it")
    harness.enqueue("ada", "an answer to a press", priority=Priority.PRESS)
    harness.enqueue("bob", "another chat")

    delays = harness.rows(Outbox.put_off_at, Outbox.not_before)
    assert delays[1] == delays[0] == (NOON, NOON + dt.timedelta(seconds=60))
    assert delays[2] == delays[3] == (None, None)
    assert due_ids(harness) == [3, 4]
    clock.move(50)
    assert (end_delays(harness), due_ids(harness)) == (True, [3, 1, 2, 4])


def test_answer_queued_behind_a_notification_that_rests_is_due(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a notification", priority=Priority.NOTIFICATION)
    put_off(harness, 1, 60)

    harness.enqueue("ada", "an answer")

    assert due_ids(harness) == [2]


def test_message_is_due_again_when_its_delay_is_over(harness: OutboxHarness, clock: FixedClock) -> None:
    harness.enqueue("ada", "a")
    put_off(harness, 1, 60)

    clock.move(59)
    assert (end_delays(harness), due_ids(harness)) == (False, [])
    clock.move(1)
    assert (end_delays(harness), due_ids(harness)) == (True, [1])
    assert harness.rows(Outbox.put_off_at, Outbox.not_before, Outbox.tries) == [(None, None, 1)]


def test_delay_ends_where_the_clock_is_set_back_to_before_it_began(
    harness: OutboxHarness, clock: FixedClock
) -> None:
    harness.enqueue("ada", "a")
    put_off(harness, 1, 60)

    clock.move(-SET_BACK.total_seconds())
    assert (end_delays(harness), due_ids(harness)) == (False, [])
    clock.move(-1)
    assert (end_delays(harness), due_ids(harness)) == (True, [1])


def test_update_that_failed_is_tried_again_where_the_clock_is_set_back(
    harness: OutboxHarness, clock: FixedClock
) -> None:
    harness.run(lambda request: store(request, NAME, [Update(1, "ada", {})]))

    def put_off_update(request: Request) -> None:
        row = request.dbsession.get_one(Inbox, 1)
        row.put_off_at, row.not_before = NOON, NOON + dt.timedelta(seconds=8)

    harness.run(put_off_update)
    assert open_ids(harness) == []

    clock.move(-2 * HOURS)
    harness.run(lambda request: INBOX_DELAYS.end(request.dbsession, request.clock))

    assert open_ids(harness) == [1]


def test_chat_rests_behind_a_message_that_is_put_off(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a1", "a2")
    harness.enqueue("bob", "b1")
    put_off(harness, 1, 60)
    harness.enqueue("ada", "a3")

    assert due_ids(harness) == [3]


def test_answer_passes_a_notification_that_is_put_off(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "notice", priority=Priority.NOTIFICATION)
    put_off(harness, 1, 60)
    harness.enqueue("ada", "answer")

    assert due_ids(harness) == [2]


def test_chat_that_is_too_fast_rests_with_everything_but_answers_to_presses(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "answer")
    harness.enqueue("ada", "notice", priority=Priority.NOTIFICATION)
    harness.enqueue("ada", "press", priority=Priority.PRESS)

    put_off(harness, 2, 60, is_whole_chat=True)

    assert due_ids(harness) == [3]


def test_faulty_notification_holds_up_nothing(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "n1", "n2", priority=Priority.NOTIFICATION)

    harness.run(lambda request: outcomes.retry_rendering(request, 1, 60, "KeyError"))

    assert due_ids(harness) == [2]


def test_sender_goes_on_when_the_delay_is_over(harness: OutboxHarness, clock: FixedClock) -> None:
    harness.channel.script = raising(TryLater(30))
    harness.enqueue("ada", "a1", "a2")
    harness.send_until_recorded(lambda: harness.rows(Outbox.tries) == [(1,), (0,)])

    clock.move(30)
    harness.send_until(lambda: len(harness.channel.accepted) == 2)

    assert harness.channel.accepted == [("ada", "a1"), ("ada", "a2")]


def test_time_of_delays_is_the_databases_on_postgresql_shown_on_the_clock(
    harness: OutboxHarness, clock: FixedClock
) -> None:
    class Ahead:
        """A clock that is an hour ahead of the database's time, and wrong by itself."""

        def now(self) -> dt.datetime:
            return NOON

        def shown_at(self, instant: dt.datetime) -> dt.datetime:
            return instant + dt.timedelta(hours=1)

    def work(request: Request) -> Any:
        return database_now(request.dbsession, Ahead()), request.dbsession.get_bind().dialect.name

    now, dialect = harness.run(work)

    if dialect == "sqlite":
        assert now == NOON
    else:
        behind = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1) - now
        assert abs(behind) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_looks_read_no_whole_table_on_sqlite(harness: OutboxHarness) -> None:
    """However many updates and messages are put off or were done with."""
    statements: list[str] = []
    engine = SESSIONS.of(harness.app.registry).engine

    def note(_connection: Any, cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        plan = cursor.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
        statements.extend(row[3] for row in plan)

    event.listen(engine, "before_cursor_execute", note)
    end_delays(harness)
    open_ids(harness)
    due_ids(harness)
    event.remove(engine, "before_cursor_execute", note)

    assert [step for step in statements if step.startswith("SCAN") and "USING" not in step] == []
    assert any("ix_core_outbox_not_before" in step for step in statements)


class Watch:
    """A clock to set on."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_delays_are_looked_at_once_a_second_at_most(harness: OutboxHarness) -> None:
    harness.enqueue("1", "hello")
    put_off(harness, 1, 60)
    harness.clock.move(61)
    clock = Watch()
    watch = DelayWatch(OUTBOX_DELAYS, clock=clock)
    seen = []
    for clock.seconds in (0.0, 0.5, 0.99, 1.0, 1.5, 2.0):
        seen.append(harness.run(watch.is_any_over))

    assert seen == [True, False, False, True, False, True]

    harness.run(watch.end)
    clock.seconds = 3.0
    assert harness.run(watch.is_any_over) is False
