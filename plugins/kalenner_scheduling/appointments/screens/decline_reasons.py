"""The reason for a decline, given afterwards; and what was declined together."""

from typing import Any

import colander
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import BACK, Ask, Button, Screen, form_of, lines, question, screen, show
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.appointments.queries import lacks_reason, list_appointments
from kalenner_scheduling.appointments.screens.professional_card import REASON_LENGTH
from kalenner_scheduling.contexts import AppointmentContext
from kalenner_scheduling.words import short_line, status_text

NAMED = 20
"""How many of those that were declined together are named; the others stand in Past appointments."""


class DeclinedContext(ProfessionalContext):
    """Appointments of the professional that were declined together, the argument ``appointments``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        try:
            ids = [int(number) for number in request.args["appointments"].split("-")]
        except ValueError:
            raise NotAvailable from None
        appointments = list_appointments(request.dbsession, self.provider.id, ids)
        if len(appointments) < len(set(ids)):
            raise NotAvailable
        self.appointments: list[Appointment] = appointments


def names_of(appointments: list[Appointment]) -> str:
    """Return the argument that names appointments."""
    return "-".join(str(appointment.id) for appointment in appointments)


def reason_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask why."""
    del context, request
    text = Text(*REASON_LENGTH, multiline=True)
    return form_of(question("reason", text, Ask(_("ask-decline-reason"), leave=BACK)))


@screen(routes.reason, context=AppointmentContext, form=reason_form)
def give_reason(context: AppointmentContext, request: Request) -> Screen:
    """Keep the reason, which the client reads in the message of the decline."""
    _explain(request, [context.appointment], context.account)
    return show(request, routes.card(appointment=context.appointment.id))


@screen(routes.reasons, context=DeclinedContext, form=reason_form)
def give_one_reason(context: DeclinedContext, request: Request) -> Screen:
    """Keep one reason for all that were declined together."""
    _explain(request, context.appointments, context.account)
    return show(request, routes.declined(appointments=request.args["appointments"]))


def _explain(request: Request, appointments: list[Appointment], by: Any) -> None:
    request.find_service(OfferService).explain(appointments, request.values["reason"], by)


@screen(routes.declined, context=DeclinedContext)
def show_declined(context: DeclinedContext, request: Request) -> Screen:
    """Show what was declined together: a reason for all, and each of them, where other times are offered."""
    appointments = context.appointments
    rows: list[Row] = [
        (Button(short_line(request, appointment), routes.card(appointment=appointment.id)),)
        for appointment in appointments[:NAMED]
    ]
    if lacks_reason(request.dbsession, [appointment.id for appointment in appointments]):
        press = routes.reasons(appointments=names_of(appointments))
        rows.insert(0, (Button(request.label(_("button-give-reason")), press),))
    return Screen(
        lines(
            f"{status_text(request, Status.DECLINED)}: {request.reader.number(len(appointments))}",
            request.text(_("declined-together-hint")),
        ),
        rows=tuple(rows),
        back=routes.appointments_list(only=0, page=0),
    )
