"""Holidays and vacation: the lists, adding days from a month or typed, and what lies within them."""

import datetime as dt
from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.i18n import Translatable
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import (
    BACK,
    Ask,
    Button,
    Notice,
    Press,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    run,
    saved,
    screen,
    show,
)
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, confirm_rows, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.answers import Day
from kalenner_scheduling.availability.errors import TimePassed
from kalenner_scheduling.contexts import ClosureContext, DaysContext, KindContext, check_day, choosable
from kalenner_scheduling.time_off import routes
from kalenner_scheduling.time_off.errors import ClosureOverlaps
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.time_off.screens.blocks import (
    BIN,
    closure_text,
    days_text,
    hit_rows,
    impact,
    instants_of_days,
    month_text,
    month_to_choose,
    save_rows,
    short_days_text,
)
from kalenner_scheduling.time_off.services import LONGEST_VACATION, TimeOffService
from kalenner_scheduling.words import alert

TITLES: dict[ClosureKind, Translatable] = {
    ClosureKind.HOLIDAY: _("holidays-title"),
    ClosureKind.VACATION: _("vacation-title"),
}
EMPTY: dict[ClosureKind, Translatable] = {
    ClosureKind.HOLIDAY: _("no-holidays"),
    ClosureKind.VACATION: _("no-vacation"),
}
ADD: dict[ClosureKind, Translatable] = {
    ClosureKind.HOLIDAY: _("button-add-holiday"),
    ClosureKind.VACATION: _("button-add-vacation"),
}
CHOOSE: dict[ClosureKind, Translatable] = {
    ClosureKind.HOLIDAY: _("choose-holiday"),
    ClosureKind.VACATION: _("choose-first-day"),
}
TYPE: dict[ClosureKind, Translatable] = {
    ClosureKind.HOLIDAY: _("ask-holiday"),
    ClosureKind.VACATION: _("ask-first-day"),
}


@screen(routes.closures_list, context=KindContext)
def show_list(context: KindContext, request: Request) -> Screen:
    """Show the days off of a kind that are not over."""
    blocks: TimeOffService = request.find_service(TimeOffService)
    provider, kind = context.provider, context.kind
    count = blocks.count_closures(provider, kind)
    _places, page, pages = page_of(range(count), request.args["page"])
    closures = blocks.list_closures(provider, kind, start=page * PAGE_SIZE, limit=PAGE_SIZE) if count else []
    rows: list[Row] = [
        (
            Button(
                f"{BIN} {closure_text(request, closure)}",
                routes.closures_remove(closure=closure.id),
            ),
        )
        for closure in closures
    ]
    rows += pager(page, pages, lambda number: _list(context.number, number))
    today = _today(context, request)
    rows.append((Button(request.label(ADD[context.kind]), _month(context.number, today)),))
    if context.kind is ClosureKind.HOLIDAY:
        public = routes.closures_public(year=today.year)
        rows.append((Button(request.label(_("button-public-holidays")), public),))
    text = request.text(TITLES[context.kind] if closures else EMPTY[context.kind])
    return Screen(text, rows=tuple(rows), back=home_routes.settings_schedule())


@screen(routes.closures_month, context=KindContext)
def choose_first(context: KindContext, request: Request) -> Screen:
    """Ask for the day, or for the first of several."""
    first, last = choosable(context, request)
    rows = month_to_choose(
        context,
        request,
        first,
        last,
        day=lambda day: _after_first(context, day),
        turn=lambda first_day: _month(context.number, first_day),
    )
    typed = Button(request.label(_("button-type-date")), routes.closures_type(kind=context.number))
    return Screen(
        month_text(request, CHOOSE[context.kind]), rows=(*rows, (typed,)), back=_list(context.number)
    )


@screen(routes.closures_until, context=KindContext)
def choose_last(context: KindContext, request: Request) -> Screen:
    """Ask for the last day of a vacation."""
    first = check_day(request.args["first_day"], *choosable(context, request))
    rows = month_to_choose(
        context,
        request,
        first,
        _latest(first),
        day=lambda day: routes.closures_days(kind=context.number, first_day=first, last_day=day),
        turn=lambda first_day: routes.closures_until(kind=context.number, first_day=first, month=first_day),
    )
    typed = Button(
        request.label(_("button-type-date")), routes.closures_type_last(kind=context.number, first_day=first)
    )
    return Screen(
        month_text(request, _("choose-last-day"), day=request.reader.day(first)),
        rows=(*rows, (typed,)),
        back=_month(context.number, first),
    )


