"""What holidays, vacation and away share: words, the month to choose a day from, what lies within."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_interval, format_skeleton
from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import Reader, at_start
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.route import Press
from kalenner.screens import Button, Screen, Style, current, lines, paragraphs, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import month_rows, page_of, pager
from kalenner.zones.instants import local_day, span_of_days, to_instants, to_seconds, to_span
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes as appointments_routes
from kalenner_scheduling.appointments.lists import Line
from kalenner_scheduling.contexts import KINDS
from kalenner_scheduling.time_off import routes
from kalenner_scheduling.time_off.models import Closure
from kalenner_scheduling.time_off.public_holidays import holiday_name
from kalenner_scheduling.time_off.queries import closed_days
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.words import alert, line_label

AWAY = len(KINDS)
"""Stands for a time away, beside the kinds of closures."""
CLOSED = "×"
BIN = "🗑\N{VARIATION SELECTOR-16}"


LISTED = 8
"""How many appointments are named; of the others, the number is said."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_DASH = re.compile(r"\s*[–—]\s*")
_ONE_DAY = dt.timedelta(days=1)


def month_to_choose(
    context: ProfessionalContext,
    request: Request,
    first: dt.date,
    last: dt.date,
    *,
    day: Callable[[dt.date], Press],
    turn: Callable[[dt.date], Press],
) -> list[Row]:
    """Return the month of the argument ``month`` to choose a day of `first` to `last` from.

    Days that are closed already are marked.
    """
    month = min(max(request.args["month"], first), last).replace(day=1)
    end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    closed = closed_days(request.dbsession, context.provider.id, month, end)
    days = (month + dt.timedelta(days=number) for number in range(end.day))
    marks = {date: CLOSED if date in closed else "" for date in days if first <= date <= last}
    return month_rows(
        request, month, marks, day=day, turn=turn, first=first, last=last, nowhere=routes.blocks_no_day()
    )


def month_text(request: Request, prompt: Any, **values: object) -> Markup:
    """Return a prompt with what the marks in the month mean."""
    text: Markup = request.text(prompt, mark=CLOSED, **values)
    return text


@screen(routes.blocks_no_day, context=ProfessionalContext)
def say_no_day(context: ProfessionalContext, request: Request) -> Screen:
    """Answer a press on a day that cannot be chosen."""
    del context
    return current(request, alert(request, _("no-such-choice")))


def instants_of_days(
    context: ProfessionalContext, first: dt.date, last: dt.date
) -> tuple[dt.datetime, dt.datetime]:
    """Return when days of the provider's calendar begin and end."""
    start, end = span_of_days(context.provider.zone, first, last)
    return to_instants((start, end))


def hit_rows(
    request: Request, hits: Sequence[Line], kind: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[Row]:
    """Return the button that leads to the appointments within a block, if there are any."""
    if not hits:
        return []
    press = routes.blocks_hit(kind=kind, starts_at=starts_at, ends_at=ends_at, page=0)
    return [(Button(request.label(_("button-show")), press),)]


def save_rows(request: Request, press: Press, no: Press) -> list[Row]:
    """Return the row that asks before a block is saved."""
    save = Button(request.label(_("button-save")), press, Style.SUCCESS)
    return [(save, Button(request.label(_("button-no")), no))]


@screen(routes.blocks_hit, context=ProfessionalContext)
def show_hit(context: ProfessionalContext, request: Request) -> Screen:
    """Show the appointments within a block, each leading to where it can be cancelled."""
    kind, starts_at, ends_at = (request.args[name] for name in ("kind", "starts_at", "ends_at"))
    if not 0 <= kind <= AWAY or ends_at <= starts_at:
        raise NotAvailable
    if kind == AWAY:
        title, back = (
            away_text(request, starts_at, ends_at),
            routes.away_times(starts_at=starts_at, ends_at=ends_at),
        )
    else:
        first, last = days_of(context.provider.zone, starts_at, ends_at)
        title = days_text(request, first, last)
        back = routes.closures_days(kind=kind, first_day=first, last_day=last)
    hits = request.find_service(TimeOffService).list_affected(context.provider, starts_at, ends_at)
    lines_of_page, page, pages = page_of(hits, request.args["page"])
    rows: list[Row] = [
        (Button(line_label(request, line), appointments_routes.card(appointment=line.id)),)
        for line in lines_of_page
    ]
    rows += pager(
        page,
        pages,
        lambda number: routes.blocks_hit(kind=kind, starts_at=starts_at, ends_at=ends_at, page=number),
    )
    text = request.text(_("hit-title") if hits else _("hit-none"), block=title)
    return Screen(text, rows=tuple(rows), back=back)


def days_text(request: Request, first: dt.date, last: dt.date) -> str:
    """Return "Fri 25 Dec 2026" or "3 – 14 Aug 2027 (12 days)", as it begins a line."""
    reader: Reader = request.reader
    if first == last:
        return at_start(reader.day(first))
    text: str = request.label(
        _("days-in-all"), days=_interval(reader, first, last, "yMMMd"), count=(last - first).days + 1
    )
    return text


def closure_text(request: Request, closure: Closure) -> str:
    """Return its days, and behind them the name of a public holiday in the reader's language."""
    name = holiday_name(
        closure.first_day, closure.country, closure.region, request.reader.language, closure.name
    )
    days = days_text(request, closure.first_day, closure.last_day)
    text: str = request.reader.joined(filter(None, (days, name)))
    return text


def short_days_text(reader: Reader, first: dt.date, last: dt.date) -> str:
    """Return "Fri 25 Dec" or "3 – 14 Aug", as within a sentence."""
    return reader.short_day(first) if first == last else _interval(reader, first, last, "MMMd")


def away_text(request: Request, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Return "Thu 3 Dec, 14:00–16:00", or "3 Dec 14:00 – 5 Dec 12:00"; the end of a day is 24:00."""
    reader: Reader = request.reader
    this_year = reader.local(request.clock.now()).year
    start, end = reader.local(starts_at).date(), reader.local(ends_at).date()
    until = reader.time(ends_at)
    if to_seconds(ends_at) == span_of_days(reader.zone, end, end)[0]:
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
        lines(request.text(_("impact-title")), *(line_label(request, hit) for hit in hits[:LISTED]), more),
        request.text(_("impact-stays")),
    )


def days_of(zone: ZoneInfo, starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a span touches."""
    start, end = to_span(starts_at, ends_at)
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
