"""My appointments, as a client sees them."""

import datetime as dt

import pytest
from tests.plugins.scheduling.many_appointments import HOUR, labels_of, shown, stand
from tests.plugins.scheduling.people import People, tap

from kalenner.hooks.scheduling import Status
from kalenner.testing import go

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EVERYBODY = 0


def open_past(people: People) -> None:
    people.ada.send("/appointments")
    tap(people.ada, "Past")


def test_without_appointments_booking_is_offered(people: People):
    people.ada.send("/menu")
    people.ada.press("My appointments")
    assert people.ada.screen.text == "No appointments yet. Book the first one."
    assert people.ada.labels == [["📅 Book"]]
    tap(people.ada, "📅 Book")

    assert "choose a day." in people.ada.screen.text


def test_without_coming_appointments_the_next_one_is_offered(people: People):
    appointment = people.request(TEN)
    people.ada.send("/appointments")
    people.ada.press("10:00")
    tap(people.ada, "🚫 Cancel")
    tap(people.ada, "Yes, cancel")
    assert people.status(appointment) == "cancelled"
    piotr = people.add_professional("Piotr")
    people.connect(people.ada, piotr)

    people.ada.send("/appointments")
    assert people.ada.screen.text == "No coming appointments. Book the next one."
    assert people.ada.labels == [["📅 Book"], ["Past"]]

    people.ada.send("/menu")
    for label in ("My specialists", "Piotr", "Appointments"):
        people.ada.press(label)
    assert people.ada.screen.text == "No appointments yet. Book the first one."


def test_without_past_appointments_it_says_what_will_be_there(people: People):
    people.request(TEN)
    open_past(people)

    assert (
        people.ada.screen.text == "No past appointments yet. They will stand here, ready to be booked again."
    )
    assert people.ada.labels == [["📅 Book"]]


def test_past_are_those_that_are_over_or_off_the_newest_first(people: People):
    kinds = [Status.COMPLETED, Status.MISSED, Status.DECLINED, Status.CANCELLED]
    for number, status in enumerate(kinds):
        stand(people, [TEN - (number + 2) * DAY], status)
    stand(people, [TEN + DAY], Status.CANCELLED)
    stand(people, [TEN + 2 * DAY], Status.ACCEPTED)
    open_past(people)

    assert people.ada.labels == [
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
    people: People, number: int, rows: int, pages: list[str]
):
    stand(people, [TEN + count * HOUR for count in range(number)])
    stand(people, [TEN - DAY - count * HOUR for count in range(number)], Status.COMPLETED)

    for provider in (EVERYBODY, 1):
        for name, statements, more in (
            ("mine.list", 2, bool(number)),
            ("mine.past", 3 if number else 2, False),
        ):
            screen, counted = shown(people.ada, go(name, provider=provider, page=0))
            labels = labels_of(screen)
            assert (counted, len(labels)) == (statements, rows + bool(pages) + more), name
            assert labels[rows : rows + 1] == ([pages] if pages else [["Past"]] if more else []), name


def test_appointments_with_one_specialist_and_back_to_them(people: People):
    piotr = people.add_professional("Piotr")
    people.connect(people.ada, piotr)
    people.request(TEN)
    people.request(TEN, of=piotr)
    people.ada.send("/appointments")
    assert len(people.ada.labels) == 3
    people.ada.send("/menu")
    for label in ("My specialists", "Piotr", "Appointments"):
        people.ada.press(label)
    assert people.ada.labels == [["🟡 Wed 2 Dec, 10:00 · Piotr · Massage"], ["Past"]]
    position = people.ada.screen.at
    people.ada.press("10:00")
    assert people.ada.screen.back == position

    people.ada.press_data(position)
    tap(people.ada, "Past")
    assert people.ada.screen.text.startswith("No past appointments yet.")
    assert people.ada.screen.back == position


@pytest.mark.parametrize("name", ["mine.list", "mine.past"])
def test_back_from_an_appointment_leads_to_its_page_of_the_list(people: People, name: str):
    if name == "mine.list":
        stand(people, [TEN + count * HOUR for count in range(9)])
    else:
        stand(people, [TEN - DAY - count * HOUR for count in range(9)], Status.MISSED)
    people.ada.press_data(go(name, provider=EVERYBODY, page=1))
    people.ada.follow(people.ada.screen.rows[0][0])

    assert people.ada.screen.back == go(name, provider=EVERYBODY, page=1)


def test_back_from_a_message_leads_to_the_list_it_is_in(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.ada.press("Meeting info", on=people.ada.cards[-1])
    assert people.ada.screen.back == go("mine.list", provider=EVERYBODY, page=0)
    tap(people.ada, "🚫 Cancel")
    tap(people.ada, "Yes, cancel")

    assert people.ada.screen.back == go("mine.past", provider=EVERYBODY, page=0)


def test_long_lists_have_pages(people: People):
    stand(people, [TEN + 7 * number * DAY for number in range(9)], Status.PENDING)
    people.ada.send("/appointments")
    tap(people.ada, "›")

    assert people.ada.labels == [["🟡 Wed 27 Jan, 10:00 · Olga · Massage"], ["‹", "2/2", "›"], ["Past"]]
