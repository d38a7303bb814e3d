"""What a person may send: counted from the inbox, refused beyond the limit, told once, and nobody else waits."""

from itertools import count

import pytest
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event, select

from kalenner.clock import FixedClock
from kalenner.database import SESSIONS
from kalenner.delivery import Refusal, Update, admit, channels_of, is_refused, store, take_no_more
from kalenner.delivery.admission import PAUSES, WINDOW, Pauses
from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.queries import list_next
from kalenner.limits import REFUSALS
from kalenner.testing.channel import NAME, FakeChannel
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.opened import outbox_rows

LIMIT = 20
ADA, BOB = "17", "18"


class Inlet:
    """Takes updates as an adapter does."""

    def __init__(self, app: Router, clock: FixedClock) -> None:
        self.app, self.clock = app, clock
        self._keys = count(1)

    def take(self, *subjects: str) -> dict[str, int]:
        """Let an update of each arrive together; return how many of whom were refused."""
        return self.deliver(*((next(self._keys), subject) for subject in subjects))

    def deliver(self, *updates: tuple[int, str]) -> dict[str, int]:
        """Let updates arrive, each a key and a person."""

        def work(request: Request) -> dict[str, Refusal]:
            arrived = [Update(key, who, {"subject": who, "text": "hello"}) for key, who in updates]
            admission = admit(request, NAME, arrived)
            store(request, NAME, admission.updates)
            return admission.refused

        refused = run_unit(self.app, "inbox/new", work)
        take_no_more(self.app, NAME, refused)
        return {subject: refusal.count for subject, refusal in refused.items()}

    def look(self) -> list[str]:
        """Return the people whose turn it is, in their order."""
        updates = run_unit(self.app, "inbox/open", lambda request: list_next(request, 64))
        return [update.subject for update in updates]

    def finish_all(self) -> None:
        """Let everything that is open be done."""

        def work(request: Request) -> None:
            for row in request.dbsession.scalars(select(Inbox)):
                row.state = "done"

        run_unit(self.app, "command/test", work)

    def told(self) -> list[str]:
        """Return what people are told, each an address and a sentence."""
        channel = channels_of(self.app.registry)[NAME]
        assert isinstance(channel, FakeChannel)
        rows = run_unit(
            self.app, "command/test", lambda request: outbox_rows(request, Outbox.address, Outbox.payload)
        )
        return [f"{address}: {channel.composed[payload['composed']].text}" for address, payload in rows]


@pytest.fixture
def inlet(make_core: MakeApp, clock: FixedClock) -> Inlet:
    """An inlet with a limit of twenty updates a minute."""
    app = make_core(**{"limits.updates_per_minute": str(LIMIT)})
    return Inlet(app, clock)


def test_updates_within_the_limit_are_stored(inlet: Inlet) -> None:
    assert not inlet.take(*[ADA] * LIMIT)
    assert not inlet.take(BOB)
    assert inlet.told() == []


def test_updates_beyond_the_limit_are_not_kept_and_the_person_is_told_once(inlet: Inlet) -> None:
    inlet.take(*[ADA] * (LIMIT - 1))

    assert inlet.take(ADA, BOB, ADA, ADA) == {ADA: 2}
    assert inlet.take(ADA) == {ADA: 1}
    (told,) = inlet.told()
    assert told.startswith(f"{ADA}: Too many messages at once")


def test_refused_updates_are_counted_for_the_operator(inlet: Inlet) -> None:
    inlet.take(*[ADA] * (LIMIT + 3))

    assert is_refused(inlet.app.registry, NAME, ADA)
    assert not is_refused(inlet.app.registry, NAME, BOB)
    assert list(REFUSALS.of(inlet.app.registry).counts.values()) == [4]


def test_a_minute_later_the_person_is_read_again(inlet: Inlet) -> None:
    inlet.take(*[ADA] * LIMIT)

    inlet.clock.move(59)
    assert inlet.take(ADA) == {ADA: 1}
    inlet.clock.move(1)
    assert not inlet.take(ADA)


def test_rows_of_a_clock_that_was_ahead_do_not_count(inlet: Inlet) -> None:
    inlet.clock.move(7_200)
    inlet.take(*[ADA] * LIMIT)
    inlet.clock.move(-7_200)

    assert not inlet.take(ADA)


