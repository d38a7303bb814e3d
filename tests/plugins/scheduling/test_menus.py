"""What scheduling adds to menus, headlines and the set-up of a practice."""

import datetime as dt

from tests.plugins.scheduling.people import People, tap

from kalenner.clock import FixedClock

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)


def test_main_menu_of_a_professional_counts_today_and_requests(people: People, clock: FixedClock):
    people.olga.send("/menu")
    assert "Today 0 · Requests 0" in people.olga.screen.text

    people.request(TEN)
    people.accept(people.request(TEN + dt.timedelta(hours=1)))
    people.request(TEN + dt.timedelta(days=1))
    clock.set(TEN - dt.timedelta(hours=8))
    people.olga.send("/menu")
    assert "Today 2 · Requests 2" in people.olga.screen.text


def test_main_menu_of_a_client_says_what_comes_next(people: People):
    appointment = people.request(TEN)
    people.ada.send("/menu")
    assert "Next" not in people.ada.screen.text

    people.accept(appointment)
    people.ada.send("/menu")
    assert "Next: Wed 2 Dec, 10:00 with Olga" in people.ada.screen.text


def test_set_up_asks_for_services_and_working_hours(people: People):
    piotr = people.add_professional("Piotr", is_ready=False)
    piotr.send("/menu")
    piotr.press("Finish setting up")
    assert piotr.labels[1:3] == [["2 Services"], ["3 Working hours"]]

    piotr.press("Services")
    assert "No services yet." in piotr.screen.text
    piotr.send("/menu")
    piotr.press("Finish setting up")
    piotr.press("Working hours")
    assert "No working hours yet." in piotr.screen.text

    people.olga.send("/menu")
    people.olga.press("Finish setting up")
    assert people.olga.labels[1:3] == [["✔ 2 Services"], ["✔ 3 Working hours"]]


def test_specialist_card_offers_booking(people: People):
    people.ada.send("/menu")
    tap(people.ada, "👤 My specialists")

    assert people.ada.labels == [["📅 Book"], ["📄 Documents"], ["🗓️ Appointments"], ["🗑 Remove"]]
