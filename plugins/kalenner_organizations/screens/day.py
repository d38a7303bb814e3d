"""The day of the team: who is free or busy, and nothing of whom members see for what as their own clients."""

import datetime as dt
from collections.abc import Mapping

from markupsafe import Markup
from pyramid.request import Request

from kalenner.route import Press
from kalenner.screens import Button, Screen, lines, paragraphs, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.widgets import page_of, pager
from kalenner.zones.instants import Span, to_instants
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import OrganizationContext
from kalenner_organizations.models import Member
from kalenner_organizations.queries import members_of, names_of_clients
from kalenner_organizations.words import member_name
from kalenner_scheduling.api import BusyTime, DayOfOne, team_day


@screen(routes.day, context=OrganizationContext)
def show_day(context: OrganizationContext, request: Request) -> Screen:
    """Show each member's day; of the organization's own clients also who comes for what."""
    organization, day = context.organization, request.args["day"]
    members = members_of(request.dbsession, organization.id)
    shown, page, pages = page_of(members, request.args["page"])
    days = team_day(request.dbsession, [member.provider for member in shown], day)
    ids = [time.client_id for one in days.values() for time in one.busy if time.client_id is not None]
    names = names_of_clients(request.dbsession, organization.id, ids)
    blocks = [_block(request, member, days[member.provider_id], names) for member in shown]

    def press(other: dt.date, number: int = 0) -> Press:
        return routes.day(organization=organization.id, day=other, page=number)

    one = dt.timedelta(days=1)
    turn = (
        Button("‹", press(day - one)),
        Button(request.label(_("button-today")), press(request.reader.local(request.clock.now()).date())),
        Button("›", press(day + one)),
    )
    return Screen(
        paragraphs(
            request.text(_("day-heading"), day=request.reader.day(day)),
            *blocks,
            None if members else request.text(_("team-empty"), name=organization.nickname),
        ),
        rows=(*pager(page, pages, lambda number: press(day, number)), turn),
        back=screen_routes.menu(),
    )


def _block(request: Request, member: Member, day: DayOfOne, names: Mapping[int, str]) -> Markup:
    name = request.text(_("day-member"), name=member_name(request, member.provider))
    busy = [_busy(request, time, names) for time in day.busy]
    free = [request.text(_("day-free"), span=_span(request, span)) for span in day.free]
    return lines(name, *busy, *(free or [request.text(_("day-nothing-free"))]))


def _busy(request: Request, time: BusyTime, names: Mapping[int, str]) -> Markup:
    span = _span(request, (time.start, time.end))
    if time.client_id is None or time.client_id not in names:
        return request.text(_("day-busy"), span=span)
    return request.text(_("day-booked"), span=span, name=names[time.client_id], service=time.service_name)


def _span(request: Request, span: Span) -> str:
    start, end = to_instants(span)
    return f"{request.reader.time(start)}–{request.reader.time(end)}"
