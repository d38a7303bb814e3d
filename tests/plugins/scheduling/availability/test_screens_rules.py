"""Booking rules and "Why not this time?" over the screens, and on the command line."""

import datetime as dt
from argparse import Namespace

import pytest
from pyramid.request import Request
from sqlalchemy import insert, select
from tests.plugins.scheduling.many_appointments import provider_of
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap
from tests.plugins.scheduling.practice import TEN
from tests.rows_read import rows_read

from kalenner.people import Account, Client, Provider
from kalenner.screens import Press
from kalenner.testing import go
from kalenner_scheduling import command
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.rules import Acceptance, Rules

pytestmark = pytest.mark.slow_on_postgresql

WEDNESDAY = dt.date(2026, 12, 2)


def rules_of(people: People, service_id: int | None = None) -> Rules:
    def find(request):
        provider = request.dbsession.scalar(select(Provider).where(Provider.nickname == "Olga"))
        return find_rules(request.dbsession, provider.id, service_id)

    return people.read(find)


def open_rules(people: People):
    olga = people.olga
    for label in ("/menu", "Settings", "Service settings", "Booking rules"):
        olga.send(label) if label.startswith("/") else olga.press(label)
    return olga


def test_the_defaults_of_all_services(people: People):
    olga = open_rules(people)

    assert [row[0] for row in olga.labels[:9]] == [
        "Free before: none",
        "Free after: none",
        "Ask ahead by: none",
        "Can be booked for: 365 days",
        "Appointments a day: no limit",
        "Open requests per client: 10",
        "Clients cancel: until the start",
        "Unanswered, declined: when it starts",
        "Accept automatically: never",
    ]


def test_a_rule_is_chosen_or_typed(people: People):
    olga = open_rules(people)
    olga.press("Ask ahead by")
    assert is_asked(olga, "How many hours ahead")
    olga.press("24 hours")
    assert (notice_of(olga), rules_of(people).notice) == ("Saved", 24 * 60)

    olga.press("Free after")
    olga.send("500")
    assert is_asked(olga, "240")
    olga.send("20")
    assert rules_of(people).buffer_after == 20
    assert "Free after: 20 minutes" in [row[0] for row in olga.labels]


def test_whose_requests_are_accepted(people: People):
    olga = open_rules(people)
    olga.press("Accept automatically")
    olga.send("sometimes")
    assert is_asked(olga, "Please press one of the buttons."), olga.screen.text
    olga.press("known clients")

    assert rules_of(people).acceptance is Acceptance.KNOWN


def test_a_service_has_a_rule_of_its_own_and_gives_it_back(people: People):
    olga = people.olga
    service_id = people.add_service(olga, "Shiatsu")
    olga.press_data(Press("rules", {"service": service_id}))
    assert "Shiatsu" in olga.screen.text
    olga.press("Appointments a day")
    olga.press("2")
    assert "✔ Appointments a day: 2" in [row[0] for row in olga.labels]
    assert (rules_of(people, service_id).most_per_day, rules_of(people).most_per_day) == (2, 0)

    olga.press("Appointments a day")
    olga.press("As for all services")
    assert "Appointments a day: no limit" in [row[0] for row in olga.labels]


def ask_why(people: People, time: str):
    olga = people.olga
    olga.press_data(Press("explain.ask", {"day": WEDNESDAY}))
    assert is_asked(olga, "Wed 2 Dec 2026")
    olga.send(time)
    return olga


def test_the_professional_asks_why_not(people: People):
    people.request(TEN)

    olga = ask_why(people, "10:15")

    assert "This time is not offered" in olga.screen.text
    assert "• Starts are every 30 minutes from 9:00." in olga.screen.text
    assert "• There is an appointment with Ada, Wed 2 Dec, 10:00 to 11:00." in olga.screen.text


def fill_a_day(people: People, number: int) -> None:
    """Let appointments of Ada's follow upon each other, a quarter of an hour each."""
    first, quarter = people.request(TEN), dt.timedelta(minutes=15)

    def fill(request):
        alike = request.dbsession.get_one(Appointment, first)
        names = ("provider_id", "client_id", "service_id", "service_name", "currency", "status", "created_at")
        for place in range(number):
            start, end = alike.ends_at + place * quarter, alike.ends_at + (place + 1) * quarter
            times = {"starts_at": start, "ends_at": end, "held_from": start, "held_until": end}
            same = {name: getattr(alike, name) for name in names}
            request.dbsession.add(Appointment(**same, **times, minutes=15))

    people.stage.run(fill)


