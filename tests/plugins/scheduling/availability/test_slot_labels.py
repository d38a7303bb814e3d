"""Starts as a viewer sees them: by the days and times of their own clock."""

from datetime import UTC, date, datetime

import pytest

from kalenner.zones.instants import span_of_days
from kalenner_scheduling.availability.slots import by_local_day, label_of

BERLIN = "Europe/Berlin"


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def test_starts_are_grouped_by_the_day_of_the_viewer():
    starts = [utc("2026-12-07T22:30"), utc("2026-12-07T23:30"), utc("2026-12-08T12:00")]
    assert by_local_day(starts, BERLIN) == {
        date(2026, 12, 7): [(starts[0], "23:30")],
        date(2026, 12, 8): [(starts[1], "0:30"), (starts[2], "13:00")],
    }
    assert by_local_day(starts, "Pacific/Kiritimati") == {
        date(2026, 12, 8): [(starts[0], "12:30"), (starts[1], "13:30")],
        date(2026, 12, 9): [(starts[2], "2:00")],
    }


def test_days_are_labelled_across_a_change_and_across_new_year():
    starts = [utc(day) for day in ("2027-10-30T08:00", "2027-10-31T09:00", "2027-11-01T09:00")]
    assert by_local_day(starts, "Europe/London") == {
        date(2027, 10, 30): [(starts[0], "9:00")],
        date(2027, 10, 31): [(starts[1], "9:00")],
        date(2027, 11, 1): [(starts[2], "9:00")],
    }
    starts = [utc("2027-12-31T22:30"), utc("2027-12-31T23:30"), utc("2028-03-01T09:00")]
    assert by_local_day(starts, BERLIN) == {
        date(2027, 12, 31): [(starts[0], "23:30")],
        date(2028, 1, 1): [(starts[1], "0:30")],
        date(2028, 3, 1): [(starts[2], "10:00")],
    }


def test_no_starts_make_no_days():
    assert by_local_day([], BERLIN) == {}


def test_starts_long_ago_are_grouped_as_well():
    start = utc("1960-05-01T10:00")
    assert by_local_day([start], "America/New_York") == {date(1960, 5, 1): [(start, "6:00")]}


def test_a_viewer_sees_the_repetition_on_their_own_clock_only():
    twice = [utc("2027-10-31T00:30"), utc("2027-10-31T01:30")]
    assert [label_of(start, BERLIN) for start in twice] == ["2:30 (+02:00)", "2:30 (+01:00)"]
    assert [label_of(start, "Asia/Tokyo") for start in twice] == ["9:30", "10:30"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2027-10-30T23:59", "1:59"),
        ("2027-10-31T00:00", "2:00 (+02:00)"),
        ("2027-10-31T01:59", "2:59 (+01:00)"),
        ("2027-10-31T02:00", "3:00"),
        ("2027-03-28T00:59", "1:59"),
        ("2027-03-28T01:00", "3:00"),
    ],
)
def test_only_what_the_clock_shows_twice_carries_its_offset(text, label):
    assert label_of(utc(text), BERLIN) == label


@pytest.mark.parametrize(
    ("zone", "first", "last", "span"),
    [
        ("Europe/Berlin", "2026-12-07", "2026-12-07", ("2026-12-06T23:00", "2026-12-07T23:00")),
        ("Europe/Berlin", "2027-03-28", "2027-03-28", ("2027-03-27T23:00", "2027-03-28T22:00")),
        ("Africa/Cairo", "2027-04-30", "2027-05-01", ("2027-04-29T22:00", "2027-05-01T21:00")),
        ("America/Havana", "2027-11-06", "2027-11-07", ("2027-11-06T04:00", "2027-11-08T05:00")),
        ("Pacific/Apia", "2011-12-30", "2011-12-30", ("2011-12-30T10:00", "2011-12-30T10:00")),
    ],
)
def test_the_span_of_local_days(zone, first, last, span):
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert span_of_days(zone, *days) == (utc(span[0]), utc(span[1]))


def test_a_span_of_days_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="2026-12-06 is before 2026-12-07"):
        span_of_days(BERLIN, date(2026, 12, 7), date(2026, 12, 6))


def test_the_last_day_of_the_calendar_has_a_span():
    assert span_of_days("UTC", date.max, date.max) == (253402214400, 253402300800)
