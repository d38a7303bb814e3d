"""What payments adds to menus."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.scheduling import AppointmentFact
from kalenner_payments import _, routes
from kalenner_payments.screens.terms import terms_label


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu; several ticked appointments have none, each has payments of its own."""
    if menu == "appointment":
        return [_payment(request, subject)]
    if menu == "appointments_ticked" and len(subject) == 1:
        return [_payment(request, subject[0])]
    if menu == "settings.service":
        label = terms_label(request, request.provider)
        return [MenuEntry("unpaid", label, routes.unpaid(), weight=50, row=50)]
    return []


def _payment(request: Request, appointment: AppointmentFact) -> MenuEntry:
    press = routes.card(appointment=appointment.id)
    return MenuEntry("payment", request.label(_("button-payment")), press, weight=10, row=10)
