"""How days off, times away, and the appointments that lie within them are put into words."""

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel.dates import format_interval, format_skeleton
from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import Reader, at_start
from kalenner.screens import lines, paragraphs
from kalenner_scheduling import _
from kalenner_scheduling.lists import Line
from kalenner_scheduling.offsets import local_day, span_of_days
from kalenner_scheduling.screens.words import line_label

LISTED = 8
"""How many appointments are named; of the others, the number is said."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_DASH = re.compile(r"\s*[–—]\s*")
_ONE_DAY = dt.timedelta(days=1)


def days_text(request: Request, first: dt.date, last: dt.date) -> str:
    """Return "Fri 25 Dec 2026" or "3 – 14 Aug 2027 (12 days)", as it begins a line."""
    reader: Reader = request.reader
    if first == last:
        return at_start(reader.day(first))
    text: str = request.label(
        _("days-in-all"), days=_interval(reader, first, last, "yMMMd"), count=(last - first).days + 1
    )
    return text


def short_days_text(reader: Reader, first: dt.date, last: dt.date) -> str:
    """Return "Fri 25 Dec" or "3 – 14 Aug", as within a sentence."""
    return reader.short_day(first) if first == last else _interval(reader, first, last, "MMMd")


def away_text(request: Request, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Return "Thu 3 Dec, 14:00 – 16:00", or "3 Dec 14:00 – 5 Dec 12:00"; the end of a day is 24:00."""
    reader: Reader = request.reader
    this_year = reader.local(request.clock.now()).year
    start, end = reader.local(starts_at).date(), reader.local(ends_at).date()
    until = reader.time(ends_at)
    if int(ends_at.timestamp()) == span_of_days(reader.zone, end, end)[0]:
        end, until = end - _ONE_DAY, "24:00"
    if start == end:
        day = reader.short_day(start) if start.year == this_year else reader.day(start)
        values = {"day": at_start(day), "start": reader.time(starts_at), "end": until}
        return _unbroken(request.label(_("away-within-day"), **values))
    skeleton = "MMMd" if start.year == end.year == this_year else "yMMMd"
    values = {
        "first_day": _date(reader, start, skeleton),
        "start": reader.time(starts_at),
        "last_day": _date(reader, end, skeleton),
        "end": until,
    }
    return str(request.label(_("away-over-days"), **values))


def impact(request: Request, hits: Sequence[Line]) -> Markup:
    """Return which appointments lie within a block, the first of them by name, and that they stay."""
    if not hits:
        text: Markup = request.text(_("impact-none"))
        return text
    more = request.text(_("and-more"), count=len(hits) - LISTED) if len(hits) > LISTED else None
    return paragraphs(
        lines(request.text(_("impact-title")), *(line_label(request, one) for one in hits[:LISTED]), more),
        request.text(_("impact-stays")),
    )


def days_of(zone: ZoneInfo, starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a span touches."""
    start, end = int(starts_at.timestamp()), int(ends_at.timestamp())
    return local_day(start, zone), local_day(max(start, end - 1), zone)


def _interval(reader: Reader, first: dt.date, last: dt.date, skeleton: str) -> str:
    text = str(format_interval(first, last, skeleton=skeleton, locale=reader.locale))
    return _unbroken(_DASH.sub(" – ", _ordinal(reader, text)))


def _date(reader: Reader, day: dt.date, skeleton: str) -> str:
    return _unbroken(_ordinal(reader, str(format_skeleton(skeleton, day, locale=reader.locale))))


def _ordinal(reader: Reader, text: str) -> str:
    """Return a date as the French write the first of a month."""
    return re.sub(r"\b1\b", "1er", text) if reader.language == "fr" else text


def _unbroken(text: str) -> str:
    return text.replace(" ", _NO_BREAK)
