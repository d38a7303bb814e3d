"""Answers that are days, times of day or working hours, as the reader writes them."""

import datetime as dt
import re
from typing import Any

import colander

from kalenner.characters import fold_case
from kalenner.i18n import Reader
from kalenner.screens.meanings import Meaning, SeveralMeanings
from kalenner.typed_values import plain_digits, plain_time, read_hyphenated_time
from kalenner.zones.clock_text import minute_text
from kalenner.zones.folding import fold
from kalenner_scheduling import _
from kalenner_scheduling.working_hours.errors import EndBeforeStart, NotHours, PeriodsOverlap
from kalenner_scheduling.working_hours.hours_text import MinuteSpan, minute_of, span_text, spans_of

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
# A weekday or a preposition may stand before the day, and an ordinal's ending or "г." behind a number.
_BEFORE = r"(?:[^\W\d]+[.,]* +){0,3}"
_NUMBERS = re.compile(
    rf"{_BEFORE}(?P<day>[0-9]{{1,2}})[./-] ?(?P<month>[0-9]{{1,2}})"
    r"(?:[./-] ?(?P<year>[0-9]{4}|[0-9]{2})?)?(?: ?г(?:ода|\.)?)?"
)
_WORDS = (
    re.compile(
        rf"{_BEFORE}(?P<day>[0-9]{{1,2}})(?:er|[snrt][tdh]|-?(?:го|ое|е)|\.)?"
        r"(?: of)? +(?P<name>[^\W\d]{3,})\.?"
        r"(?:,? +(?P<year>[0-9]{4})(?: ?г(?:ода|\.)?)?)?"
    ),
    re.compile(r"(?P<name>[^\W\d]{3,})\.? +(?P<day>[0-9]{1,2})(?:[snrt][tdh])?(?:,? +(?P<year>[0-9]{4}))?"),
)
_EXAMPLE_AHEAD = dt.timedelta(days=7)
_YEAR = dt.timedelta(days=364)
_YEARS_AHEAD = 8
"""The longest that 29 February is away."""


class NotADay(ValueError):
    """The text is not a day."""


class TimeOfDay(colander.SchemaType):
    """A time such as "9:15", as a minute of the day."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int:
        """Return the minute; raises Invalid."""
        text = _typed(cstruct)
        try:
            return minute_of(text)
        except NotHours:
            minute = read_hyphenated_time(text)
        if minute is None:
            raise colander.Invalid(node, _("not-a-time"))
        return minute

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the time as it would be typed."""
        del node
        return appstruct if appstruct is colander.null else minute_text(appstruct)


class Hours(colander.SchemaType):
    """A time, as a minute of the day; or whole periods such as "9:00-12:00, 13:30-17:00", as spans."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int | list[MinuteSpan]:
        """Return the minute or the spans; raises Invalid, SeveralMeanings for "9-00"."""
        text = _typed(cstruct)
        try:
            return minute_of(text)
        except NotHours:
            pass
        minute = read_hyphenated_time(text)
        try:
            spans = spans_of(text)
        except NotHours:
            if minute is not None:
                return minute
            reason = _("not-hours")
        except EndBeforeStart:
            reason = _("end-before-start")
        except PeriodsOverlap as fault:
            period = span_text(fault.start_minute, fault.end_minute)
            reason = _("period-overlaps", mapping={"period": period})
        else:
            if minute is not None and plain_time(text).endswith("-00"):
                raise SeveralMeanings(node, [_as_meaning(minute), _as_meaning(spans)])
            return spans
        raise colander.Invalid(node, reason)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the hours as they would be typed."""
        del node
        if appstruct is colander.null:
            return appstruct
        return _hours_text(appstruct)


def _hours_text(hours: int | list[MinuteSpan]) -> str:
    if isinstance(hours, int):
        return minute_text(hours)
    return ", ".join(span_text(*span) for span in hours)


def _as_meaning(hours: int | list[MinuteSpan]) -> Meaning:
    return Meaning(_hours_text(hours), _hours_text(hours))


def _typed(cstruct: Any) -> str:
    return cstruct if isinstance(cstruct, str) else ""


class Day(colander.SchemaType):
    """A day from `first` to `last`; one without a year is the next such day, or with `today` the last one."""

    def __init__(
        self, reader: Reader, first: dt.date, last: dt.date, *, today: dt.date | None = None
    ) -> None:
        self.reader, self.first, self.last = reader, first, last
        self._today = first if today is None else today
        self._since = first if today is None else today - _YEAR

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> dt.date:
        """Return the day; raises Invalid."""
        try:
            typed = cstruct if isinstance(cstruct, str) else ""
            day = day_of(typed, self.reader, self._today, since=self._since)
        except NotADay:
            example = f"{min(self.first + _EXAMPLE_AHEAD, self.last):%d.%m.%Y}"
            raise colander.Invalid(node, _("not-a-day", mapping={"example": example})) from None
        if not self.first <= day <= self.last:
            span = {"first": self.reader.day(self.first), "last": self.reader.day(self.last)}
            raise colander.Invalid(node, _("day-out-of-range", mapping=span))
        return day

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the day as it could be typed."""
        del node
        return appstruct if appstruct is colander.null else appstruct.isoformat()


def day_of(text: str, reader: Reader, today: dt.date, *, since: dt.date | None = None) -> dt.date:
    """Return the day that a text names in the reader's language; raises NotADay.

    One without a year is the first such day from `since` on, by default from today.
    """
    plain = fold_case(plain_digits(text))
    ahead = reader.label(_("words-for-days")).split(", ")
    if plain in ahead:
        return today + dt.timedelta(days=ahead.index(plain))
    for pattern in (_ISO, _NUMBERS, *_WORDS):
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["month"]) if "month" in parts else _month_of(parts["name"], reader)
        return _nearest(int(parts["day"]), month, parts["year"], today if since is None else since)
    raise NotADay(text)


def _nearest(day: int, month: int, year: str | None, today: dt.date) -> dt.date:
    if year is not None:
        years = range(int(year) + (2000 if len(year) == 2 else 0), dt.MAXYEAR + 1)[:1]
    else:
        years = range(today.year, today.year + _YEARS_AHEAD + 1)
    for number in years:
        try:
            date = dt.date(number, month, day)
        except ValueError:
            continue
        if year is not None or date >= today:
            return date
    raise NotADay(f"{day}.{month}.{year or ''}")


def _month_of(name: str, reader: Reader) -> int:
    """Return the month that begins with these letters, if it is one alone."""
    numbers = {
        number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, month in reader.locale.months[context][width].items()
        if fold(month).startswith(fold(name))
    }
    if len(numbers) != 1:
        raise NotADay(name)
    return int(numbers.pop())
