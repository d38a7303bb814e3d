"""The calendar that availability is measured on, and the smallest code that finds its free starts: the floor.

One provider in Europe/Berlin: Mon-Fri 9-12 and 13-18, Sat 10-14, 12 holidays, 3 vacations of 29 days in all,
30 times away; a service of 45 minutes that starts every 15; N appointments spread over four years.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kalenner_scheduling.working_hours.windows import Period

SEED = 20270301
ZONE = "Europe/Berlin"
DURATION = 45 * 60
STEP = 15 * 60
WEEK: Sequence[Sequence[tuple[int, int]]] = [*[[(540, 720), (780, 1080)]] * 5, [(600, 840)], []]
PERIODS = [Period(weekday, start, end) for weekday, hours in enumerate(WEEK) for start, end in hours]
RANGES = {
    "day": (date(2027, 3, 3), date(2027, 3, 3)),
    "month": (date(2027, 3, 1), date(2027, 3, 31)),
    "year": (date(2027, 3, 1), date(2028, 2, 29)),
}
SIZES = (0, 10, 1_000, 10_000)
HOLIDAYS = [
    *(date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 17)),
    *(date(2027, 5, 27), date(2027, 10, 3), date(2027, 11, 1), date(2027, 12, 25), date(2027, 12, 26)),
    *(date(2028, 1, 1), date(2028, 1, 6)),
]
VACATIONS = [(date(2027, 5, 18), 5), (date(2027, 8, 2), 14), (date(2027, 12, 27), 10)]
CLOSED = frozenset(HOLIDAYS) | {first + timedelta(n) for first, days in VACATIONS for n in range(days)}
BEGIN, END = date(2025, 3, 1), date(2029, 3, 1)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Case:
    """A question: the free starts of a range of days, with what is busy in it as an index returns it."""

    first_day: date
    last_day: date
    busy: list[tuple[int, int]]
    busy_minutes: list[tuple[int, int]]


def cases() -> dict[tuple[str, int], Case]:
    """Return each question by the name of its range and the number of appointments in the whole calendar."""
    chance = random.Random(SEED)
    away = away_periods(chance)
    found = {}
    for size in SIZES:
        busy = sorted(away + appointments(chance, size))
        for name, (first, last) in RANGES.items():
            start, end = midnight(first), midnight(last + timedelta(1))
            inside = [span for span in busy if span[0] < end and span[1] > start]
            found[name, size] = Case(first, last, inside, [(a // 60, b // 60) for a, b in inside])
    return found


def appointments(chance: random.Random, size: int) -> list[tuple[int, int]]:
    """Return that many appointments of 15 to 45 minutes within working hours, none of which overlap."""
    taken: set[int] = set()
    spans: list[tuple[int, int]] = []
    while len(spans) < size:
        day = BEGIN + timedelta(chance.randrange((END - BEGIN).days))
        hours = WEEK[day.weekday()]
        if not hours:
            continue
        opens, closes = chance.choice(hours)
        length = chance.choice([15, 30, 45])
        minute = chance.randrange(opens, closes - length + 1, 15)
        start = instant(day, minute)
        cells = set(range(start, start + length * 60, STEP))
        if not cells & taken:
            taken |= cells
            spans.append((start, start + length * 60))
    return spans


def away_periods(chance: random.Random) -> list[tuple[int, int]]:
    """Return 30 absences of one to four hours in the year that is asked about."""
    first, last = RANGES["year"]
    spans = []
    for _ in range(30):
        start = instant(
            first + timedelta(chance.randrange((last - first).days)), chance.randrange(480, 1020, 15)
        )
        spans.append((start, start + chance.randrange(3600, 14401, 900)))
    return spans


def instant(day: date, minute: int) -> int:
    """Return the epoch second of a minute of a local day on which no clock changes at that time."""
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo(ZONE))
    return int(local.timestamp())


def midnight(day: date) -> int:
    """Return the epoch second at which a local day begins."""
    return instant(day, 0)


def offset_of(day: date) -> int | None:
    """Return the minutes from UTC that hold for all of a local day; None if clocks change on it."""
    first, next_first = midnight(day), midnight(day + timedelta(1))
    wall = (day.toordinal() - EPOCH_ORDINAL) * 86_400
    return (wall - first) // 60 if next_first - first == 86_400 else None


OFFSETS = {day: offset_of(date.fromordinal(day)) for day in range(BEGIN.toordinal(), END.toordinal())}
CLOSED_ORDINALS = {day.toordinal() for day in CLOSED}


def floor(case: Case) -> list[int]:
    """Find the free starts by the reference sweep in epoch minutes: integers, one pass, a range for a gap.

    It has its table of offsets and its week ready, takes what is busy sorted and in minutes, checks nothing.
    """
    duration, step = DURATION // 60, STEP // 60
    busy = case.busy_minutes
    starts: list[int] = []
    index, count, free_from = 0, len(busy), 0
    for ordinal in range(case.first_day.toordinal(), case.last_day.toordinal() + 1):
        if ordinal in CLOSED_ORDINALS:
            continue
        offset = OFFSETS[ordinal]
        midnight = (ordinal - EPOCH_ORDINAL) * 1440
        for opens, closes in WEEK[(ordinal - 1) % 7]:
            if offset is None:
                day = date.fromordinal(ordinal)
                start, end = instant(day, opens) // 60, instant(day, closes) // 60
            else:
                start, end = midnight + opens - offset, midnight + closes - offset
            if free_from < start:
                free_from = start
            while index < count and busy[index][0] < end:
                busy_start, busy_end = busy[index]
                index += 1
                if busy_end > free_from:
                    first = free_from + (start - free_from) % step
                    starts.extend(range(first, busy_start - duration + 1, step))
                    free_from = busy_end
            first = free_from + (start - free_from) % step
            starts.extend(range(first, end - duration + 1, step))
    return starts
