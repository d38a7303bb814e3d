"""Office → Appointments → Past appointments: the list with ticks, and corrections among the ends."""

import datetime as dt

import pytest
from sqlalchemy import select
from tests.plugins.scheduling.many_appointments import HOUR, MOST_BUTTONS, buttons_of, shown, stand
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.hooks.scheduling import Status
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment, StatusChange

pytestmark = pytest.mark.slow_on_postgresql

NINE = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)
"""Monday, yesterday, 9:00 in Berlin."""
ENDS = [["✅ Completed", "🔴 Declined"], ["⭕ Missed", "❌ Cancelled"]]


def open_past(town: Town) -> None:
    town.olga.press_data(go("appointments.past", page=0))


def ticked(town: Town, *parts: str) -> list[list[str]]:
    """Tick the rows that hold these parts; return the buttons below the list."""
    for part in parts:
        town.olga.press(part)
    return [row for row in town.olga.labels if row[0][0] not in "☐☑‹"]


def statuses(town: Town) -> list[str]:
    statement = select(Appointment.status).order_by(Appointment.starts_at)
    return town.read(lambda request: list(request.dbsession.scalars(statement)))


def test_nothing_is_past(town: Town):
    stand(town, [NINE + 72 * HOUR])
    open_past(town)

    assert town.olga.screen.text == (
        "No past appointments yet. What has ended, was declined or cancelled will stand here."
    )
    assert town.olga.labels == []
    assert town.olga.screen.back == go("appointments.list", only=0, page=0)


def test_the_newest_stands_first(town: Town):
    stand(town, [NINE])
    stand(town, [NINE + HOUR], Status.COMPLETED, location="Room 3")
    stand(town, [NINE - 366 * 24 * HOUR], Status.MISSED)
    stand(town, [NINE + 72 * HOUR], Status.CANCELLED)
    stand(town, [NINE + 73 * HOUR], Status.PENDING)
    open_past(town)

    assert town.olga.screen.text == "<b>Past appointments</b>\nTick one or more to say how they ended."
    assert town.olga.labels == [
        ["☐ ❌ Thu 3 Dec, 09:00 · Ada · Massage"],
        ["☐ ✅ Mon 30 Nov, 10:00 · Ada · Massage 📍"],
        ["☐ 🟢 Mon 30 Nov, 09:00 · Ada · Massage"],
        ["☐ ⭕ Sat 29 Nov 2025, 09:00 · Ada · Massage"],
    ]


@pytest.mark.parametrize(
    ("label", "status"), [("✅ Completed", "completed"), ("🔴 Declined", "declined"), ("⭕ Missed", "missed")]
)
def test_what_has_ended_is_given_its_end(town: Town, label: str, status: str):
    stand(town, [NINE, NINE + HOUR])
    open_past(town)
    assert ticked(town, "09:00", "10:00") == ENDS
    tap(town.olga, label)

    assert notice_of(town.olga) == label
    assert statuses(town) == [status, status]
    assert [row[0][:3] for row in town.olga.labels] == [f"☐ {label[0]}"] * 2
    history = select(StatusChange.before, StatusChange.after)
    changes = town.read(lambda request: [tuple(row) for row in request.dbsession.execute(history)])
    assert changes == [("accepted", status)] * 2
    messages = [card.at.screen for card in town.ada.cards if card.at]
    assert messages == (["mine.completed"] * 2 if status == "completed" else [])


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.DECLINED, Status.MISSED, Status.CANCELLED])
def test_an_end_is_corrected_to_any_other(town: Town, status: Status):
    stand(town, [NINE, NINE + HOUR], status)
    open_past(town)

    labels = [label for row in ticked(town, "09:00", "10:00") for label in row]
    assert labels == [label for row in ENDS for label in row if label[0] != status.symbol]
    for label in labels:
        tap(town.olga, label)
        assert notice_of(town.olga) == label
        ticked(town, "09:00", "10:00")


def test_a_request_whose_time_is_over_can_only_be_declined(town: Town):
    stand(town, [NINE, NINE + HOUR], Status.PENDING)
    open_past(town)

    assert ticked(town, "09:00", "10:00") == [["🔴 Declined"]]
    town.olga.press_data(act("appointments.correct", number=0))
    assert notice_of(town.olga) == "This time has passed."
    assert statuses(town) == ["pending", "pending"]


@pytest.mark.parametrize("label", [label for row in ENDS for label in row])
def test_different_statuses_are_refused_with_the_reason(town: Town, label: str):
    stand(town, [NINE], Status.MISSED)
    stand(town, [NINE + HOUR])
    open_past(town)
    assert ticked(town, "09:00", "10:00") == ENDS
    before = town.olga.labels
    tap(town.olga, label)

    assert notice_of(town.olga) == "Only appointments with the same status"
    assert town.olga.labels == before
    assert statuses(town) == ["missed", "accepted"]


def test_one_tick_leads_to_meeting_info(town: Town):
    appointment_ids = stand(town, [NINE], Status.COMPLETED)
    open_past(town)
    rows = ticked(town, "09:00")

    assert rows[:2] == [["🔴 Declined", "⭕ Missed"], ["❌ Cancelled"]]
    assert rows[-1] == ["ℹ️ Meeting info"]
    town.olga.press("Meeting info")
    assert town.olga.screen.at == go("appointments.info", appointment=appointment_ids[0])


def test_ticks_hold_over_pages_and_the_page_stays(town: Town):
    stand(town, [NINE - place * HOUR for place in range(9)])
    open_past(town)
    town.olga.press("09:00")
    tap(town.olga, "›")
    assert town.olga.labels[0] == ["☐ 🟢 Mon 30 Nov, 01:00 · Ada · Massage"]
    assert ticked(town, "01:00") == ENDS
    tap(town.olga, "⭕ Missed")

    assert town.olga.labels == [["☐ ⭕ Mon 30 Nov, 01:00 · Ada · Massage"], ["‹", "2/2", "›"]]
    assert statuses(town) == ["missed", *["accepted"] * 7, "missed"]


def test_what_is_not_mine_cannot_be_ticked(town: Town):
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)
    (theirs,) = stand(town, [NINE], of=piotr)
    open_past(town)
    town.olga.press_data(act("tick", item=theirs))
    town.olga.press_data(act("appointments.correct", number=2))

    assert statuses(town) == ["accepted"]


def test_an_end_that_no_button_offers_is_not_available(town: Town):
    stand(town, [NINE])
    open_past(town)
    ticked(town, "09:00")
    for number in (-1, 4):
        town.olga.press_data(act("appointments.correct", number=number))
        assert notice_of(town.olga) == "Not available."

    assert statuses(town) == ["accepted"]


@pytest.mark.parametrize(("number", "rows"), [(0, 0), (1, 1), (9, 9), (500, 9)])
def test_the_list_takes_as_many_statements_however_long(town: Town, number: int, rows: int):
    stand(town, [NINE - place * HOUR for place in range(number)])

    screen, statements = listed(town)

    assert (len(screen.rows), statements) == (rows, 2)  # how many there are, and a page of them
    assert buttons_of(screen) <= MOST_BUTTONS


def listed(town: Town):
    return shown(town.olga, go("appointments.past", page=0))
