"""Working hours as people write them: "9:00-12:00, 13:30-17:00", "9-12", "9h30-12h", "von 9 bis 12 Uhr"."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kalenner.typed_values import TIME_IN_PERIOD, has_part_of_day, is_after_noon, plain_time, read_time
from kalenner.zones.clock_text import MINUTES_OF_DAY, minute_text, range_text
from kalenner_scheduling.working_hours.errors import EndBeforeStart, NotHours, PeriodsOverlap

MinuteSpan = tuple[int, int]
"""From one minute of the day to another, which it does not include; beyond 1440 it is the next day's."""
LONGEST_NIGHT = 12 * 60
"""How many minutes a period over midnight has at most; "13-5" and "12:00-9:00" are slips."""

_PERIOD = re.compile(
    rf"(?:(?:von|from|de|с|со) )?({TIME_IN_PERIOD})"
    rf" ?(?:-|bis|to|till|until|à|до|по) ?({TIME_IN_PERIOD})(?!\w)"
)
_BETWEEN = re.compile(r"(?:[,;& ]|(?:and|und|et|и) )*")


def minute_of(text: str) -> int:
    """Return the minute of the day of a time such as "9:15"; 24:00 is the day's end; raises NotHours."""
    minute = read_time(text)
    if minute is None:
        raise NotHours(text)
    return minute


def spans_of(text: str) -> list[MinuteSpan]:
    """Return the periods of a text in order, as ``span`` reads each.

    Raises NotHours, EndBeforeStart, and PeriodsOverlap for two of them that overlap.
    """
    plain, place, spans = plain_time(text), 0, []
    while place < len(plain):
        period = _PERIOD.match(plain, place)
        if period is None:
            raise NotHours(text)
        end = minute_of(period[2])
        spans.append(span(_start_of(period[1], period[2], end), end))
        between = _BETWEEN.match(plain, period.end())
        place = between.end() if between is not None else period.end()
    if not spans:
        raise NotHours(text)
    return disjoint(spans)


def _start_of(start_text: str, end_text: str, end: int) -> int:
    """Return where a period begins; of "1-5pm" both are after noon, of "9-5pm" only the end can be."""
    start = minute_of(start_text)
    if is_after_noon(end_text) and not has_part_of_day(start_text) and start + MINUTES_OF_DAY // 2 < end:
        return start + MINUTES_OF_DAY // 2
    return start


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


def span_text(start: int, end: int) -> str:
    """Return a period as "9:00–12:00"."""
    return range_text(minute_text(start), minute_text(end))
