"""What is said of price and payments in Meeting info, reminders and summaries."""

import pytest
from tests.plugins.payments.till import TEN, charge, end, enter, move
from tests.plugins.scheduling.town import Town

from kalenner.hooks.scheduling import Status
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.records import fact_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def info(town: Town, appointment_id: int) -> list[str]:
    """What payments says of an appointment to an English reader."""

    def ask(request):
        fact = fact_of(request.dbsession.get_one(Appointment, appointment_id))
        answers = request.hooks.scheduling_info_lines(appointment=fact)
        lines = [line for line in answers if line.key == "payment"]
        return [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in lines]

    return town.read(ask)


@pytest.fixture
def massage(town: Town) -> int:
    appointment_id = town.request(TEN)
    town.accept(appointment_id)
    return appointment_id


def test_price_stands_alone_while_nothing_was_paid(town: Town, massage: int):
    assert info(town, massage) == ["Price 50.00 EUR"]


def test_something_was_paid(town: Town, massage: int):
    enter(town, massage, 2_000)

    assert info(town, massage) == ["Price 50.00 EUR · paid 20.00 · due 30.00"]


def test_all_was_paid(town: Town, massage: int):
    enter(town, massage, 5_000)

    assert info(town, massage) == ["Price 50.00 EUR · paid 50.00 · due 0.00"]


def test_too_much_was_paid(town: Town, massage: int, clock):
    enter(town, massage, 6_050)
    expected = ["Price 50.00 EUR · paid 60.50 · overpaid by 10.50"]
    assert info(town, massage) == expected
    clock.set(TEN.replace(hour=20))
    end(town, massage)

    assert info(town, massage) == expected


@pytest.mark.parametrize(
    ("minor", "said"),
    [
        (0, "Price 50.00 EUR · paid 0.00 · balance 50.00"),
        (2_000, "Price 50.00 EUR · paid 20.00 · balance 30.00"),
        (5_000, "Price 50.00 EUR · paid 50.00 · balance 0.00"),
    ],
)
def test_completed_ones_say_the_whole_balance(town: Town, massage: int, clock, minor: int, said: str):
    if minor:
        enter(town, massage, minor)
    clock.set(TEN.replace(hour=20))
    end(town, massage)

    assert info(town, massage) == [said]


def test_client_reads_it_when_the_appointment_is_completed(town: Town, massage: int, clock):
    enter(town, massage, 5_000)
    clock.set(TEN.replace(hour=20))
    end(town, massage)

    lines = str(town.ada.cards[-1].text).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert "Price 50.00 EUR · paid 50.00 · balance 0.00" in lines


def test_missed_ones_say_no_balance_that_nobody_asks_for(town: Town, massage: int, clock):
    clock.set(TEN.replace(hour=20))
    end(town, massage, Status.MISSED)

    assert info(town, massage) == ["Price 50.00 EUR"]


def test_without_price_and_payment_nothing_is_said(town: Town):
    charge(town, town.olga, None)
    yoga = town.request(TEN)
    assert info(town, yoga) == []
    enter(town, yoga, 2_000)

    assert info(town, yoga) == ["Paid 20.00 EUR"]


@pytest.mark.parametrize(
    ("currency", "said"),
    [
        ("JPY", "Price 5,000 JPY · paid 20 · due 4,980"),
        ("KWD", "Price 5.000 KWD · paid 0.020 · due 4.980"),
    ],
)
def test_other_currencies_have_other_minor_units(town: Town, currency: str, said: str):
    charge(town, town.olga, 5_000, currency)
    massage = town.request(TEN)
    enter(town, massage, 20)

    assert info(town, massage) == [said]


def test_an_appointment_keeps_the_currency_it_was_priced_in(town: Town, massage: int):
    enter(town, massage, 2_000)
    charge(town, town.olga, 900, "JPY")

    assert info(town, massage) == ["Price 50.00 EUR · paid 20.00 · due 30.00"]


def test_meeting_info_says_the_same_to_both_sides(town: Town, massage: int):
    enter(town, massage, 2_000)
    for person, screen in ((town.olga, "appointments.info"), (town.ada, "mine.card")):
        assert "Price 50.00 EUR · paid 20.00 · due 30.00" in shown_by(person, screen, massage)


def shown_by(person: Person, screen: str, appointment_id: int) -> list[str]:
    person.press_data(go(screen, appointment=appointment_id))
    return str(person.screen.text).replace("\N{NO-BREAK SPACE}", " ").splitlines()


def test_after_a_move_the_new_appointment_says_what_was_paid(town: Town, massage: int):
    enter(town, massage, 2_000)
    moved = move(town, massage, TEN.replace(day=3))

    assert info(town, moved) == ["Price 50.00 EUR · paid 20.00 · due 30.00"]
    assert info(town, massage) == ["Price 50.00 EUR"]
