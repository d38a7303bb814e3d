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
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.people import Account, Client, ClientService
from kalenner.screens import Press
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.services import RulesService
from kalenner_scheduling.catalogue.models import Service

pytestmark = pytest.mark.slow_on_postgresql


def add_clients(people: People, number: int) -> None:
    """Connect clients Name 000, Name 001 … to Olga."""

    def add(request: Request) -> None:
        session, now = request.dbsession, request.clock.now()
        provider_id = provider_of(request, people.olga).id
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

    people.stage.run(add)


def add_services(people: People, number: int) -> None:
    """Let Olga offer Service 000, Service 001 … of 30 minutes each."""

    def add(request: Request) -> None:
        provider_id = provider_of(request, people.olga).id
        rows = [
            {"provider_id": provider_id, "name": f"Service {place:03d}", "minutes": 30, "position": place + 9}
            for place in range(number)
        ]
        request.dbsession.execute(insert(Service), rows)

    people.stage.run(add)


def test_a_free_time_is_booked_for_a_client(people: People):
    tom = people.add_client("Tom", "America/New_York")
    olga = people.olga
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
        "Wed 2 Dec 2026, 10:00 (Berlin) · 4:00 (New York)\nPrice €50.00"
    )
    olga.press("Confirm")

    assert notice_of(olga) == "🟢 Accepted"
    assert olga.screen.text.startswith("🟢 Accepted\nTom · Massage, 60 min\nWed 2 Dec 2026, 10:00")
    assert [card.at.screen for card in tom.cards if card.at] == ["mine.booked"]
    assert people.ada.cards == []
    olga.press_data(go("calendar.day", day=WEDNESDAY))
    assert times(olga) == [["9:00"], ["🟢 10:00 · Tom · Massage"], ["11:00"]]


def test_only_services_that_fit_are_offered(people: People):
    people.add_service(people.olga, "Nap", 30)
    people.add_service(people.olga, "Retreat", 240)
    stand(people, [NINE + 2 * HOUR])
    open_slot(people.olga, "10:30")
    people.olga.press("Appointment")

    assert people.olga.labels == [["Nap, 30 min"]]


def test_each_service_is_offered_with_its_own_buffers(people: People):
    nap = people.add_service(people.olga, "Nap", 30)

    def keep_free(request: Request) -> None:
        rules: RulesService = request.find_service(RulesService)
        service = request.dbsession.get_one(Service, nap)
        rules.change(provider_of(request, people.olga), "buffer_after", 45, service)

    stand(people, [NINE + 2 * HOUR])
    people.stage.run(keep_free)
    people.olga.press_data(go("slot.services", starts_at=TEN, page=0))
    assert people.olga.labels == [["Massage, 60 min"]]
    people.olga.press_data(go("slot.services", starts_at=NINE + HOUR / 2, page=0))

    assert people.olga.labels == [["Massage, 60 min"], ["Nap, 30 min"]]


@pytest.mark.parametrize("part", ["nÄM", "008"])
def test_clients_are_searched_by_a_part_of_their_name(people: People, part: str):
    add_clients(people, 9)
    olga = people.olga
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


def test_clients_who_were_removed_or_blocked_are_not_offered(people: People):
    ben, cleo = people.add_client("Ben"), people.add_client("Cleo")
    olga = people.olga
    olga.press_data(go("slot.clients", starts_at=TEN, service=1, page=0))
    old = {button.label: button for row in olga.screen.rows for button in row}

    def part(request: Request) -> None:
        clients: ClientService = request.find_service(ClientService)
        by_name = {client.name: client for client in clients.list_clients(provider_of(request, olga))}
        clients.remove(by_name[ben.name])
        clients.block(by_name[cleo.name])

    people.stage.run(part)
    olga.press_data(go("slot.clients", starts_at=TEN, service=1, page=0))
    assert olga.labels == [["Ada"]]
    for name in ("Ben", "Cleo"):
        olga.follow(old[name])
        assert notice_of(olga) == "Not available."
        press = old[name].target
        assert isinstance(press, Press)
        olga.press_data(act("slot.book", **press.args))
        assert notice_of(olga) == "Not available."

    assert people.read(lambda request: request.dbsession.scalars(select(Appointment)).all()) == []