def first_form(context: KindContext, request: Request) -> Any:
    """Ask for the day, or for the first of several, to be typed."""
    kind = Day(request.reader, *choosable(context, request))
    return form_of(question("day", kind, Ask(TYPE[context.kind], leave=BACK)))


@screen(routes.closures_type, context=KindContext, form=first_form)
def type_first(context: KindContext, request: Request) -> Screen:
    """Go on from a day that was typed."""
    return run(request, _after_first(context, request.values["day"]))


def last_form(context: KindContext, request: Request) -> Any:
    """Ask for the last day of a vacation to be typed."""
    first = check_day(request.args["first_day"], *choosable(context, request))
    ask = Ask(_("ask-last-day"), values={"day": request.reader.day(first)}, leave=BACK)
    return form_of(question("day", Day(request.reader, first, _latest(first)), ask))


@screen(routes.closures_type_last, context=KindContext, form=last_form)
def type_last(context: KindContext, request: Request) -> Screen:
    """Go on from a last day that was typed."""
    first, last = request.args["first_day"], request.values["day"]
    return show(request, routes.closures_days(kind=context.number, first_day=first, last_day=last))


@screen(routes.closures_days, context=DaysContext)
def show_days(context: DaysContext, request: Request) -> Screen:
    """Show days off with what lies within them, and ask to save them where that was not done yet."""
    first, last = context.first, context.last
    blocks: TimeOffService = request.find_service(TimeOffService)
    span = instants_of_days(context, first, last)
    hits = blocks.list_affected(context.provider, *span)
    saved_one = blocks.find_closure(context.provider, context.kind, first, last)
    if saved_one is None:
        save = routes.closures_save(kind=context.number, first_day=first, last_day=last)
        rows = save_rows(request, save, _list(context.number))
    else:
        again = _month(context.number, first)
        remove = routes.closures_remove(closure=saved_one.id)
        rows = [
            (Button(request.label(_("button-add-another")), again),),
            (Button(request.label(_("button-delete")), remove),),
        ]
    return Screen(
        paragraphs(
            lines(request.text(TITLES[context.kind]), days_text(request, first, last)), impact(request, hits)
        ),
        rows=(*hit_rows(request, hits, context.number, *span), *rows),
        back=_list(context.number),
    )


@screen(routes.closures_save, context=DaysContext)
def save(context: DaysContext, request: Request) -> Screen:
    """Close the days."""
    first, last = context.first, context.last
    blocks: TimeOffService = request.find_service(TimeOffService)
    try:
        blocks.add_closure(context.provider, context.kind, first, last)
    except ClosureOverlaps as fault:
        period = short_days_text(request.reader, fault.first_day, fault.last_day)
        notice = Notice(request.label(_("period-overlaps"), period=period), is_alert=True)
        return show(request, routes.closures_month(kind=context.number, month=first), notice=notice)
    except TimePassed:
        notice = alert(request, _("days-passed"))
        return show(request, routes.closures_month(kind=context.number, month=first), notice=notice)
    return show(
        request,
        routes.closures_days(kind=context.number, first_day=first, last_day=last),
        notice=saved(request),
    )


@screen(routes.closures_remove, context=ClosureContext)
def ask_remove(context: ClosureContext, request: Request) -> Screen:
    """Ask before days off are taken away."""
    closure, back = context.closure, _list(context.number)
    days = closure_text(request, closure)
    yes = routes.closures_removed(closure=closure.id)
    return Screen(
        request.text(_("remove-block"), block=days),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, back)),
        back=back,
    )


@screen(routes.closures_removed, context=ClosureContext)
def remove(context: ClosureContext, request: Request) -> Screen:
    """Take days off away; they can be booked again."""
    request.find_service(TimeOffService).remove(context.closure)
    notice = Notice(request.label(_("removed")))
    return show(request, routes.closures_list(kind=context.number, page=0), notice=notice)


def _list(number: int, page: int = 0) -> Press:
    return routes.closures_list(kind=number, page=page)


def _month(number: int, month: dt.date) -> Press:
    return routes.closures_month(kind=number, month=month.replace(day=1))


def _after_first(context: KindContext, day: dt.date) -> Press:
    """Return where the choice of a day leads: a vacation needs its last one."""
    if context.kind is ClosureKind.HOLIDAY:
        return routes.closures_days(kind=context.number, first_day=day, last_day=day)
    return routes.closures_until(kind=context.number, first_day=day, month=day.replace(day=1))


def _today(context: ProfessionalContext, request: Request) -> dt.date:
    return choosable(context, request)[0]


def _latest(first: dt.date) -> dt.date:
    """Return the last day that a vacation from `first` can have."""
    return first + dt.timedelta(days=LONGEST_VACATION - 1)
