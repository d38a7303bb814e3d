"""What is stored of links and packages, and which appointments are to be paid, on both databases."""

import datetime as dt

from tests.plugins.payment_links.steps import BANK, MASSAGE, STRIPE, TEN, People
from tests.plugins.payments.payment_steps import end, enter

from kalenner.clock import FixedClock
from kalenner_payment_links.queries import has_links, list_packages, list_payable
from kalenner_payments.api import is_unpaid, list_unpaid
from kalenner_scheduling.api import Appointment, fact_of

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def payable(people: People) -> list[tuple[str, bool]]:
    return people.read(
        lambda request: [(service.name, package) for service, package in list_payable(request.dbsession, 1)]
    )


def test_what_has_a_link_can_be_paid_in_the_order_of_the_provider(people: People) -> None:
    assert not people.read(lambda request: has_links(request.dbsession, 1))
    package, talk = people.add_service(people.olga, "Ten massages"), people.add_service(people.olga, "Talk")
    people.make_package(package)
    people.set_link(package, STRIPE)
    people.set_link(MASSAGE, BANK)
    people.set_link(talk, BANK)
    people.set_link(talk, None)

    assert payable(people) == [("Massage", False), ("Ten massages", True)]
    assert people.read(lambda request: list_packages(request.dbsession, 1)) == [package]
    assert people.read(lambda request: has_links(request.dbsession, 1))
    people.make_package(package, is_package=False)
    assert people.read(lambda request: list_packages(request.dbsession, 1)) == []
    assert people.url_of(package) == STRIPE


def test_unpaid_are_those_that_take_or_took_place_and_are_not_paid_in_full(
    people: People, clock: FixedClock
) -> None:
    def unpaid() -> list[int]:
        def look(request):  # type: ignore[no-untyped-def]
            found = [appointment.id for appointment in list_unpaid(request.dbsession, 1, MASSAGE)]
            each = [request.dbsession.get_one(Appointment, id_) for id_ in range(1, 5)]
            assert {one.id for one in each if is_unpaid(request.dbsession, fact_of(one))} == set(found)
            return found

        return people.read(look)

    first, second, third, fourth = (people.request(at) for at in (TEN + 2 * DAY, TEN + DAY, TEN + HOUR, TEN))
    assert unpaid() == []  # not accepted yet
    for appointment_id in (first, second, third):
        people.accept(appointment_id)
    assert unpaid() == [third, second, first]
    enter(people, second, 2_000)
    enter(people, third, 5_000)
    assert unpaid() == [second, first]
    people.accept(fourth)
    clock.set(TEN + 10 * DAY)
    end(people, fourth)
    assert unpaid() == [fourth, second, first]
