"""Edit service → Payment link and Is package?; the client: Payment → service → link."""

import datetime as dt

import pytest
from tests.plugins.payment_links.steps import BANK, MASSAGE, STRIPE, TEN, People, link_behind
from tests.plugins.payments.payment_steps import enter, shown
from tests.plugins.scheduling.people import is_asked, notice_of

from kalenner.testing import go
from kalenner_payment_links.references import Reference

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the service on both databases."""


def edit(people: People) -> None:
    people.olga.press_data(go("services.edit", service=MASSAGE))


def pay(people: People) -> None:
    people.ada.press_data(go("specialists.card", provider=1))
    people.ada.press("💰 Payment")


def test_link_is_added_shown_changed_and_removed(people: People) -> None:
    olga = people.olga
    edit(people)
    olga.press("Payment link")
    assert is_asked(olga, "Send the link by which clients pay for <b>Massage</b>.")
    assert link_behind(olga, "Create Stripe link") == "https://dashboard.stripe.com/payment-links/create"
    assert link_behind(olga, "Stripe in my country?") == "https://stripe.com/global"
    olga.send(f" {STRIPE.replace('buy', 'BUY')} ")
    assert shown(olga)[0] == "Saved: clients pay at buy.stripe.com"
    assert people.url_of(MASSAGE) == STRIPE

    olga.press("✔ Payment link")
    assert is_asked(olga, "is paid at <b>buy.stripe.com</b>")
    assert STRIPE in olga.screen.text
    olga.send(BANK)
    assert people.url_of(MASSAGE) == BANK

    olga.press("✔ Payment link")
    olga.press("Remove")
    assert people.url_of(MASSAGE) is None
    assert "Payment link" in [label for row in olga.labels for label in row]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("http://buy.stripe.com/a", "https://"),
        ("javascript:alert(1)", "https://"),
        ("https://", "cannot be read"),
        ("https://user:secret@buy.stripe.com/a", "name"),
        ("https://127.0.0.1/pay", "127.0.0.1"),
        ("https://localhost/pay", "localhost"),
        ("https://buy.stripe.com:8443/a", "8443"),
        ("https://buу.stripe.com/a", "xn--"),
        ("https://buy.stripe.com\\@evil.example/", "cannot be read"),
        ("tg://resolve?domain=x", "https://"),
    ],
)
def test_hostile_links_are_refused_with_the_reason(people: People, text: str, reason: str) -> None:
    edit(people)
    people.olga.press("Payment link")
    people.olga.send(text)

    assert people.olga.screen.has_question
    assert "❗" in people.olga.screen.text
    assert reason in str(people.olga.screen.text).partition("Send the link by which")[0]
    assert people.url_of(MASSAGE) is None


def test_package_is_said_and_taken_back_with_hints_about_its_parts(people: People) -> None:
    olga = people.olga
    edit(people)
    olga.press("Is package?: Not a package")
    assert "Its parts are services of their own" in olga.screen.text
    assert "remove its own payment link" in olga.screen.text
    assert olga.labels == [["Package", "✔ Not a package"]]
    olga.press("Package")
    assert olga.labels == [["✔ Package", "Not a package"]]
    assert "no payment link yet" in olga.screen.text
    people.set_link(MASSAGE, BANK)
    edit(people)
    olga.press("Is package?: Package")
    assert "no payment link yet" not in olga.screen.text
    olga.press("Not a package")
    assert olga.labels == [["Package", "✔ Not a package"]]


def test_only_what_has_a_link_can_be_paid(people: People) -> None:
    people.ada.press_data(go("specialists.card", provider=1))
    assert "💰 Payment" not in str(people.ada.labels)
    package = people.add_service(people.olga, "Ten massages", price_minor=45_000)
    people.add_service(people.olga, "Talk")
    people.make_package(package)
    people.set_link(package, STRIPE)
    people.set_link(MASSAGE, BANK)
    pay(people)

    assert [str(row[0]).replace("\N{NO-BREAK SPACE}", " ") for row in people.ada.labels] == [
        "Massage · €50.00",
        "📦 Ten massages · €450.00",
    ]
    assert people.ada.screen.back == go("specialists.card", provider=1)
    people.ada.press("📦 Ten massages · €450.00")
    assert shown(people.ada)[:3] == ["<b>Payment</b>", "📦 Ten massages", "Price €450.00"]
    assert "opens <b>buy.stripe.com</b>" in people.ada.screen.text
    assert people.reference_in(link_behind(people.ada, "Pay")) == Reference(1, package)
    assert people.ada.screen.back == go("payment_links.choose", provider=1, page=0)


def test_single_link_is_chosen_at_once_and_an_other_host_gets_no_reference(people: People) -> None:
    people.set_link(MASSAGE, BANK)
    pay(people)

    assert link_behind(people.ada, "Pay") == BANK
    assert people.ada.screen.back == go("specialists.card", provider=1)


def test_many_services_have_pages(people: People) -> None:
    for number in range(30):
        people.set_link(people.add_service(people.olga, f"Talk {number:02}"), BANK)
    pay(people)
    first = [row[0] for row in people.ada.labels]
    people.ada.press_data(go("payment_links.choose", provider=1, page=1))
    second = [row[0] for row in people.ada.labels]

    assert "Talk 00" in first
    assert any(label.startswith("Talk") for label in second)
    assert not {label for label in first if label.startswith("Talk")} & set(second)


def test_one_unpaid_appointment_is_taken_and_of_several_it_is_asked_which(people: People) -> None:
    people.set_link(MASSAGE, STRIPE)
    first = people.request(TEN)
    people.accept(first)
    pay(people)
    assert people.reference_in(link_behind(people.ada, "Pay")) == Reference(1, MASSAGE, first)
    assert people.ada.screen.back == go("mine.card", appointment=first)  # not to what leads here again
    people.set_link(people.add_service(people.olga, "Talk"), BANK)
    pay(people)
    people.ada.press("Massage")
    assert people.reference_in(link_behind(people.ada, "Pay")) == Reference(1, MASSAGE, first)
    assert people.ada.screen.back == go("payment_links.choose", provider=1, page=0)

    second = people.request(TEN + DAY)
    people.accept(second)
    pay(people)
    people.ada.press("Massage")
    assert "Which appointment of <b>Massage</b>" in people.ada.screen.text
    labels = [row[0] for row in people.ada.labels]
    assert len(labels) == 2
    people.ada.press(labels[1])
    assert people.reference_in(link_behind(people.ada, "Pay")) == Reference(1, MASSAGE, second)
    assert people.ada.screen.back == go("payment_links.pay", service=MASSAGE, page=0)

    enter(people, second, 5_000)
    pay(people)
    people.ada.press("Massage")
    assert people.reference_in(link_behind(people.ada, "Pay")) == Reference(1, MASSAGE, first)


def test_appointment_leads_to_its_payment_until_it_is_paid(people: People) -> None:
    made = people.request(TEN)
    people.set_link(MASSAGE, STRIPE)
    people.ada.press_data(go("mine.card", appointment=made))
    assert "💰 Payment" not in str(people.ada.labels)  # it is not accepted yet
    people.accept(made)
    people.ada.press_data(go("mine.card", appointment=made))
    people.ada.press("💰 Payment")
    assert "Price €50.00" in shown(people.ada)
    assert people.reference_in(link_behind(people.ada, "Pay")) == Reference(1, MASSAGE, made)
    assert people.ada.screen.back == go("mine.card", appointment=made)

    enter(people, made, 5_000)
    people.ada.press_data(go("payment_links.pay_appointment", appointment=made))
    assert "Nothing is to be paid for this appointment." in people.ada.screen.text
    assert people.ada.labels == []
    people.ada.press_data(go("mine.card", appointment=made))
    assert "💰 Payment" not in str(people.ada.labels)


def test_link_that_was_removed_meanwhile_is_said(people: People) -> None:
    people.set_link(MASSAGE, STRIPE)
    people.set_link(MASSAGE, None)
    people.ada.press_data(go("payment_links.pay", service=MASSAGE, page=0))

    assert "no payment link for this any more" in people.ada.screen.text
    assert people.ada.labels == []


def test_nobody_else_sees_or_changes_them(people: People) -> None:
    people.set_link(MASSAGE, STRIPE)
    made = people.request(TEN)
    people.accept(made)
    rival = people.add_professional("Rival")
    stranger = people.add_client("Eve", of=rival)
    for person in (rival, stranger):
        for press in (
            go("payment_links.link", service=MASSAGE),
            go("payment_links.package", service=MASSAGE),
            go("payment_links.choose", provider=1, page=0),
            go("payment_links.pay", service=MASSAGE, page=0),
            go("payment_links.pay_appointment", appointment=made),
        ):
            person.press_data(press)
            assert notice_of(person) == "Not available."
            assert "stripe" not in f"{person.screen.text}{person.screen.rows}"
