"""Being away from a free time on: how long, and the appointments that would lie within."""

import datetime as dt

import colander
from pyramid.request import Request

from kalenner.people import Provider
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.zones.clock_text import MINUTES_OF_DAY
from kalenner.zones.instants import instant_of, to_instant
from kalenner_scheduling import _
from kalenner_scheduling.answers import TimeOfDay
from kalenner_scheduling.appointments import routes as appointments_routes
from kalenner_scheduling.appointments.screens.day import show_day_of
from kalenner_scheduling.appointments.screens.month import shortest
from kalenner_scheduling.appointments.screens.slot import fitting, moment_of, show_gone
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.time_off import routes
from kalenner_scheduling.time_off.screens.blocks import away_text, impact
from kalenner_scheduling.time_off.services import LONGEST_AWAY, TimeOffService

HOUR = dt.timedelta(hours=1)


@screen(routes.slot_away, context=ProfessionalContext)
def choose_length(context: ProfessionalContext, request: Request) -> Screen:
    """Ask how long the professional is away."""
    starts_at = request.args["starts_at"]
    service = shortest(fitting(request, context.provider, starts_at))
    if service is None:
        return show_gone(request, context.provider, starts_at)
    ends = [
        (_("button-this-slot"), starts_at + dt.timedelta(minutes=service.minutes)),
        (_("button-1-hour"), starts_at + HOUR),
        (_("button-2-hours"), starts_at + 2 * HOUR),
        (_("button-until-end-of-day"), _end_of_work(request, context.provider, service, starts_at)),
    ]
    latest = max(ends_at for _label, ends_at in ends)
    hit = request.find_service(TimeOffService).list_affected(context.provider, starts_at, latest)
    clear_until = min((line.starts_at for line in hit), default=latest)
    buttons = []
    for label, ends_at in ends:
        is_clear = ends_at <= clear_until
        route = routes.slot_block if is_clear else routes.slot_away_over
        buttons.append(Button(request.label(label), route(starts_at=starts_at, ends_at=ends_at)))
    until = Button(request.label(_("button-until")), routes.slot_away_until(starts_at=starts_at))
    return Screen(
        lines(
            request.text(_("slot-title"), moment=moment_of(request, starts_at)),
            request.text(_("slot-away-question")),
        ),
        rows=(tuple(buttons[:3]), (buttons[3], until)),
        back=appointments_routes.slot(starts_at=starts_at),
    )


def _end_of_work(
    request: Request, provider: Provider, service: Service, starts_at: dt.datetime
) -> dt.datetime:
    """Return when the working time of the day ends on which a start lies."""
    slots: SlotService = request.find_service(SlotService)
    day = starts_at.astimezone(provider.zone).date()
    days = slots.days(slots.query(provider, service), day, day, request.clock.now())
    return to_instant(days.windows[-1][1])


def until_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask until when, on the same day."""
    del context
    moment = moment_of(request, request.args["starts_at"])
    return form_of(question("until", TimeOfDay(), Ask(_("slot-ask-until"), values={"moment": moment})))


@screen(routes.slot_away_until, context=ProfessionalContext, form=until_form)
def away_until(context: ProfessionalContext, request: Request) -> Screen:
    """Block the time until what was typed; ask first where appointments lie within."""
    starts_at, zone = request.args["starts_at"], context.provider.zone
    minute = request.values["until"] or MINUTES_OF_DAY  # an end at 0:00 is midnight
    at = instant_of(zone, starts_at.astimezone(zone).date(), minute, is_end=True)
    ends_at = to_instant(at)
    if ends_at <= starts_at:
        raise AnswerRefused("until", _("end-before-start"))
    if request.find_service(TimeOffService).list_affected(context.provider, starts_at, ends_at):
        return show(request, routes.slot_away_over(starts_at=starts_at, ends_at=ends_at))
    return _block(request, context.provider, starts_at, ends_at)


@screen(routes.slot_away_over, context=ProfessionalContext)
def ask_over(context: ProfessionalContext, request: Request) -> Screen:
    """Name the appointments that lie within a time away, and ask whether to block it all the same."""
    starts_at, ends_at = _span(request)
    hit = request.find_service(TimeOffService).list_affected(context.provider, starts_at, ends_at)
    return Screen(
        paragraphs(
            request.text(_("slot-away-over"), span=away_text(request, starts_at, ends_at)),
            impact(request, hit),
        ),
        rows=(
            (
                Button(
                    request.label(_("button-confirm")),
                    routes.slot_block(starts_at=starts_at, ends_at=ends_at),
                    Style.PRIMARY,
                ),
            ),
        ),
        back=routes.slot_away(starts_at=starts_at),
    )


@screen(routes.slot_block, context=ProfessionalContext)
def block(context: ProfessionalContext, request: Request) -> Screen:
    """Block a time; if its beginning has gone meanwhile, show the day."""
    return _block(request, context.provider, *_span(request))


def _block(request: Request, provider: Provider, starts_at: dt.datetime, ends_at: dt.datetime) -> Screen:
    service = shortest(fitting(request, provider, starts_at))
    if service is None:
        return show_gone(request, provider, starts_at)
    free_until = starts_at + dt.timedelta(minutes=service.minutes)
    try:
        request.find_service(TimeOffService).block_slot(provider, starts_at, ends_at, free_until)
    except (SlotTaken, TimePassed):
        return show_gone(request, provider, starts_at)
    notice = Notice(request.label(_("blocked-until"), end=request.reader.time(ends_at)))
    return show_day_of(request, provider, starts_at, notice)


def _span(request: Request) -> tuple[dt.datetime, dt.datetime]:
    """Return the time that a press names; raises NotAvailable for one that no screen offers."""
    starts_at, ends_at = request.args["starts_at"], request.args["ends_at"]
    if not starts_at < ends_at <= starts_at + LONGEST_AWAY:
        raise NotAvailable
    return starts_at, ends_at
