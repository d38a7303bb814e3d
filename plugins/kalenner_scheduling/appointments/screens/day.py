"""One day of the professional's calendar: appointments and free times in order, what blocks it; and today."""

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_rows
from kalenner.hooks.scheduling import ClosedTime
from kalenner.i18n import at_start
from kalenner.people import Provider
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Notice, Screen, in_rows, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner.zones.instants import span_of_days, to_instant, to_instants, to_seconds
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.lists import Line, list_between
from kalenner_scheduling.appointments.screens.month import missing_for_slots, reach_of, shortest
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slots import by_local_day, label_of
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.time_off.models import Closure, ClosureKind
from kalenner_scheduling.time_off.screens.blocks import LISTED, away_text, closure_text
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.words import row_label

PER_PAGE = 40
"""Appointments and free times together: a channel takes about a hundred buttons under one message."""
SLOTS_A_ROW = 4
ONE_DAY = dt.timedelta(days=1)

DayEntry = tuple[int, Button, bool]
"""When, in seconds since 1970; the button; and whether it is a free time, which shares its row."""


@screen(routes.calendar_day, context=ProfessionalContext)
@screen(routes.calendar_day_page, context=ProfessionalContext)
def show_day(context: ProfessionalContext, request: Request) -> Screen:
    """Show one day; a long one has pages."""
    provider = context.provider
    first, last = reach_of(request, provider)
    day: dt.date = min(max(request.args["day"], first), last)
    services = list_bookable(request, provider.id)
    free, closed = _free_times(request, provider, services, day)
    booked = [
        (to_seconds(line.starts_at), _open(request, line), False)
        for line in lines_of_day(request, provider, day)
    ]
    entries = sorted([*booked, *free], key=lambda entry: (entry[0], entry[2]))
    entries_of_page, page, pages = page_of(entries, request.args.get("page", 0), PER_PAGE)
    missing, ways = missing_for_slots(request, provider, services)
    nothing = None if entries or missing else request.text(_("no-free-times-on-day"))
    return Screen(
        paragraphs(
            request.text(_("calendar-day-title"), day=at_start(request.reader.day(day))),
            lines(*_block_lines(request, provider, day, closed)),
            nothing,
            missing,
        ),
        rows=(
            *_entry_rows(entries_of_page),
            *pager(page, pages, lambda number: routes.calendar_day_page(day=day, page=number)),
            *ways,
            *menu_rows(request, "calendar_day", day),
            _neighbours(request, day, first, last),
        ),
        back=routes.calendar_month(month=day.replace(day=1)),
    )


def lines_of_day(request: Request, provider: Provider, day: dt.date) -> list[Line]:
    """Return what takes place, or took place, on a day of the provider's calendar, the first first."""
    start, end = to_instants(span_of_days(provider.zone, day, day))
    day_lines = list_between(request.dbsession, provider.id, start, end)
    return [line for line in day_lines if not line.status.is_off]


def time_label(request: Request, line: Line) -> str:
    """Return one appointment of a day: "🟢 10:00 · Ada · Massage 📍"."""
    time = label_of(to_seconds(line.starts_at), request.reader.zone)
    return row_label(request, line, time, line.name, line.service_name)


def show_day_of(request: Request, provider: Provider, starts_at: dt.datetime, notice: Notice) -> Screen:
    """Show the day of an instant anew, and say what has become of what was wanted."""
    day = starts_at.astimezone(provider.zone).date()
    return show(request, routes.calendar_day(day=day), notice=notice)


def _open(request: Request, line: Line) -> Button:
    return Button(time_label(request, line), routes.card(appointment=line.id))


