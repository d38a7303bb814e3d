"""Packages are paid and not booked: nobody is offered one, and old buttons book none."""

import datetime as dt

import pytest
from tests.plugins.payment_links.steps import MASSAGE, TEN, People
from tests.plugins.scheduling.people import notice_of

from kalenner.people import Provider
from kalenner.testing import act, go
from kalenner_scheduling.api import Appointment
from kalenner_scheduling.appointments.errors import IsPackage

MONTH = dt.date(2026, 12, 1)
TALK, TEN_MASSAGES = "Talk", "Ten massages"


@pytest.fixture
def package(people: People) -> int:
    """A package beside a massage and a talk."""
    package = people.add_service(people.olga, TEN_MASSAGES, 60)
    people.add_service(people.olga, TALK, 30)
    people.make_package(package)
    return package


def appointments(people: People) -> int:
    return people.read(lambda request: request.dbsession.query(Appointment).count())


def test_client_is_offered_the_parts(people: People, package: int) -> None:
    people.ada.press_data(go("book.services", provider=1))

    labels = str(people.ada.labels)
    assert "Massage," in labels
    assert TALK in labels
    assert TEN_MASSAGES not in labels
    assert "Single appointments of a package: choose the parts." in people.ada.screen.text


def test_where_there_are_only_packages_that_is_said(people: People) -> None:
    people.make_package(MASSAGE)
    people.ada.press_data(go("book.services", provider=1))

    assert "has only packages at the moment" in people.ada.screen.text
    assert people.ada.labels == []
    people.ada.press_data(act("book.send", service=MASSAGE, starts_at=TEN))
    assert "has only packages at the moment" in people.ada.screen.text


def test_old_buttons_of_the_client_book_none(people: People, package: int) -> None:
    for press in (
        go("book.days", service=package, month=MONTH),
        go("book.times", service=package, day=TEN.date(), page=0),
        act("book.send", service=package, starts_at=TEN),
    ):
        people.ada.press_data(press)
        assert "Single appointments: choose the parts." in notice_of(people.ada)
        assert "What do you want to book" in people.ada.screen.text
    assert appointments(people) == 0


def test_old_buttons_of_the_professional_book_none(people: People, package: int) -> None:
    people.olga.press_data(act("slot.book", starts_at=TEN, service=package, client=1))

    assert "This is a package" in notice_of(people.olga)
    assert TEN_MASSAGES not in str(people.olga.labels)
    people.olga.press_data(go("clients.book", client=1, page=0))
    assert TEN_MASSAGES not in str(people.olga.labels)
    assert appointments(people) == 0


def test_appointment_cannot_become_one_of_a_package(people: People, package: int) -> None:
    made = people.request(TEN)
    people.accept(made)
    people.olga.press_data(go("appointments.change_service", appointment=made, page=0))
    assert TALK in str(people.olga.labels)
    assert TEN_MASSAGES not in str(people.olga.labels)
    people.olga.press_data(act("appointments.service_changed", appointment=made, service=package))

    assert "This is a package" in notice_of(people.olga)


def test_it_is_refused_under_the_lock_as_well(people: People) -> None:
    people.make_package(MASSAGE)

    with pytest.raises(IsPackage):
        people.request(TEN)
    with pytest.raises(IsPackage):
        people.book_for(TEN)


def test_what_is_booked_already_stays_and_can_be_moved(people: People) -> None:
    made = people.request(TEN)
    people.make_package(MASSAGE)

    assert people.request_move(made, TEN + dt.timedelta(hours=1)) > made


def test_shortest_package_shows_no_free_times(people: People) -> None:
    short = people.add_service(people.olga, "Five talks", 5)
    people.make_package(short)
    people.olga.press_data(go("calendar.day", day=TEN.date()))
    labels = [label for row in people.olga.labels for label in row]

    assert "11:00" in labels
    assert "11:30" not in labels  # an hour no longer fits


def test_page_shows_a_package_as_such(people: People, package: int) -> None:
    def look(request):  # type: ignore[no-untyped-def]
        provider = request.dbsession.get_one(Provider, 1)
        return {
            service.name: service.is_package
            for service in request.hooks.themes_page_services(provider=provider)
        }

    assert people.read(look) == {"Massage": False, TEN_MASSAGES: True, TALK: False}
