"""The plugin of payments, and what it answers when the platform and scheduling ask."""

import datetime as dt
from pathlib import Path

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.analytics import Debt, Figure
from kalenner.hooks.platform import MenuEntry, MenuSubject, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.scheduling import AppointmentFact, ClosedTime, Status
from kalenner.people import Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_payments import figures, menus, terms
from kalenner_payments.personal_data import TABLES
from kalenner_payments.sample import fill
from kalenner_payments.screens.words import info_text
from kalenner_payments.services import PaymentService

plugin = Plugin(
    name="payments",
    title="Prices of appointments, payments and balances",
    package="kalenner_payments",
    requires=("scheduling",),
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about payments."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add the payments of an appointment, and the setting for clients who owe."""
    return menus.entries(request, menu, subject)


@hookimpl
def scheduling_info_lines(request: Request, appointment: AppointmentFact) -> list[Contribution]:
    """Say what an appointment costs, and what was paid."""
    text = info_text(request, appointment)
    return [] if text is None else [Contribution("payment", text)]


@hookimpl
def scheduling_appointment_changed(
    request: Request, appointment: AppointmentFact, before: Status | None, after: Status
) -> None:
    """Let price and payments go with an appointment that is moved."""
    is_new = before in {None, Status.PENDING}  # none, where the client has taken a time that was offered
    if appointment.replaces_id is not None and is_new and after is Status.ACCEPTED:
        request.find_service(PaymentService).follow(appointment.replaces_id, appointment.id)


@hookimpl
def scheduling_closed_times(
    request: Request, provider_id: int, client_id: int | None, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[ClosedTime]:
    """Close all times for clients who owe, where the professional wants that."""
    return terms.closed_times(request, provider_id, client_id, starts_at, ends_at)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Enter payments for the past appointments of a sample professional."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES


@hookimpl
def analytics_figures(
    request: Request, provider: Provider, start: dt.datetime, end: dt.datetime
) -> list[Figure]:
    """Say what was paid."""
    return figures.list_figures(request, provider.id, start, end)


@hookimpl
def analytics_debts(request: Request, provider: Provider) -> list[Debt]:
    """Say who owes what."""
    return figures.list_debts(request.dbsession, provider.id)
