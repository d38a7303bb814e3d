"""Ready parts of screens: pages, lists with ticks, a month, a confirmation."""

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from pyramid.request import Request

from kalenner.i18n import Translatable, _, at_start
from kalenner.route import Press, Route
from kalenner.screens import routes
from kalenner.screens.decorators import screen
from kalenner.screens.dispatch import current
from kalenner.screens.model import Button, Notice, Row, Screen, Style
from kalenner.screens.registry import specs_of
from kalenner.screens.visit import Visit

T = TypeVar("T")

PAGE_SIZE = 8
TICKED, UNTICKED = "☑", "☐"
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

    A day in `marks` is shown with its mark and leads to `day`; the others and what is no day lead
    `nowhere`, which answers that nothing is free. `turn` leads to another month, within the months of
    `first` to `last`.
    """
    month = month.replace(day=1)
    before, after = month - dt.timedelta(days=1), month + dt.timedelta(days=31)

    def arrow(sign: str, target: dt.date) -> Button:
        is_open = first.replace(day=1) <= target <= last
        return Button(sign, turn(target)) if is_open else Button(" ", nowhere)

    heading = (
        arrow("‹", before.replace(day=1)),
        Button(request.reader.month(month), turn(month)),
        arrow("›", after.replace(day=1)),
    )
    names = [at_start(request.reader.weekday(number, "short")[:2]) for number in range(7)]
    weekdays = tuple(Button(name, nowhere) for name in names)
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        row = []
        for date in week:
            if date.month != month.month:
                row.append(Button(" ", nowhere))
            elif date in marks:
                row.append(Button(f"{date.day}{marks[date]}", day(date)))
            else:
                row.append(Button("·", nowhere))
        weeks.append(tuple(row))
    return [heading, weekdays, *weeks]


@screen(routes.month_closed)
def month_closed(context: Any, request: Request) -> Screen:
    """Answer a press on a day without free times."""
    del context
    return current(request, Notice(request.label(_("no-free-times-on-this-day")), is_alert=True))


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
