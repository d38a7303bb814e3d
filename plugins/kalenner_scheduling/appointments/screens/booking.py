"""How a client books: whom, which service, day and time, and the confirmation."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.home.welcome import is_introduced
from kalenner.hooks.scheduling import Status
from kalenner.people import Client, ClientService, Provider
from kalenner.people.policy import NotAvailable, PersonContext, SpecialistContext
from kalenner.screens import (
    BACK,
    Ask,
    Button,
    Press,
    Screen,
    act,
    form_of,
    go,
    lines,
    paragraphs,
    question,
    show,
)
from kalenner.screens.answers import Text
from kalenner.screens.widgets import page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments.errors import NotAccepting, ServiceGone, TooManyRequests
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.screens.times import (
    Chooser,
    show_days,
    show_still_free,
    show_times,
    today_of,
)
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import PreferencesService
from kalenner_scheduling.contexts import BookableContext, MyAppointmentContext
from kalenner_scheduling.words import (
    alert,
    booked,
    moved_times,
    offered,
    offered_with,
    status_text,
    when,
)

NOTE_LENGTH = (1, 500)


def choose_specialist(context: PersonContext, request: Request) -> Screen:
    """Ask with whom to book; the only specialist is chosen at once."""
    found = request.find_service(ClientService).list_specialists(context.account)
    if len(found) == 1:
        return show(request, "book.services", provider=found[0].provider_id)
    if not found:
        return show(request, "specialists")
    shown, page, pages = page_of(found, request.args.get("page", 0))
    rows = [(Button(one.provider.nickname, go("book.services", provider=one.provider_id)),) for one in shown]
    return Screen(
        request.text(_("choose-specialist")),
        rows=(*rows, *pager(page, pages, lambda there: go("book.page", page=there))),
        back=go("menu"),
    )


def choose_service(context: SpecialistContext, request: Request) -> Screen:
    """Ask for the service; the only one is chosen at once. A blocked client is told so."""
    back = go("specialists.card", provider=context.provider.id)
    if context.client.blocked_at is not None:
        return Screen(request.text(_("not-accepting"), name=context.provider.nickname), back=back)
    if not is_introduced(context.account):
        return show(request, "client.introduce", provider=context.provider.id)
    services = list_services(request.dbsession, context.provider.id)
    if not services:
        return Screen(request.text(_("nothing-offered"), name=context.provider.nickname), back=back)
    month = today_of(request).replace(day=1)
    if len(services) == 1:
        return show(request, "book.days", service=services[0].id, month=month)
    shown, page, pages = page_of(services, request.args.get("page", 0))
    price = _shown_price(request, context.provider)
    rows = []
    for one in shown:
        label = request.reader.joined(filter(None, (offered(request, one), price(one))))
        rows.append((Button(label, go("book.days", service=one.id, month=month)),))
    turn = pager(
        page, pages, lambda there: go("book.services.page", provider=context.provider.id, page=there)
    )
    return Screen(
        request.text(_("choose-service"), name=context.provider.nickname), rows=(*rows, *turn), back=back
    )


def show_booking_of(request: Request, client: Client, service_id: int) -> Screen | None:
    """Show the client the days of one service of theirs; None where it is not offered any more."""
    service = request.dbsession.get(Service, service_id)
    if service is None or service.provider_id != client.provider_id or service.deleted_at is not None:
        return None
    month = today_of(request).replace(day=1)
    screen: Screen = show(request, "book.days", service=service.id, month=month)
    return screen


def choose_day(context: BookableContext, request: Request) -> Screen:
    """Ask for the day."""
    if context.client.blocked_at is not None:
        return show(request, "book.services", provider=context.provider.id)
    return show_days(
        request,
        chooser(context, request),
        request.args["month"],
        back=_back(context, request),
        description=context.service.description,
    )


def choose_time(context: BookableContext, request: Request) -> Screen:
    """Ask for the time of day."""
    return show_times(request, chooser(context, request), request.args["day"], request.args["page"])


def confirm(context: BookableContext, request: Request) -> Screen:
    """Show what will be asked for."""
    service, starts_at = context.service, request.args["starts_at"]
    price = _shown_price(request, context.provider)(service)
    day = request.reader.local(starts_at).date()
    this = {"service": service.id, "starts_at": starts_at}
    change = [
        Button(request.label(_("button-change-time")), go("book.times", service=service.id, day=day, page=0))
    ]
    if len(list_services(request.dbsession, context.provider.id)) > 1:
        again = go("book.services", provider=context.provider.id)
        change.append(Button(request.label(_("button-change-service")), again))
    return Screen(
        paragraphs(
            request.text(_("confirm-request")),
            lines(
                offered_with(request, context.service, context.provider),
                when(request, starts_at, context.provider.zone),
                price and request.text(_("price-line"), price=price),
            ),
        ),
        rows=(
            (Button(request.label(_("button-send-request")), act("book.send", **this)),),
            (Button(request.label(_("button-add-note")), go("book.note", **this)),),
            tuple(change),
        ),
        back=go("book.times", service=service.id, day=day, page=0),
    )


def send(context: BookableContext, request: Request) -> Screen:
    """Send the request."""
    return _send(context, request, None)


def note_form(context: BookableContext, request: Request) -> Any:
    """Ask for the note, beside what it goes with: the request is sent as soon as it is there."""
    ask = Ask(
        _("ask-note-to-request"),
        values={
            "service": offered(request, context.service),
            "name": context.provider.nickname,
            "moment": when(request, request.args["starts_at"], context.provider.zone),
        },
        leave=BACK,
    )
    return form_of(question("note", Text(*NOTE_LENGTH, multiline=True), ask))


def send_with_note(context: BookableContext, request: Request) -> Screen:
    """Send the request with its note."""
    return _send(context, request, request.values["note"])


def _send(context: BookableContext, request: Request, note: str | None) -> Screen:
    """Send the request; if the time has gone meanwhile, show the free ones."""
    starts_at = request.args["starts_at"]
    try:
        made = request.find_service(AppointmentService).request(
            context.client, context.service, starts_at, note
        )
    except SlotTaken:
        notice = alert(request, _("just-taken"))
        return show_still_free(request, chooser(context, request), starts_at, notice)
    except TimePassed:
        notice = alert(request, _("time-passed"))
        return show_still_free(request, chooser(context, request), starts_at, notice)
    except TooManyRequests as error:
        return Screen(
            request.text(_("too-many-requests"), count=error.number),
            rows=((Button(request.label(_("button-my-appointments")), go("mine")),),),
            back=go("book.confirm", service=context.service.id, starts_at=starts_at),
        )
    except NotAccepting:
        return show(request, "book.services", provider=context.provider.id)
    except ServiceGone:
        raise NotAvailable from None
    return show(request, "book.sent", appointment=made.id)


def show_sent(context: MyAppointmentContext, request: Request) -> Screen:
    """Say that the request was sent, or what has become of it."""
    appointment, moved = context.appointment, context.appointment.replaces
    provider, state = appointment.provider, appointment.state
    headings = {
        Status.PENDING: request.text(_("request-sent")),
        Status.ACCEPTED: request.text(_("request-confirmed")),
    }
    hint = _("request-sent-hint") if moved is None else _("move-sent-hint")
    return Screen(
        paragraphs(
            headings.get(state, status_text(request, state)),
            lines(
                request.text(_("service-with"), service=booked(request, appointment), name=provider.nickname),
                f"🔁 {moved_times(request, moved.starts_at, appointment.starts_at)}" if moved else None,
                when(request, appointment.starts_at, provider.zone),
            ),
            request.text(hint, name=provider.nickname) if state is Status.PENDING else None,
        ),
        rows=((Button(request.label(_("button-my-appointments")), go("mine")),),),
        back=go("specialists.card", provider=provider.id),
    )


def _shown_price(request: Request, provider: Provider) -> Callable[[Service], str | None]:
    """Return what tells the price of a service, None where there is none or prices are hidden."""
    shown = request.find_service(PreferencesService).get(provider)

    def price(service: Service) -> str | None:
        if service.price_minor is None or not shown.shows_prices:
            return None
        return str(request.reader.money(service.price_minor, shown.currency))

    return price


def chooser(context: BookableContext, request: Request) -> Chooser:
    """Return how the time of a booking is chosen."""
    service = context.service.id
    slots: SlotService = request.find_service(SlotService)
    return Chooser(
        slots.query(context.provider, context.service, client_id=context.client.id),
        offered_with(request, context.service, context.provider),
        days=lambda month: go("book.days", service=service, month=month),
        times=lambda day, page: go("book.times", service=service, day=day, page=page),
        take=lambda starts_at: go("book.confirm", service=service, starts_at=starts_at),
    )


def _back(context: BookableContext, request: Request) -> Press:
    """Lead back to the choice of services; the only one was not chosen."""
    provider_id = context.provider.id
    if len(list_services(request.dbsession, provider_id)) > 1:
        return go("book.services", provider=provider_id)
    return go("specialists.card", provider=provider_id)


def includeme(config: Configurator) -> None:
    """Add the screens and the command."""
    person: dict[str, Any] = {"permission": "use", "factory": PersonContext}
    config.add_screen(choose_specialist, name="book", path="/book", **person)
    config.add_screen(
        choose_specialist, name="book.page", path="/book/page/{page}", args={"page": int}, **person
    )
    specialist: dict[str, Any] = {"permission": "use", "factory": SpecialistContext}
    path = "/book/with/{provider}"
    config.add_screen(choose_service, name="book.services", path=path, args={"provider": int}, **specialist)
    config.add_screen(
        choose_service,
        name="book.services.page",
        path=f"{path}/{{page}}",
        args={"provider": int, "page": int},
        **specialist,
    )
    at: dict[str, Any] = {
        "permission": "use",
        "factory": BookableContext,
        "args": {"service": int, "starts_at": dt.datetime},
    }
    path = "/book/{service}"
    config.add_screen(confirm, name="book.confirm", path=f"{path}/at/{{starts_at}}", **at)
    config.add_screen(send, name="book.send", path=f"{path}/send/{{starts_at}}", effect=True, step=True, **at)
    config.add_screen(
        send_with_note, name="book.note", path=f"{path}/note/{{starts_at}}", form=note_form, **at
    )
    config.add_screen(
        show_sent,
        name="book.sent",
        path="/book/sent/{appointment}",
        args={"appointment": int},
        permission="use",
        factory=MyAppointmentContext,
    )
    config.add_command("book", screen="book", label=_("command-book"))
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
