"""Office → Appointments → Past appointments: the list with ticks, and corrections among the ends."""

import datetime as dt

import pytest
from sqlalchemy import select
from tests.plugins.scheduling.many_appointments import HOUR, MOST_BUTTONS, buttons_of, shown, stand
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.hooks.scheduling import Status
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment, StatusChange

pytestmark = pytest.mark.slow_on_postgresql

NINE = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)
"""Monday, yesterday, 9:00 in Berlin."""
ENDS = [["✅ Completed", "🔴 Declined"], ["⭕ Missed", "❌ Cancelled"]]


def open_past(people: People) -> None:
    people.olga.press_data(go("appointments.past_select", page=0))


def ticked(people: People, *parts: str) -> list[list[str]]:
    """Tick the rows that hold these parts; return the buttons below the list."""
    for part in parts:
        people.olga.press(part)
    return [row for row in people.olga.labels if row[0][0] not in "☐☑‹"]


def statuses(people: People) -> list[str]:
    statement = select(Appointment.status).order_by(Appointment.starts_at)
    return people.read(lambda request: list(request.dbsession.scalars(statement)))


def test_nothing_is_past(people: People):
    stand(people, [NINE + 72 * HOUR])
    open_past(people)

    assert people.olga.screen.text == (
        "No past appointments yet. What has ended, was declined or cancelled will stand here."
    )
    assert people.olga.labels == []
    assert people.olga.screen.back == go("appointments.past", page=0)


def test_the_newest_stands_first(people: People):
    stand(people, [NINE])
    stand(people, [NINE + HOUR], Status.COMPLETED, location="Room 3")
    stand(people, [NINE - 366 * 24 * HOUR], Status.MISSED)
    stand(people, [NINE + 72 * HOUR], Status.CANCELLED)
    stand(people, [NINE + 73 * HOUR], Status.PENDING)
    open_past(people)

    assert people.olga.screen.text == "<b>Past appointments</b>\nTick one or more to say how they ended."
    assert people.olga.labels == [
        ["☐ ❌ Thu 3 Dec, 9:00 · Ada · Massage"],
        ["☐ ✅ Mon 30 Nov, 10:00 · Ada · Massage 📍"],
        ["☐ 🟢 Mon 30 Nov, 9:00 · Ada · Massage"],
        ["☐ ⭕ Sat 29 Nov 2025, 9:00 · Ada · Massage"],
    ]


@pytest.mark.parametrize(
    ("label", "status"), [("✅ Completed", "completed"), ("🔴 Declined", "declined"), ("⭕ Missed", "missed")]
)
def test_what_has_ended_is_given_its_end(people: People, label: str, status: str):
    stand(people, [NINE, NINE + HOUR])
    open_past(people)
    assert ticked(people, "9:00", "10:00") == ENDS
    tap(people.olga, label)

    assert notice_of(people.olga) == label
    assert statuses(people) == [status, status]
    assert [row[0][:3] for row in people.olga.labels] == [f"☐ {label[0]}"] * 2
    history = select(StatusChange.before, StatusChange.after)
    changes = people.read(lambda request: [tuple(row) for row in request.dbsession.execute(history)])
    assert changes == [("accepted", status)] * 2
    messages = [card.at.screen for card in people.ada.cards if card.at]
    assert messages == (["mine.completed"] * 2 if status == "completed" else [])


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.DECLINED, Status.MISSED, Status.CANCELLED])
def test_an_end_is_corrected_to_any_other(people: People, status: Status):
    stand(people, [NINE, NINE + HOUR], status)
    open_past(people)

    labels = [label for row in ticked(people, "9:00", "10:00") for label in row]
    assert labels == [label for row in ENDS for label in row if label[0] != status.symbol]
    for label in labels:
        tap(people.olga, label)
        assert notice_of(people.olga) == label
        ticked(people, "9:00", "10:00")


def test_a_request_whose_time_is_over_can_only_be_declined(people: People):
    stand(people, [NINE, NINE + HOUR], Status.PENDING)
    open_past(people)

    assert ticked(people, "9:00", "10:00") == [["🔴 Declined"]]
    people.olga.press_data(act("appointments.correct", number=0))
    assert notice_of(people.olga) == "This time has passed."
    assert statuses(people) == ["pending", "pending"]


@pytest.mark.parametrize("label", [label for row in ENDS for label in row])
def test_different_statuses_are_refused_with_the_reason(people: People, label: str):
    stand(people, [NINE], Status.MISSED)
    stand(people, [NINE + HOUR])
    open_past(people)
    assert ticked(people, "9:00", "10:00") == ENDS
    before = people.olga.labels
    tap(people.olga, label)

    assert notice_of(people.olga) == "Only appointments with the same status"
    assert people.olga.labels == before
    assert statuses(people) == ["missed", "accepted"]


def test_one_tick_leads_to_meeting_info(people: People):
    appointment_ids = stand(people, [NINE], Status.COMPLETED)
    open_past(people)
    rows = ticked(people, "9:00")

    assert rows[:2] == [["🔴 Declined", "⭕ Missed"], ["❌ Cancelled"]]
    assert rows[-1] == ["ℹ️ Meeting info"]
    people.olga.press("Meeting info")
    assert people.olga.screen.at == go("appointments.info", appointment=appointment_ids[0])


def test_ticks_hold_over_pages_and_the_page_stays(people: People):
    stand(people, [NINE - place * HOUR for place in range(9)])
    open_past(people)
    people.olga.press("9:00")
    tap(people.olga, "›")
    assert people.olga.labels[0] == ["☐ 🟢 Mon 30 Nov, 1:00 · Ada · Massage"]
    assert ticked(people, "1:00") == ENDS
    tap(people.olga, "⭕ Missed")

    assert people.olga.labels == [["☐ ⭕ Mon 30 Nov, 1:00 · Ada · Massage"], ["‹", "2/2", "›"]]
    assert statuses(people) == ["missed", *["accepted"] * 7, "missed"]


def test_what_is_not_mine_cannot_be_ticked(people: People):
    piotr = people.add_professional("Piotr")
    people.connect(people.ada, piotr)
    (theirs,) = stand(people, [NINE], of=piotr)
    open_past(people)
    people.olga.press_data(act("tick", item=theirs))
    people.olga.press_data(act("appointments.correct", number=2))

    assert statuses(people) == ["accepted"]


def test_an_end_that_no_button_offers_is_not_available(people: People):
    stand(people, [NINE])
    open_past(people)
    ticked(people, "9:00")
    for number in (-1, 4):
        people.olga.press_data(act("appointments.correct", number=number))
        assert notice_of(people.olga) == "Not available."

    assert statuses(people) == ["accepted"]


@pytest.mark.parametrize(("number", "rows"), [(0, 0), (1, 1), (9, 9), (500, 9)])
def test_the_list_takes_as_many_statements_however_long(people: People, number: int, rows: int):
    stand(people, [NINE - place * HOUR for place in range(number)])

    screen, statements = listed(people)

    assert (len(screen.rows), statements) == (rows, 2)  # how many there are, and a page of them
    assert buttons_of(screen) <= MOST_BUTTONS


def listed(people: People):
    return shown(people.olga, go("appointments.past_select", page=0))
