"""What comes in: stored once, handled once, in order for each person, and given up in the end."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import SESSIONS, DatabaseBusy
from kalenner.delivery import Priority, Update, has_open, store
from kalenner.delivery.delays import INBOX_DELAYS
from kalenner.delivery.inbox import MAX_TRIES, Handled, handle, record_failure
from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.queries import OpenUpdate, list_next
from kalenner.delivery.retention import delete_old
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.settings import Source
from kalenner.testing import go
from kalenner.testing.channel import NAME, FakeChannel
from kalenner.units import run_unit
from tests.conftest import MakeApp, ours

DAY = 24 * 3600


class ScreenProbe:
    """Where screens wait for each other, and whether one raises."""

    def __init__(self) -> None:
        self.barrier: threading.Barrier | None = None
        self.is_broken = False
        self.busy_reads = 0
        self.seen: list[str] = []
        self.arrived = threading.Semaphore(0)


probe = ScreenProbe()


def show_visit(context: PersonContext, request: Request) -> Screen:
    """Note who is here; wait for as many others as the test wants."""
    if probe.is_broken:
        # Past the fence around screens, as a fault of the adapter is.
        raise SystemError("made to fail")
    probe.seen.append(str(context.account.id))
    probe.arrived.release()
    if probe.barrier is not None:
        probe.barrier.wait(10)
    return Screen("Here", is_menu=True)  # type: ignore[arg-type]


class BusyChannel(FakeChannel):
    """A channel whose updates meet a busy database as often as the test says, and whose presses can be answered."""

    name = "busy"

    def read(self, request: Request, payload: dict[str, Any]) -> Any:
        """Be busy, then read the update."""
        if probe.busy_reads:
            probe.busy_reads -= 1
            raise DatabaseBusy("made to fail")
        return super().read(request, payload)

    def acknowledgement(self, payload: dict[str, Any]) -> Any:
        """Answer every update as if it were a press."""
        return f"press:{payload['subject']}", {"acknowledged": True}


def includeme(config: Configurator) -> None:
    """Register the screen and the channel."""
    config.add_screen(show_visit, Route("visit", "/visit", {}))
    config.add_command("visit", press=go("visit"), label="Visit")
    config.add_channel(BusyChannel())


VISIT = LoadedPlugin(Plugin("visit", "Visit", __name__, has_texts=False), object())


class InboxHarness:
    """An inbox."""

    def __init__(self, app: Router, clock: FixedClock) -> None:
        self.app, self.clock = app, clock

    def run(self, work: Any, *, only_reads: bool = False) -> Any:
        return run_unit(self.app, "command/test", work, only_reads=only_reads)

    def store(self, *updates: tuple[int, str], channel: str = NAME, **payload: Any) -> None:
        """Store updates, each with its key and whose it is; they open the screen."""
        stored = [Update(key, who, {"subject": who, "command": "visit", **payload}) for key, who in updates]
        self.run(lambda request: store(request.dbsession, request.clock, channel, stored))

    def list_next(self, limit: int = 50, *, but: Sequence[int] = ()) -> list[OpenUpdate]:
        self.run(lambda request: INBOX_DELAYS.end(request.dbsession, request.clock))
        return self.run(lambda request: list_next(request.dbsession, limit, but=but), only_reads=True)

    def handle(self, update: OpenUpdate) -> Handled:
        return self.run(lambda request: handle(request, update, dict(update.payload)))

    def fail(self, inbox_id: int) -> None:
        self.run(lambda request: record_failure(request, inbox_id))

    def rows(self, *columns: Any) -> list[Any]:
        statement = select(*columns).order_by(columns[0].class_.id)
        return self.run(
            lambda request: [tuple(row) for row in request.dbsession.execute(statement)], only_reads=True
        )

    @property
    def states(self) -> list[str]:
        return [state for (state,) in self.rows(Inbox.state)]


@pytest.fixture(autouse=True)
def _begin_anew() -> None:
    probe.__init__()  # type: ignore[misc]


@pytest.fixture
def inbox(make_core: MakeApp, clock: FixedClock) -> InboxHarness:
    """An empty inbox on each database."""
    return InboxHarness(make_core(VISIT), clock)


@pytest.fixture
def inbox_on_postgresql(postgresql_url: str, tmp_path: Any, clock: FixedClock) -> Any:
    """An empty inbox where people do not wait for each other."""
    values = {"kalenner.data_dir": str(tmp_path), "database.url": postgresql_url}
    app = make_app(Source(values, environ={}), loaded=ours(VISIT), clock=clock)
    yield InboxHarness(app, clock)
    SESSIONS.of(app.registry).engine.dispose()


def test_update_that_comes_again_is_stored_once(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), (1, "ada"), (2, "ada"))
    inbox.store((2, "ada"), (1, "ada"))

    assert inbox.rows(Inbox.key) == [(1,), (2,)]


def test_update_that_comes_again_after_it_was_handled_changes_nothing(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"))
    inbox.handle(inbox.list_next()[0])
    inbox.store((1, "ada"))

    assert (inbox.states, inbox.list_next(), len(probe.seen)) == (["done"], [], 1)


def test_two_channels_may_count_alike(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"))
    inbox.store((1, "ada"), channel="other")

    assert inbox.rows(Inbox.channel, Inbox.key) == [(NAME, 1), ("other", 1)]


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800", "😀\udfff"])
def test_text_that_no_database_takes_keeps_nobody_out(inbox: InboxHarness, bad: str) -> None:
    inbox.store((1, "ada"), text={bad: [bad, {"deep": bad}, 7, None, True]})
    inbox.store((2, "bob"))

    assert [update.subject for update in inbox.list_next()] == ["ada", "bob"]


def test_what_was_done_is_forgotten_after_a_while_so_that_a_count_may_begin_anew(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), (2, "bob"))
    inbox.handle(inbox.list_next()[0])
    inbox.clock.move(7 * DAY)
    inbox.run(delete_old)
    assert inbox.rows(Inbox.key) == [(1,), (2,)]

    inbox.clock.move(2 * DAY)
    inbox.run(delete_old)

    assert inbox.rows(Inbox.key) == [(2,)]


def test_each_persons_oldest_is_next_and_who_waits_longest_first(inbox: InboxHarness) -> None:
    inbox.store((4, "bob"), (1, "ada"), (5, "bob"), (9, "eve"), (3, "ada"))

    assert [(update.subject, update.id) for update in inbox.list_next()] == [
        ("bob", 1),
        ("ada", 2),
        ("eve", 4),
    ]
    assert [update.subject for update in inbox.list_next(limit=2)] == ["bob", "ada"]


def test_those_that_wait_for_their_files_leave_the_look_to_others_and_keep_their_own(
    inbox: InboxHarness,
) -> None:
    inbox.store((1, "ada"), (2, "bob"), (3, "ada"), (4, "eve"))

    assert [update.subject for update in inbox.list_next(limit=1, but=[1, 2])] == ["eve"]
    assert [update.subject for update in inbox.list_next(but=[1, 2])] == ["eve"]


def test_updates_of_a_person_are_handled_in_the_order_in_which_they_came(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), (2, "ada"))
    first = inbox.list_next()[0]
    second = OpenUpdate(first.id + 1, NAME, "ada", first.payload)

    assert inbox.handle(second) is Handled.MORE
    assert (inbox.states, probe.seen) == (["open", "open"], [])
    assert inbox.handle(first) is Handled.MORE
    assert inbox.handle(second) is Handled.DONE
    assert inbox.states == ["done", "done"]


def test_update_that_is_put_off_holds_up_the_persons_others_and_nobody_elses(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), (2, "ada"), (3, "bob"))
    inbox.fail(1)

    assert [update.subject for update in inbox.list_next()] == ["bob"]
    inbox.clock.move(2)
    assert [update.id for update in inbox.list_next()] == [1, 3]


def test_update_that_two_take_at_once_takes_effect_once(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"))
    update = inbox.list_next()[0]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(inbox.handle, [update] * 8))

    assert (len(probe.seen), inbox.states) == (1, ["done"])


def test_people_are_served_at_the_same_time_on_postgresql(inbox_on_postgresql: InboxHarness) -> None:
    inbox = inbox_on_postgresql
    inbox.store(*((number, f"person {number}") for number in range(4)))
    probe.barrier = threading.Barrier(4)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(inbox.handle, inbox.list_next())) == [Handled.DONE] * 4

    assert inbox.states == ["done"] * 4


def test_person_who_is_being_served_elsewhere_is_left_to_them_on_postgresql(
    inbox_on_postgresql: InboxHarness,
) -> None:
    inbox = inbox_on_postgresql
    inbox.store((1, "ada"))
    update = inbox.list_next()[0]
    probe.barrier = threading.Barrier(2)

    with ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(inbox.handle, update)
        assert probe.arrived.acquire(timeout=10)
        assert inbox.handle(update) is Handled.BUSY
        probe.barrier.wait(10)
        assert elsewhere.result() is Handled.DONE

    assert len(probe.seen) == 1


def test_failing_update_is_tried_five_times_with_growing_pauses_and_then_given_up(
    inbox: InboxHarness,
) -> None:
    inbox.store((1, "ada"), (2, "ada"))
    pauses = []
    for _ in range(MAX_TRIES):
        assert [update.id for update in inbox.list_next()] == [1]
        inbox.fail(1)
        ((not_before,), _second) = inbox.rows(Inbox.not_before)
        pauses.append((not_before - inbox.clock.now()).total_seconds())
        inbox.clock.set(not_before)

    assert pauses == [2, 4, 8, 16, 32]
    assert inbox.states == ["dead", "open"]
    assert [update.id for update in inbox.list_next()] == [2]
    assert inbox.rows(Outbox.address, Outbox.dedupe) == [("ada", "dead:1")]
    assert inbox.rows(Inbox.payload)[0] == (None,)


def test_update_that_cannot_even_be_read_is_given_up_too(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), press={"screen": "visit", "args": 7, "is_effect": False}, upload="none")

    for _ in range(MAX_TRIES):
        inbox.fail(1)

    assert (inbox.states, inbox.rows(Outbox.address)) == (["dead"], [])


def test_failure_of_an_update_that_was_handled_meanwhile_changes_nothing(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"))
    inbox.handle(inbox.list_next()[0])

    inbox.fail(1)

    assert inbox.rows(Inbox.state, Inbox.tries) == [("done", 0)]


def test_payload_is_forgotten_as_soon_as_it_is_done(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), text="my secret")

    inbox.handle(inbox.list_next()[0])

    assert inbox.rows(Inbox.payload) == [(None,)]


def test_press_that_is_given_up_is_answered_before_the_message_about_the_failure(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), channel="busy")

    for _ in range(MAX_TRIES):
        inbox.fail(1)

    assert inbox.rows(Outbox.dedupe, Outbox.priority, Outbox.channel, Outbox.address) == [
        ("press:ada", Priority.PRESS, "busy", "ada"),
        ("dead:1", Priority.ANSWER, "busy", "ada"),
    ]


def test_message_about_a_failure_is_not_lost_because_the_database_is_busy(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"), channel="busy")
    for _ in range(MAX_TRIES - 1):
        inbox.fail(1)

    probe.busy_reads = 1
    inbox.fail(1)

    assert inbox.rows(Inbox.state, Inbox.tries) == [("dead", MAX_TRIES)]
    assert inbox.rows(Outbox.dedupe) == [("press:ada",), ("dead:1",)]


@pytest.mark.parametrize(
    ("channel", "subject", "expected"), [(NAME, "ada", True), (NAME, "bob", False), ("busy", "ada", False)]
)
def test_open_updates_are_those_of_the_person_on_that_channel(
    inbox: InboxHarness, channel: str, subject: str, expected: bool
) -> None:
    inbox.store((1, "ada"))

    assert inbox.run(lambda request: has_open(request.dbsession, channel, subject)) is expected


def test_update_that_was_handled_is_not_open_any_more(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"))
    inbox.handle(inbox.list_next()[0])

    assert inbox.run(lambda request: has_open(request.dbsession, NAME, "ada")) is False


def test_namesakes_on_two_channels_do_not_wait_for_each_other(inbox: InboxHarness) -> None:
    inbox.store((1, "ada"))
    inbox.store((1, "ada"), channel="busy")

    assert [(update.channel, update.id) for update in inbox.list_next()] == [(NAME, 1), ("busy", 2)]


def test_no_updates_are_stored_without_a_fault(inbox: InboxHarness) -> None:
    inbox.store()

    assert inbox.states == []


def test_updates_of_one_person_are_handled_in_the_order_of_their_numbers(inbox: InboxHarness) -> None:
    inbox.store((7, "ada"), (5, "ada"), (9, "bea"))
    inbox.store((6, "ada"), (5, "ada"))
    handled = []
    while updates := inbox.list_next():
        for update in updates:
            handled.append(inbox.run(lambda request, id_=update.id: request.dbsession.get(Inbox, id_).key))
            assert inbox.handle(update) is not Handled.BUSY

    assert [key for key in handled if key != 9] == [5, 6, 7]
