"""A client books: service, day, time, confirmation."""

import datetime as dt

import pytest
from tests.core.home.people import add_specialists
from tests.plugins.scheduling.people import People, notice_of, tap
from tests.rows_read import rows_read
from tests.words import written

from kalenner.clock import FixedClock
from kalenner.testing import Person, go

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin."""


def open_days(person: Person) -> None:
    person.send("/menu")
    person.press("My specialists")
    person.press("Book")


def open_times(person: Person, day: str = "2") -> None:
    open_days(person)
    tap(person, day)


def times(person: Person) -> list[str]:
    return [label for row in person.labels for label in row if ":" in label]


def test_the_only_service_is_chosen_at_once_and_only_free_days_can_be_pressed(people: People):
    open_days(people.ada)

    assert people.ada.screen.text == (
        "<b>Massage, 60 min</b> with Olga\n\nBack and neck\n\nTake one of the next free times, or choose a day.\n\n"
        "All times are in your time zone: Berlin."
    )
    # Tuesday the 1st, noon: its working hours are over
    assert people.ada.labels == [
        ["Wed 2 Dec, 9:00"],
        ["Wed 2 Dec, 9:30"],
        ["Wed 2 Dec, 10:00"],
        [" ", "December 2026", "›"],
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        [" ", "–", "2", "3", "4", "–", "–"],
        ["7", "8", "9", "10", "11", "–", "–"],
        ["14", "15", "16", "17", "18", "–", "–"],
        ["21", "22", "23", "24", "25", "–", "–"],
        ["28", "29", "30", "31", " ", " ", " "],
    ]
    tap(people.ada, "–")
    assert notice_of(people.ada) == "No free times on this day."


def test_from_tap_to_request(people: People):
    open_times(people.ada)
    assert times(people.ada) == ["9:00", "9:30", "10:00", "10:30", "11:00"]
    tap(people.ada, "10:00")
    assert people.ada.screen.text == (
        "<b>Your request</b>\n\n<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\nPrice €50.00"
    )
    assert people.ada.labels == [["✉️ Send request"], ["📝 Add note"], ["Change time"]]
    people.ada.press("Send request")

    assert "Request sent 🟡" in people.ada.screen.text
    assert people.ada.labels == [["🗓️ My appointments"]]
    assert "New request" in people.olga.cards[-1].text
    people.ada.press("My appointments")
    assert people.ada.labels == [["🟡 Wed 2 Dec, 10:00 · Olga · Massage"], ["Past"]]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("My left shoulder", "My left shoulder"),
        ("  first time 😀 ", "first time 😀"),
        ("two\nlines", "two\nlines"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("Левое плечо", "Левое плечо"),
        ("٣", "٣"),
        ("10:00", "10:00"),
        ("x" * 500, "x" * 500),
        ("https://example.com/?start=1", "https://example.com/?start=1"),
    ],
)
def test_text_on_the_confirmation_becomes_the_note(people: People, typed: str, note: str):
    open_times(people.ada)
    tap(people.ada, "10:00")

    people.ada.send(typed)

    assert f"\nNote: {note}\n" in people.ada.screen.text
    assert people.ada.labels == [["✉️ Send request"], ["📝 Remove note"], ["Change time"]]
    people.ada.press("Send request")
    assert f"Note: {note}" in people.olga.cards[-1].text


def test_note_is_replaced_kept_while_the_time_changes_and_removed(people: People):
    open_times(people.ada)
    tap(people.ada, "10:00")
    people.ada.send("first")
    people.ada.send("second")
    people.ada.press("Change time")
    people.ada.send("hello?")
    assert people.ada.screen.text.startswith("Please use the buttons.")
    tap(people.ada, "11:00")
    assert "Note: second" in people.ada.screen.text

    people.ada.press("Remove note")

    assert "Note" not in people.ada.screen.text
    people.ada.press("Send request")
    assert "Note" not in people.olga.cards[-1].text


def test_note_of_a_request_that_was_given_up_goes_with_no_later_one(people: People):
    open_times(people.ada)
    tap(people.ada, "10:00")
    people.ada.send("first")
    people.ada.send("/menu")
    open_times(people.ada)
    tap(people.ada, "10:00")
    assert "Note" not in people.ada.screen.text
    people.ada.send("second")
    people.ada.press("Send request")

    open_times(people.ada)
    tap(people.ada, "11:00")
    assert "Note" not in people.ada.screen.text
    assert "Note: second" in people.olga.cards[-1].text


def test_note_that_is_too_long_is_refused_above_the_same_screen(people: People):
    open_times(people.ada)
    tap(people.ada, "10:00")
    confirmation = people.ada.screen

    people.ada.send("x" * 501)

    assert people.ada.screen.text == f"❗ Please keep it under 500 characters.\n\n{confirmation.text}"
    assert people.ada.labels == [["✉️ Send request"], ["📝 Add note"], ["Change time"]]


def test_a_second_press_on_send_asks_for_nothing_more(people: People):
    open_times(people.ada)
    tap(people.ada, "10:00")
    button, version = people.ada.screen.rows[0][0], people.ada.version
    people.ada.follow(button)
    people.ada.press_data(button.target, version=version)

    assert notice_of(people.ada) == "This step is over."
    assert len(people.olga.cards) == 1


def test_several_services_are_offered_with_their_prices(people: People):
    people.add_service(people.olga, "Yoga", 90)
    people.ada.send("/menu")
    people.ada.press("My specialists")
    people.ada.press("Book")
    assert people.ada.labels == [["Massage, 60 min · €50.00"], ["Yoga, 90 min"]]

    people.ada.press("Yoga")
    tap(people.ada, "2")
    assert times(people.ada) == ["9:00", "9:30", "10:00", "10:30"]
    tap(people.ada, "9:30")
    assert people.ada.labels[2] == ["Change time", "Change service"]
    tap(people.ada, "Change service")
    assert len(people.ada.labels) == 2


def test_hidden_prices_are_not_shown_where_clients_choose(people: People):
    people.add_service(people.olga, "Yoga", 90, 2_000)
    people.olga.send("/settings")
    people.olga.press("Service settings")
    people.olga.press("Currency")
    tap(people.olga, "Hide")
    open_days(people.ada)
    assert people.ada.labels == [["Massage, 60 min"], ["Yoga, 90 min"]]

    people.ada.press("Massage")
    tap(people.ada, "2")
    tap(people.ada, "10:00")
    assert "Price" not in people.ada.screen.text


def test_change_time_leads_back_to_the_times_of_that_day(people: People):
    open_times(people.ada)
    tap(people.ada, "10:00")
    tap(people.ada, "Change time")

    assert times(people.ada) == ["9:00", "9:30", "10:00", "10:30", "11:00"]


def test_taken_meanwhile_shows_the_times_still_free(people: People):
    ben = people.add_client("Ben")
    open_times(people.ada)
    tap(people.ada, "10:00")
    people.request(TEN, client=ben)
    people.ada.press("Send request")

    assert notice_of(people.ada) == "Just taken. These times are still free."
    assert times(people.ada) == ["9:00", "11:00"]
    assert len(people.olga.cards) == 1


def test_taken_meanwhile_on_a_day_that_is_full_shows_the_next_free_day(people: People):
    ben = people.add_client("Ben")
    open_times(people.ada)
    tap(people.ada, "10:00")
    for hours in (-1, 0, 1):
        people.request(TEN + dt.timedelta(hours=hours), client=ben)
    people.ada.press("Send request")

    assert "Thu 3 Dec 2026" in people.ada.screen.text
    assert len(times(people.ada)) == 5


def test_a_time_that_passed_meanwhile_is_said_so(people: People, clock: FixedClock):
    open_times(people.ada)
    tap(people.ada, "9:30")
    clock.set(TEN)
    people.ada.press("Send request")

    assert notice_of(people.ada) == "This time has passed."
    assert times(people.ada) == ["10:30", "11:00"]


def test_a_service_deleted_meanwhile_is_not_available(people: People):
    open_times(people.ada)
    tap(people.ada, "10:00")
    people.olga.send("/settings")
    for label in ("Service settings", "Services", "Massage", "Delete", "Yes, delete"):
        people.olga.press(label)
    people.ada.press("Send request")

    assert notice_of(people.ada) == "Not available."
    assert people.olga.cards == []


def test_a_month_without_free_times_leads_to_the_next(people: People, clock: FixedClock):
    clock.set(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC))
    open_days(people.ada)
    assert "No free times in December." in people.ada.screen.text
    assert people.ada.labels == [
        ["Fri 1 Jan, 9:00"],
        ["Fri 1 Jan, 9:30"],
        ["Fri 1 Jan, 10:00"],
        [" ", "December 2026", "›"],
        ["Next month"],
    ]
    tap(people.ada, "Next month")

    assert people.ada.labels[0] == ["‹", "January 2027", "›"]
    assert "1" in people.ada.labels[2]


def test_the_calendar_starts_at_this_week(people: People, clock: FixedClock):
    clock.set(dt.datetime(2026, 12, 24, 12, tzinfo=dt.UTC))
    open_days(people.ada)

    assert people.ada.labels == [
        ["Fri 25 Dec, 9:00"],
        ["Fri 25 Dec, 9:30"],
        ["Fri 25 Dec, 10:00"],
        [" ", "December 2026", "›"],
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        [" ", " ", " ", "–", "25", "–", "–"],
        ["28", "29", "30", "31", " ", " ", " "],
    ]


def test_one_of_the_next_free_times_is_taken_by_one_press(people: People):
    people.request(TEN - dt.timedelta(hours=1), client=people.add_client("Ben"))
    open_days(people.ada)
    assert people.ada.labels[:3] == [["Wed 2 Dec, 10:00"], ["Wed 2 Dec, 10:30"], ["Wed 2 Dec, 11:00"]]
    tap(people.ada, "Wed 2 Dec, 10:30")

    assert "Wed 2 Dec 2026, 10:30" in people.ada.screen.text
    people.ada.press("Send request")
    assert "Request sent 🟡" in people.ada.screen.text


def test_later_months_begin_with_their_heading(people: People):
    open_days(people.ada)
    tap(people.ada, "›")

    assert people.ada.labels[0] == ["‹", "January 2027", "›"]
    assert people.ada.screen.text.endswith("Choose a day.\n\nAll times are in your time zone: Berlin.")


def test_the_heading_opens_the_months(people: People):
    open_days(people.ada)
    tap(people.ada, "December 2026")
    assert people.ada.screen.text == "Choose a month."
    months = [label for row in people.ada.labels for label in row]
    assert (len(months), months[0], months[-1]) == (13, "Dec 2026", "Dec 2027")
    tap(people.ada, "Mar 2027")
    assert people.ada.labels[0] == ["‹", "March 2027", "›"]
    tap(people.ada, "March 2027")
    people.ada.press_data(people.ada.screen.back)

    assert people.ada.labels[0] == ["‹", "March 2027", "›"]


@pytest.mark.parametrize(
    ("language", "first_week"),
    [
        ("en-US", [" ", " ", "–", "2", "3", "4", "–"]),
        ("en-GB", [" ", "–", "2", "3", "4", "–", "–"]),
        ("en", [" ", "–", "2", "3", "4", "–", "–"]),
        ("fr-CA", [" ", " ", "–", "2", "3", "4", "–"]),
        ("de-DE", [" ", "–", "2", "3", "4", "–", "–"]),
        ("ar-EG", [" ", " ", " ", "–", "2", "3", "4"]),
    ],
)
def test_weeks_start_by_the_readers_region(people: People, language: str, first_week: list[str]):
    cleo = people.add_client("Cleo", language=language)
    cleo.press_data(go("book.days", service=1, month=dt.date(2026, 12, 1)))

    assert cleo.labels[5] == first_week


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "No free times in {january} 2027."),
        ("fr", "Aucun créneau libre en {january} 2027."),
        ("de", "Keine freien Zeiten im {january} 2027."),
        ("ru", "На {january} 2027 г. свободного времени нет."),
    ],
)
def test_a_month_is_written_as_within_a_sentence(people: People, language: str, sentence: str):
    piotr = people.add_professional("Piotr", is_ready=False)
    service = people.add_service(piotr, "Yoga")
    reader = people.add_client("Léa", language=language, of=piotr)
    reader.press_data(go("book.days", service=service, month=dt.date(2027, 1, 1)))

    january = written("2027-01-01", "LLLL", language)
    assert sentence.format(january=january) in reader.screen.text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_one_can_book_twelve_months_ahead_and_no_further(people: People):
    open_days(people.ada)
    for _month in range(12):
        tap(people.ada, "›")

    assert people.ada.labels[0] == ["‹", "December 2027", " "]
    assert [label for row in people.ada.labels[2:] for label in row if label.isdigit()] == ["1"]


def test_a_day_with_many_times_has_pages(people: People):
    people.olga.send("/settings")
    people.olga.press("Service settings")
    people.olga.press("Starts every")
    tap(people.olga, "5")
    open_times(people.ada)
    assert (len(times(people.ada)), people.ada.labels[-1]) == (24, ["‹", "1/2", "›"])
    tap(people.ada, "›")

    assert times(people.ada) == ["11:00"]


def test_client_in_another_zone_reads_both_times(people: People):
    tom = people.add_client("Tom", "America/New_York")
    open_days(tom)
    tap(tom, "2")
    assert "All times are in your time zone: New York." in tom.screen.text
    assert times(tom) == ["3:00", "3:30", "4:00", "4:30", "5:00"]
    tap(tom, "4:00")
    assert "Wed 2 Dec 2026, 4:00 (New York) · 10:00 (Berlin)" in tom.screen.text
    tom.press("Send request")

    assert "Wed 2 Dec 2026, 10:00 (Berlin) · 4:00 (New York)" in people.olga.cards[-1].text


def test_a_morning_in_berlin_falls_on_two_days_in_honolulu(people: People):
    keola = people.add_client("Keola", "Pacific/Honolulu")
    open_days(keola)
    tap(keola, "1")
    assert times(keola) == ["22:00", "22:30", "23:00", "23:30"]
    tap(keola, "23:30")

    assert "Tue 1 Dec 2026, 23:30 (Honolulu) · Wed 2 Dec, 10:30 (Berlin)" in keola.screen.text


def test_the_repeated_hour_is_offered_twice_with_its_offset(people: People, clock: FixedClock):
    night = people.add_professional("Nora")
    people.connect(people.ada, night)
    night.send("/settings")
    for label in ("Schedule settings", "Working hours", "Sun", "Add period"):
        night.press(label)
    night.send("2-3")
    clock.set(dt.datetime(2027, 10, 30, 12, tzinfo=dt.UTC))
    people.ada.send("/book")
    people.ada.press("Nora")
    tap(people.ada, "31")

    assert times(people.ada) == ["2:00 (+02:00)", "2:30 (+02:00)", "2:00 (+01:00)"]


@pytest.mark.parametrize("number", [1, 2])
def test_book_as_a_command_asks_for_the_specialist_where_there_are_several(people: People, number: int):
    if number == 2:
        people.connect(people.ada, people.add_professional("Piotr"))
    people.ada.send("/book")

    if number == 2:
        assert people.ada.labels == [["Olga"], ["Piotr"]]
        people.ada.press("Piotr")
    assert "choose a day." in people.ada.screen.text


def test_a_specialist_who_offers_nothing(people: People):
    people.connect(people.ada, people.add_professional("Piotr", is_ready=False))
    people.ada.send("/book")
    people.ada.press("Piotr")

    assert people.ada.screen.text == "<b>Piotr</b> offers no services yet."


def test_somebody_without_a_specialist_is_told_to_open_a_link(people: People):
    ben = people.add_person("Ben")
    ben.send("/book")

    assert "No specialists yet." in ben.screen.text


@pytest.mark.parametrize("number", [9, 500])
def test_specialists_to_book_with_are_read_page_by_page(people: People, number: int):
    add_specialists(people.ada, number - 1)

    screen, rows = rows_read(people.ada, go("book"))

    assert (screen.rows[0][0].label, len(screen.rows), rows) == ("Olga", 9, [1, 8])
