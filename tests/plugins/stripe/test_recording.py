"""What events become: one payment each, however often and in whichever order they come."""

import threading

import pytest
from sqlalchemy import select
from tests.conftest import MakeApp
from tests.plugins.stripe.steps import PUBLIC, Practice
from webtest import TestApp

from kalenner.testing import Stage
from kalenner_stripe.models import StripeEvent
from kalenner_stripe.recording import handle_open


@pytest.fixture
def practice(make_application: MakeApp) -> Practice:
    return Practice.of(Stage(make_application(**PUBLIC)))


def test_the_same_event_from_many_threads_is_one_payment(practice: Practice) -> None:
    body = practice.body()
    header = practice.signed(body)
    answers: list[int] = []

    def send() -> None:

        path = f"/-/stripe/{practice.token}"
        app = TestApp(practice.stage.app)
        sent = {"Stripe-Signature": header}
        answers.extend(app.post(path, body.encode(), sent, status="*").status_int for _time in range(5))

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    handle_open(practice.stage.app)

    assert practice.entries == [5_000]
    assert practice.states == ["done"]
    assert set(answers) == {200}


def test_a_checkout_that_is_paid_later_is_recorded_then_and_once(practice: Practice) -> None:
    practice.post(practice.body(payment_status="unpaid"))
    assert practice.entries == []

    practice.post(practice.body("checkout.session.async_payment_succeeded", key="evt_2"))
    practice.post(practice.body(key="evt_3"))

    assert practice.entries == [5_000]


def test_what_was_stored_and_not_handled_is_handled_by_the_task(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill between the two."""
    monkeypatch.setattr("kalenner_stripe.webhook.handle", lambda _app, _event_id: None)
    practice.post(practice.body())
    assert practice.entries == []
    assert practice.states == ["open"]

    handle_open(practice.stage.app)
    handle_open(practice.stage.app)

    assert practice.entries == [5_000]


def test_refunds_are_the_difference_to_what_is_recorded(practice: Practice) -> None:
    practice.post(practice.body())
    for amount, key in ((1_000, "evt_a"), (1_000, "evt_b"), (2_500, "evt_c"), (1_500, "evt_d")):
        practice.post(practice.refund(amount, key))

    assert practice.entries == [5_000, -1_000, -1_500]
    assert "€15.00 was given back" in practice.ada.cards[-1].text


def test_a_refund_that_comes_before_its_payment_waits_for_it(practice: Practice) -> None:
    practice.post(practice.refund(2_000, "evt_a"))
    assert practice.states == ["waiting"]

    practice.post(practice.body(key="evt_b"))

    assert practice.entries == [5_000, -2_000]
    assert practice.states == ["done", "done"]


@pytest.mark.parametrize(
    "changes",
    [
        {"client_reference_id": None},
        {"client_reference_id": "x" * 71},
        {"amount_total": 4_999},
        {"currency": "usd"},
    ],
)
def test_what_cannot_be_told_for_certain_waits_and_is_never_guessed(
    practice: Practice, changes: dict
) -> None:
    practice.post(practice.body(**changes))

    assert practice.entries == []
    assert practice.states == ["waiting"]
    assert "What is it for?" in practice.olga.cards[-1].text


def test_a_payment_that_waits_is_assigned_by_a_press(practice: Practice) -> None:
    practice.post(practice.body(client_reference_id=None, amount_total=4_000))
    olga = practice.olga
    olga.press("Massage", on=olga.cards[-1])

    assert practice.entries == [4_000]
    assert "Nothing waits to be assigned" in olga.screen.text
    assert practice.states == ["done"]


def test_a_payment_that_waits_is_left_out_by_a_press(practice: Practice) -> None:
    practice.post(practice.body(client_reference_id=None))
    practice.olga.press("Not for an appointment here")

    assert practice.entries == []
    assert practice.states == ["ignored"]
    payloads = practice.stage.run(
        lambda request: list(request.dbsession.scalars(select(StripeEvent.payload)))
    )
    assert payloads == [None]


def test_a_dispute_is_told_to_the_professional(practice: Practice) -> None:
    practice.post(practice.body())
    practice.post(practice.body("charge.dispute.created", key="evt_2", amount=5_000))

    assert "Ada disputes the payment of €50.00" in practice.olga.cards[-1].text
    assert "disputes" not in practice.ada.cards[-1].text


@pytest.mark.parametrize("intent", ["pi_1", {"id": "pi_1", "object": "payment_intent"}, None])
def test_shapes_of_several_versions_are_read(practice: Practice, intent: object) -> None:
    """2019-12-03 without customer_details, 2022-11-15 with it, an expanded intent; since 2025 one may be absent."""
    practice.post(practice.body(payment_intent=intent, customer_details=None))

    assert practice.entries == [5_000]
