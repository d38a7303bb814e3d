"""What reminders add to menus."""

from typing import Any

from pyramid.request import Request

from kalenner.home.menus import role_of
from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.scheduling import AppointmentFact
from kalenner.people.models import Role
from kalenner_reminders import _, routes
from kalenner_reminders.due_times import is_coming


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu == "appointment" and _is_coming(request, subject):
        label, press = request.label(_("button-send-reminder")), routes.send(appointment=subject.id)
        return [MenuEntry("reminder", label, press, weight=20, row=30)]
    if menu == "appointments_ticked" and subject and all(_is_coming(request, fact) for fact in subject):
        label = request.label(_("button-send-reminders"), number=len(subject))
        return [MenuEntry("reminder", label, routes.send_ticked(), weight=20, row=30)]
    if menu == "settings":
        return _settings(request)
    return []


def _is_coming(request: Request, appointment: AppointmentFact) -> bool:
    return is_coming(appointment.status, appointment.starts_at, request.clock.now())


def _settings(request: Request) -> list[MenuEntry]:
    role = role_of(request, request.account)
    if role is Role.OWNER:  # an organization has no appointments of its own
        return []
    if role is Role.PROFESSIONAL:
        label = request.label(_("button-notifications"))
        return [MenuEntry("reminders", label, routes.settings(), weight=20, row=30)]
    return [MenuEntry("reminders", request.label(_("button-reminders")), routes.choice(), weight=20, row=30)]
