"""Settings → Schedule settings → Holidays and Vacation."""

import datetime as dt

import pytest
from pyramid.request import Request
from sqlalchemy import insert
from tests.plugins.scheduling.many_appointments import MOST_BUTTONS, buttons_of, provider_of, shown, stand
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap
from tests.rows_read import rows_read
from tests.words import written

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.screens import Screen
from kalenner.testing import Person, act, go
from kalenner_scheduling.time_off.models import Closure

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the service on both databases."""

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin."""
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)
HOLIDAY, VACATION = 0, 1
ADD = [["➕ Add holiday"], ["Public holidays"]]


def open_list(person: Person, label: str) -> Screen:
    person.send("/settings")
    person.press("Schedule settings")
    return person.press(label)


def add_holiday(person: Person, day: str) -> None:
    open_list(person, "Holidays")
    person.press("Add holiday")
    tap(person, day)
    tap(person, "Save")


def choose_vacation(person: Person, first: str, last: str) -> None:
    open_list(person, "Vacation")
    person.press("Add vacation")
    tap(person, first)
    tap(person, last)


def days_offered(client: Person) -> list[str]:
    """Return the days of December that a client can choose."""
    client.press_data(go("book.days", service=1, month=dt.date(2026, 12, 1)))
    return [label for row in client.labels[2:] for label in row if label.isdigit()]


def test_settings_of_the_schedule_lead_to_all_four(people: People):
    people.olga.send("/settings")
    people.olga.press("Schedule settings")

    assert people.olga.labels == [["Working hours"], ["Holidays", "Vacation"], ["Away"]]


def test_empty_lists_say_what_will_be_there(people: People):
    open_list(people.olga, "Holidays")
    assert people.olga.screen.text == ("No holidays yet.\nOn these days nobody can book.")
    assert people.olga.labels == ADD

    open_list(people.olga, "Vacation")
    assert people.olga.screen.text == "No vacation yet.\nFrom its first to its last day nobody can book."
    assert people.olga.labels == [["➕ Add vacation"]]


def test_holiday_is_chosen_from_the_days_from_today_on(people: People, clock: FixedClock):
    clock.set(TEN)
    olga = people.olga
    open_list(olga, "Holidays")
    olga.press("Add holiday")
    assert olga.screen.text == "Choose the day. × marks days that are closed already."
    assert olga.labels == [
        [" ", "December 2026", "›"],
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        [" ", " ", "2", "3", "4", "5", "6"],
        ["7", "8", "9", "10", "11", "12", "13"],
        ["14", "15", "16", "17", "18", "19", "20"],
        ["21", "22", "23", "24", "25", "26", "27"],
        ["28", "29", "30", "31", " ", " ", " "],
        ["⌨️ Type the date"],
    ]
    tap(olga, "25")
    assert olga.screen.text == "<b>Holidays</b>\nFri 25 Dec 2026\n\nThere are no appointments in this time."
    assert olga.labels == [["Save", "No"]]
    tap(olga, "Save")

    assert notice_of(olga) == "Saved"
    assert olga.labels == [["➕ Add another"], ["🗑️ Delete"]]
    tap(olga, "➕ Add another")
    assert olga.labels[5] == ["21", "22", "23", "24", "25×", "26", "27"]
    tap(olga, "26")
    tap(olga, "Save")
    open_list(olga, "Holidays")
    assert olga.screen.text == "<b>Holidays</b>"
    assert olga.labels == [["🗑️ Fri 25 Dec 2026"], ["🗑️ Sat 26 Dec 2026"], *ADD]


def test_no_saves_nothing(people: People):
    olga = people.olga
    open_list(olga, "Holidays")
    olga.press("Add holiday")
    tap(olga, "25")
    tap(olga, "No")

    assert olga.labels == ADD


def test_holiday_cannot_be_booked(people: People):
    before = days_offered(people.ada)
    add_holiday(people.olga, "3")

    assert before[:4] == ["2", "3", "4", "7"]
    assert days_offered(people.ada)[:3] == ["2", "4", "7"]


def test_vacation_is_chosen_by_its_first_and_its_last_day(people: People):
    olga = people.olga
    open_list(olga, "Vacation")
    olga.press("Add vacation")
    assert olga.screen.text == "Choose the first day. × marks days that are closed already."
    tap(olga, "28")
    assert olga.screen.text == (
        "From <b>Mon 28 Dec 2026</b>. Choose the last day; it may be the same one. "
        "× marks days that are closed already."
    )
    assert olga.labels[2:-1] == [["28", "29", "30", "31", " ", " ", " "]]
    tap(olga, "›")
    tap(olga, "9")
    assert olga.screen.text == (
        "<b>Vacation</b>\n28 Dec 2026 – 9 Jan 2027 (13 days)\n\nThere are no appointments in this time."
    )
    tap(olga, "Save")
    assert notice_of(olga) == "Saved"

    open_list(olga, "Vacation")
    assert olga.labels == [["🗑️ 28 Dec 2026 – 9 Jan 2027 (13 days)"], ["➕ Add vacation"]]
    assert days_offered(people.ada)[-1] == "25"


