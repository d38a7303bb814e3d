"""The professional moves an appointment to another free time; the client is told."""

import datetime as dt
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.screens import Button, Screen, act, go, lines, paragraphs, saved, show
from kalenner_scheduling import _
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.errors import ChangeRefused, MoveWaits
from kalenner_scheduling.appointments.screens.amendments import show_unchangeable
from kalenner_scheduling.appointments.screens.professional_card import can_amend
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.screens.times import Chooser, show_days, show_still_free, show_times
from kalenner_scheduling.availability.slot_query import move_query
from kalenner_scheduling.contexts import AppointmentContext
from kalenner_scheduling.words import alert, booked, moved_times, when


def begin(context: AppointmentContext, request: Request) -> Screen:
    """Ask for the day, first within the month in which the appointment is."""
    month = request.reader.local(context.appointment.starts_at).date().replace(day=1)
    return show(request, "appointments.move.days", appointment=context.appointment.id, month=month)


def choose_day(context: AppointmentContext, request: Request) -> Screen:
    """Ask for the day."""
    if not can_amend(request, context.appointment):
        return show_unchangeable(request, context.appointment)
    back = go("appointments.card", appointment=context.appointment.id)
    return show_days(request, _chooser(context, request), request.args["month"], back=back)


def choose_time(context: AppointmentContext, request: Request) -> Screen:
    """Ask for the time of day."""
    if not can_amend(request, context.appointment):
        return show_unchangeable(request, context.appointment)
    return show_times(request, _chooser(context, request), request.args["day"], request.args["page"])


def confirm(context: AppointmentContext, request: Request) -> Screen:
    """Show from when to when the appointment would be moved."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    client = appointment.client
    one = {"appointment": appointment.id}
    day = request.reader.local(starts_at).date()
    return Screen(
        paragraphs(
            request.text(_("confirm-move")),
            lines(
                request.reader.joined((client.name, booked(request, appointment))),
                moved_times(request, appointment.starts_at, starts_at),
                when(request, starts_at, client.account.zone),
            ),
        ),
        rows=(
            (
                Button(
                    request.label(_("button-confirm")), act("appointments.moved", **one, starts_at=starts_at)
                ),
            ),
        ),
        back=go("appointments.move.times", **one, day=day, page=0),
    )


def move(context: AppointmentContext, request: Request) -> Screen:
    """Move the appointment; if the time has gone meanwhile, show the free ones."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    try:
        request.find_service(AmendmentService).move(appointment, starts_at, context.account)
    except SlotTaken:
        return show_still_free(
            request, _chooser(context, request), starts_at, alert(request, _("just-taken"))
        )
    except TimePassed:
        return show_still_free(
            request, _chooser(context, request), starts_at, alert(request, _("time-passed"))
        )
    except (ChangeRefused, MoveWaits):
        return show_unchangeable(request, appointment)
    return show(request, "appointments.card", appointment=appointment.id, notice=saved(request))


def _chooser(context: AppointmentContext, request: Request) -> Chooser:
    """Return how the new time is chosen."""
    appointment = context.appointment
    one = {"appointment": appointment.id}
    rules = find_rules(request.dbsession, appointment.provider_id, appointment.service_id)
    return Chooser(
        move_query(appointment, rules, None),
        request.text(_("move-title"), service=booked(request, appointment), name=appointment.client.name),
        days=lambda month: go("appointments.move.days", **one, month=month),
        times=lambda day, page: go("appointments.move.times", **one, day=day, page=page),
        take=lambda starts_at: go("appointments.confirm_move", **one, starts_at=starts_at),
    )


def includeme(config: Configurator) -> None:
    """Add the screens."""
    one: dict[str, Any] = {"permission": "use", "factory": AppointmentContext}
    path = "/appointments/{appointment}/move"
    config.add_screen(begin, name="appointments.move", path=path, args={"appointment": int}, **one)
    config.add_screen(
        choose_day,
        name="appointments.move.days",
        path=f"{path}/days/{{month}}",
        args={"appointment": int, "month": dt.date},
        **one,
    )
    config.add_screen(
        choose_time,
        name="appointments.move.times",
        path=f"{path}/times/{{day}}/{{page}}",
        args={"appointment": int, "day": dt.date, "page": int},
        **one,
    )
    at: dict[str, Any] = {**one, "args": {"appointment": int, "starts_at": dt.datetime}}
    config.add_screen(confirm, name="appointments.confirm_move", path=f"{path}/at/{{starts_at}}", **at)
    config.add_screen(
        move, name="appointments.moved", path=f"{path}/to/{{starts_at}}", effect=True, step=True, **at
    )
