"""Which events are believed: those that the practice's own secret has signed, now, and nothing else."""

import json
from urllib.parse import urlsplit

import pytest
from tests.conftest import MakeApp
from tests.core.privacy.steps import raw_text
from tests.plugins.stripe.steps import PUBLIC, SECRET, Practice
from webtest import TestApp

from kalenner.people import Provider
from kalenner.server import BODY_LIMITS
from kalenner.testing import Stage
from kalenner.testing.practice import professional
from kalenner_stripe.accounts import StripeAccountService

OTHER = "whsec_" + "o" * 32


@pytest.fixture
def practice(make_application: MakeApp) -> Practice:
    return Practice.of(Stage(make_application(**PUBLIC)))


def test_a_payment_is_recorded_and_both_are_told(practice: Practice) -> None:
    assert practice.post(practice.body()).status_int == 200

    assert practice.entries == [5_000]
    assert "Ada has paid €50.00" in practice.olga.cards[-1].text
    assert "Your payment of €50.00 has come to Olga" in practice.ada.cards[-1].text
    assert practice.states == ["done"]


def test_what_is_not_signed_as_it_should_be_changes_nothing(practice: Practice) -> None:
    body = practice.body()
    respaced = json.dumps(json.loads(body))
    cases = {
        "no header": (body, ""),
        "nonsense": (body, "t=now,v1=zero"),
        "another secret": (body, practice.signed(body, secret=OTHER)),
        "too old": (body, practice.signed(body, seconds=-301)),
        "of the future": (body, practice.signed(body, seconds=301)),
        "spaced anew": (respaced, practice.signed(body)),
        "another scheme": (body, practice.signed(body).replace("v1=", "v0=")),
        "not UTF-8": ("\udcff", "t=1,v1=2"),
    }
    for name, (sent, header) in cases.items():
        raw = sent.encode("utf-8", "surrogateescape").decode("latin-1")
        assert practice.post(raw, header).status_int == 400, name

    assert practice.entries == []
    assert practice.states == []


@pytest.mark.parametrize("seconds", [-299, 299])
def test_five_minutes_in_either_direction_are_tolerated(practice: Practice, seconds: int) -> None:
    body = practice.body()

    assert practice.post(body, practice.signed(body, seconds=seconds)).status_int == 200
    assert practice.entries == [5_000]


def test_one_of_several_signatures_is_enough(practice: Practice) -> None:
    """Stripe signs with both secrets while one takes the other's place."""
    body = practice.body()
    right = practice.signed(body)
    wrong = practice.signed(body, secret=OTHER).split(",", 1)[1]

    assert practice.post(body, f"{right.split(',')[0]},{wrong},{right.split(',')[1]}").status_int == 200
    assert practice.entries == [5_000]


def test_the_old_secret_is_accepted_for_two_days(practice: Practice) -> None:
    provider_id = practice.olga.provider_id

    def replace(request):
        stripe = request.find_service(StripeAccountService)
        stripe.enter(stripe.find(provider_id), OTHER)

    practice.stage.run(replace)
    first, second, third = (practice.body(key=f"evt_{number}", id=f"cs_{number}") for number in range(3))

    assert practice.post(first, practice.signed(first, secret=OTHER)).status_int == 200
    assert practice.post(second).status_int == 200
    practice.stage.clock.move(2 * 24 * 3600)
    assert practice.post(third).status_int == 400


def test_an_address_that_is_none_of_ours_is_not_found(practice: Practice) -> None:
    body = practice.body()

    assert practice.post(body, token="0" * 32).status_int == 404
    assert practice.post(body, token="x").status_int == 404


def test_another_practices_secret_opens_nothing(practice: Practice) -> None:
    rival_id = professional(practice.stage, "Rival").provider_id

    def connect(request):
        stripe = request.find_service(StripeAccountService)
        provider = request.dbsession.get_one(Provider, rival_id)
        account = stripe.prepare(provider)
        stripe.enter(account, OTHER)
        return account.token

    token = practice.stage.run(connect)
    body = practice.body()

    assert practice.post(body, practice.signed(body), token=token).status_int == 400
    assert practice.post(body, practice.signed(body, secret=OTHER), token=token).status_int == 200
    assert practice.entries == []  # Ada's reference is of Olga's practice
    assert practice.states == ["waiting"]


def test_a_body_that_is_too_large_is_refused_by_the_server(practice: Practice) -> None:
    limit = BODY_LIMITS.of(practice.stage.app.registry)["/-/stripe/"]

    assert limit(lambda _header: "") == 512_000


def test_a_test_event_shows_the_connection_and_is_no_money(practice: Practice) -> None:
    assert practice.post(practice.body(live=False)).status_int == 200

    assert practice.entries == []
    practice.stage.clock.move(180)
    practice.olga.send("/menu")
    practice.olga.press("Settings")
    practice.olga.press("Service settings")
    assert "Last test event: 3 minutes ago" in practice.olga.press("Stripe").text


def test_kinds_that_nobody_asked_for_are_answered_and_forgotten(practice: Practice) -> None:
    for number, kind in enumerate(("invoice.paid", "customer.created", "v2.core.event")):
        assert practice.post(practice.body(kind, key=f"evt_{number}")).status_int == 200

    assert practice.states == []


def test_the_secret_is_nowhere_in_the_database_and_not_on_the_page(practice: Practice) -> None:
    assert SECRET not in raw_text(practice.stage)


def test_a_secret_that_is_pasted_into_the_chat_is_not_kept(practice: Practice) -> None:
    olga = practice.olga
    olga.send("/menu")
    olga.press("Settings")
    olga.press("Service settings")
    olga.press("Stripe")

    shown = olga.send(OTHER)

    assert "does not belong into a chat" in shown.text
    assert OTHER not in shown.text
    body = practice.body()
    assert practice.post(body, practice.signed(body, secret=OTHER)).status_int == 400


def test_the_page_gives_the_address_and_takes_the_secret(make_application: MakeApp) -> None:
    stage = Stage(make_application(**PUBLIC))
    olga = professional(stage)
    olga.send("/menu")
    olga.press("Settings")
    olga.press("Service settings")
    olga.press("Stripe")
    address = urlsplit(olga.screen.rows[0][0].target.url).path
    browser = TestApp(stage.app)

    page = browser.get(address)
    assert "https://kalenner.example/-/stripe/" in page.text
    assert "This is no signing secret" in browser.post(address, {"secret": "sk_live_x"}).text
    kept = browser.post(address, {"secret": f" {SECRET} "})
    assert "Kept." in kept.text
    assert SECRET not in kept.text + browser.get(address).text
    olga.send("/menu")
    olga.press("Settings")
    olga.press("Service settings")
    assert "Connected" in olga.press("Stripe").text
    stage.clock.move(601)
    assert browser.get(address, status=404)
    assert browser.post(address, {"secret": SECRET}, status=404)