def test_vacation_may_be_a_single_day(people: People):
    choose_vacation(people.olga, "8", "8")
    tap(people.olga, "Save")

    open_list(people.olga, "Vacation")
    assert people.olga.labels[0] == ["🗑️ Tue 8 Dec 2026"]


def test_vacation_ends_within_a_year(people: People):
    open_list(people.olga, "Vacation")
    people.olga.press("Add vacation")
    tap(people.olga, "8")
    for _month in range(12):
        tap(people.olga, "›")

    assert people.olga.labels[0] == ["‹", "December 2027", " "]
    assert people.olga.labels[3] == ["6", "7", "8", "–", "–", "–", "–"]


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", "🗑️ 3 – 14 {aug} 2027"),
        ("fr", "🗑️ 3 – 14 {aug} 2027"),
        ("de", "🗑️ 3. – 14. {aug} 2027"),
        ("ru", "🗑️ 3 – 14 {aug} 2027\N{NARROW NO-BREAK SPACE}г."),
    ],
)
def test_days_are_written_as_the_reader_does(people: People, language: str, days: str):
    piotr = people.add_professional("Piotr", language=language)
    span = {"kind": VACATION, "first_day": dt.date(2027, 8, 3), "last_day": dt.date(2027, 8, 14)}
    piotr.press_data(go("closures.days", **span))
    piotr.follow(piotr.screen.rows[0][0])
    piotr.press_data(go("closures.list", kind=VACATION, page=0))

    assert piotr.labels[0][0].partition(" (")[0] == days.format(aug=written("2027-08-03", "MMM", language))


def test_first_of_a_month_in_french(people: People):
    lea = people.add_professional("Léa", language="fr")
    span = {"kind": VACATION, "first_day": dt.date(2027, 8, 1), "last_day": dt.date(2027, 8, 14)}
    lea.press_data(go("closures.days", **span))

    assert f"1er – 14 {written('2027-08-01', 'MMM', 'fr')} 2027" in lea.screen.text


def test_appointments_within_are_listed_before_and_after_saving(people: People):
    olga = people.olga
    stand(people, [TEN, TEN + HOUR])
    open_list(olga, "Holidays")
    olga.press("Add holiday")
    tap(olga, "2")
    listed = (
        "<b>Holidays</b>\nWed 2 Dec 2026\n\nThese appointments are in this time:\n"
        "🟢 Wed 2 Dec, 10:00 · Ada · Massage\n🟢 Wed 2 Dec, 11:00 · Ada · Massage\n\n"
        "They stay; cancel them yourself."
    )
    assert olga.screen.text == listed
    assert olga.labels == [["Show"], ["Save", "No"]]
    tap(olga, "Save")

    assert (notice_of(olga), olga.screen.text) == ("Saved", listed)
    assert olga.labels == [["Show"], ["➕ Add another"], ["🗑️ Delete"]]
    assert [people.status(appointment_id) for appointment_id in (1, 2)] == ["accepted", "accepted"]


def test_what_lies_within_can_be_handled(people: People):
    olga = people.olga
    stand(people, [TEN, TEN + HOUR])
    choose_vacation(olga, "2", "4")
    tap(olga, "Show")
    assert olga.screen.text == (
        "<b>2 – 4 Dec 2026 (3 days)</b>\n"
        "These appointments are in this time. They stay; cancel them yourself."
    )
    assert olga.labels == [
        ["🟢 Wed 2 Dec, 10:00 · Ada · Massage"],
        ["🟢 Wed 2 Dec, 11:00 · Ada · Massage"],
    ]
    back = olga.screen.back
    assert back is not None
    olga.press_data(back)
    assert olga.labels == [["Show"], ["Save", "No"]]
    tap(olga, "Show")
    olga.press("11:00")

    assert olga.screen.text.startswith("🟢 Accepted\nAda · Massage, 60 min\nWed 2 Dec 2026, 11:00")


def test_eight_are_named_and_the_rest_is_counted(people: People):
    stand(people, [TEN + number * HOUR / 4 for number in range(11)], minutes=15)
    choose_vacation(people.olga, "2", "2")

    lines = people.olga.screen.text.splitlines()
    assert lines[3:5] == ["These appointments are in this time:", "🟢 Wed 2 Dec, 10:00 · Ada · Massage"]
    assert lines[11:] == [
        "🟢 Wed 2 Dec, 11:45 · Ada · Massage",
        "and 3 more",
        "",
        "They stay; cancel them yourself.",
    ]


