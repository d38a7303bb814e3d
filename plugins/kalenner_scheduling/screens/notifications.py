"""Messages about appointments, N1 to N4: each a card of its own, written for its reader."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.screens import Button, Notice, Screen, Style, act, go, lines
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.models import Appointment
from kalenner_scheduling.screens.appointments import change_one
from kalenner_scheduling.screens.contexts import AppointmentContext, ChangeContext, MyChangeContext
from kalenner_scheduling.screens.mine import can_cancel
from kalenner_scheduling.screens.words import booked, price_line, status_text, when


def show_request(context: ChangeContext, request: Request) -> Screen:
    """N1, for the professional: a request to accept or decline."""
    return _request_card(request, context.appointment)


def accept(context: AppointmentContext, request: Request) -> Screen:
    """Accept the request of a card, which then says so."""
    return _answered(context, request, Status.ACCEPTED)


def decline(context: AppointmentContext, request: Request) -> Screen:
    """Decline the request of a card, which then says so."""
    return _answered(context, request, Status.DECLINED)


def _answered(context: AppointmentContext, request: Request, after: Status) -> Screen:
    notice = change_one(request, context.appointment, after, context.account)
    return _request_card(request, context.appointment, notice)


def _request_card(request: Request, appointment: Appointment, notice: Notice | None = None) -> Screen:
    one = {"appointment": appointment.id}
    is_open = appointment.state is Status.PENDING
    rows: list[Row] = []
    if is_open:
        rows.append(
            (
                Button(request.label(_("button-accept")), act("requests.accept", **one), Style.SUCCESS),
                Button(request.label(_("button-decline")), act("requests.decline", **one), Style.DANGER),
            )
        )
    rows.append((Button(request.label(_("button-meeting-info")), go("appointments.info", **one)),))
    client = appointment.client
    return Screen(
        lines(
            request.text(_("new-request")) if is_open else status_text(request, appointment.state),
            request.reader.joined((client.name, booked(request, appointment))),
            when(request, appointment.starts_at, client.account.zone),
        ),
        rows=tuple(rows),
        is_card=True,
        notice=notice,
    )


def show_confirmed(context: MyChangeContext, request: Request) -> Screen:
    """N2, for the client: the request was accepted."""
    appointment = context.appointment
    row = [Button(request.label(_("button-meeting-info")), go("mine.card", appointment=appointment.id))]
    if can_cancel(context, request):
        row.append(
            Button(request.label(_("button-cancel-mine")), go("mine.cancel", appointment=appointment.id))
        )
    provider = appointment.provider
    return Screen(
        lines(
            request.text(_("confirmed"), service=booked(request, appointment), name=provider.nickname),
            when(request, appointment.starts_at, provider.zone),
            price_line(request, appointment.price_minor, appointment.currency),
        ),
        rows=(tuple(row),),
        is_card=True,
    )


def show_declined(context: MyChangeContext, request: Request) -> Screen:
    """N3, for the client: the request was declined, or its time came without an answer."""
    appointment, change = context.appointment, context.change
    message = _("declined") if change.account_id is not None else _("declined-by-itself")
    provider = appointment.provider
    return Screen(
        lines(
            request.text(message, service=booked(request, appointment), name=provider.nickname),
            when(request, appointment.starts_at, provider.zone),
            change.reason and request.text(_("reason-line"), reason=change.reason),
        ),
        rows=(
            (
                Button(
                    request.label(_("button-book-another-time")),
                    go("book.services", provider=provider.id),
                ),
            ),
        ),
        is_card=True,
    )


def show_called_off_by_client(context: ChangeContext, request: Request) -> Screen:
    """N4, for the professional: the client has cancelled."""
    appointment = context.appointment
    client = appointment.client
    return _called_off(
        request,
        context,
        client.name,
        when(request, appointment.starts_at, client.account.zone),
        "appointments.info",
    )


def show_called_off_by_professional(context: MyChangeContext, request: Request) -> Screen:
    """N4, for the client: the professional has cancelled."""
    appointment = context.appointment
    provider = appointment.provider
    return _called_off(
        request, context, provider.nickname, when(request, appointment.starts_at, provider.zone), "mine.card"
    )


def _called_off(
    request: Request, context: ChangeContext | MyChangeContext, name: str, moment: str, info: str
) -> Screen:
    appointment, change = context.appointment, context.change
    return Screen(
        lines(
            request.text(_("called-off"), name=name, service=booked(request, appointment)),
            moment,
            change.reason and request.text(_("reason-line"), reason=change.reason),
        ),
        rows=((Button(request.label(_("button-meeting-info")), go(info, appointment=appointment.id)),),),
        is_card=True,
    )


def includeme(config: Configurator) -> None:
    """Add the screens."""
    professional: dict[str, Any] = {"permission": "use", "factory": ChangeContext, "args": {"change": int}}
    client: dict[str, Any] = {"permission": "use", "factory": MyChangeContext, "args": {"change": int}}
    path = "/changes/{change}"
    config.add_screen(show_request, name="appointments.requested", path=f"{path}/requested", **professional)
    config.add_screen(
        show_called_off_by_client, name="appointments.called_off", path=f"{path}/called-off", **professional
    )
    config.add_screen(show_confirmed, name="mine.confirmed", path=f"{path}/confirmed", **client)
    config.add_screen(show_declined, name="mine.declined", path=f"{path}/declined", **client)
    config.add_screen(
        show_called_off_by_professional, name="mine.called_off", path=f"{path}/called-off-for-you", **client
    )
    one: dict[str, Any] = {"permission": "use", "factory": AppointmentContext, "args": {"appointment": int}}
    path = "/requests/{appointment}"
    config.add_screen(accept, name="requests.accept", path=f"{path}/accept", effect=True, **one)
    config.add_screen(decline, name="requests.decline", path=f"{path}/decline", effect=True, **one)
