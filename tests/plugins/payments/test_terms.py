"""Clients who owe: whether they can book, and who counts as one."""

import datetime as dt

import pytest
from tests.plugins.payments.payment_steps import TEN, charge, end, enter, shown
from tests.plugins.scheduling.people import People

from kalenner.hooks.scheduling import ClosedTime, Status
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment

WEEK = dt.timedelta(days=7)


@pytest.fixture
def massage(people: People, clock) -> int:
    """A completed massage for €50.00 that nobody has paid."""
    return had(people, clock)


def had(people: People, clock, starts_at: dt.datetime = TEN, after: Status = Status.COMPLETED) -> int:
    """An appointment that Ada has had with Olga; the evening of that day is now."""
    appointment_id = people.request(starts_at)
    people.accept(appointment_id)
    clock.set(starts_at.replace(hour=18))
    end(people, appointment_id, after)
    return appointment_id


def be_strict(people: People) -> None:
    people.olga.press_data(act("payments.unpaid.cannot"))


def closed(people: People, *, for_client: bool = True) -> list[ClosedTime]:
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

    return people.read(ask)


def reason(people: People) -> str:
    (closed_time,) = closed(people)
    assert (closed_time.starts_at, closed_time.ends_at) == (TEN + WEEK, TEN + 2 * WEEK)
    return closed_time.text.replace("\N{NO-BREAK SPACE}", " ")


def test_at_first_clients_who_owe_can_book(people: People, massage: int):
    assert closed(people) == []


def test_all_is_closed_for_a_client_who_owes(people: People, massage: int):
    be_strict(people)
    enter(people, massage, 4_999)

    assert reason(people) == "The client owes €0.01 for past appointments."


def test_the_professional_can_still_book(people: People, massage: int):
    be_strict(people)

    assert closed(people, for_client=False) == []


def test_who_has_paid_can_book(people: People, massage: int):
    be_strict(people)
    enter(people, massage, 5_000)

    assert closed(people) == []


@pytest.mark.parametrize("after", [Status.MISSED, Status.DECLINED, Status.CANCELLED])
def test_only_completed_appointments_count(people: People, clock, after: Status):
    be_strict(people)
    had(people, clock, after=after)

    assert closed(people) == []


def test_an_appointment_without_price_is_not_owed(people: People, clock):
    be_strict(people)
    charge(people, people.olga, None)
    had(people, clock)

    assert closed(people) == []


def test_a_price_that_was_set_counts(people: People, massage: int):
    be_strict(people)
    people.olga.press_data(go("payments.price", appointment=massage))
    people.olga.send("0")
    assert closed(people) == []
    people.olga.press_data(go("payments.price", appointment=massage))
    people.olga.send("70")

    assert reason(people) == "The client owes €70.00 for past appointments."


def test_what_was_paid_too_much_counts_for_the_others(people: People, clock, massage: int):
    be_strict(people)
    enter(people, massage, 8_000)
    other = had(people, clock, TEN + WEEK)
    assert reason(people) == "The client owes €20.00 for past appointments."
    enter(people, other, 2_000)

    assert closed(people) == []


def test_one_currency_never_pays_for_another(people: People, clock, massage: int):
    be_strict(people)
    enter(people, massage, 500_000)
    charge(people, people.olga, 900, "JPY")
    had(people, clock, TEN + WEEK)

    assert reason(people) == "The client owes JP¥900 for past appointments."


def test_each_currency_is_named(people: People, clock, massage: int):
    charge(people, people.olga, 900, "JPY")
    had(people, clock, TEN + WEEK)
    be_strict(people)

    assert reason(people) == "The client owes €50.00 · JP¥900 for past appointments."


def test_what_is_owed_to_another_professional_does_not_count(people: People, clock, massage: int):
    piotr = people.add_professional("Piotr")
    people.connect(people.ada, piotr)
    piotr.press_data(act("payments.unpaid.cannot"))

    assert closed(people) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_client_who_owes_sees_no_free_times_until_it_is_paid(people: People, massage: int):
    def offers_days() -> bool:
        people.ada.press_data(go("book.services", provider=1))
        return any("3" in row for row in people.ada.labels)

    before = offers_days()
    be_strict(people)
    during = offers_days()
    enter(people, massage, 5_000)

    assert (before, during, offers_days()) == (True, False, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_setting_stands_in_the_service_settings(people: People):
    people.olga.send("/settings")
    people.olga.press("Service settings")
    people.olga.press("Unpaid: can book")
    assert shown(people.olga) == [
        "<b>Unpaid appointments</b>",
        "",
        "Clients who owe you for past appointments can book.",
    ]
    assert people.olga.labels == [["✔ Can book", "Cannot book"]]
    people.olga.press("Cannot book")
    assert people.olga.labels == [["Can book", "✔ Cannot book"]]
    people.olga.press_data(go("settings.service"))
    assert ["Unpaid: cannot book"] in people.olga.labels
    people.olga.press("Unpaid: cannot book")
    people.olga.press("Can book")
    assert people.olga.labels == [["✔ Can book", "Cannot book"]]
