"""My appointments, as a client sees them."""

import datetime as dt

import pytest
from tests.plugins.scheduling.many_appointments import HOUR, labels_of, shown, stand
from tests.plugins.scheduling.town import Town, tap

from kalenner.hooks.scheduling import Status
from kalenner.testing import go

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EVERYBODY = 0


def open_past(town: Town) -> None:
    town.ada.send("/appointments")
    tap(town.ada, "Past")


def test_without_appointments_booking_is_offered(town: Town):
    town.ada.send("/menu")
    town.ada.press("My appointments")
    assert town.ada.screen.text == "No appointments yet. Book the first one."
    assert town.ada.labels == [["📅 Book"]]
    tap(town.ada, "📅 Book")

    assert "Choose a day." in town.ada.screen.text


def test_without_coming_appointments_the_next_one_is_offered(town: Town):
    appointment = town.request(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    tap(town.ada, "🚫 Cancel")
    tap(town.ada, "Yes, cancel")
    assert town.status(appointment) == "cancelled"
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)

    town.ada.send("/appointments")
    assert town.ada.screen.text == "No coming appointments. Book the next one."
    assert town.ada.labels == [["📅 Book"], ["Past"]]

    town.ada.send("/menu")
    for label in ("My specialists", "Piotr", "Appointments"):
        town.ada.press(label)
    assert town.ada.screen.text == "No appointments yet. Book the first one."


def test_without_past_appointments_it_says_what_will_be_there(town: Town):
    town.request(TEN)
    open_past(town)

    assert town.ada.screen.text == "No past appointments yet. They will stand here, ready to be booked again."
    assert town.ada.labels == [["📅 Book"]]


def test_past_are_those_that_are_over_or_off_the_newest_first(town: Town):
    kinds = [Status.COMPLETED, Status.MISSED, Status.DECLINED, Status.CANCELLED]
    for number, status in enumerate(kinds):
        stand(town, [TEN - (number + 2) * DAY], status)
    stand(town, [TEN + DAY], Status.CANCELLED)
    stand(town, [TEN + 2 * DAY], Status.ACCEPTED)
    open_past(town)

    assert town.ada.labels == [
        ["❌ Thu 3 Dec, 10:00 · Olga · Massage"],
        ["✅ Mon 30 Nov, 10:00 · Olga · Massage"],
        ["⭕ Sun 29 Nov, 10:00 · Olga · Massage"],
        ["🔴 Sat 28 Nov, 10:00 · Olga · Massage"],
        ["❌ Fri 27 Nov, 10:00 · Olga · Massage"],
    ]


@pytest.mark.parametrize(
    ("number", "rows", "pages"),
    [(0, 1, []), (1, 1, []), (9, 8, ["‹", "1/2", "›"]), (500, 8, ["‹", "1/63", "›"])],
)
def test_lists_of_any_length_have_pages_and_take_as_many_statements(
    town: Town, number: int, rows: int, pages: list[str]
):
    stand(town, [TEN + count * HOUR for count in range(number)])
    stand(town, [TEN - DAY - count * HOUR for count in range(number)], Status.COMPLETED)

    for provider in (EVERYBODY, 1):
        for name, statements, more in (
            ("mine.list", 1 if number else 2, bool(number)),
            ("mine.past", 2, False),
        ):
            screen, counted = shown(town.ada, go(name, provider=provider, page=0))
            labels = labels_of(screen)
            assert (counted, len(labels)) == (statements, rows + bool(pages) + more), name
            assert labels[rows : rows + 1] == ([pages] if pages else [["Past"]] if more else []), name


def test_appointments_with_one_specialist_and_back_to_them(town: Town):
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)
    town.request(TEN)
    town.request(TEN, of=piotr)
    town.ada.send("/appointments")
    assert len(town.ada.labels) == 3
    town.ada.send("/menu")
    for label in ("My specialists", "Piotr", "Appointments"):
        town.ada.press(label)
    assert town.ada.labels == [["🟡 Wed 2 Dec, 10:00 · Piotr · Massage"], ["Past"]]
    position = town.ada.screen.at
    town.ada.press("10:00")
    assert town.ada.screen.back == position

    town.ada.press_data(position)
    tap(town.ada, "Past")
    assert town.ada.screen.text.startswith("No past appointments yet.")
    assert town.ada.screen.back == position


@pytest.mark.parametrize("name", ["mine.list", "mine.past"])
def test_back_from_an_appointment_leads_to_its_page_of_the_list(town: Town, name: str):
    if name == "mine.list":
        stand(town, [TEN + count * HOUR for count in range(9)])
    else:
        stand(town, [TEN - DAY - count * HOUR for count in range(9)], Status.MISSED)
    town.ada.press_data(go(name, provider=EVERYBODY, page=1))
    town.ada.follow(town.ada.screen.rows[0][0])

    assert town.ada.screen.back == go(name, provider=EVERYBODY, page=1)


def test_back_from_a_message_leads_to_the_list_it_is_in(town: Town):
    appointment = town.request(TEN)
    town.accept(appointment)
    town.ada.press("Meeting info", on=town.ada.cards[-1])
    assert town.ada.screen.back == go("mine.list", provider=EVERYBODY, page=0)
    tap(town.ada, "🚫 Cancel")
    tap(town.ada, "Yes, cancel")

    assert town.ada.screen.back == go("mine.past", provider=EVERYBODY, page=0)


def test_long_lists_have_pages(town: Town):
    stand(town, [TEN + 7 * number * DAY for number in range(9)], Status.PENDING)
    town.ada.send("/appointments")
    tap(town.ada, "›")

    assert town.ada.labels == [["🟡 Wed 27 Jan, 10:00 · Olga · Massage"], ["‹", "2/2", "›"], ["Past"]]