def test_professional_without_clients_is_shown_how_to_invite(people: People):
    nora = people.add_professional("Nora")
    open_slot(nora)
    nora.press("Appointment")
    nora.press("Massage")

    assert nora.screen.text.endswith(
        "No clients yet. Share your booking link: whoever opens it becomes your client."
    )
    assert nora.labels == [["➕ Invite"]]


@pytest.mark.parametrize("screen", ["slot", "slot.services", "slot.book", "slot.away", "slot.block"])
def test_a_time_that_has_gone_leads_back_to_the_day(people: People, screen: str):
    people.add_client("Tom")
    more = {
        "slot.services": {"page": 0},
        "slot.book": {"service": 1, "client": 1},
        "slot.block": {"ends_at": TEN + HOUR},
    }
    open_slot(people.olga)
    stand(people, [TEN])
    make = act if screen in {"slot.book", "slot.block"} else go
    people.olga.press_data(make(screen, starts_at=TEN, **more.get(screen, {})))

    assert notice_of(people.olga) == "Just taken. These times are still free."
    assert people.olga.screen.notice is not None and people.olga.screen.notice.is_alert
    assert times(people.olga) == [["9:00"], ["🟢 10:00 · Ada · Massage"], ["11:00"]]
    assert times_away(people) == []


@pytest.mark.parametrize("screen", ["slot", "slot.services", "slot.book", "slot.away", "slot.block"])
def test_a_time_that_has_passed_leads_back_to_the_day(people: People, clock: FixedClock, screen: str):
    more = {
        "slot.services": {"page": 0},
        "slot.book": {"service": 1, "client": 1},
        "slot.block": {"ends_at": TEN + HOUR},
    }
    clock.set(TEN)
    make = act if screen in {"slot.book", "slot.block"} else go
    people.olga.press_data(make(screen, starts_at=TEN, **more.get(screen, {})))

    assert notice_of(people.olga) == "This time has passed."
    assert times(people.olga) == [["10:30", "11:00"]]
    assert times_away(people) == []


def test_pressing_confirm_twice_books_once(people: People):
    olga = people.olga
    olga.press_data(go("slot.confirm", starts_at=TEN, service=1, client=1))
    button = olga.screen.rows[0][0]
    version = olga.version
    olga.follow(button)
    assert isinstance(button.target, Press)
    olga.press_data(button.target, version=version)

    assert notice_of(olga) == "This step is over."
    assert len(people.read(lambda request: request.dbsession.scalars(select(Appointment.id)).all())) == 1


def test_a_service_that_was_deleted_meanwhile_is_not_booked(people: People):
    nap = people.add_service(people.olga, "Nap", 30)

    def delete(request: Request) -> None:
        request.dbsession.get_one(Service, nap).deleted_at = request.clock.now()

    people.stage.run(delete)
    people.olga.press_data(act("slot.book", starts_at=TEN, service=nap, client=1))

    assert notice_of(people.olga) == "Not available."


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 2), (9, 9), (500, 9)])
def test_services_take_as_many_statements_however_many_there_are(people: People, number: int, rows: int):
    if number:
        add_services(people, number)

    screen, statements = shown(people.olga, go("slot.services", starts_at=TEN, page=0))

    assert (len(screen.rows), statements) == (
        rows,
        6,
    )  # services, packages, their rules, hours, closed days, held


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 2), (9, 10), (500, 10)])
def test_clients_take_as_many_statements_however_many_there_are(people: People, number: int, rows: int):
    if number:
        add_clients(people, number)

    screen, statements = shown(people.olga, go("slot.clients", starts_at=TEN, service=1, page=0))

    assert (len(screen.rows), statements) == (rows, 3)  # the service, how many clients, a page of them
    assert buttons_of(screen) <= MOST_BUTTONS
    screen, searched = shown(people.olga, go("slot.found", starts_at=TEN, service=1, page=0, search="a"))
    assert (len(screen.rows), searched) == (rows + 1 if number < 8 else rows, 2)
