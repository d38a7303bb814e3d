"""The days and times a client chooses from, on the client's own calendar and clock."""

import calendar
import datetime as dt
from typing import Any

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.screens import Button, Notice, Press, Screen, go, in_rows, paragraphs, show
from kalenner.screens.widgets import month_rows, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.availability import SlotService
from kalenner_scheduling.queries import list_services
from kalenner_scheduling.screens.contexts import BookableContext
from kalenner_scheduling.screens.words import offered_with
from kalenner_scheduling.slots import by_local_day

HORIZON_MONTHS = 12
"""How many months ahead of the present one can be booked."""

TIMES_PER_PAGE = 24


def choose_day(context: BookableContext, request: Request) -> Screen:
    """Ask for the day; only days with a free time can be pressed."""
    service, today = context.service, today_of(request)
    last = _last_day(today)
    month = min(max(request.args["month"], today), last).replace(day=1)
    starts = _free_starts(context, request, max(month, today), _end_of_month(month))
    free = by_local_day(starts, request.reader.zone)
    rows = month_rows(
        request,
        month,
        dict.fromkeys(free, ""),
        day=lambda day: go("book.times", service=service.id, day=day, page=0),
        turn=lambda there: go("book.days", service=service.id, month=there),
        first=today,
        last=last,
    )
    if free:
        text = request.text(_("choose-day"))
    else:
        text = request.text(_("no-free-times-in-month"), month=_month_name(request, month))
        after = _end_of_month(month) + dt.timedelta(days=1)
        ahead = Button(
            request.label(_("button-next-month")), go("book.days", service=service.id, month=after)
        )
        rows = [rows[0], (ahead,)] if after <= last else rows[:1]
    return Screen(
        paragraphs(
            offered_with(request, context.service, context.provider),
            service.description,
            text,
            _zone_text(request),
        ),
        rows=tuple(rows),
        back=_back(context, request),
    )


def choose_time(context: BookableContext, request: Request) -> Screen:
    """Ask for the time of day, of those that are free."""
    service, day = context.service, request.args["day"]
    free = by_local_day(_free_starts(context, request, day, day), request.reader.zone).get(day, [])
    shown, page, pages = page_of(free, request.args["page"], TIMES_PER_PAGE)
    times = [
        Button(label, go("book.confirm", service=service.id, starts_at=dt.datetime.fromtimestamp(at, dt.UTC)))
        for at, label in shown
    ]
    # a time that the clock shows twice carries its offset and needs room
    width = 4 if all(len(button.label) == len("00:00") for button in times) else 2
    turn = pager(page, pages, lambda there: go("book.times", service=service.id, day=day, page=there))
    return Screen(
        paragraphs(
            offered_with(request, context.service, context.provider),
            request.text(_("choose-time"), day=request.reader.day(day))
            if free
            else request.text(_("no-free-times-on-day")),
            _zone_text(request),
        ),
        rows=(*in_rows(times, width), *turn),
        back=go("book.days", service=service.id, month=day.replace(day=1)),
    )


def _back(context: BookableContext, request: Request) -> Press:
    """Lead back to the choice of services; the only one was not chosen."""
    provider_id = context.provider.id
    if len(list_services(request.dbsession, provider_id)) > 1:
        return go("book.services", provider=provider_id)
    return go("specialists.card", provider=provider_id)


def show_still_free(
    context: BookableContext, request: Request, starts_at: dt.datetime, notice: Notice
) -> Screen:
    """Show the free times of the day that was wanted, or of the next day that has any."""
    today = today_of(request)
    wanted = max(request.reader.local(starts_at).date(), today)
    starts = _free_starts(context, request, wanted, _last_day(today))
    if not starts:
        return show(
            request, "book.days", service=context.service.id, month=wanted.replace(day=1), notice=notice
        )
    day = request.reader.local(dt.datetime.fromtimestamp(starts[0], dt.UTC)).date()
    return show(request, "book.times", service=context.service.id, day=day, page=0, notice=notice)


def _free_starts(context: BookableContext, request: Request, first: dt.date, last: dt.date) -> list[int]:
    """Return the free starts on days of the client's calendar, within what can be booked."""
    last = min(last, _last_day(today_of(request)))
    if last < first:
        return []
    starts: list[int] = request.find_service(SlotService).free_starts_on(
        context.provider, context.service, first, last, request.clock.now(), request.reader.zone
    )
    return starts


def today_of(request: Request) -> dt.date:
    """Return the date on the reader's calendar."""
    today: dt.date = request.reader.local(request.clock.now()).date()
    return today


def _last_day(today: dt.date) -> dt.date:
    """Return the last day that can be booked."""
    years, month = divmod(today.month - 1 + HORIZON_MONTHS, 12)
    return _end_of_month(dt.date(today.year + years, month + 1, 1))


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_name(request: Request, month: dt.date) -> str:
    if month.year != today_of(request).year:
        return str(request.reader.month_within(month))
    return str(request.reader.locale.months["stand-alone"]["wide"][month.month])


def _zone_text(request: Request) -> Markup:
    text: Markup = request.text(_("times-zone"), zone=request.reader.zone_name())
    return text


def includeme(config: Configurator) -> None:
    """Add the screens."""
    bookable: dict[str, Any] = {"permission": "use", "factory": BookableContext}
    config.add_screen(
        choose_day,
        name="book.days",
        path="/book/{service}/days/{month}",
        args={"service": int, "month": dt.date},
        **bookable,
    )
    config.add_screen(
        choose_time,
        name="book.times",
        path="/book/{service}/times/{day}/{page}",
        args={"service": int, "day": dt.date, "page": int},
        **bookable,
    )