def _free_times(
    request: Request, provider: Provider, services: list[Service], day: dt.date
) -> tuple[list[DayEntry], list[ClosedTime]]:
    """Return the free times of a day, and the spans that other plugins know to be closed."""
    service, now = shortest(services), request.clock.now()
    if service is None or day < now.astimezone(provider.zone).date():
        return [], []
    slots: SlotService = request.find_service(SlotService)
    days = slots.days(slots.query(provider, service), day, day, now)
    free = by_local_day(days.starts(), provider.zone).get(day, [])
    buttons = [(at, Button(label, routes.slot(starts_at=to_instant(at))), True) for at, label in free]
    if not days.windows:
        return buttons, []
    start, end = to_instants((days.windows[0][0], days.windows[-1][1]))
    return buttons, [each for each in days.closed_times if each.starts_at < end and each.ends_at > start]


def _entry_rows(entries: Sequence[DayEntry]) -> list[Row]:
    """Lay out a page: an appointment has a row of its own, the free times between two share rows."""
    rows: list[Row] = []
    waiting: list[Button] = []
    # a time that the clock shows twice carries its offset and needs room
    is_narrow = all(len(button.label) <= len("00:00") for _at, button, is_free in entries if is_free)
    width = SLOTS_A_ROW if is_narrow else SLOTS_A_ROW // 2
    for _at, button, is_free in entries:
        if is_free:
            waiting.append(button)
            continue
        rows += [*in_rows(waiting, width), (button,)]
        waiting = []
    return [*rows, *in_rows(waiting, width)]


def _neighbours(request: Request, day: dt.date, first: dt.date, last: dt.date) -> Row:
    """Return the row that leads to the day before and the day after."""
    row: list[Button] = []
    if day > first:
        before = day - ONE_DAY
        row.append(Button(f"‹ {at_start(request.reader.short_day(before))}", routes.calendar_day(day=before)))
    if day < last:
        after = day + ONE_DAY
        row.append(Button(f"{at_start(request.reader.short_day(after))} ›", routes.calendar_day(day=after)))
    return tuple(row)


def _block_lines(
    request: Request, provider: Provider, day: dt.date, closed: list[ClosedTime]
) -> list[Markup]:
    """Return a line for each holiday, vacation, time away and closed time of the day; of many, the first."""
    closures, times_away = request.find_service(TimeOffService).list_on(provider, day)
    blocks = [
        *(_closure_line(request, closure) for closure in closures),
        *(
            request.text(_("day-away"), span=away_text(request, away.starts_at, away.ends_at))
            for away in times_away
        ),
        *(
            _closed_line(request, closed_time)
            for closed_time in sorted(
                closed, key=lambda closed_time: (closed_time.starts_at, closed_time.ends_at)
            )
        ),
    ]
    more = [request.text(_("and-more"), count=len(blocks) - LISTED)] if len(blocks) > LISTED else []
    return [*blocks[:LISTED], *more]


def _closed_line(request: Request, closed: ClosedTime) -> Markup:
    span = away_text(request, closed.starts_at, closed.ends_at)
    text: Markup = request.text(_("day-closed"), reason=closed.text, span=span)
    return text


def _closure_line(request: Request, closure: Closure) -> Markup:
    message = _("day-holiday") if closure.kind == ClosureKind.HOLIDAY else _("day-vacation")
    text: Markup = request.text(message, days=closure_text(request, closure))
    return text


@screen(routes.today, context=ProfessionalContext)
@screen(routes.today_page, context=ProfessionalContext)
def show_today(context: ProfessionalContext, request: Request) -> Screen:
    """Show today's appointments; a long day has pages."""
    day: dt.date = request.reader.local(request.clock.now()).date()
    listed = lines_of_day(request, context.provider, day)
    lines_of_page, page, pages = page_of(listed, request.args.get("page", 0))
    rows: list[Row] = [
        (Button(time_label(request, line), routes.card(appointment=line.id)),) for line in lines_of_page
    ]
    rows += pager(page, pages, lambda number: routes.today_page(page=number))
    rows.append((Button(request.label(_("button-free-today")), routes.calendar_day(day=day)),))
    heading = request.text(_("today-title"), day=request.reader.day(day))
    empty = None if listed else request.text(_("no-appointments-today"))
    return Screen(lines(heading, empty), rows=tuple(rows), back=home_routes.office())
