"""The plugin of reminders, and what it answers when the platform and scheduling ask."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry, MenuSubject
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_reminders import menus
from kalenner_reminders.personal_data import TABLES
from kalenner_reminders.services import ReminderService

plugin = Plugin(
    name="reminders",
    title="Reminders of appointments",
    package="kalenner_reminders",
    requires=("scheduling",),
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about reminders."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add reminders to appointments and to the settings."""
    return menus.entries(request, menu, subject)


@hookimpl
def scheduling_appointment_changed(
    request: Request, appointment: AppointmentFact, before: Status | None, after: Status
) -> None:
    """Plan the reminders of an accepted appointment; drop those of one that is off."""
    reminders: ReminderService = request.find_service(ReminderService)
    if after is Status.ACCEPTED:
        reminders.plan(appointment)
    elif before is Status.ACCEPTED:
        reminders.drop(appointment.id)


@hookimpl
def scheduling_appointment_amended(
    request: Request, appointment: AppointmentFact, before: AppointmentFact
) -> None:
    """Remind of an appointment at its new time."""
    request.find_service(ReminderService).plan_anew(appointment, before)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
