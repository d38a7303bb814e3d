"""Periods of days on the calendar of a practice, and the one before each, to compare with."""

import calendar
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kalenner.i18n import Translatable
from kalenner_analytics import _

_DAY = dt.timedelta(days=1)
LONGEST = 1_096
"""Days of a period, at most: three years."""


@dataclass(frozen=True)
class Period:
    """All days from `first` to `last`, both of them within it, as the zone of a practice has them."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def instants(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the instants at which it begins and ends: midnights there, whatever the clocks do."""
        return _midnight(self.first, zone), _midnight(self.last + _DAY, zone)

    @property
    def before(self) -> "Period":
        """The period that it is compared with: the month before a whole month, else as many days before."""
        if _is_month(self):
            return month_of(self.first - _DAY)
        return Period(self.first - self.days * _DAY, self.first - _DAY)


@dataclass(frozen=True)
class Preset:
    """A period that is offered, and what it is called."""

    label: Translatable
    period: Period


def month_of(day: dt.date) -> Period:
    """Return the whole month of a day."""
    first = day.replace(day=1)
    return Period(first, first.replace(day=calendar.monthrange(day.year, day.month)[1]))


def last_days(today: dt.date, days: int) -> Period:
    """Return so many days, today the last of them."""
    return Period(today - (days - 1) * _DAY, today)


def presets(today: dt.date) -> list[Preset]:
    """Return the periods that are offered on a day."""
    month = month_of(today)
    return [
        *(
            Preset(_("last-days", mapping={"days": str(days)}), last_days(today, days))
            for days in (7, 30, 90, 365)
        ),
        Preset(_("this-month"), month),
        Preset(_("last-month"), month_of(month.first - _DAY)),
    ]


def _is_month(period: Period) -> bool:
    return period == month_of(period.first)


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    # The first instant of the day: where clocks skip midnight, the one they skip to.
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