def test_of_many_reasons_the_first_are_named(people: People):
    people.add_service(people.olga, "Retreat", minutes=1_440)
    fill_a_day(people, 40)
    olga = people.olga
    olga.press_data(Press("explain.ask", {"day": WEDNESDAY}))
    olga.press("Retreat")
    olga.send("9:00")

    assert olga.screen.text.count("• There is an appointment with Ada") == 15
    assert olga.screen.text.endswith("and 26 more")


def test_the_answer_leads_back_to_the_day(people: People):
    assert ask_why(people, "10:15").screen.back == Press("calendar.day", {"day": WEDNESDAY})


def test_what_is_offered_is_said_so(people: People):
    assert "This time is offered" in ask_why(people, "9:30").screen.text


def test_no_time_is_asked_again(people: People):
    olga = ask_why(people, "soon")
    assert is_asked(olga, "Wed 2 Dec 2026")


def test_with_several_services_one_is_chosen_first(people: People):
    olga = people.olga
    people.add_service(olga, "Long", minutes=180)
    olga.press_data(Press("explain.ask", {"day": WEDNESDAY}))
    olga.send("3:00")
    assert is_asked(olga, "Please press one of the buttons.")
    olga.press("Long")
    olga.send("10:00")

    assert "The 180 minutes do not fit before the working hours end at 12:00." in olga.screen.text


def test_the_question_for_a_certain_client(people: People):
    olga = open_rules(people)
    olga.press("Open requests per client")
    olga.press("1")
    people.request(TEN)

    ask_why(people, "11:00")
    assert "This time is offered" in olga.screen.text
    olga.press("For a certain client")
    tap(olga, "Ada")

    assert "For Ada" in olga.screen.text
    assert "The client has 1 request that you have not answered" in olga.screen.text


@pytest.mark.parametrize("number", [9, 500])
def test_certain_client_is_chosen_from_one_page(people: People, number: int):
    def add_clients(request: Request) -> None:
        provider, now = provider_of(request, people.olga), request.clock.now()
        names = [{"client_name": f"Name {place:03d}", "created_at": now} for place in range(number)]
        ids = request.dbsession.scalars(insert(Account).returning(Account.id), names).all()
        links = [{"provider_id": provider.id, "account_id": id_, "created_at": now} for id_ in ids]
        request.dbsession.execute(insert(Client), links)

    people.stage.run(add_clients)
    question = {"service": 1, "starts_at": TEN, "client": 0}

    screen, rows = rows_read(people.olga, go("explain.clients", **question, page=0))

    assert (screen.rows[0][0].label, len(screen.rows), rows[-2:], max(rows)) == ("Ada", 9, [1, 8], 8)


@pytest.mark.parametrize(
    ("typed", "code", "lines"),
    [
        ({"when": "2026-12-02T09:00"}, 0, ["2026-12-02T09:00:00+01:00 offered"]),
        (
            {"when": "2026-12-05T09:00"},
            1,
            ["2026-12-05T09:00:00+01:00 not offered", "- day_off day=2026-12-05"],
        ),
        ({"when": "tomorrow"}, 2, ["when: expected a time such as 2026-12-02T10:15, not 'tomorrow'"]),
        ({"provider": "Oleg"}, 2, ["provider: there is no professional called 'Oleg'"]),
        ({"service": "Yoga"}, 2, ["service: Olga offers Massage, not 'Yoga'"]),
        ({"client": "Zoe"}, 2, ["client: expected one client of Olga called 'Zoe', there are 0"]),
        ({"client": "ada"}, 0, ["2026-12-02T09:00:00+01:00 offered"]),
    ],
)
def test_kalenner_explain(people: People, capsys, typed: dict[str, str], code: int, lines: list[str]):
    arguments = {"provider": "olga", "service": "massage", "when": "2026-12-02T09:00", "client": ""}

    returned = people.read(lambda request: command.run(request, Namespace(**{**arguments, **typed})))

    assert (returned, capsys.readouterr().out.splitlines()) == (code, lines)


def test_kalenner_explain_for_a_blocked_client(people: People, capsys):
    people.olga.press_data(Press("clients.card", {"client": 1}))
    people.olga.press("Block")
    people.olga.press("Yes, block")
    arguments = Namespace(provider="Olga", service="Massage", when="2026-12-02T09:00", client="Ada")

    assert people.read(lambda request: command.run(request, arguments)) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["- parted"]