@pytest.mark.parametrize(("rest", "notices"), [(61, 1), (119, 1), (121, 2)])
def test_who_goes_on_right_after_a_pause_is_not_told_again(inlet: Inlet, rest: int, notices: int) -> None:
    PAUSES.put(inlet.app.registry, Pauses(lambda: inlet.clock.now().timestamp()))
    inlet.take(*[ADA] * (LIMIT + 1))
    inlet.clock.move(rest)
    inlet.take(*[ADA] * (LIMIT + 1))

    assert len(inlet.told()) == notices


def test_who_does_not_wait_for_answers_is_refused_for_some_seconds(
    make_core: MakeApp, clock: FixedClock
) -> None:
    inlet = Inlet(make_core(**{"limits.open_updates": "20"}), clock)
    PAUSES.put(inlet.app.registry, Pauses(lambda: clock.now().timestamp()))
    inlet.take(*[ADA] * 20)

    assert inlet.take(ADA, BOB, ADA) == {ADA: 2}
    assert is_refused(inlet.app.registry, NAME, ADA)
    (told,) = inlet.told()
    assert told.startswith(f"{ADA}: Too many messages at once")

    clock.move(10)
    inlet.finish_all()
    assert not is_refused(inlet.app.registry, NAME, ADA)
    assert not inlet.take(*[ADA] * 20)


def test_who_is_beyond_the_limit_together_is_told_in_one_unit_of_work(inlet: Inlet) -> None:
    commits: list[object] = []

    def note(session: object) -> None:
        commits.append(session)

    sessions = SESSIONS.of(inlet.app.registry)
    event.listen(sessions, "after_commit", note)
    try:
        refused = inlet.take(*[ADA, BOB, "19"] * (LIMIT + 1))
    finally:
        event.remove(sessions, "after_commit", note)

    assert refused == {ADA: 1, BOB: 1, "19": 1}
    assert sorted(told.partition(":")[0] for told in inlet.told()) == [ADA, BOB, "19"]
    assert len(commits) == 2


def test_updates_that_come_again_count_no_second_time(inlet: Inlet) -> None:
    updates = [(number, ADA) for number in range(1000, 1000 + LIMIT)]
    inlet.deliver(*updates)

    assert inlet.deliver(*updates) == {}
    assert inlet.deliver(*updates[:3], (2000, ADA)) == {ADA: 1}


def test_person_who_cannot_be_told_keeps_no_update_out(
    inlet: Inlet, caplog: pytest.LogCaptureFixture
) -> None:
    def work(request: Request) -> dict[str, Refusal]:
        return admit(request, "gone", [Update(n, ADA, {}) for n in range(LIMIT + 1)]).refused

    take_no_more(inlet.app, "gone", run_unit(inlet.app, "inbox/new", work))

    assert inlet.take(BOB) == {}
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "a person who sends too much could not be told"
    ]


def test_who_sends_much_waits_behind_everybody_else(inlet: Inlet) -> None:
    inlet.take(*[ADA] * 5)
    inlet.take(BOB)
    first = inlet.look()
    inlet.finish_all()
    inlet.take(ADA, ADA, BOB)

    assert first == [ADA, BOB]
    assert inlet.look() == [ADA, BOB]


def test_second_update_of_a_person_goes_after_the_first_of_others(inlet: Inlet) -> None:
    inlet.take(ADA, ADA)
    run_unit(inlet.app, "command/test", finish_first)
    inlet.take(BOB)

    assert inlet.look() == [BOB, ADA]


def finish_first(request: Request) -> None:
    first = request.dbsession.scalars(select(Inbox).order_by(Inbox.id).limit(1)).one()
    first.state = "done"


def test_pauses_end_and_are_no_longer_new_for_as_long() -> None:
    now = [0.0]
    pauses = Pauses(lambda: now[0])
    pauses.begin(NAME, {ADA: WINDOW})

    seen = {}
    for at in (0.0, 59.0, 60.0, 119.0, 120.0):
        now[0] = at
        seen[at] = pauses.has(NAME, ADA), pauses.ended_lately(NAME, ADA)

    assert seen == {
        0.0: (True, True),
        59.0: (True, True),
        60.0: (False, True),
        119.0: (False, True),
        120.0: (False, False),
    }


def test_pauses_hold_a_bounded_number_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalenner.delivery.admission.MOST_PAUSED", 2)
    now = [0.0]
    pauses = Pauses(lambda: now[0])
    pauses.begin(NAME, dict.fromkeys("123", WINDOW))
    held = [pauses.has(NAME, subject) for subject in "123"]
    now[0] = 200.0
    pauses.begin(NAME, {"3": WINDOW})

    assert held == [True, True, False]
    assert [pauses.has(NAME, subject) for subject in "123"] == [False, False, True]
