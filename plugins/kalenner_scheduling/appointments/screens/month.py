"""Office → Calendar: a month of the professional's, its days marked by what they hold."""

import calendar
import datetime as dt

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people import Provider
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Screen, paragraphs, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import month_rows
from kalenner.zones.instants import span_of_days, to_instants
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.lists import find_first_start, list_starts
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slots import by_local_day
from kalenner_scheduling.catalogue import routes as catalogue_routes
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.working_hours import routes as working_hours_routes
from kalenner_scheduling.working_hours.queries import has_periods

MONTHS_AHEAD = 24
BOOKED, FREE = "•", ""


@screen(routes.calendar_month, context=ProfessionalContext)
def show_month(context: ProfessionalContext, request: Request) -> Screen:
    """Show a month; the days that hold appointments or free times can be pressed."""
    first, last = reach_of(request, context.provider)
    month = min(max(request.args["month"], first), last).replace(day=1)
    services = list_bookable(request, context.provider.id)
    marks = {
        **dict.fromkeys(_free_days(request, context.provider, services, month), FREE),
        **dict.fromkeys(_booked_days(request, context.provider, month), BOOKED),
    }
    rows = month_rows(
        request,
        month,
        marks,
        day=lambda day: routes.calendar_day(day=day),
        turn=lambda first_day: routes.calendar_month(month=first_day),
        first=first,
        last=last,
    )
    missing, ways = missing_for_slots(request, context.provider, services)
    return Screen(
        paragraphs(request.text(_("calendar-title")), missing), rows=(*rows, *ways), back=home_routes.office()
    )


def reach_of(request: Request, provider: Provider) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the calendar: whole months, from the first appointment on."""
    today: dt.date = request.reader.local(request.clock.now()).date()
    began = find_first_start(request.dbsession, provider.id)
    first = today if began is None else min(today, began.astimezone(provider.zone).date())
    years, month = divmod(today.month - 1 + MONTHS_AHEAD, 12)
    return first.replace(day=1), end_of_month(today.replace(year=today.year + years, month=month + 1, day=1))


def end_of_month(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def shortest(services: list[Service]) -> Service | None:
    """Return the service that decides which times are shown as free before one is chosen."""
    return min(services, key=lambda service: service.minutes, default=None)


def missing_for_slots(
    request: Request, provider: Provider, services: list[Service]
) -> tuple[Markup | None, list[Row]]:
    """Say why there can be no free times at all, and return the buttons that mend it."""
    texts: list[Markup] = []
    rows: list[Row] = []
    if not services:
        texts.append(request.text(_("no-free-times-without-services")))
        rows.append((Button(request.label(_("button-add-service")), catalogue_routes.services_add()),))
    if not has_periods(request.dbsession, provider.id):
        texts.append(request.text(_("no-free-times-without-hours")))
        rows.append((Button(request.label(_("button-working-hours")), working_hours_routes.hours_week()),))
    return (paragraphs(*texts) if texts else None), rows


def _booked_days(request: Request, provider: Provider, month: dt.date) -> set[dt.date]:
    start, end = span_of_days(provider.zone, month, end_of_month(month))
    span = to_instants((start, end))
    starts = list_starts(request.dbsession, provider.id, *span)
    return set(by_local_day(starts, provider.zone))


def _free_days(request: Request, provider: Provider, services: list[Service], month: dt.date) -> set[dt.date]:
    service, now = shortest(services), request.clock.now()
    first = max(month, now.astimezone(provider.zone).date())
    last = end_of_month(month)
    if service is None or first > last:
        return set()
    slots: SlotService = request.find_service(SlotService)
    starts = slots.free_starts(slots.query(provider, service), first, last, now)
    return set(by_local_day(starts, provider.zone))
