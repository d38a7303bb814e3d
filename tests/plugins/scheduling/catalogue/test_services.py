"""Services and the calendar: their order, deleting, currency, step."""

import pytest
from tests.plugins.scheduling.practice import Practice

from kalenner_scheduling.appointments.lists import count_coming_of_service
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import currencies_for
from kalenner_scheduling.settings import SchedulingSettings


def names(practice: Practice) -> list[str]:
    practice.dbsession.flush()
    return [service.name for service in list_services(practice.dbsession, practice.provider.id)]


@pytest.fixture
def four(practice: Practice) -> Practice:
    for name in ("Shiatsu", "Yoga", "Taping"):
        practice.add_service(name)
    return practice


def test_services_stand_in_the_order_they_were_added(four: Practice):
    assert names(four) == ["Massage", "Shiatsu", "Yoga", "Taping"]


@pytest.mark.parametrize(
    ("place", "places", "order"),
    [
        (2, -1, ["Massage", "Yoga", "Shiatsu", "Taping"]),
        (2, 1, ["Massage", "Shiatsu", "Taping", "Yoga"]),
        (0, -1, ["Massage", "Shiatsu", "Yoga", "Taping"]),
        (3, 1, ["Massage", "Shiatsu", "Yoga", "Taping"]),
        (3, -3, ["Taping", "Massage", "Shiatsu", "Yoga"]),
    ],
)
def test_a_service_moves_and_stops_at_the_ends(four: Practice, place: int, places: int, order: list[str]):
    four.catalogue.move(list_services(four.dbsession, four.provider.id)[place], places)

    assert names(four) == order


def test_a_new_service_comes_last_also_after_one_was_deleted(four: Practice):
    four.catalogue.delete(four.massage)
    four.add_service("Reiki")

    assert names(four) == ["Shiatsu", "Yoga", "Taping", "Reiki"]


def test_deleting_keeps_the_appointments(practice: Practice):
    appointment = practice.request()
    practice.catalogue.delete(practice.massage)
    practice.dbsession.flush()
    practice.dbsession.refresh(appointment)

    assert (appointment.service_name, appointment.status) == ("Massage", "pending")
    assert names(practice) == []
    assert practice.appointments.accept(appointment, practice.owner) is None


def test_coming_appointments_of_a_service_are_counted(practice: Practice):
    def count() -> int:
        return count_coming_of_service(
            practice.dbsession, practice.massage.id, practice.provider.id, practice.clock.now()
        )

    appointment = practice.request()
    assert count() == 1

    practice.clock.set(appointment.ends_at)
    assert count() == 0


def test_a_calendar_that_was_never_changed(practice: Practice):
    calendar = practice.calendar.get(practice.provider)

    assert (calendar.step_minutes, calendar.currency, calendar.shows_prices) == (30, "EUR", True)
    assert not practice.dbsession.new


def test_a_calendar_keeps_what_was_changed(practice: Practice):
    practice.calendar.change_step(practice.provider, 15)
    practice.calendar.change_currency(practice.provider, "RUB")
    practice.calendar.show_prices(practice.provider, shows=False)
    practice.dbsession.flush()
    practice.dbsession.expire_all()
    calendar = practice.calendar.get(practice.provider)

    assert (calendar.step_minutes, calendar.currency, calendar.shows_prices) == (15, "RUB", False)


@pytest.mark.parametrize(
    ("language", "currencies"),
    [("ru", ("EUR", "RUB")), ("en", ("EUR",)), ("de", ("EUR",)), ("fr", ("EUR",))],
)
def test_speakers_of_russian_choose_the_currency(language: str, currencies: tuple[str, ...]):
    assert currencies_for(SchedulingSettings(), language) == currencies
