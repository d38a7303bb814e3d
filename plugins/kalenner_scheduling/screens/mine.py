"""Appointments as the client sees them: the coming ones, one of them, cancelling."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people.policy import PersonContext
from kalenner.screens import Button, Screen, act, go, paragraphs, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.models import ACTIVE
from kalenner_scheduling.queries import find_last_reason, has_appointments, list_coming_of_client
from kalenner_scheduling.screens.appointments import change_one
from kalenner_scheduling.screens.contexts import MyAppointmentContext
from kalenner_scheduling.screens.words import booked, line_label, meeting_info, when

EVERYBODY = 0
"""Stands for a specialist's id where the appointments with all of them are shown."""


def open_list(context: PersonContext, request: Request) -> Screen:
    """Show the client's appointments with every specialist."""
    del context
    return show(request, "mine.list", provider=EVERYBODY, page=0)


def show_list(context: PersonContext, request: Request) -> Screen:
    """Show the client's coming appointments, with one specialist or with all."""
    provider_id = request.args["provider"]
    now = request.clock.now()
    coming = list_coming_of_client(request.dbsession, context.account.id, now, provider_id or None)
    back = go("specialists.card", provider=provider_id) if provider_id else go("menu")
    if not coming:
        book = go("book.services", provider=provider_id) if provider_id else go("book")
        has_past = has_appointments(request.dbsession, provider_id or None, context.account.id)
        message = _("no-coming-appointments-of-client") if has_past else _("no-appointments-of-client")
        return Screen(
            request.text(message),
            rows=((Button(request.label(_("button-book")), book),),),
            back=back,
        )
    shown, page, pages = page_of(coming, request.args["page"])
    rows: list[Row] = [
        (Button(line_label(request, one), go("mine.card", appointment=one.id)),) for one in shown
    ]
    rows += pager(page, pages, lambda there: go("mine.list", provider=provider_id, page=there))
    return Screen(request.text(_("my-appointments-title")), rows=tuple(rows), back=back)


def show_card(context: MyAppointmentContext, request: Request) -> Screen:
    """Show everything about one appointment; it can be cancelled until it starts."""
    appointment = context.appointment
    rows: list[Row] = []
    if can_cancel(context, request):
        rows.append(
            (Button(request.label(_("button-cancel-mine")), go("mine.cancel", appointment=appointment.id)),)
        )
    provider = appointment.provider
    reason = find_last_reason(request.dbsession, appointment.id)
    return Screen(
        meeting_info(request, appointment, provider.nickname, provider.zone, reason),
        rows=tuple(rows),
        back=go("mine"),
    )


def can_cancel(context: Any, request: Request) -> bool:
    """Tell whether the client may still cancel the appointment of a context."""
    appointment = context.appointment
    return appointment.state in ACTIVE and request.clock.now() < appointment.starts_at


def ask_cancel(context: MyAppointmentContext, request: Request) -> Screen:
    """Ask before an appointment is cancelled."""
    appointment = context.appointment
    back = go("mine.card", appointment=appointment.id)
    return Screen(
        paragraphs(
            request.text(
                _("cancel-mine"), service=booked(request, appointment), name=appointment.provider.nickname
            ),
            when(request, appointment.starts_at, appointment.provider.zone),
        ),
        rows=tuple(
            confirm_rows(
                request, _("button-yes-cancel"), act("mine.cancelled", appointment=appointment.id), back
            )
        ),
        back=back,
    )


def cancel(context: MyAppointmentContext, request: Request) -> Screen:
    """Cancel an appointment."""
    notice = change_one(request, context.appointment, Status.CANCELLED, context.account)
    return show(request, "mine.card", appointment=context.appointment.id, notice=notice)


def includeme(config: Configurator) -> None:
    """Add the screens."""
    config.add_screen(open_list, name="mine", path="/mine", permission="use")
    config.add_screen(
        show_list,
        name="mine.list",
        path="/mine/list/{provider}/{page}",
        args={"provider": int, "page": int},
        permission="use",
    )
    one: dict[str, Any] = {"permission": "use", "factory": MyAppointmentContext, "args": {"appointment": int}}
    path = "/mine/{appointment}"
    config.add_screen(show_card, name="mine.card", path=path, **one)
    config.add_screen(ask_cancel, name="mine.cancel", path=f"{path}/cancel", **one)
    config.add_screen(cancel, name="mine.cancelled", path=f"{path}/cancelled", effect=True, step=True, **one)
