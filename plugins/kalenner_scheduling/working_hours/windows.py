"""Working hours as real time: what the periods of a week come to on days of a zone.

Pure: no database, no framework, no clock. Instants are whole seconds since 1970-01-01T00:00Z.

How working hours, which are wall times, become real time:

- A period of a local date runs from the first instant at which the clocks of the zone show that date and a
  time within the period, to the last such instant. In between, time is real: starts are `step` real seconds
  apart.
- A start that the clocks skip in spring is therefore the instant of the change, and so is an end they skip.
  A period that is skipped as a whole does not take place, and neither does a day that the zone leaves out.
- In autumn a start in the repeated hour is its first occurrence, an end inside of it its second. 02:00-03:00
  lasts two hours in Berlin and is offered twice, while 00:00-02:00 ends before the repetition, as it should.
- Two periods of one day that part inside the repeated hour would overlap by this; the later one then begins
  where the earlier one ends, so that nothing is offered twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kalenner.zones.clock_text import MINUTES_OF_DAY
from kalenner.zones.instants import DAY, EPOCH_ORDINAL, local_day, zone_named, zone_year

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of working time on every such weekday: Monday is 0, minutes count from 00:00 to 1440 = 24:00."""

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"no such weekday: {self.weekday}")
        if not 0 <= self.start_minute < self.end_minute <= MINUTES_OF_DAY:
            raise ValueError(f"no span of a day: {self.start_minute} to {self.end_minute} minutes")


def windows_between(
    periods: Iterable[Period],
    zone: ZoneInfo | str,
    first_day: date,
    last_day: date,
    *,
    closed: Collection[date] = (),
) -> list[tuple[int, int]]:
    """Return the working time of `first_day` to `last_day` as (start, end) instants, ascending.

    Both are days of the zone, and so are those in `closed`, which have no working time, such as holidays. The
    periods of one weekday have to be disjoint. Raise `ZoneInfoNotFoundError` for an unknown zone.
    """
    zone = zone_named(zone)
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for period in sorted(periods):
        week[period.weekday].append((period.start_minute * 60, period.end_minute * 60))
    days_off = {day.toordinal() for day in closed}
    windows: list[tuple[int, int]] = []
    begin, stop = first_day.toordinal(), last_day.toordinal() + 1
    for number in range(first_day.year, last_day.year + 1):
        year = zone_year(zone, number)
        ordinals = range(max(begin, year.first_ordinal), min(stop, year.last_ordinal + 1))
        for ordinal, offset in zip(
            ordinals, year.offsets[ordinals.start - year.first_ordinal :], strict=False
        ):
            if ordinal in days_off:
                continue
            midnight = (ordinal - EPOCH_ORDINAL) * DAY
            hours = week[(ordinal - 1) % 7]
            if offset is None:
                spans = (year.span(midnight + start, midnight + end) for start, end in hours)
                _append_in_turn(windows, [span for span in spans if span])
            else:
                midnight -= offset
                for start, end in hours:
                    windows.append((midnight + start, midnight + end))
    return windows


def windows_around(
    start: int, periods: Iterable[Period], zone: ZoneInfo | str, *, closed: Collection[date] = ()
) -> list[tuple[int, int]]:
    """Return the windows that can hold one start: those of its local day and of the days beside it."""
    day = local_day(start, zone)
    return windows_between(periods, zone, day - _ONE_DAY, day + _ONE_DAY, closed=closed)


def _append_in_turn(windows: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    """Append the spans, each from where the one before has ended."""
    for start, end in spans:
        begin = max(start, windows[-1][1]) if windows else start
        if begin < end:
            windows.append((begin, end))
