"""What is said of price and payments in Meeting info, reminders and summaries."""

import pytest
from tests.plugins.payments.payment_steps import TEN, charge, end, enter, move
from tests.plugins.scheduling.people import People

from kalenner.hooks.scheduling import Status
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.records import fact_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def info(people: People, appointment_id: int) -> list[str]:
    """What payments says of an appointment to an English reader."""

    def ask(request):
        fact = fact_of(request.dbsession.get_one(Appointment, appointment_id))
        answers = request.hooks.scheduling_info_lines(appointment=fact)
        lines = [line for line in answers if line.key == "payment"]
        return [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in lines]

    return people.read(ask)


@pytest.fixture
def massage(people: People) -> int:
    appointment_id = people.request(TEN)
    people.accept(appointment_id)
    return appointment_id


def test_price_stands_alone_while_nothing_was_paid(people: People, massage: int):
    assert info(people, massage) == ["Price €50.00"]


def test_something_was_paid(people: People, massage: int):
    enter(people, massage, 2_000)

    assert info(people, massage) == ["Price €50.00 · paid 20.00 · due 30.00"]


def test_all_was_paid(people: People, massage: int):
    enter(people, massage, 5_000)

    assert info(people, massage) == ["Price €50.00 · paid 50.00 · due 0.00"]


def test_too_much_was_paid(people: People, massage: int, clock):
    enter(people, massage, 6_050)
    expected = ["Price €50.00 · paid 60.50 · overpaid by 10.50"]
    assert info(people, massage) == expected
    clock.set(TEN.replace(hour=20))
    end(people, massage)

    assert info(people, massage) == expected


@pytest.mark.parametrize(
    ("minor", "expected"),
    [
        (0, "Price €50.00 · paid 0.00 · balance 50.00"),
        (2_000, "Price €50.00 · paid 20.00 · balance 30.00"),
        (5_000, "Price €50.00 · paid 50.00 · balance 0.00"),
    ],
)
def test_completed_ones_say_the_whole_balance(people: People, massage: int, clock, minor: int, expected: str):
    if minor:
        enter(people, massage, minor)
    clock.set(TEN.replace(hour=20))
    end(people, massage)

    assert info(people, massage) == [expected]


def test_client_reads_it_when_the_appointment_is_completed(people: People, massage: int, clock):
    enter(people, massage, 5_000)
    clock.set(TEN.replace(hour=20))
    end(people, massage)

    lines = str(people.ada.cards[-1].text).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert "Price €50.00 · paid 50.00 · balance 0.00" in lines


def test_missed_ones_say_no_balance_that_nobody_asks_for(people: People, massage: int, clock):
    clock.set(TEN.replace(hour=20))
    end(people, massage, Status.MISSED)

    assert info(people, massage) == ["Price €50.00"]


def test_without_price_and_payment_nothing_is_said(people: People):
    charge(people, people.olga, None)
    yoga = people.request(TEN)
    assert info(people, yoga) == []
    enter(people, yoga, 2_000)

    assert info(people, yoga) == ["Paid €20.00"]


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ("JPY", "Price JP¥5,000 · paid 20 · due 4,980"),
        ("KWD", "Price KWD 5.000 · paid 0.020 · due 4.980"),
    ],
)
def test_other_currencies_have_other_minor_units(people: People, currency: str, expected: str):
    charge(people, people.olga, 5_000, currency)
    massage = people.request(TEN)
    enter(people, massage, 20)

    assert info(people, massage) == [expected]


def test_an_appointment_keeps_the_currency_it_was_priced_in(people: People, massage: int):
    enter(people, massage, 2_000)
    charge(people, people.olga, 900, "JPY")

    assert info(people, massage) == ["Price €50.00 · paid 20.00 · due 30.00"]


def test_meeting_info_says_the_same_to_both_sides(people: People, massage: int):
    enter(people, massage, 2_000)
    for person, screen in ((people.olga, "appointments.info"), (people.ada, "mine.card")):
        assert "Price €50.00 · paid 20.00 · due 30.00" in shown_by(person, screen, massage)


def shown_by(person: Person, screen: str, appointment_id: int) -> list[str]:
    person.press_data(go(screen, appointment=appointment_id))
    return str(person.screen.text).replace("\N{NO-BREAK SPACE}", " ").splitlines()


def test_after_a_move_the_new_appointment_says_what_was_paid(people: People, massage: int):
    enter(people, massage, 2_000)
    moved = move(people, massage, TEN.replace(day=3))

    assert info(people, moved) == ["Price €50.00 · paid 20.00 · due 30.00"]
    assert info(people, massage) == []
