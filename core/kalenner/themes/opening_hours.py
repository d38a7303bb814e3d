"""Opening hours for readers and for search engines, from the spans of a week."""

from collections.abc import Iterable
from itertools import groupby

from kalenner.hooks.themes import PageHours
from kalenner.i18n import Reader, at_start
from kalenner.zones.clock_text import MINUTES_OF_DAY, minute_text, range_text

_EARLY = 6 * 60
"""A span that begins at midnight and ends before this minute belongs to the evening before."""
_SCHEMA_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

Span = tuple[int, int]
"""Minutes of a day; an end beyond 1440 is on the next day."""


def hours_rows(hours: Iterable[PageHours], reader: Reader) -> list[tuple[str, str]]:
    """Return days and their times for a reader: ("Mon–Fri", "9:00–12:00, 14:00–18:00")."""
    rows = []
    for first, last, spans in _groups(hours):
        names = [at_start(reader.weekday(day, "abbreviated")) for day in dict.fromkeys((first, last))]
        times = ", ".join(range_text(minute_text(start), minute_text(end)) for start, end in spans)
        rows.append(("–".join(names), times))
    return rows


def schema_hours(hours: Iterable[PageHours]) -> list[str]:
    """Return the hours as schema.org's `openingHours` wants them: "Mo-Fr 09:00-12:00"."""
    return [
        f"{'-'.join(_SCHEMA_DAYS[day] for day in dict.fromkeys((first, last)))} "
        f"{minute_text(start):0>5}-{minute_text(end):0>5}"
        for first, last, spans in _groups(hours)
        for start, end in spans
    ]


def _groups(hours: Iterable[PageHours]) -> list[tuple[int, int, list[Span]]]:
    """Return first day, last day and spans of each row of days with the same hours."""
    week = _week(hours)
    open_days = [(day, spans) for day, spans in enumerate(week) if spans]
    groups = []
    for (_run, spans), days in groupby(
        enumerate(open_days), key=lambda item: (item[1][0] - item[0], item[1][1])
    ):
        numbers = [day for _place, (day, _spans) in days]
        groups.append((numbers[0], numbers[-1], spans))
    return groups


def _week(hours: Iterable[PageHours]) -> list[list[Span]]:
    """Return the spans of each day, joined where they touch; a night belongs to the day it begins on."""
    week: list[list[Span]] = [[] for _day in range(7)]
    for span in sorted(hours, key=lambda span: (span.weekday, span.start_minute)):
        spans = week[span.weekday]
        if spans and spans[-1][1] >= span.start_minute:
            spans[-1] = spans[-1][0], max(spans[-1][1], span.end_minute)
        else:
            spans.append((span.start_minute, span.end_minute))
    nights = [
        day
        for day in range(7)
        if week[day] and week[day][0][0] == 0 and week[day][0][1] <= _EARLY
        if week[day - 1] and week[day - 1][-1][1] == MINUTES_OF_DAY
    ]
    for day in nights:
        start, _midnight = week[day - 1][-1]
        week[day - 1][-1] = start, MINUTES_OF_DAY + week[day][0][1]
    for day in nights:
        del week[day][0]
    return week
