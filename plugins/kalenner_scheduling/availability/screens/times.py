"""Free days and times to choose from, on the reader's own calendar and clock, for whatever is wanted."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import at_start
from kalenner.screens import Button, Notice, Press, Screen, in_rows, paragraphs, show
from kalenner.screens.widgets import month_rows, page_of, pager
from kalenner.zones.instants import to_instant
from kalenner_scheduling import _
from kalenner_scheduling.availability.rules import RANGES
from kalenner_scheduling.availability.screens.rule_words import restriction_text
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery
from kalenner_scheduling.availability.slots import by_local_day

TIMES_PER_PAGE = 24
NEXT_TIMES = 3
"""How many of the next free times are offered above the month."""
LOOKS_AHEAD = dt.timedelta(days=14)
"""How far these are looked for at least."""
LONGEST_HORIZON = RANGES["horizon"][1]
"""How many days ahead the professional looks, whom the rules for clients do not bind."""


@dataclass(frozen=True)
class Chooser:
    """What a free time is looked for, what stands above it, and where the buttons lead."""

    query: SlotQuery
    heading: Markup
    days: Callable[[dt.date], Press]
    """Leads to the days of a month."""
    times: Callable[[dt.date, int], Press]
    """Leads to a page of the times of a day."""
    take: Callable[[dt.datetime], Press]
    """Leads on with a time."""


def show_days(
    request: Request, chooser: Chooser, month: dt.date, *, back: Press, description: str | None = None
) -> Screen:
    """Ask for the day, and offer the next free times; only days with a free time can be pressed."""
    today, last = today_of(request), _last_day(request, chooser)
    month = min(max(month, today), last).replace(day=1)
    end = _end_of_month(month)
    if month > today:
        starts, next_times = _free_starts(request, chooser, month, end), []
    else:  # at the end of a month the next times lie behind it
        starts = _free_starts(request, chooser, today, max(end, today + LOOKS_AHEAD))
        next_times = [to_instant(at) for at in starts[:NEXT_TIMES]]
    free = {day for day in by_local_day(starts, request.reader.zone) if day <= end}
    rows = month_rows(
        request,
        month,
        dict.fromkeys(free, ""),
        day=lambda day: chooser.times(day, 0),
        turn=chooser.days,
        first=today,
        last=last,
    )
    if free:
        text = request.text(_("choose-next-or-day") if next_times else _("choose-day"))
    else:
        none = request.text(_("no-free-times-in-month"), month=_month_name(request, month))
        rules = chooser.query.rules
        text = paragraphs(none, restriction_text(request, rules) if _is_for_client(chooser) else None)
        after = end + dt.timedelta(days=1)
        ahead = Button(request.label(_("button-next-month")), chooser.days(after))
        rows = [rows[0], (ahead,)] if after <= last else rows[:1]
    offered = [(Button(at_start(request.reader.short_moment(at)), chooser.take(at)),) for at in next_times]
    return Screen(
        paragraphs(chooser.heading, description, text, _zone_text(request)),
        rows=(*offered, *rows),
        back=back,
    )


def show_times(request: Request, chooser: Chooser, day: dt.date, page: int) -> Screen:
    """Ask for the time of day, of those that are free."""
    free = by_local_day(_free_starts(request, chooser, day, day), request.reader.zone).get(day, [])
    slots, page, pages = page_of(free, page, TIMES_PER_PAGE)
    times = [Button(label, chooser.take(to_instant(at))) for at, label in slots]
    # a time that the clock shows twice carries its offset and needs room
    width = 4 if all(len(button.label) <= len("00:00") for button in times) else 2
    text = (
        request.text(_("choose-time"), day=request.reader.day(day))
        if free
        else request.text(_("no-free-times-on-day"))
    )
    return Screen(
        paragraphs(chooser.heading, text, _zone_text(request)),
        rows=(*in_rows(times, width), *pager(page, pages, lambda number: chooser.times(day, number))),
        back=chooser.days(day.replace(day=1)),
    )


def show_still_free(request: Request, chooser: Chooser, starts_at: dt.datetime, notice: Notice) -> Screen:
    """Show the free times of the day that was wanted, or of the next day that has any."""
    day = max(request.reader.local(starts_at).date(), today_of(request))
    starts = _free_starts(request, chooser, day, _last_day(request, chooser))
    press = chooser.days(day.replace(day=1))
    if starts:
        day = request.reader.local(to_instant(starts[0])).date()
        press = chooser.times(day, 0)
    return show(request, press, notice=notice)


def today_of(request: Request) -> dt.date:
    """Return the date on the reader's calendar."""
    today: dt.date = request.reader.local(request.clock.now()).date()
    return today


def _free_starts(request: Request, chooser: Chooser, first: dt.date, last: dt.date) -> list[int]:
    """Return the free starts on days of the reader's calendar, within what can be booked."""
    last = min(last, _last_day(request, chooser))
    if last < first:
        return []
    slots: SlotService = request.find_service(SlotService)
    return slots.free_starts_on(chooser.query, first, last, request.clock.now(), request.reader.zone)


def _last_day(request: Request, chooser: Chooser) -> dt.date:
    """Return the last day that may have a free time, on whichever side of the world the reader is."""
    horizon = chooser.query.rules.horizon if _is_for_client(chooser) else LONGEST_HORIZON
    return today_of(request) + dt.timedelta(days=horizon + 1)


def _is_for_client(chooser: Chooser) -> bool:
    return chooser.query.client_id is not None


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_name(request: Request, month: dt.date) -> str:
    if month.year != today_of(request).year:
        return str(request.reader.month_within(month))
    return str(request.reader.locale.months["stand-alone"]["wide"][month.month])


def _zone_text(request: Request) -> Markup:
    text: Markup = request.text(_("times-zone"), zone=request.reader.zone_name())
    return text
