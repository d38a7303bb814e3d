"""Why not this time? The professional asks of any time why clients are not offered it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from pyramid.request import Request

from kalenner.i18n import at_start
from kalenner.people import Client, ClientService
from kalenner.people.clients import WITHOUT_NAME
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    form_of,
    in_rows,
    lines,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.screens.answers import OneOf
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner.zones.instants import instant_of, to_instant
from kalenner_scheduling import _
from kalenner_scheduling.answers import TimeOfDay
from kalenner_scheduling.appointments import routes as appointments_routes
from kalenner_scheduling.availability import routes
from kalenner_scheduling.availability.explanation import Explainer, Reason, ReasonCode
from kalenner_scheduling.availability.services import ANY_CLIENT, SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery
from kalenner_scheduling.catalogue import routes as catalogue_routes
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.words import offered

LISTED = 16
"""How many reasons are named; a long service may have to make way for many appointments."""

Words = Callable[[Request, Mapping[str, Any]], str]


class AskedContext(ProfessionalContext):
    """A service of the professional, ``service``, and one of their clients, ``client``; 0 is any client."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        service = request.dbsession.get(Service, request.args["service"])
        if service is None or service.provider_id != self.provider.id or service.deleted_at is not None:
            raise NotAvailable
        self.service: Service = service
        self.client: Client | None = None
        if request.args["client"] != ANY_CLIENT:
            client = request.dbsession.get(Client, request.args["client"])
            if client is None or client.provider_id != self.provider.id:
                raise NotAvailable
            self.client = client
        self.client_id: int = request.args["client"]


