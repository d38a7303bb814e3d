"""A free time that the professional presses, and books for a client."""

import pytest
from pyramid.request import Request
from sqlalchemy import insert, select
from tests.plugins.scheduling.many_appointments import (
    HOUR,
    MOST_BUTTONS,
    NINE,
    TEN,
    WEDNESDAY,
    buttons_of,
    open_slot,
    provider_of,
    shown,
    stand,
    times,
    times_away,
)
from tests.plugins.scheduling.town import Town, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.people import Account, Client, ClientService
from kalenner.screens import Press
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.services import RulesService
from kalenner_scheduling.catalogue.models import Service

pytestmark = pytest.mark.slow_on_postgresql


def add_clients(town: Town, number: int) -> None:
    """Connect clients Name 000, Name 001 … to Olga."""

    def add(request: Request) -> None:
        session, now = request.dbsession, request.clock.now()
        provider_id = provider_of(request, town.olga).id
        names = [
            {"client_name": f"Name {place:03d}", "timezone": "Europe/Berlin", "created_at": now}
            for place in range(number)
        ]
        ids = session.scalars(insert(Account).returning(Account.id), names).all()
        links = [
            {"provider_id": provider_id, "account_id": appointment_id, "created_at": now}
            for appointment_id in ids
        ]
        session.execute(insert(Client), links)

    town.stage.run(add)


def add_services(town: Town, number: int) -> None:
    """Let Olga offer Service 000, Service 001 … of 30 minutes each."""

    def add(request: Request) -> None:
        provider_id = provider_of(request, town.olga).id
        rows = [
            {"provider_id": provider_id, "name": f"Service {place:03d}", "minutes": 30, "position": place + 9}
            for place in range(number)
        ]
        request.dbsession.execute(insert(Service), rows)

    town.stage.run(add)


def test_a_free_time_is_booked_for_a_client(town: Town):
    tom = town.add_client("Tom", "America/New_York")
    olga = town.olga
    open_slot(olga)
    assert olga.screen.text == "<b>Wed 2 Dec 2026, 10:00</b>\nThis time is free."
    assert olga.labels == [["🗓️ Appointment", "🚪 Away"]]
    olga.press("Appointment")
    assert olga.screen.text == "<b>Wed 2 Dec 2026, 10:00</b>\nWhich service? These fit."
    assert olga.labels == [["Massage, 60 min"]]
    olga.press("Massage")
    assert olga.screen.text == "<b>Wed 2 Dec 2026, 10:00</b>\nMassage, 60 min\n\nFor which client?"
    assert olga.labels == [["Ada"], ["Tom"]]
    olga.press("Tom")
    assert olga.screen.text == (
        "<b>Confirm:</b>\nTom · Massage, 60 min\n"
        "Wed 2 Dec 2026, 10:00 (Berlin) · 04:00 (New York)\nPrice 50.00 EUR"
    )
    olga.press("Confirm")

    assert notice_of(olga) == "🟢 Accepted"
    assert olga.screen.text.startswith("🟢 Accepted\nTom · Massage, 60 min\nWed 2 Dec 2026, 10:00")
    assert [card.at.screen for card in tom.cards if card.at] == ["mine.booked"]
    assert town.ada.cards == []
    olga.press_data(go("calendar.day", day=WEDNESDAY))
    assert times(olga) == [["09:00"], ["🟢 10:00 · Tom · Massage"], ["11:00"]]


def test_only_services_that_fit_are_offered(town: Town):
    town.add_service(town.olga, "Nap", 30)
    town.add_service(town.olga, "Retreat", 240)
    stand(town, [NINE + 2 * HOUR])
    open_slot(town.olga, "10:30")
    town.olga.press("Appointment")

    assert town.olga.labels == [["Nap, 30 min"]]


def test_each_service_is_offered_with_its_own_buffers(town: Town):
    nap = town.add_service(town.olga, "Nap", 30)

    def keep_free(request: Request) -> None:
        rules: RulesService = request.find_service(RulesService)
        service = request.dbsession.get_one(Service, nap)
        rules.change(provider_of(request, town.olga), "buffer_after", 45, service)

    stand(town, [NINE + 2 * HOUR])
    town.stage.run(keep_free)
    town.olga.press_data(go("slot.services", starts_at=TEN, page=0))
    assert town.olga.labels == [["Massage, 60 min"]]
    town.olga.press_data(go("slot.services", starts_at=NINE + HOUR / 2, page=0))

    assert town.olga.labels == [["Massage, 60 min"], ["Nap, 30 min"]]


@pytest.mark.parametrize("part", ["nÄM", "008"])
def test_clients_are_searched_by_a_part_of_their_name(town: Town, part: str):
    add_clients(town, 9)
    olga = town.olga
    olga.press_data(go("slot.clients", starts_at=TEN, service=1, page=0))
    assert olga.labels[-2:] == [["‹", "1/2", "›"], ["🔍 Search"]]
    olga.press("Search")
    assert is_asked(olga, "Send a part of the client’s name.")
    olga.send(part)

    number = 9 if part == "nÄM" else 1
    heading = f"{number} client{'s' if number > 1 else ''} with “{part}” in the name"
    assert olga.screen.text.endswith(f"Massage, 60 min\n\n{heading}")
    if number > 1:
        tap(olga, "›")
    assert olga.labels[0] == ["Name 008"]
    tap(olga, "Name 008")

    assert "Name 008 · Massage, 60 min" in olga.screen.text


