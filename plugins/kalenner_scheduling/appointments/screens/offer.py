"""The professional offers other times for what was declined: the days, the times with ticks, the offer."""

import calendar
import datetime as dt
from collections.abc import Iterable

from pyramid.request import Request

from kalenner.screens import Button, Notice, Press, Screen, Style, in_rows, lines, paragraphs, screen, show
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import TICKED, month_rows, page_of, pager
from kalenner.zones.instants import Span, to_instant, to_seconds
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import OfferOver, OfferRefused
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.offers import MOST_OFFERED, OfferService
from kalenner_scheduling.appointments.screens.follow_up import offer_notice
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.screens.times import (
    LONGEST_HORIZON,
    TIMES_PER_PAGE,
    today_of,
)
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery
from kalenner_scheduling.availability.slots import by_local_day
from kalenner_scheduling.contexts import AppointmentContext
from kalenner_scheduling.words import alert, booked, when

CHOSEN_DAY = "•"
"""Marks the days of a month on which a time was chosen."""


@screen(routes.offer, context=AppointmentContext)
def choose(context: AppointmentContext, request: Request) -> Screen:
    """Show the days of a month, or the times of a day; what was chosen stays ticked on the way."""
    offers: OfferService = request.find_service(OfferService)
    appointment = context.appointment
    if not offers.follow_up(appointment).can_offer:
        return _refused(request, appointment)
    query, chosen = offers.query(appointment), sorted(request.dialog.ticks)
    shown = _times if request.args["is_day"] else _days
    rows, back = shown(request, appointment, query, chosen)
    zone = appointment.client.account.zone
    day = request.reader.day(request.args["day"])
    return Screen(
        paragraphs(
            request.text(_("offer-title"), name=appointment.client.name),
            lines(
                booked(request, appointment),
                when(request, appointment.starts_at, appointment.client.account.zone),
            ),
            request.text(_("offer-hint")),
            lines(*(f"{TICKED} {when(request, to_instant(at), zone)}" for at in chosen)),
            request.text(_("choose-time"), day=day) if request.args["is_day"] else None,
        ),
        rows=(*rows, *_send_rows(request, appointment, chosen)),
        back=back,
    )


def _days(
    request: Request, appointment: Appointment, query: SlotQuery, chosen: list[int]
) -> tuple[list[Row], Press]:
    """Return a month whose days with free times can be pressed."""
    today = today_of(request)
    last = today + dt.timedelta(days=LONGEST_HORIZON)
    month = min(max(request.args["day"], today), last).replace(day=1)
    month_end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    free = by_local_day(_free(request, query, chosen, max(month, today), month_end), request.reader.zone)

    days = {request.reader.local(to_instant(at)).date() for at in chosen}

    def press(day: dt.date, *, is_day: int) -> Press:
        return routes.offer(appointment=appointment.id, is_day=is_day, day=day, page=0)

    rows = month_rows(
        request,
        month,
        {day: CHOSEN_DAY if day in days else "" for day in free},
        day=lambda day: press(day, is_day=1),
        turn=lambda day: press(day, is_day=0),
        first=today,
        last=last,
    )
    return rows, routes.card(appointment=appointment.id)


def _times(
    request: Request, appointment: Appointment, query: SlotQuery, chosen: list[int]
) -> tuple[list[Row], Press]:
    """Return the free times of a day, those that were chosen ticked."""
    day: dt.date = request.args["day"]
    free = by_local_day(_free(request, query, chosen, day, day), request.reader.zone).get(day, [])
    slots, page, pages = page_of(free, request.args["page"], TIMES_PER_PAGE)
    times = [
        Button(f"{TICKED} {label}" if at in chosen else label, screen_routes.tick(item=at))
        for at, label in slots
    ]
    # a time that the clock shows twice carries its offset and needs room
    width = 4 if all(len(label) <= len("00:00") for _at, label in slots) else 2

    def press(number: int) -> Press:
        return routes.offer(appointment=appointment.id, is_day=1, day=day, page=number)

    month = routes.offer(appointment=appointment.id, is_day=0, day=day.replace(day=1), page=0)
    return [*in_rows(times, width), *pager(page, pages, press)], month


def _free(request: Request, query: SlotQuery, chosen: list[int], first: dt.date, last: dt.date) -> list[int]:
    """Return what can be chosen on days of the reader's calendar, and what was chosen of it."""
    slots: SlotService = request.find_service(SlotService)
    starts = slots.free_starts_on(query, first, last, request.clock.now(), request.reader.zone)
    holds = [query.time(at) for at in chosen]
    is_full = len(chosen) >= MOST_OFFERED
    return [at for at in starts if at in chosen or not (is_full or _touches(query.time(at), holds))]


def _touches(hold: Span, others: Iterable[Span]) -> bool:
    return any(hold[0] < end and start < hold[1] for start, end in others)


def _send_rows(request: Request, appointment: Appointment, chosen: list[int]) -> list[Row]:
    if not chosen:
        return []
    label = request.label(_("button-send-offer"), number=len(chosen))
    return [(Button(label, routes.offer_send(appointment=appointment.id), Style.PRIMARY),)]


@screen(routes.offer_send, context=AppointmentContext)
def send(context: AppointmentContext, request: Request) -> Screen:
    """Offer what is ticked; times that have gone meanwhile lose their ticks."""
    appointment, offers = context.appointment, request.find_service(OfferService)
    starts = [to_instant(at) for at in sorted(request.dialog.ticks)[:MOST_OFFERED]]
    if not starts:
        return _refused(request, appointment)
    try:
        offers.offer(appointment, starts, context.account)
    except (SlotTaken, TimePassed):
        slots, query = request.find_service(SlotService), offers.query(appointment)
        now = request.clock.now()
        request.dialog.ticks = [to_seconds(at) for at in starts if slots.is_free(query, at, now)]
        day = request.reader.local(starts[0]).date()
        press = routes.offer(appointment=appointment.id, is_day=1, day=day, page=0)
        return show(request, press, notice=alert(request, _("just-taken")))
    except OfferRefused:
        return _refused(request, appointment)
    notice = Notice(request.label(_("offer-sent")))
    return show(request, routes.card(appointment=appointment.id), notice=notice)


@screen(routes.offer_back, context=AppointmentContext)
def take_back(context: AppointmentContext, request: Request) -> Screen:
    """Take back what was offered; where the client has taken a time meanwhile, the card says so."""
    card = routes.card(appointment=context.appointment.id)
    try:
        request.find_service(OfferService).take_back(context.appointment, context.account)
    except OfferOver:
        return show(request, card, notice=offer_notice(request, context.appointment, _("offer-ended")))
    return show(request, card)


def _refused(request: Request, appointment: Appointment) -> Screen:
    card = routes.card(appointment=appointment.id)
    return show(request, card, notice=offer_notice(request, appointment, _("offer-refused")))
