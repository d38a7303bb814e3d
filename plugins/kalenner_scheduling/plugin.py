"""The plugin of scheduling, and what it answers when the platform asks."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import (
    Command,
    MenuEntry,
    MenuSubject,
    SampleProfessional,
    SetupStep,
    TranslatableText,
)
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.themes import PageHours, PageService
from kalenner.people import Account, Client, Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner.route import Press
from kalenner.screens import Screen
from kalenner_scheduling import command, menus
from kalenner_scheduling.appointments.lists import find_next_start
from kalenner_scheduling.appointments.screens.booking import show_booking_of
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.catalogue.packages import package_ids
from kalenner_scheduling.catalogue.routes import services_edit
from kalenner_scheduling.catalogue.screens.places import proposed_address
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.catalogue.translations import service_id_of, translatable_texts
from kalenner_scheduling.consequences import (
    client_consequences,
    end_with_account,
    erasure_consequences,
    zone_consequences,
)
from kalenner_scheduling.personal_data import TABLES
from kalenner_scheduling.sample import fill
from kalenner_scheduling.settings import SchedulingSettings
from kalenner_scheduling.setup import setup_steps
from kalenner_scheduling.working_hours.queries import list_periods

plugin = Plugin(
    name="scheduling",
    title="Services, working hours and appointments",
    package="kalenner_scheduling",
    has_tables=True,
    prefixes=(
        "appointments",
        "away",
        "blocks",
        "book",
        "calendar",
        "clients.appointments",
        "clients.book",
        "closures",
        "explain",
        "hours",
        "mine",
        "requests",
        "rules",
        "services",
        "slot",
        "today",
    ),
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about services, working time and appointments."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_commands() -> list[Command]:
    """Let the operator ask why a time is not offered."""
    return [Command("explain", "say why a time is not offered", command.arguments, command.run)]


@hookimpl
def platform_settings() -> list[type]:
    """Declare the settings of scheduling."""
    return [SchedulingSettings]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add services, working hours and appointments where people look for them."""
    return menus.entries(request, menu, subject)


@hookimpl
def platform_menu_lines(request: Request, menu: str) -> list[Contribution]:
    """Say what is to do today, or what comes next."""
    return menus.headline(request, menu)


@hookimpl
def platform_setup_steps(request: Request, provider: Provider) -> list[SetupStep]:
    """Ask for services and working hours."""
    return setup_steps(request, provider)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional services, working hours and appointments."""
    fill(request, sample)


@hookimpl
def platform_zone_consequences(request: Request, account: Account, zone: ZoneInfo) -> list[Contribution]:
    """Name the appointments that would no longer lie within the working time."""
    return zone_consequences(request, account, zone)


@hookimpl
def platform_client_removed(request: Request, client: Client) -> None:
    """Decline what the client has asked for."""
    request.find_service(AppointmentService).decline_requests_of(client)


@hookimpl
def platform_client_left(request: Request, client: Client) -> None:
    """Withdraw what the client has asked for."""
    request.find_service(AppointmentService).withdraw_requests_of(client)


@hookimpl
def platform_client_consequences(request: Request, client: Client) -> list[Contribution]:
    """Say what becomes of requests and of accepted appointments."""
    return client_consequences(request, client)


@hookimpl
def themes_page_services(request: Request, provider: Provider) -> list[PageService]:
    """Show on the profile page what is offered."""
    packages = package_ids(request.hooks, provider.id)
    return request.find_service(CatalogueService).list_for_page(provider, packages)


@hookimpl
def themes_page_hours(request: Request, provider: Provider) -> list[PageHours]:
    """Show the working hours as opening hours."""
    return [
        PageHours(period.weekday, period.start_minute, period.end_minute)
        for period in list_periods(request.dbsession, provider.id)
    ]


@hookimpl
def platform_translatable_texts(request: Request, provider: Provider, subject: str) -> list[TranslatableText]:
    """Let names and descriptions of services be given in other languages."""
    return translatable_texts(request, provider, subject)


@hookimpl
def scheduling_find_next(request: Request, client: Client) -> dt.datetime | None:
    """Say when a client's next appointment begins."""
    return find_next_start(request.dbsession, client.id, request.clock.now())


@hookimpl
def platform_find_subject(subject: str) -> Press | None:
    """Lead back to the service."""
    service_id = service_id_of(subject)
    return None if service_id is None else services_edit(service=service_id)


@hookimpl
def platform_propose_address(request: Request, provider: Provider) -> str | None:
    """Propose the place that appointments have by themselves."""
    return proposed_address(request, provider)


@hookimpl
def platform_find_landing(request: Request, client: Client, landing_id: int) -> Screen | None:
    """Lead to the days of the service that a link names."""
    return show_booking_of(request, client, landing_id)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES


@hookimpl
def privacy_link_erased(request: Request, client: Client, reader: Account) -> list[Contribution]:
    """Cancel what is open between two people of whom one has deleted the account."""
    return end_with_account(request, client, reader)


@hookimpl
def privacy_erasure_consequences(request: Request, account: Account) -> list[Contribution]:
    """Say how many appointments would be cancelled."""
    return erasure_consequences(request, account)
