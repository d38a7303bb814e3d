"""What bank transfers add to menus."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner_bank_transfer import _, routes
from kalenner_bank_transfer.queries import takes
from kalenner_payments.api import find_balance, is_unpaid


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu == "settings.service":
        label = request.label(_("button-bank-transfer"))
        return [MenuEntry("bank_transfer", label, routes.settings(), weight=60, row=60)]
    if menu == "my_appointment" and _can_be_transferred(request, subject):
        press = routes.pay(appointment=subject.id)
        return [
            MenuEntry("bank_transfer", request.label(_("button-bank-transfer")), press, weight=25, row=25)
        ]
    return []


def _can_be_transferred(request: Request, appointment: Any) -> bool:
    is_taken = takes(request.dbsession, appointment.provider_id, appointment.currency)
    return (
        is_taken
        and is_unpaid(request.dbsession, appointment)
        and bool(find_balance(request.dbsession, appointment).due_minor)
    )