def test_what_is_off_or_over_is_not_listed(people: People, clock: FixedClock):
    stand(people, [TEN], Status.CANCELLED)
    stand(people, [TEN - HOUR])
    clock.set(TEN)
    choose_vacation(people.olga, "2", "2")

    assert "There are no appointments in this time." in people.olga.screen.text


def test_overlap_is_refused_and_the_day_asked_for_again(people: People):
    olga = people.olga
    choose_vacation(olga, "8", "11")
    tap(olga, "Save")
    choose_vacation(olga, "11×", "14")
    tap(olga, "Save")

    assert notice_of(olga) == "This overlaps 8 – 11 Dec."
    assert olga.labels[3] == ["7", "8×", "9×", "10×", "11×", "12", "13"]
    open_list(olga, "Vacation")
    assert len(olga.labels) == 2


def test_holiday_that_is_there_already_is_shown(people: People):
    add_holiday(people.olga, "25")
    tap(people.olga, "➕ Add another")
    tap(people.olga, "25×")

    assert people.olga.labels == [["➕ Add another"], ["🗑️ Delete"]]


def test_same_holiday_twice_is_refused(people: People):
    add_holiday(people.olga, "25")
    day = dt.date(2026, 12, 25)
    people.olga.press_data(act("closures.save", kind=HOLIDAY, first_day=day, last_day=day))

    assert notice_of(people.olga) == "This overlaps Fri 25 Dec."


def test_holiday_within_a_vacation_is_one_of_its_own(people: People):
    choose_vacation(people.olga, "23", "29")
    tap(people.olga, "Save")
    add_holiday(people.olga, "25×")

    assert notice_of(people.olga) == "Saved"


def test_days_that_passed_meanwhile_are_refused(people: People, clock: FixedClock):
    choose_vacation(people.olga, "2", "2")
    clock.set(TEN + ONE_DAY)
    tap(people.olga, "Save")

    assert notice_of(people.olga) == "These days have passed."
    assert people.olga.labels[2] == [" ", " ", " ", "3", "4", "5", "6"]


def test_second_press_on_save_does_nothing(people: People):
    choose_vacation(people.olga, "8", "11")
    save, version = people.olga.screen.rows[0][0], people.olga.version
    people.olga.follow(save)
    people.olga.press_data(save.target, version=version)

    assert notice_of(people.olga) == "This step is over."
    open_list(people.olga, "Vacation")
    assert len(people.olga.labels) == 2


def test_days_off_are_deleted_after_a_question(people: People):
    olga = people.olga
    choose_vacation(olga, "2", "4")
    tap(olga, "Save")
    open_list(olga, "Vacation")
    tap(olga, "🗑️ 2 – 4 Dec 2026 (3 days)")
    assert olga.screen.text == "Delete <b>2 – 4 Dec 2026 (3 days)</b>? Clients can book this time again."
    assert olga.labels == [["Yes, delete", "No"]]
    tap(olga, "No")
    assert olga.labels[0] == ["🗑️ 2 – 4 Dec 2026 (3 days)"]
    olga.press("🗑️")
    tap(olga, "Yes, delete")

    assert (notice_of(olga), olga.labels) == ("Removed", [["➕ Add vacation"]])
    assert days_offered(people.ada)[:3] == ["2", "3", "4"]


def test_what_is_over_falls_off_the_list(people: People, clock: FixedClock):
    add_holiday(people.olga, "2")
    choose_vacation(people.olga, "2×", "3")
    tap(people.olga, "Save")
    clock.set(dt.datetime(2026, 12, 2, 22, 59, tzinfo=dt.UTC))  # a minute to midnight in Berlin
    open_list(people.olga, "Holidays")
    assert len(people.olga.labels) == 3

    clock.set(dt.datetime(2026, 12, 2, 23, 0, tzinfo=dt.UTC))
    open_list(people.olga, "Holidays")
    assert people.olga.labels == ADD
    open_list(people.olga, "Vacation")
    assert people.olga.labels[0] == ["🗑️ 2 – 3 Dec 2026 (2 days)"]


@pytest.mark.parametrize(
    "text", ["25.12.2026", "2026-12-25", "25 Dec", "25.12.", "Fri 25 Dec 2026", "25/12/26", "25 december"]
)
def test_holiday_can_be_typed(people: People, text: str):
    open_list(people.olga, "Holidays")
    people.olga.press("Add holiday")
    people.olga.press("Type the date")
    assert is_asked(people.olga, "Send the day, for example 25.12.2026 or 25 Dec.")
    people.olga.send(text)

    assert people.olga.screen.text.startswith("<b>Holidays</b>\nFri 25 Dec 2026")


