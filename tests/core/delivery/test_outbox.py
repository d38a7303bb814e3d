"""The rows of the outbox: what is queued, and what is recorded about a message."""

import datetime as dt
import logging
from functools import partial
from typing import Any

import pytest
from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.delivery import Message, Notification, Priority, enqueue, outcomes
from kalenner.delivery.models import Outbox
from kalenner.delivery.queries import BEFORE_ALL, due_page
from kalenner.delivery.renderer import NotUnderstood, Obsolete, ReaderUnreachable, render_all
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.people import AccountService, ClientService, ProviderService
from kalenner.testing import go
from tests.conftest import NOON
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME, ScriptedChannel


def row(harness: OutboxHarness, outbox_id: int = 1) -> Any:
    """State, payload, tries, priority and the seconds from noon until it may be sent."""
    columns = (Outbox.state, Outbox.payload, Outbox.tries, Outbox.priority, Outbox.not_before)
    state, payload, tries, priority, not_before = harness.rows(*columns)[outbox_id - 1]
    seconds = None if not_before is None else (not_before - NOON).total_seconds()
    return state, payload, tries, priority, seconds


def rendering(harness: OutboxHarness) -> Any:
    """What becomes of the first notification when it is rendered."""

    def work(request: Request) -> Any:
        return render_all(request, harness.channel, due_page(request, NAME, BEFORE_ALL, 1))[0]

    return harness.run(work)


@pytest.mark.parametrize(("seconds", "pause"), [(0, 1), (0.2, 1), (1, 1), (5, 5)])
def test_retry_pauses_for_at_least_a_second(harness: OutboxHarness, seconds: float, pause: float) -> None:
    harness.enqueue("ada", "a")

    harness.run(partial(outcomes.retry_later, outbox_id=1, seconds=seconds, error="", is_whole_chat=False))

    assert row(harness) == ("waiting", {"text": "a"}, 1, Priority.ANSWER, pause)


def test_retry_of_rendering_pauses_and_loses_its_priority(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION)

    harness.run(partial(outcomes.retry_rendering, outbox_id=1, seconds=4, error="KeyError"))

    assert row(harness) == ("waiting", {"text": "a"}, 1, Priority.FAULTY, 4)


def mark_sent(request: Request, outbox_id: int, channel: ScriptedChannel | None = None) -> None:
    """Record that a message to Ada was accepted."""
    sent = outcomes.Sent(outbox_id, "ada", {"text": "a"}, {"menu": 7})
    outcomes.mark_sent(request, channel or ScriptedChannel(), sent)


def test_what_was_sent_is_forgotten(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")

    harness.run(partial(mark_sent, outbox_id=1))

    assert row(harness)[:2] == ("sent", None)


@pytest.mark.parametrize(
    ("record", "state", "error"),
    [
        (partial(outcomes.mark_refused, error="no"), "refused", "no"),
        (partial(outcomes.mark_dead, error="KeyError"), "dead", "KeyError"),
        (partial(outcomes.mark_obsolete, error="gone"), "obsolete", "gone"),
        (outcomes.mark_unreachable, "unreachable", "its reader cannot be reached"),
    ],
)
def test_what_was_not_sent_is_kept_with_its_error_and_time(
    harness: OutboxHarness, record: Any, state: str, error: str
) -> None:
    harness.account("ada")
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION)

    harness.run(partial(record, outbox_id=1))

    assert harness.rows(Outbox.state, Outbox.payload, Outbox.error, Outbox.ended_at) == [
        (state, {"text": "a"}, error, NOON)
    ]


OUTCOMES = [
    mark_sent,
    partial(outcomes.mark_refused, error="no"),
    partial(outcomes.mark_dead, error="no"),
    partial(outcomes.mark_obsolete, error="no"),
    outcomes.mark_unreachable,
    partial(outcomes.retry_later, seconds=1, error="", is_whole_chat=False),
    partial(outcomes.retry_rendering, seconds=1, error=""),
    partial(outcomes.wait_for_screen, seconds=1, screen="nowhere", days=7),
]


@pytest.mark.parametrize("record", OUTCOMES)
def test_outcome_of_an_erased_row_is_nothing(harness: OutboxHarness, record: Any) -> None:
    harness.run(partial(record, outbox_id=99))

    assert harness.states == []


@pytest.mark.parametrize("record", OUTCOMES)
def test_outcome_that_comes_after_another_leaders_changes_nothing(
    harness: OutboxHarness, record: Any
) -> None:
    harness.enqueue("ada", "a")
    harness.run(partial(mark_sent, outbox_id=1))

    harness.run(partial(record, outbox_id=1))

    assert row(harness) == ("sent", None, 0, Priority.ANSWER, None)


