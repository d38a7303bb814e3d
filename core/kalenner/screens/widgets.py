"""Ready parts of screens: pages, lists with ticks, a month, a confirmation."""

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pyramid.request import Request

from kalenner.i18n import Translatable, _, at_start
from kalenner.route import Press, Route
from kalenner.screens import routes
from kalenner.screens.decorators import screen
from kalenner.screens.dispatch import current
from kalenner.screens.model import Button, Notice, Row, Screen, Style, in_rows
from kalenner.screens.registry import specs_of
from kalenner.screens.visit import Visit

T = TypeVar("T")

PAGE_SIZE = 8
TICKED, UNTICKED = "☑", "☐"
CLOSED_DAY = "–"
"""Stands for a day that cannot be chosen."""
_NOTHING_FREE = routes.month_closed()


def page_of(items: Sequence[T], page: int, size: int = PAGE_SIZE) -> tuple[Sequence[T], int, int]:
    """Return the items of a page, the page's number after clamping (from 0), and how many there are."""
    pages = max(1, -(-len(items) // size))
    page = min(max(page, 0), pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def pager(page: int, pages: int, press: Callable[[int], Press]) -> list[Row]:
    """Return the row ‹ 2/5 ›, or nothing for a single page; it goes round at the ends."""
    if pages == 1:
        return []
    return [
        (
            Button("‹", press((page - 1) % pages)),
            Button(f"{page + 1}/{pages}", press(page)),
            Button("›", press((page + 1) % pages)),
        )
    ]


def list_behind(request: Request, lists: Collection[Route[Any]], default: Press) -> Press:
    """Return where Back leads from an object: to the one of `lists` it was opened from, else to `default`."""
    dialog = Visit.of(request).dialog
    names = {route.name for route in lists}
    return default if dialog is None else dialog.list_behind(specs_of(request.registry), names, default)


def tick_rows(request: Request, items: Sequence[tuple[int, str]]) -> list[Row]:
    """Return a row for each item (id, label) that ticks or unticks it."""
    ticks = set(request.dialog.ticks)
    return [
        (Button(f"{TICKED if key in ticks else UNTICKED} {label}", routes.tick(item=key)),)
        for key, label in items
    ]


def ticked(request: Request, keys: Sequence[int]) -> list[int]:
    """Return the ticked ones among the keys a list still has."""
    ticks = set(request.dialog.ticks)
    return [key for key in keys if key in ticks]


@screen(routes.tick)
def tick(context: Any, request: Request) -> Screen:
    """Tick or untick one item of the list on show."""
    del context
    item, ticks = request.args["item"], list(request.dialog.ticks)
    request.dialog.ticks = [key for key in ticks if key != item] if item in ticks else [*ticks, item]
    return current(request)


def month_rows(
    request: Request,
    month: dt.date,
    marks: Mapping[dt.date, str],
    *,
    day: Callable[[dt.date], Press],
    turn: Callable[[dt.date], Press],
    first: dt.date,
    last: dt.date,
    nowhere: Press = _NOTHING_FREE,
) -> list[Row]:
    """Return a month as buttons: a heading with ‹ ›, the weekdays, the days.

    A day in `marks` is shown with its mark and leads to `day`; the others lead `nowhere`, which answers that
    nothing is free. `turn` leads to another month, within the months of `first` to `last`; the heading leads
    to the list of these months, where the argument of the screen that names its month is ``month``. Weeks
    that lie wholly outside of `first` to `last` take no rows, and days before `first` are blank.
    """
    month = month.replace(day=1)
    before, after = month - dt.timedelta(days=1), month + dt.timedelta(days=31)
    blank = Button(" ", routes.month_blank())

    def arrow(sign: str, target: dt.date) -> Button:
        is_open = first.replace(day=1) <= target <= last
        return Button(sign, turn(target)) if is_open else blank

    heading = (
        arrow("‹", before.replace(day=1)),
        Button(request.reader.month(month), routes.month_months(first_day=first, last_day=last)),
        arrow("›", after.replace(day=1)),
    )
    weeks = calendar.Calendar(request.reader.first_weekday)
    weekdays = tuple(
        Button(at_start(request.reader.weekday(number, "short")[:2]), routes.month_weekday(weekday=number))
        for number in weeks.iterweekdays()
    )

    def cell(date: dt.date) -> Button:
        if date.month != month.month or date < first:
            return blank
        return Button(f"{date.day}{marks[date]}", day(date)) if date in marks else Button(CLOSED_DAY, nowhere)

    rows = [
        tuple(cell(date) for date in week)
        for week in weeks.monthdatescalendar(month.year, month.month)
        if week[-1] >= first and week[0] <= last
    ]
    return [heading, weekdays, *rows]


@screen(routes.month_closed)
def month_closed(context: Any, request: Request) -> Screen:
    """Answer a press on a day without free times."""
    del context
    return current(request, Notice(request.label(_("no-free-times-on-this-day")), is_alert=True))


@screen(routes.month_weekday)
def month_weekday(context: Any, request: Request) -> Screen:
    """Answer a press on the short name of a weekday by its name."""
    del context
    weekday = request.args["weekday"]
    if weekday not in range(7):
        return current(request)
    return current(request, Notice(at_start(request.reader.weekday(weekday))))


@screen(routes.month_blank)
def month_blank(context: Any, request: Request) -> Screen:
    """Leave everything as it is after a press on what is no day."""
    del context
    return current(request)


@screen(routes.month_months)
def choose_month(context: Any, request: Request) -> Screen:
    """Let another month of the screen on show be chosen, of those a year before and two years behind it."""
    del context
    place = Visit.of(request).get_dialog().place(specs_of(request.registry))
    shown = None if place is None else place.args.get("month")
    if place is None or not isinstance(shown, dt.date):
        return current(request)
    first, last = (_month_number(request.args[name]) for name in ("first_day", "last_day"))
    now = min(max(_month_number(shown), first), last)
    months = [
        dt.date(number // 12, number % 12 + 1, 1)
        for number in range(max(first, now - 12), min(last, now + 24) + 1)
    ]
    buttons = [
        Button(request.reader.short_month(month), replace(place, args={**place.args, "month": month}))
        for month in months
    ]
    return Screen(request.text(_("choose-month")), rows=tuple(in_rows(buttons, 3)), back=place)


def _month_number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def confirm_rows(request: Request, label: Translatable, press: Press, no: Press) -> list[Row]:
    """Return the row that asks before something is deleted."""
    return [
        (Button(request.label(label), press, Style.DANGER), Button(request.label(_("button-no")), no)),
    ]


def footer(request: Request, screen: Screen) -> Row:
    """Return the row that ends a screen: Back and Menu; none on a main menu, a card or a question."""
    if screen.is_menu or screen.is_card or screen.has_question:
        return ()
    menu = Button(request.label(_("button-menu")), routes.menu())
    return (menu,) if screen.back is None else (Button(request.label(_("button-back")), screen.back), menu)