def ask_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask for the service and the time of day."""
    services = list_bookable(request, context.provider.id)
    choices = [Choice(offered(request, service), str(service.id)) for service in services]
    ids = OneOf(*(str(service.id) for service in services))
    only = str(services[0].id) if len(services) == 1 else None
    service = question(
        "service", ids, Ask(_("explain-service"), choices, per_row=1, applies=lambda _answers: only is None)
    )
    day = request.reader.day(request.args["day"])
    return form_of(service, question("time", TimeOfDay(), Ask(_("explain-time"), values={"day": day})))


@screen(routes.explain_ask, context=ProfessionalContext, form=ask_form)
def ask(context: ProfessionalContext, request: Request) -> Screen:
    """Go on to the answer."""
    services = list_bookable(request, context.provider.id)
    if not services:
        return show(request, catalogue_routes.services_list())
    service_id = int(request.values["service"] or services[0].id)
    at = instant_of(context.provider.zone, request.args["day"], request.values["time"])
    starts_at = to_instant(at)
    return show(request, routes.explain(service=service_id, starts_at=starts_at, client=ANY_CLIENT))


@screen(routes.explain, context=AskedContext)
def explain(context: AskedContext, request: Request) -> Screen:
    """Say why a time is not offered, or that it is."""
    starts_at: dt.datetime = request.args["starts_at"]
    reasons = reasons_of(request, context, starts_at)
    whom = request.text(_("explain-for"), name=context.client.name) if context.client else None
    heading = lines(
        request.text(_("explain-title"), moment=at_start(request.reader.moment(starts_at))),
        offered(request, context.service),
        whom,
    )
    if reasons:
        answer = lines(
            request.text(_("not-offered")),
            *(
                request.text(_("explain-reason"), reason=sentence(request, reason))
                for reason in reasons[:LISTED]
            ),
            request.text(_("and-more"), count=len(reasons) - LISTED) if len(reasons) > LISTED else None,
        )
    else:
        answer = request.text(_("is-offered"))
    day = starts_at.astimezone(context.provider.zone).date()
    again = Button(request.label(_("button-another-time")), routes.explain_ask(day=day))
    choose = Button(
        request.label(_("button-certain-client")),
        routes.explain_clients(service=context.service.id, starts_at=starts_at, client=ANY_CLIENT, page=0),
    )
    return Screen(
        paragraphs(heading, answer),
        rows=((again,), (choose,)),
        back=appointments_routes.calendar_day(day=day),
    )


@screen(routes.explain_clients, context=AskedContext)
def choose_client(context: AskedContext, request: Request) -> Screen:
    """Let a client be chosen, whom the question is then about."""
    service: ClientService = request.find_service(ClientService)
    count = service.count_clients(context.provider).open
    _places, page, pages = page_of(range(count), request.args["page"])
    clients = service.list_names(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE) if count else []
    rows = in_rows(
        [
            Button(
                client.name or WITHOUT_NAME,
                routes.explain(
                    service=context.service.id, starts_at=request.args["starts_at"], client=client.id
                ),
            )
            for client in clients
        ],
        1,
    )
    turn = pager(
        page,
        pages,
        lambda number: routes.explain_clients(
            service=context.service.id, starts_at=request.args["starts_at"], client=ANY_CLIENT, page=number
        ),
    )
    text = request.text(_("explain-which-client") if clients else _("explain-no-clients"))
    return Screen(
        text,
        rows=(*rows, *turn),
        back=routes.explain(
            service=context.service.id, starts_at=request.args["starts_at"], client=context.client_id
        ),
    )


def reasons_of(request: Request, context: AskedContext, starts_at: dt.datetime) -> list[Reason]:
    """Return why a start is not offered to a client, or to clients in general."""
    slots: SlotService = request.find_service(SlotService)
    explainer: Explainer = request.find_service(Explainer)
    query: SlotQuery = slots.query(context.provider, context.service, client_id=context.client_id)
    refusals = explainer.refusals(query, context.client) if context.client else []
    return [*refusals, *explainer.reasons(query, starts_at)]


def sentence(request: Request, reason: Reason) -> str:
    """Return a reason in words."""
    return SENTENCES[reason.code](request, reason.values)


def _plain(message: Any) -> Words:
    return lambda request, _values: str(request.label(message))


def _counted(message: Any, name: str) -> Words:
    return lambda request, values: str(request.label(message, count=values[name]))


def _notice(request: Request, values: Mapping[str, Any]) -> str:
    minutes = values["minutes"]
    if minutes % 60:
        return str(request.label(_("why-notice-minutes"), count=minutes))
    return str(request.label(_("why-notice"), count=minutes // 60))


def _horizon(request: Request, values: Mapping[str, Any]) -> str:
    return str(request.label(_("why-horizon"), day=request.reader.day(values["last"])))


def _vacation(request: Request, values: Mapping[str, Any]) -> str:
    days = {name: request.reader.short_day(values[name]) for name in ("first", "last")}
    return str(request.label(_("why-vacation"), **days))


def _day_off(request: Request, values: Mapping[str, Any]) -> str:
    return str(request.label(_("why-day-off"), weekday=request.reader.weekday(values["day"].weekday())))


def _too_long(request: Request, values: Mapping[str, Any]) -> str:
    until = request.reader.time(values["until"])
    return str(request.label(_("why-too-long"), minutes=values["minutes"], until=until))


def _no_start(request: Request, values: Mapping[str, Any]) -> str:
    first = request.reader.time(values["first"])
    return str(request.label(_("why-no-start"), minutes=values["minutes"], first=first))


def _span(message: Any) -> Words:
    def words(request: Request, values: Mapping[str, Any]) -> str:
        reader = request.reader
        start, end = reader.local(values["starts_at"]), reader.local(values["ends_at"])
        is_one_day = start.date() == end.date()
        until = reader.time(values["ends_at"]) if is_one_day else reader.short_moment(values["ends_at"])
        texts = {
            "from": reader.short_moment(values["starts_at"]),
            "until": until,
            "name": values.get("name", ""),
        }
        return str(request.label(message, **texts))

    return words


SENTENCES: Mapping[ReasonCode, Words] = {
    ReasonCode.PAST: _plain(_("why-past")),
    ReasonCode.NOTICE: _notice,
    ReasonCode.HORIZON: _horizon,
    ReasonCode.HOLIDAY: _plain(_("why-holiday")),
    ReasonCode.VACATION: _vacation,
    ReasonCode.DAY_OFF: _day_off,
    ReasonCode.OUTSIDE_HOURS: _plain(_("why-outside-hours")),
    ReasonCode.TOO_LONG: _too_long,
    ReasonCode.NO_START: _no_start,
    ReasonCode.APPOINTMENT: _span(_("why-appointment")),
    ReasonCode.BUFFER: _span(_("why-buffer")),
    ReasonCode.OFFERED: _span(_("why-offered")),
    ReasonCode.AWAY: _span(_("why-away")),
    ReasonCode.DAY_FULL: _counted(_("why-day-full"), "number"),
    ReasonCode.PARTED: lambda request, values: str(request.label(_("why-parted"), name=values["name"])),
    ReasonCode.OPEN_REQUESTS: _counted(_("why-open-requests"), "number"),
    ReasonCode.PLUGIN: lambda _request, values: str(values["text"]),
}
