"""Settings → Bank transfer; the client: appointment → Bank transfer; and what has arrived."""

import pytest
from tests.plugins.bank_transfer.steps import IBAN, TEN, People, decoded
from tests.plugins.payments.payment_steps import enter, paid, shown
from tests.plugins.scheduling.people import is_asked, notice_of

from kalenner.drawings import drawn
from kalenner.screens import CopyText
from kalenner.testing import go

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the service on both databases."""

RUBLE_ANSWERS = (
    "Ольга Иванова",
    "044525700",
    "40703810700001449489",
    "АО «Райффайзенбанк»",
    "30101810200000000700",
    "7707083893",
)


def test_account_for_euros_is_entered_shown_and_removed(people: People) -> None:
    olga = people.olga
    olga.press_data(go("settings.service"))
    olga.press("🏦 Bank transfer")
    assert olga.labels == [["Account for euros", "Account for rubles"]]
    olga.press("Account for euros")
    olga.send("Olga Müller")
    assert is_asked(olga, "Send the IBAN")
    for wrong, reason in (
        ("DE89370400440532013001", "check digits"),
        ("DE8937040044053201300", "IBAN"),
        ("hello", "That is no IBAN"),
    ):
        olga.send(wrong)
        assert "❗" in olga.screen.text
        assert reason in olga.screen.text
    olga.send("de89 3704 0044 0532 0130 00")
    assert "EUR: Olga Müller, <code>DE89 3704 0044 0532 0130 00</code>" in shown(olga)
    olga.press("Remove account (EUR)")
    olga.press("Remove")
    assert olga.labels == [["Account for euros", "Account for rubles"]]


@pytest.mark.parametrize(
    ("place", "wrong", "reason"),
    [
        (1, "944525700", "no BIC"),
        (2, "40703810800001449489", "key of this account does not fit"),
        (2, "4070381070000144948", "twenty digits"),
        (2, "40703840700001449489", "not in rubles"),
        (4, "30101810300000000700", "its key fits"),
        (5, "7707083894", "no INN"),
    ],
)
def test_account_for_rubles_is_refused_with_the_reason(
    people: People, place: int, wrong: str, reason: str
) -> None:
    olga = people.olga
    olga.press_data(go("bank_transfer.ruble"))
    answers = list(RUBLE_ANSWERS)
    answers[place] = wrong
    for answer in answers:
        olga.send(answer)
        if "❗" in olga.screen.text:
            break

    assert reason in olga.screen.text


def test_account_for_rubles_is_kept(people: People) -> None:
    people.olga.press_data(go("bank_transfer.ruble"))
    for answer in RUBLE_ANSWERS:
        people.olga.send(answer)

    assert "RUB: Ольга Иванова, <code>40703810700001449489</code>" in shown(people.olga)


def test_client_gets_the_code_and_the_same_to_copy_until_it_is_paid(people: People) -> None:
    ada, made = people.ada, people.accepted()
    ada.press_data(go("mine.card", appointment=made))
    assert "🏦 Bank transfer" not in str(ada.labels)
    people.keep()
    ada.press_data(go("mine.card", appointment=made))
    ada.press("🏦 Bank transfer")
    reference = people.reference(made)
    assert "Recipient: Olga Müller" in shown(ada)
    assert "Amount: €50.00" in shown(ada)
    assert [row[0].target for row in ada.screen.rows] == [CopyText(IBAN), CopyText(reference)]
    lines = decoded(drawn(people.stage.app.registry, ada.screen.picture)).split("\n")
    assert lines == ["BCD", "002", "1", "SCT", "", "Olga Müller", IBAN, "EUR50.00", "", "", reference]

    enter(people, made, 5_000)
    ada.press_data(go("bank_transfer.pay", appointment=made))
    assert "Nothing is to be paid" in ada.screen.text
    assert ada.screen.picture is None


def test_professional_marks_a_transfer_as_received_once(people: People) -> None:
    olga, made = people.olga, people.accepted()
    people.keep()
    olga.press_data(go("bank_transfer.settings"))
    olga.press("Awaited transfers")
    olga.press(olga.labels[0][0])
    assert people.reference(made) in olga.screen.text
    olga.press(olga.labels[0][0])
    assert paid(people, made) == 5_000
    olga.press_data(go("bank_transfer.received_now", appointment=made, amount=5_000))
    assert paid(people, made) == 5_000
    olga.press_data(go("bank_transfer.waiting", page=0))
    assert "everything is paid" in olga.screen.text


def test_nobody_else_sees_or_changes_them(people: People) -> None:
    people.keep()
    made = people.accepted(TEN)
    rival = people.add_professional("Rival")
    stranger = people.add_client("Eve", of=rival)
    for person in (rival, stranger):
        for press in (
            go("bank_transfer.pay", appointment=made),
            go("bank_transfer.received", appointment=made),
            go("bank_transfer.remove", currency="EUR"),
        ):
            person.press_data(press)
            assert notice_of(person) == "Not available."
            assert IBAN not in f"{person.screen.text}{person.screen.rows}"
