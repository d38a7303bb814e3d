"""A bank statement in the browser: matches are proposed, only what is confirmed is entered, nothing else kept."""

import logging
import re

import pytest
from pyramid.request import Request
from sqlalchemy import text
from tests.plugins.bank_transfer import statement_files as files
from tests.plugins.bank_transfer.steps import IBAN, TEN, People
from tests.plugins.payments.payment_steps import charge, enter, move, paid
from webtest import TestResponse

from kalenner.testing import go

DAY = TEN - TEN.replace(day=1)
STRANGER = "Somebody Else"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def dump(people: People) -> str:
    """Return all that the database holds, as text and as bytes that stand in it."""

    def look(request: Request) -> str:
        connection = request.dbsession.connection()
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return "\n".join(
            repr(tuple(row)) for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        )

    return people.read(look)


def offers(page: TestResponse) -> list[tuple[str, bool]]:
    """Return what can be ticked, and whether it is."""
    boxes = re.findall(r'<input type="checkbox" name="offer" value="([^"]+)"([^>]*)>', page.text)
    return [(value, "checked" in rest) for value, rest in boxes]


def confirm(page: TestResponse) -> TestResponse:
    form = page.forms[0]
    return form.submit()


def test_confirmed_match_is_entered_once_and_others_are_kept_nowhere(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    people.keep()
    made = people.accepted()
    reference = people.reference(made)
    shouted = f"massage {reference.lower().replace('-', ' ')} thanks"
    content = files.camt(
        files.entry("50.00", shouted), files.entry("77.00", "rent", payer=STRANGER, number="2")
    )
    page = people.send_statement(content, "statement.xml")
    assert [checked for _value, checked in offers(page)] == [True]
    assert STRANGER in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert paid(people, made) == 0  # nothing is entered before it is confirmed

    done = confirm(page)
    assert "1 payment is entered." in done.text
    assert paid(people, made) == 5_000
    assert "1 was not entered" in confirm(page).text
    again = people.send_statement(content, "statement.xml")
    assert "1 transfer was entered already." in again.text
    assert offers(again) == []
    assert paid(people, made) == 5_000

    kept = dump(people)
    for secret in (STRANGER, "Ada Lovelace", IBAN, IBAN[-10:], reference, "rent"):
        assert secret not in kept
        assert secret not in caplog.text


def test_part_is_not_ticked_and_more_than_due_is_not_offered(people: People) -> None:
    people.keep()
    first, second = people.accepted(), people.accepted(TEN + 2 * DAY)
    page = people.send_statement(
        files.camt(
            files.entry("20.00", people.reference(first)),
            files.entry("50.01", people.reference(second), number="2"),
        )
    )
    [(_value, is_checked)] = offers(page)
    assert not is_checked
    assert "other amount" in page.text
    form = page.forms[0]
    form["offer"].checked = True
    form.submit()

    assert (paid(people, first), paid(people, second)) == (2_000, 0)


def test_reference_follows_an_appointment_that_is_moved(people: People) -> None:
    people.keep()
    first = people.accepted()
    reference = people.reference(first)
    moved = move(people, first, TEN + DAY)
    assert people.reference(moved) == reference
    confirm(people.send_statement(files.camt(files.entry("50.00", reference))))

    assert paid(people, moved) == 5_000


def test_what_was_paid_meanwhile_is_not_entered_twice(people: People) -> None:
    people.keep()
    made = people.accepted()
    page = people.send_statement(files.camt(files.entry("50.00", people.reference(made))))
    enter(people, made, 5_000)

    assert "1 was not entered" in confirm(page).text
    assert paid(people, made) == 5_000


def test_other_currency_two_references_and_neighbours_letters_are_no_match(people: People) -> None:
    people.keep()
    first, second = people.accepted(), people.accepted(TEN + 2 * DAY)
    one, other = people.reference(first), people.reference(second)
    page = people.send_statement(
        files.camt(
            files.entry("50.00", one, currency="RUB"),
            files.entry("50.00", f"{one} {other}", number="2"),
            files.entry("50.00", one[:-1], number="3"),
            files.entry("50.00", one, kind="DBIT", number="4"),
        )
    )

    assert offers(page) == []


def test_offers_are_of_one_professional_and_cannot_be_forged(people: People) -> None:
    people.keep()
    made = people.accepted()
    page = people.send_statement(files.camt(files.entry("50.00", people.reference(made))))
    [(offer, _checked)] = offers(page)
    form = page.forms[0]
    for wrong in (offer[:-4] + "AAAA", "x", "", "é", offer[:20]):
        form["offer"].force_value(wrong)
        form["offer"].checked = True
        form.submit()
    rival = people.add_professional("Rival")
    rival.press_data(go("bank_transfer.statement"))
    assert paid(people, made) == 0
    assert page.test_app.post(f"{form.action[:-6]}aaaaaa", {"offer": offer}, status=404)
    assert paid(people, made) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>', "a document type or entities"),
        (b"hello", "no statement that can be read"),
        (b"x" * 2_500_000, "empty or too large"),
        (b"Date;Purpose;Amount\n1;<script>alert(1)</script>;5\n", "&lt;script&gt;"),
        (b'Date;Purpose;Amount\n1;"=HYPERLINK(1)";5\n', "=HYPERLINK(1)"),
    ],
    ids=["entities", "words", "large", "script", "formula"],
)
def test_hostile_files_do_no_harm(people: People, content: bytes, said: str) -> None:
    people.keep()
    page = people.send_statement(content)

    assert page.status_int == 200
    assert said in page.text
    assert "<script>alert" not in page.text


def test_nobody_without_an_account_sends_statements(people: People) -> None:
    assert people.send_statement(b"x").status_int == 404
    charge(people, people.olga, 5_000, "RUB")
    people.keep()
    assert people.send_statement(b"x").status_int == 200
