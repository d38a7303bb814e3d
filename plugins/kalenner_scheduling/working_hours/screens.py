"""Working hours: the week, one day of it, adding, removing and copying periods."""

from collections.abc import Mapping, Sequence
from typing import Any, overload

from colander import SchemaNode
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.setup import setup_row
from kalenner.i18n import at_start
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Dialog,
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
from kalenner.screens.widgets import confirm_rows, tick_rows, ticked
from kalenner.zones.clock_text import MINUTES_OF_DAY, minute_text
from kalenner_scheduling import _
from kalenner_scheduling.answers import Hours, TimeOfDay
from kalenner_scheduling.contexts import PeriodContext, WeekdayContext
from kalenner_scheduling.working_hours import routes
from kalenner_scheduling.working_hours.errors import EndBeforeStart, PeriodsOverlap
from kalenner_scheduling.working_hours.hours_text import LONGEST_NIGHT, span, span_text
from kalenner_scheduling.working_hours.models import WorkingPeriod
from kalenner_scheduling.working_hours.queries import list_periods
from kalenner_scheduling.working_hours.services import WorkingHoursService

WEEK = range(7)
STARTS_OFFERED = range(6 * 60, 24 * 60, 30)
ENDS_OFFERED = 32
"""How many ends are offered, each half an hour after the one before."""
LAST_END = MINUTES_OF_DAY + 6 * 60
"""The last end that is offered: six in the morning after."""


@screen(routes.hours_week, context=ProfessionalContext)
def show_week(context: ProfessionalContext, request: Request) -> Screen:
    """Show the week, a button a day."""
    periods = list_periods(request.dbsession, context.provider.id)
    rows = []
    for weekday in WEEK:
        hours = _hours_text(request, [period for period in periods if period.weekday == weekday])
        day = at_start(request.reader.weekday(weekday, "abbreviated"))
        label = request.label(_("weekday-hours"), weekday=day, hours=hours)
        rows.append((Button(label, routes.hours_day(weekday=weekday)),))
    return Screen(
        paragraphs(
            request.text(_("hours-title")),
            request.text(_("hours-zone"), zone=request.reader.zone_name()),
            None if periods else request.text(_("no-hours")),
        ),
        rows=(*rows, *setup_row(request)),
        back=home_routes.settings_schedule(),
    )


@screen(routes.hours_day, context=WeekdayContext)
def show_day(context: WeekdayContext, request: Request) -> Screen:
    """Show the periods of one weekday."""
    periods = list_periods(request.dbsession, context.provider.id, context.weekday)
    rows: list[Row] = [
        (Button(request.label(_("button-add-period")), routes.hours_add(weekday=context.weekday)),),
        *(
            (
                Button(
                    f"🗑\N{VARIATION SELECTOR-16} {_span_text(period)}", routes.hours_remove(period=period.id)
                ),
            )
            for period in periods
        ),
    ]
    if periods:
        rows.append(
            (
                Button(request.label(_("button-copy-to")), routes.hours_copy(weekday=context.weekday)),
                Button(request.label(_("button-day-off")), routes.hours_off(weekday=context.weekday)),
            )
        )
    return Screen(
        lines(
            request.text(_("hours-of-day"), weekday=request.reader.weekday(context.weekday).capitalize()),
            _hours_text(request, periods),
        ),
        rows=(*rows, *setup_row(request)),
        back=routes.hours_week(),
    )


def add_form(context: WeekdayContext, request: Request) -> Any:
    """Ask for a start and an end, or for whole periods at once."""
    del context
    starts = [Choice(minute_text(minute), minute_text(minute)) for minute in STARTS_OFFERED]
    start = question("start", Hours(), Ask(_("ask-period-start"), starts))
    ends = _Ends(start, request.dialog)
    return form_of(start, question("end", TimeOfDay(), Ask(_("ask-period-end"), ends, applies=_is_one_time)))


@screen(routes.hours_add, context=WeekdayContext, form=add_form)
def add(context: WeekdayContext, request: Request) -> Screen:
    """Add the periods to the weekday."""
    start, end = request.values["start"], request.values["end"]
    try:
        spans = [span(start, end)] if isinstance(start, int) else start
        request.find_service(WorkingHoursService).add_periods(context.provider, context.weekday, spans)
    except EndBeforeStart:
        raise AnswerRefused("end", _("end-before-start")) from None
    except PeriodsOverlap as fault:
        period = span_text(fault.start_minute, fault.end_minute)
        if fault.weekday is not None:
            period = f"{request.reader.weekday(fault.weekday)} {period}"
        raise AnswerRefused("start" if end is None else "end", _("period-overlaps"), period=period) from None
    notice = saved(request)
    if any(stop > MINUTES_OF_DAY for _begin, stop in spans):
        next_day = request.reader.weekday((context.weekday + 1) % 7)
        notice = Notice(request.label(_("saved-over-midnight"), weekday=next_day))
    return show(request, routes.hours_day(weekday=context.weekday), notice=notice)


