"""Clients → client → Appointments: all appointments of one client, with ticks."""

import datetime as dt

import pytest
from tests.plugins.scheduling.many_appointments import MOST_BUTTONS, buttons_of, shown, stand
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.hooks.scheduling import Status
from kalenner.screens import Screen
from kalenner.testing import Person, go

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin."""
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)


def open_list(person: Person, client: str = "Ada") -> Screen:
    person.send("/menu")
    person.press("Clients")
    person.press(client)
    screen = person.press("Appointments")
    return person.press("Select") if ["☑️ Select"] in person.labels else screen


@pytest.fixture
def four(people: People) -> People:
    """Four appointments with Ada, and one with Ben."""
    stand(people, [TEN - 400 * ONE_DAY], Status.COMPLETED)
    stand(people, [TEN - 2 * ONE_DAY], Status.MISSED)
    stand(people, [TEN], Status.ACCEPTED, location="Room 3")
    stand(people, [TEN + ONE_DAY], Status.ACCEPTED)
    people.request(TEN + HOUR, people.add_client("Ben"))
    return people


def test_list_without_appointments_leads_to_the_calendar(people: People):
    open_list(people.olga)

    assert people.olga.screen.text == "No appointments with Ada yet. Book the first one in your calendar."
    assert people.olga.labels == [["📅 Calendar"]]
    tap(people.olga, "📅 Calendar")
    assert people.olga.labels[0][1] == "December 2026"


def test_all_are_shown_the_newest_first(four: People):
    open_list(four.olga)

    assert four.olga.screen.text == (
        "<b>Appointments with Ada</b>\nTick one or more to see what can be done with them."
    )
    assert four.olga.labels == [
        ["☐ 🟢 Thu 3 Dec, 10:00 · Massage"],
        ["☐ 🟢 Wed 2 Dec, 10:00 · Massage 📍"],
        ["☐ ⭕ Mon 30 Nov, 10:00 · Massage"],
        ["☐ ✅ Tue 28 Oct 2025, 10:00 · Massage"],
    ]
    back = four.olga.screen.back
    assert back is not None
    assert back.screen == "clients.appointments"


def test_one_tick_leads_to_the_appointment_and_its_meeting_info(four: People):
    olga = four.olga
    open_list(olga)
    olga.press("30 Nov")
    assert olga.labels[-2][-1] == "ℹ️ Meeting info"
    assert olga.labels[-1] == ["Open"]
    assert "Reminder" not in str(olga.labels)
    tap(olga, "Open")
    assert olga.screen.text.startswith("⭕ Missed\nAda · Massage, 60 min\nMon 30 Nov 2026, 10:00")

    open_list(olga)
    olga.press("3 Dec")
    tap(olga, "ℹ️ Meeting info")
    assert olga.screen.text.startswith(
        "<b>Meeting info</b>\nWith Ada\nMassage, 60 min\nThu 3 Dec 2026, 10:00"
    )


def test_reminders_are_sent_for_coming_accepted_ones(four: People):
    olga, ada = four.olga, four.ada
    open_list(olga)
    olga.press("3 Dec")
    assert ["🔔 Send reminder (1)"] in olga.labels
    olga.press("2 Dec")
    assert olga.labels[-1] == ["🔔 Send reminder (2)"]
    before = len(ada.cards)
    tap(olga, "🔔 Send reminder (2)")

    assert [card.text.splitlines()[0] for card in ada.cards[before:]] == ["🔔 <b>Reminder</b>"] * 2


def test_different_statuses_are_refused_with_the_reason(four: People):
    olga = four.olga
    open_list(olga)
    olga.press("3 Dec")
    olga.press("30 Nov")
    reminder = olga.labels[-1]
    assert (len(reminder), reminder[0][:15]) == (1, "🔔 Send reminder")
    ticked = olga.labels
    tap(olga, reminder[0])

    assert notice_of(olga) == "Only appointments with the same status"
    assert olga.labels == ticked
    assert four.ada.cards == []


def test_ticks_hold_over_pages(people: People):
    olga = people.olga
    stand(people, [TEN + number * ONE_DAY for number in range(12)])
    open_list(olga)
    olga.press("13 Dec")
    tap(olga, "›")
    olga.press("Wed 2 Dec")

    assert olga.labels[-2:] == [["‹", "2/2", "›"], ["🔔 Send reminder (2)"]]


def test_ticks_of_one_client_are_not_those_of_another(four: People):
    """Even where an old button leads from one list to the other."""
    olga = four.olga
    open_list(olga)
    olga.press("3 Dec")
    olga.press_data(go("clients.appointments.select", client=2, page=0))
    assert olga.labels == [["☐ 🟡 Wed 2 Dec, 11:00 · Massage"]]
    olga.press("2 Dec")

    assert "Send reminder" not in str(olga.labels)
    assert olga.labels[-1] == ["Open"]


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 1), (9, 9), (500, 9)])
def test_page_takes_as_many_statements_however_many_there_are(people: People, number: int, rows: int):
    stand(people, [TEN + count * HOUR for count in range(number)])
    name = "clients.appointments.select" if number else "clients.appointments"
    press = go(name, client=1, page=0)
    screen, statements = shown(people.olga, press)
    assert (len(screen.rows), statements) == (rows, 4)  # the client, the name, the number, the page

    # those that are ticked as well, on both sides of the page
    ids = list(range(1, number + 1))
    if number > 1:
        screen, statements = shown(people.olga, press, ids)
        # the ticked ones bring the name with them
        assert (buttons_of(screen) <= MOST_BUTTONS, statements) == (True, 4)