def test_vacation_can_be_typed(people: People):
    olga = people.olga
    open_list(olga, "Vacation")
    olga.press("Add vacation")
    olga.press("Type the date")
    olga.send("3.8.2027")
    olga.press("Type the date")
    assert is_asked(olga, "From <b>Tue 3 Aug 2027</b>. Send the last day")
    olga.send("2 August 2027")
    assert is_asked(olga, "Please choose a day from Tue 3 Aug 2027 to Wed 2 Aug 2028.")
    olga.send("14 aug")

    assert olga.screen.text.startswith("<b>Vacation</b>\n3 – 14 Aug 2027 (12 days)")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("soon", "That is not a date. Send for example 08.12.2026."),
        ("31.11.2026", "That is not a date."),
        ("25 Foo", "That is not a date."),
        ("25 Ju", "That is not a date."),
        ("30.11.2026", "Please choose a day from Tue 1 Dec 2026 to Fri 1 Dec 2028."),
        ("2.12.2028", "Please choose a day from Tue 1 Dec 2026 to Fri 1 Dec 2028."),
    ],
)
def test_wrong_days_are_refused_with_the_reason_and_the_step_is_kept(people: People, text: str, reason: str):
    open_list(people.olga, "Holidays")
    people.olga.press("Add holiday")
    people.olga.press("Type the date")
    people.olga.send(text)

    assert is_asked(people.olga, reason)
    assert is_asked(people.olga, "Send the day")


@pytest.mark.parametrize(
    "press",
    [
        go("closures.list", kind=2, page=0),
        go("closures.list", kind=-1, page=0),
        go("closures.days", kind=HOLIDAY, first_day=dt.date(2026, 12, 2), last_day=dt.date(2026, 12, 3)),
        go("closures.days", kind=VACATION, first_day=dt.date(2026, 12, 3), last_day=dt.date(2026, 12, 2)),
        go("closures.days", kind=VACATION, first_day=dt.date(2026, 12, 3), last_day=dt.date(2027, 12, 4)),
        go("closures.until", kind=VACATION, first_day=dt.date(2026, 11, 30), month=dt.date(2026, 12, 1)),
        go("blocks.hit", kind=3, starts_at=TEN, ends_at=TEN + HOUR, page=0),
        go("blocks.hit", kind=HOLIDAY, starts_at=TEN, ends_at=TEN, page=0),
        go("closures.remove", closure=1),
    ],
)
def test_what_no_screen_leads_to_is_not_available(people: People, press):
    people.olga.press_data(press)

    assert notice_of(people.olga) == "Not available."


@pytest.mark.parametrize(
    ("number", "rows", "read"), [(0, 2, [1]), (1, 3, [1, 1]), (9, 11, [1, 8]), (500, 11, [1, 8])]
)
def test_list_reads_one_page(people: People, number: int, rows: int, read: list[int]):
    first = dt.date(2026, 12, 2)

    def fill(request: Request) -> None:
        provider_id = provider_of(request, people.olga).id
        days = [first + count * ONE_DAY for count in range(number)]
        request.dbsession.execute(
            insert(Closure),
            [
                {"provider_id": provider_id, "kind": "holiday", "first_day": day, "last_day": day}
                for day in days
            ],
        )

    if number:
        people.stage.run(fill)
    screen, _rows = rows_read(people.olga, go("closures.list", kind=HOLIDAY, page=number // 8))

    assert len(screen.rows) <= rows
    first_page, rows_of = rows_read(people.olga, go("closures.list", kind=HOLIDAY, page=0))
    assert (len(first_page.rows), rows_of) == (rows, read)
    if number:
        days = {"first_day": first + (number - 1) * ONE_DAY, "last_day": first + (number - 1) * ONE_DAY}
        saved, rows_of = rows_read(people.olga, go("closures.days", kind=HOLIDAY, **days))
        assert (saved.rows[-1][0].label, rows_of) == ("🗑️ Delete", [0, 1])
    month, statements = shown(people.olga, go("closures.month", kind=HOLIDAY, month=first))
    assert (buttons_of(month) <= MOST_BUTTONS, statements) == (True, 1)


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_what_lies_within_takes_as_many_statements_however_much_it_is(people: People, number: int):
    stand(people, [TEN + count * HOUR / 4 for count in range(number)], minutes=15)
    first, last = dt.date(2026, 12, 2), dt.date(2026, 12, 20)
    screen, statements = shown(
        people.olga, go("closures.days", kind=VACATION, first_day=first, last_day=last)
    )
    assert (len(screen.text.splitlines()) <= 15, statements) == (True, 2)

    span = {"starts_at": dt.datetime(2026, 12, 1, 23, tzinfo=dt.UTC), "ends_at": TEN + 30 * ONE_DAY}
    screen, statements = shown(people.olga, go("blocks.hit", kind=VACATION, **span, page=99))
    assert (buttons_of(screen) <= 13, statements) == (True, 1)