def test_receipt_goes_to_the_channel(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")

    harness.run(partial(mark_sent, outbox_id=1, channel=harness.channel))

    assert harness.channel.receipts == [("ada", {"text": "a"}, {"menu": 7})]


def test_unreachable_address_keeps_the_answers_and_the_messages_of_others(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    harness.enqueue("ada", "notice 1", "notice 2", priority=Priority.NOTIFICATION, account_id=ada)
    harness.enqueue("ada", "answer", account_id=ada)
    harness.enqueue("bob", "notice", priority=Priority.NOTIFICATION)
    harness.enqueue("ada", "elsewhere", channel="other", priority=Priority.NOTIFICATION, account_id=ada)

    harness.run(partial(outcomes.mark_unreachable, outbox_id=1))

    assert harness.states == ["unreachable", "unreachable", "waiting", "waiting", "waiting"]


def test_unreachable_sends_what_was_sent_before_no_second_time(harness: OutboxHarness) -> None:
    ada, olga = harness.account("ada"), harness.account("olga")
    notice = {"priority": Priority.NOTIFICATION, "account_id": ada, "origin_id": olga}
    harness.enqueue("ada", "arrived", **notice)
    harness.run(partial(mark_sent, outbox_id=1))
    harness.enqueue("ada", "lost", **notice)

    harness.run(partial(outcomes.mark_unreachable, outbox_id=2))

    assert harness.states == ["sent", "unreachable", "waiting"]
    assert harness.rows(Outbox.payload)[2][0]["args"] == {"message": "2"}


@pytest.mark.parametrize(
    ("priority", "is_reachable", "address", "known"),
    [
        (Priority.NOTIFICATION, False, "ada", True),
        (Priority.FAULTY, False, "ada", True),
        (Priority.NOTIFICATION, True, "ada", False),
        (Priority.NOTIFICATION, False, "ada's other chat", False),
    ],
)
def test_only_notifications_to_the_unreachable_address_are_known_to_be_lost(
    harness: OutboxHarness, priority: Priority, is_reachable: bool, address: str, known: bool
) -> None:
    ada = harness.account("ada")
    harness.run(
        lambda request: request.find_service(AccountService).mark_reachable(
            NAME, "ada", is_reachable=is_reachable
        )
    )
    harness.enqueue(address, "a", priority=priority, account_id=ada)

    assert isinstance(rendering(harness), ReaderUnreachable) is known


@pytest.mark.parametrize(
    "payload",
    [
        {"notification": "nowhere", "args": {}},
        {"notification": "undeliverable", "args": {}},
        {"notification": "undeliverable", "args": {"message": "1", "more": "2"}},
    ],
)
def test_notification_whose_screen_is_gone_or_takes_other_arguments_is_not_rendered(
    harness: OutboxHarness, payload: dict[str, Any]
) -> None:
    ada = harness.account("ada")
    message = Message("ada", payload, Priority.NOTIFICATION, account_id=ada)
    harness.run(lambda request: enqueue(request, NAME, message))

    assert isinstance(rendering(harness), NotUnderstood)


def test_notification_is_queued_once_for_each_idempotency_key(harness: OutboxHarness) -> None:
    ada, olga = harness.account("ada"), harness.account("olga")
    for _ in range(2):
        harness.run(
            lambda request: request.notify(
                ada, go("undeliverable", message=5), origin_id=olga, dedupe="reminder:7"
            )
        )
    harness.run(lambda request: request.notify(olga, go("undeliverable", message=5), dedupe="reminder:7"))

    columns = (Outbox.address, Outbox.account_id, Outbox.origin_id, Outbox.payload, Outbox.priority)
    payload = {"notification": "undeliverable", "args": {"message": "5"}}
    assert harness.rows(*columns) == [
        ("ada", ada, olga, payload, Priority.NOTIFICATION),
        ("olga", olga, None, payload, Priority.NOTIFICATION),
    ]


def test_message_that_is_queued_late_in_the_day_may_be_sent_at_once(
    harness: OutboxHarness, clock: FixedClock
) -> None:
    clock.move(3600)
    harness.enqueue("ada", "a")

    assert row(harness) == ("waiting", {"text": "a"}, 0, Priority.ANSWER, None)
    assert harness.rows(Outbox.created_at) == [(NOON + dt.timedelta(hours=1),)]


def test_retries_are_counted(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")

    for _ in range(3):
        record = partial(outcomes.retry_later, seconds=1, error="busy", is_whole_chat=False)
        harness.run(partial(record, outbox_id=1))

    assert harness.rows(Outbox.tries, Outbox.error) == [(3, "busy")]


def test_presses_go_before_answers_then_notifications_then_what_is_faulty() -> None:
    in_order = [Priority.PRESS, Priority.ANSWER, Priority.NOTIFICATION, Priority.FAULTY]

    assert list(Priority) == sorted(Priority) == in_order


def test_what_is_queued_wakes_the_sender_after_the_commit(harness: OutboxHarness) -> None:
    woken: list[int] = []
    WAKE_UPS.of(harness.app.registry).subscribe("outbox", lambda: woken.append(1))

    def work(request: Request) -> None:
        enqueue(request, NAME, Message("ada", {"text": "a"}, Priority.ANSWER))
        woken.append(0)

    harness.run(work)

    assert woken == [0, 1]


def test_unreachable_address_is_known_to_be_lost_from_then_on(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    harness.enqueue("ada", "lost", priority=Priority.NOTIFICATION, account_id=ada)

    harness.run(partial(outcomes.mark_unreachable, outbox_id=1))
    harness.enqueue("ada", "later", priority=Priority.NOTIFICATION, account_id=ada)

    assert isinstance(rendering(harness), ReaderUnreachable)


def test_each_who_wrote_to_an_unreachable_address_is_told_once_and_by_one_key(harness: OutboxHarness) -> None:
    ada, olga, ivan = harness.account("ada"), harness.account("olga"), harness.account("ivan")
    for origin in (olga, olga, ivan, ada, None, None):
        harness.enqueue("ada", "a", priority=Priority.NOTIFICATION, account_id=ada, origin_id=origin)

    harness.run(partial(outcomes.mark_unreachable, outbox_id=1))

    told = [
        (address, key) for address, key in harness.rows(Outbox.address, Outbox.dedupe) if address != "ada"
    ]
    assert [address for address, _key in told] == ["olga", "ivan"]
    assert [key.rpartition(":")[0] for _address, key in told] == ["undeliverable:1", "undeliverable:3"]


# What is sent


def lost_message(harness: OutboxHarness) -> tuple[int, int]:
    """Let Olga's message to her client Ada, row 1, be lost, and Olga be told of it by row 2."""
    olga, ada = harness.account("olga"), harness.account("ada")

    def introduce(request: Any) -> None:
        accounts = request.find_service(AccountService)
        provider = request.find_service(ProviderService).open_practice(accounts.get(olga), "Olga")
        accounts.get(ada).client_name = "Ada"
        request.find_service(ClientService).connect(provider, accounts.get(ada))

    harness.run(introduce)
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION, account_id=ada, origin_id=olga)
    harness.run(partial(outcomes.mark_unreachable, outbox_id=1))
    return olga, ada


def test_notification_that_is_written_already_is_sent_as_it_is(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION)

    assert rendering(harness) == {"text": "a"}


def test_notification_is_rendered_as_its_reader_sees_the_screen(harness: OutboxHarness) -> None:
    olga, _ada = lost_message(harness)

    payload = rendering(harness)

    assert harness.channel.visits == [(olga, NAME, "olga")]
    screen = harness.channel.composed[payload["composed"]]
    assert "Ada" in screen.text
    assert screen.is_card


def test_notification_that_its_reader_may_not_see_any_more_is_named_in_the_log(
    harness: OutboxHarness, caplog: pytest.LogCaptureFixture
) -> None:
    lost_message(harness)
    harness.run(lambda request: setattr(request.dbsession.get(Outbox, 1), "origin_id", None))

    with caplog.at_level(logging.INFO):
        outcome = rendering(harness)

    assert isinstance(outcome, Obsolete)
    assert "notification undeliverable of message 2 is no longer for its reader" in caplog.messages


@pytest.mark.parametrize(
    "press", [go("nowhere"), go("undeliverable"), go("undeliverable", message=1, more=2)]
)
def test_notification_that_no_screen_takes_is_refused_at_once(harness: OutboxHarness, press: Any) -> None:
    ada = harness.account("ada")

    for promise in (
        lambda request: request.notify(ada, press),
        lambda request: request.notify_many([Notification(ada, press)]),
    ):
        with pytest.raises(LookupError, match=r"^no screen takes the notification Press") as caught:
            harness.run(promise)
        assert press.screen in str(caught.value)
    assert harness.states == []


def test_notifications_without_a_key_are_queued_each_time_and_may_be_from_nobody(
    harness: OutboxHarness,
) -> None:
    ada = harness.account("ada")

    for _ in range(2):
        harness.run(lambda request: request.notify_many([Notification(ada, go("undeliverable", message=5))]))

    (first, _nobody), (second, origin_id) = harness.rows(Outbox.dedupe, Outbox.origin_id)
    assert (first != second, origin_id) == (True, None)
