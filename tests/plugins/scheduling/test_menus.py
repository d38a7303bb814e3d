"""What scheduling adds to menus, headlines and the set-up of a practice."""

import datetime as dt

from tests.plugins.scheduling.town import Town, tap

from kalenner.clock import FixedClock

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)


def test_main_menu_of_a_professional_counts_today_and_requests(town: Town, clock: FixedClock):
    town.olga.send("/menu")
    assert "Today 0 · Requests 0" in town.olga.screen.text

    town.request(TEN)
    town.accept(town.request(TEN + dt.timedelta(hours=1)))
    town.request(TEN + dt.timedelta(days=1))
    clock.set(TEN - dt.timedelta(hours=8))
    town.olga.send("/menu")
    assert "Today 2 · Requests 2" in town.olga.screen.text


def test_main_menu_of_a_client_says_what_comes_next(town: Town):
    appointment = town.request(TEN)
    town.ada.send("/menu")
    assert "Next" not in town.ada.screen.text

    town.accept(appointment)
    town.ada.send("/menu")
    assert "Next: Wed 2 Dec, 10:00 with Olga" in town.ada.screen.text


def test_set_up_asks_for_services_and_working_hours(town: Town):
    piotr = town.add_professional("Piotr", is_ready=False)
    piotr.send("/menu")
    piotr.press("Finish setting up")
    assert piotr.labels[1:3] == [["2 Services"], ["3 Working hours"]]

    piotr.press("Services")
    assert "No services yet." in piotr.screen.text
    piotr.send("/menu")
    piotr.press("Finish setting up")
    piotr.press("Working hours")
    assert "No working hours yet." in piotr.screen.text

    town.olga.send("/menu")
    town.olga.press("Finish setting up")
    assert town.olga.labels[1:3] == [["✔ 2 Services"], ["✔ 3 Working hours"]]


def test_specialist_card_offers_booking(town: Town):
    town.ada.send("/menu")
    tap(town.ada, "👤 My specialists")

    assert [label for row in town.ada.labels for label in row] == ["📅 Book", "🗓️ Appointments"]
