"""Clients who owe: whether they can book, and who counts as one."""

import datetime as dt

import pytest
from tests.plugins.payments.till import TEN, charge, end, enter, shown
from tests.plugins.scheduling.town import Town

from kalenner.hooks.scheduling import ClosedTime, Status
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment

WEEK = dt.timedelta(days=7)


@pytest.fixture
def massage(town: Town, clock) -> int:
    """A completed massage for 50.00 EUR that nobody has paid."""
    return had(town, clock)


def had(town: Town, clock, starts_at: dt.datetime = TEN, after: Status = Status.COMPLETED) -> int:
    """An appointment that Ada has had with Olga; the evening of that day is now."""
    appointment_id = town.request(starts_at)
    town.accept(appointment_id)
    clock.set(starts_at.replace(hour=18))
    end(town, appointment_id, after)
    return appointment_id


def be_strict(town: Town) -> None:
    town.olga.press_data(act("payments.unpaid.cannot"))


def closed(town: Town, *, for_client: bool = True) -> list[ClosedTime]:
    """What payments closes next week."""

    def ask(request):
        appointment = request.dbsession.get_one(Appointment, 1)
        answers = request.hooks.scheduling_closed_times(
            provider_id=appointment.provider_id,
            client_id=appointment.client_id if for_client else None,
            starts_at=TEN + WEEK,
            ends_at=TEN + 2 * WEEK,
        )
        return [answer for answer in answers if answer.code == "unpaid"]

    return town.read(ask)


def reason(town: Town) -> str:
    (closed_time,) = closed(town)
    assert (closed_time.starts_at, closed_time.ends_at) == (TEN + WEEK, TEN + 2 * WEEK)
    return closed_time.text.replace("\N{NO-BREAK SPACE}", " ")


def test_at_first_clients_who_owe_can_book(town: Town, massage: int):
    assert closed(town) == []


def test_all_is_closed_for_a_client_who_owes(town: Town, massage: int):
    be_strict(town)
    enter(town, massage, 4_999)

    assert reason(town) == "The client owes 0.01 EUR for past appointments."


def test_the_professional_can_still_book(town: Town, massage: int):
    be_strict(town)

    assert closed(town, for_client=False) == []


def test_who_has_paid_can_book(town: Town, massage: int):
    be_strict(town)
    enter(town, massage, 5_000)

    assert closed(town) == []


@pytest.mark.parametrize("after", [Status.MISSED, Status.DECLINED, Status.CANCELLED])
def test_only_completed_appointments_count(town: Town, clock, after: Status):
    be_strict(town)
    had(town, clock, after=after)

    assert closed(town) == []


def test_an_appointment_without_price_is_not_owed(town: Town, clock):
    be_strict(town)
    charge(town, town.olga, None)
    had(town, clock)

    assert closed(town) == []


def test_a_price_that_was_set_counts(town: Town, massage: int):
    be_strict(town)
    town.olga.press_data(go("payments.price", appointment=massage))
    town.olga.send("0")
    assert closed(town) == []
    town.olga.press_data(go("payments.price", appointment=massage))
    town.olga.send("70")

    assert reason(town) == "The client owes 70.00 EUR for past appointments."


def test_what_was_paid_too_much_counts_for_the_others(town: Town, clock, massage: int):
    be_strict(town)
    enter(town, massage, 8_000)
    other = had(town, clock, TEN + WEEK)
    assert reason(town) == "The client owes 20.00 EUR for past appointments."
    enter(town, other, 2_000)

    assert closed(town) == []


def test_one_currency_never_pays_for_another(town: Town, clock, massage: int):
    be_strict(town)
    enter(town, massage, 500_000)
    charge(town, town.olga, 900, "JPY")
    had(town, clock, TEN + WEEK)

    assert reason(town) == "The client owes 900 JPY for past appointments."


def test_each_currency_is_named(town: Town, clock, massage: int):
    charge(town, town.olga, 900, "JPY")
    had(town, clock, TEN + WEEK)
    be_strict(town)

    assert reason(town) == "The client owes 50.00 EUR · 900 JPY for past appointments."


def test_what_is_owed_to_another_professional_does_not_count(town: Town, clock, massage: int):
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)
    piotr.press_data(act("payments.unpaid.cannot"))

    assert closed(town) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_client_who_owes_sees_no_free_times_until_it_is_paid(town: Town, massage: int):
    def offers_days() -> bool:
        town.ada.press_data(go("book.services", provider=1))
        return any("3" in row for row in town.ada.labels)

    before = offers_days()
    be_strict(town)
    during = offers_days()
    enter(town, massage, 5_000)

    assert (before, during, offers_days()) == (True, False, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_setting_stands_in_the_service_settings(town: Town):
    town.olga.send("/settings")
    town.olga.press("Service settings")
    town.olga.press("Unpaid: can book")
    assert shown(town.olga) == [
        "<b>Unpaid appointments</b>",
        "",
        "Clients who owe you for past appointments can book.",
    ]
    assert town.olga.labels == [["✔ Can book", "Cannot book"]]
    town.olga.press("Cannot book")
    assert town.olga.labels == [["Can book", "✔ Cannot book"]]
    town.olga.press_data(go("settings.service"))
    assert ["Unpaid: cannot book"] in town.olga.labels
    town.olga.press("Unpaid: cannot book")
    town.olga.press("Can book")
    assert town.olga.labels == [["✔ Can book", "Cannot book"]]
