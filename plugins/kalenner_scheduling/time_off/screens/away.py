"""Away: the list of times away, adding one from date and time to date and time, and what lies within it."""

import datetime as dt
from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.i18n import at_start
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import (
    BACK,
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, confirm_rows, page_of, pager
from kalenner.zones.clock_text import MINUTES_OF_DAY, minute_text
from kalenner.zones.instants import instant_of, to_instant
from kalenner_scheduling import _
from kalenner_scheduling.answers import Day, TimeOfDay
from kalenner_scheduling.availability.errors import TimePassed
from kalenner_scheduling.contexts import (
    AwayContext,
    EndContext,
    FromContext,
    StartContext,
    TimesContext,
    choosable,
)
from kalenner_scheduling.time_off import routes
from kalenner_scheduling.time_off.screens.blocks import (
    AWAY,
    BIN,
    away_text,
    hit_rows,
    impact,
    month_text,
    month_to_choose,
    save_rows,
)
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.words import alert

HALF_AN_HOUR = 30
STARTS_OFFERED = (0, *range(6 * 60, 22 * 60, HALF_AN_HOUR))
ENDS_OFFERED = (*range(6 * 60, 22 * 60, HALF_AN_HOUR), MINUTES_OF_DAY)
"""On a later day than the first; on the first, every half hour after the start is offered."""


@screen(routes.away_list, context=ProfessionalContext)
def show_list(context: ProfessionalContext, request: Request) -> Screen:
    """Show the times away that are not over."""
    blocks: TimeOffService = request.find_service(TimeOffService)
    count = blocks.count_times_away(context.provider)
    _places, page, pages = page_of(range(count), request.args["page"])
    times = blocks.list_times_away(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE) if count else []
    rows: list[Row] = [
        (
            Button(
                f"{BIN} {away_text(request, away.starts_at, away.ends_at)}", routes.away_remove(away=away.id)
            ),
        )
        for away in times
    ]
    rows += pager(page, pages, lambda number: routes.away_list(page=number))
    month = choosable(context, request)[0].replace(day=1)
    rows.append((Button(request.label(_("button-add-away")), routes.away_month(month=month)),))
    text = request.text(_("away-title") if times else _("no-away"))
    return Screen(text, rows=tuple(rows), back=home_routes.settings_schedule())


@screen(routes.away_month, context=ProfessionalContext)
def choose_first(context: ProfessionalContext, request: Request) -> Screen:
    """Ask for the day on which the time away begins."""
    rows = month_to_choose(
        context,
        request,
        *choosable(context, request),
        day=lambda day: routes.away_start(day=day),
        turn=lambda first_day: routes.away_month(month=first_day),
    )
    typed = Button(request.label(_("button-type-date")), routes.away_type())
    text = month_text(request, _("choose-away-start"))
    return Screen(text, rows=(*rows, (typed,)), back=routes.away_list(page=0))


def first_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask for the day on which the time away begins to be typed."""
    kind = Day(request.reader, *choosable(context, request))
    return form_of(question("day", kind, Ask(_("ask-away-start"), leave=BACK)))


@screen(routes.away_type, context=ProfessionalContext, form=first_form)
def type_first(context: ProfessionalContext, request: Request) -> Screen:
    """Go on from a first day that was typed."""
    del context
    return show(request, routes.away_start(day=request.values["day"]))


def start_form(context: StartContext, request: Request) -> Any:
    """Ask for the time at which it begins."""
    values = {"day": at_start(request.reader.day(context.day))}
    ask = Ask(_("ask-away-from"), _times(STARTS_OFFERED), values=values, leave=BACK)
    return form_of(question("time", TimeOfDay(), ask))


@screen(routes.away_start, context=StartContext, form=start_form)
def set_start(context: StartContext, request: Request) -> Screen:
    """Go on to the day on which it ends."""
    starts_at = _at(instant_of(context.provider.zone, context.day, request.values["time"]))
    return show(request, routes.away_until(starts_at=starts_at, month=context.day.replace(day=1)))


@screen(routes.away_until, context=FromContext)
def choose_last(context: FromContext, request: Request) -> Screen:
    """Ask for the day on which the time away ends."""
    starts_at = context.starts_at
    rows = month_to_choose(
        context,
        request,
        context.first,
        context.last,
        day=lambda day: routes.away_end(starts_at=starts_at, day=day),
        turn=lambda first_day: routes.away_until(starts_at=starts_at, month=first_day),
    )
    typed = Button(request.label(_("button-type-date")), routes.away_type_last(starts_at=starts_at))
    return Screen(
        month_text(request, _("choose-away-end"), moment=request.reader.moment(starts_at)),
        rows=(*rows, (typed,)),
        back=routes.away_start(day=context.first),
    )


def last_form(context: FromContext, request: Request) -> Any:
    """Ask for the day on which the time away ends to be typed."""
    values = {"moment": request.reader.moment(context.starts_at)}
    ask = Ask(_("ask-away-end"), values=values, leave=BACK)
    return form_of(question("day", Day(request.reader, context.first, context.last), ask))


@screen(routes.away_type_last, context=FromContext, form=last_form)
def type_last(context: FromContext, request: Request) -> Screen:
    """Go on from a last day that was typed."""
    return show(request, routes.away_end(starts_at=context.starts_at, day=request.values["day"]))


def end_form(context: EndContext, request: Request) -> Any:
    """Ask for the time at which it ends."""
    lengths = ENDS_OFFERED
    if context.day == context.first:
        local = context.starts_at.astimezone(context.provider.zone)
        begin = (local.hour * 60 + local.minute) // HALF_AN_HOUR * HALF_AN_HOUR + HALF_AN_HOUR
        lengths = tuple(range(begin, MINUTES_OF_DAY + 1, HALF_AN_HOUR))
    values = {"day": at_start(request.reader.day(context.day))}
    ask = Ask(_("ask-away-until"), _times(lengths), values=values, leave=BACK)
    return form_of(question("time", TimeOfDay(), ask))


@screen(routes.away_end, context=EndContext, form=end_form)
def set_end(context: EndContext, request: Request) -> Screen:
    """Go on to the question whether to save it; the end must be after the start."""
    starts_at = context.starts_at
    ends_at = _at(instant_of(context.provider.zone, context.day, request.values["time"], is_end=True))
    if ends_at <= starts_at:
        raise AnswerRefused("time", _("end-before-start"))
    return show(request, routes.away_times(starts_at=starts_at, ends_at=ends_at))


@screen(routes.away_times, context=TimesContext)
def show_times(context: TimesContext, request: Request) -> Screen:
    """Show a time away with what lies within it, and ask to save it where that was not done yet."""
    blocks: TimeOffService = request.find_service(TimeOffService)
    span = (context.starts_at, context.ends_at)
    hits = blocks.list_affected(context.provider, *span)
    saved_one = blocks.find_away(context.provider, *span)
    if saved_one is None:
        save = routes.away_save(starts_at=context.starts_at, ends_at=context.ends_at)
        rows = save_rows(request, save, routes.away_list(page=0))
    else:
        rows = [(Button(request.label(_("button-delete")), routes.away_remove(away=saved_one.id)),)]
    return Screen(
        paragraphs(lines(request.text(_("away-title")), away_text(request, *span)), impact(request, hits)),
        rows=(*hit_rows(request, hits, AWAY, *span), *rows),
        back=routes.away_list(page=0),
    )


@screen(routes.away_save, context=TimesContext)
def save(context: TimesContext, request: Request) -> Screen:
    """Block the time."""
    span = (context.starts_at, context.ends_at)
    try:
        request.find_service(TimeOffService).add_away(context.provider, *span)
    except TimePassed:
        return show(request, routes.away_list(page=0), notice=alert(request, _("time-passed")))
    return show(request, routes.away_times(starts_at=span[0], ends_at=span[1]), notice=saved(request))


@screen(routes.away_remove, context=AwayContext)
def ask_remove(context: AwayContext, request: Request) -> Screen:
    """Ask before a time away is taken away."""
    away, back = context.away, routes.away_list(page=0)
    yes = routes.away_removed(away=away.id)
    return Screen(
        request.text(_("remove-block"), block=away_text(request, away.starts_at, away.ends_at)),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, back)),
        back=back,
    )


@screen(routes.away_removed, context=AwayContext)
def remove(context: AwayContext, request: Request) -> Screen:
    """Take a time away off the calendar; it can be booked again."""
    request.find_service(TimeOffService).remove(context.away)
    return show(request, routes.away_list(page=0), notice=Notice(request.label(_("removed"))))


def _times(minutes: tuple[int, ...]) -> list[Choice]:
    return [Choice(minute_text(minute), minute_text(minute)) for minute in minutes]


def _at(instant: int) -> dt.datetime:
    return to_instant(instant)
