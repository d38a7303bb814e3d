"""Working hours as people write them: "9:00-12:00, 13:30-17:00", "9-12", "9.00–12.00", "9h30-12h"."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kalenner.characters import fold_case
from kalenner.zones.clock_text import clock_text, range_text
from kalenner_scheduling.working_hours.errors import EndBeforeStart, NotHours, PeriodsOverlap
from kalenner_scheduling.working_hours.windows import MINUTES_OF_DAY

MinuteSpan = tuple[int, int]
"""From one minute of the day to another, which it does not include; beyond 1440 it is the next day's."""
LONGEST_NIGHT = 12 * 60
"""How many minutes a period over midnight has at most; "13-5" and "12:00-9:00" are slips."""

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})?)?")
_DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_BETWEEN = re.compile(r"[,;\s]+")


def minute_of(text: str) -> int:
    """Return the minute of the day of a time such as "9:15"; 24:00 is the day's end; raises NotHours."""
    match = _TIME.fullmatch(fold_case(text))
    if match is None:
        raise NotHours(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if minute > 59 or hour * 60 + minute > MINUTES_OF_DAY:
        raise NotHours(text)
    return hour * 60 + minute


def spans_of(text: str) -> list[MinuteSpan]:
    """Return the periods of a text in order, as ``span`` reads each.

    Raises NotHours, EndBeforeStart, and PeriodsOverlap for two of them that overlap.
    """
    parts = [part for part in _BETWEEN.split(_DASH.sub("-", fold_case(text))) if part]
    spans = []
    for part in parts:
        ends = part.split("-")
        if len(ends) != 2:
            raise NotHours(text)
        spans.append(span(minute_of(ends[0]), minute_of(ends[1])))
    if not spans:
        raise NotHours(text)
    return disjoint(spans)


def span(start: int, end: int) -> MinuteSpan:
    """Return a period from its ends; an end of 0 is midnight; raises EndBeforeStart.

    "22:00-2:00" ends on the next day, 1560 minutes after the day's begin.
    """
    end = end or MINUTES_OF_DAY
    if end < start < MINUTES_OF_DAY and end + MINUTES_OF_DAY - start <= LONGEST_NIGHT:
        end += MINUTES_OF_DAY
    if end <= start:
        raise EndBeforeStart
    return start, end


def split_at_midnight(spans: Iterable[MinuteSpan]) -> tuple[list[MinuteSpan], list[MinuteSpan]]:
    """Return the parts of periods on their own day, and those on the day after."""
    days: tuple[list[MinuteSpan], list[MinuteSpan]] = ([], [])
    for start, end in spans:
        days[0].append((start, min(end, MINUTES_OF_DAY)))
        if end > MINUTES_OF_DAY:
            days[1].append((0, end - MINUTES_OF_DAY))
    return days


def disjoint(spans: Sequence[MinuteSpan]) -> list[MinuteSpan]:
    """Return periods in order; raises PeriodsOverlap. One may begin where another ends."""
    ordered = sorted(spans)
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            raise PeriodsOverlap(*earlier)
    return ordered


def time_text(minute: int) -> str:
    """Return a minute of the day as "9:00", the end of the day as "24:00", one of the next day as there."""
    if minute > MINUTES_OF_DAY:
        minute -= MINUTES_OF_DAY
    return clock_text(*divmod(minute, 60))


def span_text(start: int, end: int) -> str:
    """Return a period as "9:00–12:00"."""
    return range_text(time_text(start), time_text(end))
