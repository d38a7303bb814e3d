"""What reminders add to menus."""

from typing import Any

from pyramid.request import Request

from kalenner.home.menus import role_of
from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.scheduling import AppointmentFact
from kalenner.people.models import Role
from kalenner_reminders import _
from kalenner_reminders.planning import is_coming


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu == "appointment" and _is_coming(request, subject):
        label, one = request.label(_("button-send-reminder")), {"appointment": subject.id}
        return [MenuEntry("reminder", label, "reminders.send", one, weight=20, row=30, is_effect=True)]
    if menu == "appointments_ticked" and subject and all(_is_coming(request, one) for one in subject):
        label = request.label(_("button-send-reminders"), number=len(subject))
        return [MenuEntry("reminder", label, "reminders.send_ticked", weight=20, row=30, is_effect=True)]
    if menu == "settings":
        return [_settings(request)]
    return []


def _is_coming(request: Request, appointment: AppointmentFact) -> bool:
    return is_coming(appointment.status, appointment.starts_at, request.clock.now())


def _settings(request: Request) -> MenuEntry:
    if role_of(request, request.account) is Role.PROFESSIONAL:
        label = request.label(_("button-notifications"))
        return MenuEntry("reminders", label, "reminders.settings", weight=20, row=30)
    return MenuEntry("reminders", request.label(_("button-reminders")), "reminders.choice", weight=20, row=30)