def test_clients_who_were_removed_or_blocked_are_not_offered(town: Town):
    ben, cleo = town.add_client("Ben"), town.add_client("Cleo")
    olga = town.olga
    olga.press_data(go("slot.clients", starts_at=TEN, service=1, page=0))
    old = {button.label: button for row in olga.screen.rows for button in row}

    def part(request: Request) -> None:
        clients: ClientService = request.find_service(ClientService)
        by_name = {client.name: client for client in clients.list_clients(provider_of(request, olga))}
        clients.remove(by_name[ben.name])
        clients.block(by_name[cleo.name])

    town.stage.run(part)
    olga.press_data(go("slot.clients", starts_at=TEN, service=1, page=0))
    assert olga.labels == [["Ada"]]
    for name in ("Ben", "Cleo"):
        olga.follow(old[name])
        assert notice_of(olga) == "Not available."
        press = old[name].target
        assert isinstance(press, Press)
        olga.press_data(act("slot.book", **press.args))
        assert notice_of(olga) == "Not available."

    assert town.read(lambda request: request.dbsession.scalars(select(Appointment)).all()) == []


def test_professional_without_clients_is_shown_how_to_invite(town: Town):
    nora = town.add_professional("Nora")
    open_slot(nora)
    nora.press("Appointment")
    nora.press("Massage")

    assert nora.screen.text.endswith(
        "No clients yet. Share your booking link: whoever opens it becomes your client."
    )
    assert nora.labels == [["➕ Invite"]]


@pytest.mark.parametrize("screen", ["slot", "slot.services", "slot.book", "slot.away", "slot.block"])
def test_a_time_that_has_gone_leads_back_to_the_day(town: Town, screen: str):
    town.add_client("Tom")
    more = {
        "slot.services": {"page": 0},
        "slot.book": {"service": 1, "client": 1},
        "slot.block": {"ends_at": TEN + HOUR},
    }
    open_slot(town.olga)
    stand(town, [TEN])
    make = act if screen in {"slot.book", "slot.block"} else go
    town.olga.press_data(make(screen, starts_at=TEN, **more.get(screen, {})))

    assert notice_of(town.olga) == "Just taken. These times are still free."
    assert town.olga.screen.notice is not None and town.olga.screen.notice.is_alert
    assert times(town.olga) == [["09:00"], ["🟢 10:00 · Ada · Massage"], ["11:00"]]
    assert times_away(town) == []


@pytest.mark.parametrize("screen", ["slot", "slot.services", "slot.book", "slot.away", "slot.block"])
def test_a_time_that_has_passed_leads_back_to_the_day(town: Town, clock: FixedClock, screen: str):
    more = {
        "slot.services": {"page": 0},
        "slot.book": {"service": 1, "client": 1},
        "slot.block": {"ends_at": TEN + HOUR},
    }
    clock.set(TEN)
    make = act if screen in {"slot.book", "slot.block"} else go
    town.olga.press_data(make(screen, starts_at=TEN, **more.get(screen, {})))

    assert notice_of(town.olga) == "This time has passed."
    assert times(town.olga) == [["10:30", "11:00"]]
    assert times_away(town) == []


def test_pressing_confirm_twice_books_once(town: Town):
    olga = town.olga
    olga.press_data(go("slot.confirm", starts_at=TEN, service=1, client=1))
    button = olga.screen.rows[0][0]
    version = olga.version
    olga.follow(button)
    assert isinstance(button.target, Press)
    olga.press_data(button.target, version=version)

    assert notice_of(olga) == "This step is over."
    assert len(town.read(lambda request: request.dbsession.scalars(select(Appointment.id)).all())) == 1


def test_a_service_that_was_deleted_meanwhile_is_not_booked(town: Town):
    nap = town.add_service(town.olga, "Nap", 30)

    def delete(request: Request) -> None:
        request.dbsession.get_one(Service, nap).deleted_at = request.clock.now()

    town.stage.run(delete)
    town.olga.press_data(act("slot.book", starts_at=TEN, service=nap, client=1))

    assert notice_of(town.olga) == "Not available."


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 2), (9, 9), (500, 9)])
def test_services_take_as_many_statements_however_many_there_are(town: Town, number: int, rows: int):
    if number:
        add_services(town, number)

    screen, statements = shown(town.olga, go("slot.services", starts_at=TEN, page=0))

    assert (len(screen.rows), statements) == (rows, 5)  # services, their rules, hours, closed days, held


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 2), (9, 10), (500, 10)])
def test_clients_take_as_many_statements_however_many_there_are(town: Town, number: int, rows: int):
    if number:
        add_clients(town, number)

    screen, statements = shown(town.olga, go("slot.clients", starts_at=TEN, service=1, page=0))

    assert (len(screen.rows), statements) == (rows, 3)  # the service, how many clients, a page of them
    assert buttons_of(screen) <= MOST_BUTTONS
    screen, searched = shown(town.olga, go("slot.found", starts_at=TEN, service=1, page=0, search="a"))
    assert (len(screen.rows), searched) == (rows + 1 if number < 8 else rows, 2)