@screen(routes.hours_remove, context=PeriodContext)
def ask_remove(context: PeriodContext, request: Request) -> Screen:
    """Ask before a period is taken away."""
    period = context.period
    back = routes.hours_day(weekday=period.weekday)
    yes = routes.hours_removed(period=period.id)
    return Screen(
        request.text(
            _("remove-period"),
            weekday=request.reader.weekday(period.weekday).capitalize(),
            period=_span_text(period),
        ),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, back)),
        back=back,
    )


@screen(routes.hours_removed, context=PeriodContext)
def remove(context: PeriodContext, request: Request) -> Screen:
    """Take a period away."""
    weekday = context.period.weekday
    request.find_service(WorkingHoursService).remove(context.period)
    return _removed(request, weekday)


@screen(routes.hours_off, context=WeekdayContext)
def ask_day_off(context: WeekdayContext, request: Request) -> Screen:
    """Ask before every period of a day is taken away."""
    back = routes.hours_day(weekday=context.weekday)
    yes = routes.hours_cleared(weekday=context.weekday)
    return Screen(
        request.text(_("take-day-off"), weekday=request.reader.weekday(context.weekday).capitalize()),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, back)),
        back=back,
    )


@screen(routes.hours_cleared, context=WeekdayContext)
def take_day_off(context: WeekdayContext, request: Request) -> Screen:
    """Take every period of a day away."""
    request.find_service(WorkingHoursService).take_day_off(context.provider, context.weekday)
    return _removed(request, context.weekday)


@screen(routes.hours_copy, context=WeekdayContext)
def show_copy(context: WeekdayContext, request: Request) -> Screen:
    """Let the days be ticked that shall have the hours of this one."""
    days = [(day, request.reader.weekday(day).capitalize()) for day in WEEK if day != context.weekday]
    weekdays = ticked(request, [day for day, _label in days])
    rows = tick_rows(request, days)
    if weekdays:
        copy = routes.hours_copied(weekday=context.weekday)
        rows.append((Button(request.label(_("button-copy"), number=len(weekdays)), copy),))
    hours = _hours_text(request, list_periods(request.dbsession, context.provider.id, context.weekday))
    return Screen(
        paragraphs(
            request.text(
                _("copy-hours"), weekday=request.reader.weekday(context.weekday).capitalize(), hours=hours
            ),
            request.text(_("copy-replaces")),
        ),
        rows=tuple(rows),
        back=routes.hours_day(weekday=context.weekday),
    )


@screen(routes.hours_copied, context=WeekdayContext)
def copy(context: WeekdayContext, request: Request) -> Screen:
    """Give the ticked days the hours of this one."""
    days = ticked(request, WEEK)
    number = request.find_service(WorkingHoursService).copy_day(context.provider, context.weekday, days)
    request.dialog.ticks = []
    notice = Notice(request.label(_("copied-to-days"), count=number))
    return show(request, routes.hours_day(weekday=context.weekday), notice=notice)


class _Ends(Sequence[Choice]):
    """The ends to choose from: every half hour after the start, which is known only once it was answered."""

    def __init__(self, start: SchemaNode, dialog: Dialog) -> None:
        self._start = start
        self._dialog = dialog

    def _choices(self) -> list[Choice]:
        answered = self._dialog.answers.get("start")
        start = self._start.deserialize(answered) if answered else None
        if not isinstance(start, int):
            return []
        last = (
            min(start + LONGEST_NIGHT, LAST_END) if start + LONGEST_NIGHT > MINUTES_OF_DAY else MINUTES_OF_DAY
        )
        ends = range(start + 30, last + 1, 30)[:ENDS_OFFERED]
        return [Choice(minute_text(minute), minute_text(minute)) for minute in ends]

    @overload
    def __getitem__(self, place: int) -> Choice: ...
    @overload
    def __getitem__(self, place: slice) -> list[Choice]: ...
    def __getitem__(self, place: int | slice) -> Choice | list[Choice]:
        return self._choices()[place]

    def __len__(self) -> int:
        return len(self._choices())


def _is_one_time(answers: Mapping[str, Any]) -> bool:
    return isinstance(answers.get("start"), int)


def _removed(request: Request, weekday: int) -> Screen:
    notice = Notice(request.label(_("removed")))
    return show(request, routes.hours_day(weekday=weekday), notice=notice)


def _hours_text(request: Request, periods: list[WorkingPeriod]) -> str:
    if periods:
        return ", ".join(_span_text(period) for period in periods)
    text: str = request.label(_("day-off"))
    return text


def _span_text(period: WorkingPeriod) -> str:
    return span_text(period.start_minute, period.end_minute)
