"""Settings → Schedule settings → Away."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from pyramid.request import Request
from sqlalchemy import insert
from tests.plugins.scheduling.many_appointments import MOST_BUTTONS, buttons_of, provider_of, shown, stand
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap
from tests.rows_read import rows_read

from kalenner.clock import FixedClock
from kalenner.screens import Press, Screen
from kalenner.testing import Person, act, go
from kalenner_scheduling.time_off.models import Away

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the service on both databases."""

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin."""
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


def open_list(person: Person) -> Screen:
    person.send("/settings")
    person.press("Schedule settings")
    return person.press("Away")


def choose(person: Person, *answers: str) -> None:
    """Add a time away: tap what is a button, type the rest."""
    open_list(person)
    person.press("Add away")
    for answer in answers:
        if any(answer == label for row in person.labels for label in row):
            tap(person, answer)
        else:
            person.send(answer)


def times_of(client: Person, day: dt.date) -> list[str]:
    """Return the times that a client is offered on a day."""
    client.press_data(go("book.times", service=1, day=day, page=0))
    return [label for row in client.labels for label in row if ":" in label]


def stored(people: People) -> list[tuple[str, str]]:
    """Return the times away in the database, on the clocks of Berlin."""

    def read(request: Request) -> list[tuple[str, str]]:
        return [
            (
                f"{away.starts_at.astimezone(BERLIN):%d.%m. %H:%M}",
                f"{away.ends_at.astimezone(BERLIN):%d.%m. %H:%M}",
            )
            for away in request.dbsession.query(Away).order_by(Away.id)
        ]

    return people.read(read)


def test_empty_list_says_what_will_be_there(people: People):
    open_list(people.olga)

    assert people.olga.screen.text == (
        "Nothing here yet.\nWhile you are away nobody can book: for an hour, for days, as you like."
    )
    assert people.olga.labels == [["➕ Add away"]]


def test_part_of_a_day(people: People):
    olga = people.olga
    open_list(olga)
    olga.press("Add away")
    assert olga.screen.text == "From which day are you away? × marks days that are closed already."
    assert olga.labels[2] == [" ", "1", "2", "3", "4", "5", "6"]
    tap(olga, "3")
    assert is_asked(olga, "<b>Thu 3 Dec 2026</b>: from what time? Press one, or send one such as 14:00.")
    assert (olga.labels[0], olga.labels[8:]) == (["0:00", "6:00", "6:30", "7:00"], [["21:30"], ["◀ Back"]])
    tap(olga, "14:00")
    assert olga.screen.text == (
        "Away from <b>Thu 3 Dec 2026, 14:00</b>. Until which day? × marks days that are closed already."
    )
    assert olga.labels[2] == [" ", " ", " ", "3", "4", "5", "6"]
    tap(olga, "3")
    assert is_asked(olga, "<b>Thu 3 Dec 2026</b>: until what time? Press one, or send one such as 17:00.")
    assert (olga.labels[0][0], olga.labels[-2][-1]) == ("14:30", "24:00")
    tap(olga, "16:00")
    assert olga.screen.text == (
        "<b>Away</b>\nThu 3 Dec, 14:00–16:00\n\nThere are no appointments in this time."
    )
    assert olga.labels == [["Save", "No"]]
    tap(olga, "Save")

    assert (notice_of(olga), olga.labels) == ("Saved", [["🗑️ Delete"]])
    assert stored(people) == [("03.12. 14:00", "03.12. 16:00")]
    open_list(olga)
    assert olga.screen.text == "<b>Away</b>"
    assert olga.labels == [["🗑️ Thu 3 Dec, 14:00–16:00"], ["➕ Add away"]]


def test_several_days(people: People):
    choose(people.olga, "3", "10:30", "7", "10:00", "Save")

    assert stored(people) == [("03.12. 10:30", "07.12. 10:00")]
    open_list(people.olga)
    assert people.olga.labels[0] == ["🗑️ 3 Dec 10:30 – 7 Dec 10:00"]
    assert times_of(people.ada, dt.date(2026, 12, 3)) == ["9:00", "9:30"]
    assert times_of(people.ada, dt.date(2026, 12, 4)) == []
    assert times_of(people.ada, dt.date(2026, 12, 7)) == ["10:00", "10:30", "11:00"]


def test_whole_days_end_at_24_00(people: People):
    choose(people.olga, "3", "0:00", "4", "24:00", "Save")
    choose(people.olga, "8", "0:00", "8", "24:00", "Save")

    assert stored(people) == [("03.12. 00:00", "05.12. 00:00"), ("08.12. 00:00", "09.12. 00:00")]
    open_list(people.olga)
    assert people.olga.labels[:2] == [["🗑️ 3 Dec 0:00 – 4 Dec 24:00"], ["🗑️ Tue 8 Dec, 0:00–24:00"]]


def test_another_year_is_named(people: People):
    choose(people.olga, "›", "4", "14:00", "4", "16:00", "Save")
    choose(people.olga, "30", "14:00", "›", "4", "6:00", "Save")

    open_list(people.olga)
    assert people.olga.labels[:2] == [
        ["🗑️ 30 Dec 2026 14:00 – 4 Jan 2027 6:00"],
        ["🗑️ Mon 4 Jan 2027, 14:00–16:00"],
    ]


def test_no_saves_nothing(people: People):
    choose(people.olga, "3", "14:00", "3", "16:00", "No")

    assert people.olga.labels == [["➕ Add away"]]
    assert stored(people) == []


def test_days_and_times_can_be_typed(people: People):
    olga = people.olga
    open_list(olga)
    olga.press("Add away")
    olga.press("Type the date")
    assert is_asked(olga, "From which day are you away? Send it, for example")
    olga.send("3 Dec")
    assert is_asked(olga, "<b>Thu 3 Dec 2026</b>: from what time?")
    olga.send("soon")
    assert is_asked(olga, "That is not a time. Send for example 17:00.")
    olga.send("14.05")
    olga.press("Type the date")
    olga.send("2.12.2026")
    assert is_asked(olga, "Please choose a day from Thu 3 Dec 2026 to")
    olga.send("05.12.2026")
    assert is_asked(olga, "<b>Sat 5 Dec 2026</b>: until what time?")
    olga.send("12")
    tap(olga, "Save")

    assert stored(people) == [("03.12. 14:05", "05.12. 12:00")]


@pytest.mark.parametrize("end", ["14:00", "13:59", "0:00"])
def test_end_must_be_after_the_start(people: People, end: str):
    choose(people.olga, "3", "14:00", "3", end)
    assert is_asked(people.olga, "The end must be after the start.")
    assert is_asked(people.olga, "until what time?")
    people.olga.send("14:01")

    assert "Thu 3 Dec, 14:00–14:01" in people.olga.screen.text


def test_appointments_within_are_listed_before_and_after_saving(people: People):
    olga = people.olga
    stand(people, [TEN, TEN + ONE_DAY])
    choose(olga, "2", "10:30", "3", "10:30")
    listed = (
        "<b>Away</b>\n2 Dec 10:30 – 3 Dec 10:30\n\nThese appointments are in this time:\n"
        "🟢 Wed 2 Dec, 10:00 · Ada · Massage\n🟢 Thu 3 Dec, 10:00 · Ada · Massage\n\n"
        "They stay; cancel them yourself."
    )
    assert (olga.screen.text, olga.labels) == (listed, [["Show"], ["Save", "No"]])
    tap(olga, "Save")
    assert (notice_of(olga), olga.screen.text, olga.labels) == ("Saved", listed, [["Show"], ["🗑️ Delete"]])
    tap(olga, "Show")
    assert olga.screen.text.startswith("<b>2 Dec 10:30 – 3 Dec 10:30</b>\n")
    assert olga.screen.back == go("away.times", starts_at=TEN + HOUR / 2, ends_at=TEN + ONE_DAY + HOUR / 2)
    olga.press("Thu 3 Dec")

    assert olga.screen.text.startswith("🟢 Accepted\nAda · Massage, 60 min\nThu 3 Dec 2026, 10:00")


def test_what_only_touches_is_not_within(people: People):
    stand(people, [TEN, TEN + 2 * HOUR])
    choose(people.olga, "2", "11:00", "2", "12:00")

    assert "There are no appointments in this time." in people.olga.screen.text


def test_time_that_passed_meanwhile_is_refused(people: People, clock: FixedClock):
    choose(people.olga, "2", "9:00", "2", "10:00")
    clock.set(TEN)
    tap(people.olga, "Save")

    assert (notice_of(people.olga), stored(people)) == ("This time has passed.", [])


def test_what_has_begun_already_can_be_saved(people: People, clock: FixedClock):
    choose(people.olga, "2", "9:00", "2", "11:00")
    clock.set(TEN)
    tap(people.olga, "Save")

    assert notice_of(people.olga) == "Saved"


def test_second_press_on_save_does_nothing(people: People):
    choose(people.olga, "3", "14:00", "3", "16:00")
    save, version = people.olga.screen.rows[0][0], people.olga.version
    people.olga.follow(save)
    people.olga.press_data(save.target, version=version)

    assert notice_of(people.olga) == "This step is over."
    assert len(stored(people)) == 1


def test_time_away_is_deleted_after_a_question(people: People):
    olga = people.olga
    choose(olga, "3", "9:00", "3", "12:00", "Save")
    assert times_of(people.ada, dt.date(2026, 12, 3)) == []
    open_list(olga)
    olga.press("🗑️")
    assert olga.screen.text == "Delete <b>Thu 3 Dec, 9:00–12:00</b>? Clients can book this time again."
    tap(olga, "No")
    assert len(olga.labels) == 2
    olga.press("🗑️")
    tap(olga, "Yes, delete")

    assert (notice_of(olga), olga.labels) == ("Removed", [["➕ Add away"]])
    assert len(times_of(people.ada, dt.date(2026, 12, 3))) == 5


def test_what_is_over_falls_off_the_list(people: People, clock: FixedClock):
    choose(people.olga, "2", "9:00", "2", "10:00", "Save")
    clock.set(TEN - dt.timedelta(seconds=1))
    open_list(people.olga)
    assert len(people.olga.labels) == 2

    clock.set(TEN)
    open_list(people.olga)
    assert people.olga.labels == [["➕ Add away"]]


@pytest.mark.parametrize(
    "press",
    [
        go("away.start", day=dt.date(2026, 11, 30)),
        go("away.start", day=dt.date(2028, 12, 2)),
        go("away.until", starts_at=TEN - 2 * ONE_DAY, month=dt.date(2026, 12, 1)),
        go("away.end", starts_at=TEN, day=dt.date(2026, 12, 1)),
        go("away.end", starts_at=TEN, day=dt.date(2027, 12, 4)),
        go("away.times", starts_at=TEN, ends_at=TEN),
        act("away.save", starts_at=TEN, ends_at=TEN + 367 * ONE_DAY),
        go("away.remove", away=1),
    ],
)
def test_what_no_screen_leads_to_is_not_available(people: People, press: Press):
    people.olga.press_data(press)

    assert notice_of(people.olga) == "Not available."


@pytest.mark.parametrize(
    ("number", "rows", "read"), [(0, 1, [1]), (1, 2, [1, 1]), (9, 10, [1, 8]), (500, 10, [1, 8])]
)
def test_list_reads_one_page(people: People, number: int, rows: int, read: list[int]):
    def fill(request: Request) -> None:
        provider_id = provider_of(request, people.olga).id
        starts = [TEN + count * ONE_DAY for count in range(number)]
        spans = [{"provider_id": provider_id, "starts_at": at, "ends_at": at + HOUR} for at in starts]
        request.dbsession.execute(insert(Away), spans)

    if number:
        people.stage.run(fill)
    screen, rows_of = rows_read(people.olga, go("away.list", page=0))

    assert (len(screen.rows), rows_of) == (rows, read)
    last, _statements = shown(people.olga, go("away.list", page=999))
    assert len(last.rows) <= rows
    if number:
        end = TEN + (number - 1) * ONE_DAY + HOUR
        saved, rows_of = rows_read(people.olga, go("away.times", starts_at=end - HOUR, ends_at=end))
        assert (saved.rows[-1][0].label, rows_of) == ("🗑️ Delete", [0, 1])


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_what_lies_within_takes_as_many_statements_however_much_it_is(people: People, number: int):
    stand(people, [TEN + count * HOUR / 4 for count in range(number)], minutes=15)
    screen, statements = shown(people.olga, go("away.times", starts_at=TEN, ends_at=TEN + 30 * ONE_DAY))

    assert (len(screen.text.splitlines()) <= 15, statements) == (True, 2)


def test_no_step_has_too_many_buttons(people: People):
    steps = [
        go("away.month", month=dt.date(2027, 5, 1)),
        go("away.start", day=dt.date(2026, 12, 3)),
        go("away.until", starts_at=TEN, month=dt.date(2027, 5, 1)),
        go("away.end", starts_at=dt.datetime(2026, 12, 1, 23, tzinfo=dt.UTC), day=dt.date(2026, 12, 2)),
    ]
    counted = []
    for step in steps:
        people.olga.press_data(step)
        counted.append(buttons_of(people.olga.screen))

    assert max(counted) <= MOST_BUTTONS
