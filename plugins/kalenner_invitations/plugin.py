"""The plugin of invitation links, and its answers to hooks."""

import datetime as dt
from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.analytics import LinkFigures
from kalenner.hooks.platform import BookingLink, MenuEntry, SampleProfessional, SetupStep, StartPayload
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.hooks.themes import PageInvitation
from kalenner.people import Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_invitations import _, routes
from kalenner_invitations.booking_links import find_booking_link
from kalenner_invitations.figures import list_link_figures
from kalenner_invitations.personal_data import TABLES
from kalenner_invitations.sample import fill
from kalenner_invitations.services import ORGANIZATION_PREFIX, PREFIX, SERVICE_PREFIX, InvitationService

plugin = Plugin(
    name="invitations",
    title="Invitation links and their QR codes",
    package="kalenner_invitations",
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about invitations."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_start_payloads() -> list[StartPayload]:
    """Claim the links of professionals for clients."""
    return [
        StartPayload(PREFIX, routes.invitations_open),
        StartPayload(ORGANIZATION_PREFIX, routes.invitations_open),
        StartPayload(SERVICE_PREFIX, routes.open_service),
    ]


@hookimpl
def themes_find_invitation(request: Request, provider: Provider) -> PageInvitation | None:
    """Invite visitors with PROFILE, while it lets somebody in."""
    service = request.find_service(InvitationService)
    invitation = service.find_profile(provider.id)
    if invitation is None:
        return None
    payload = service.payload(invitation)
    return PageInvitation(payload, SERVICE_PREFIX + payload[len(PREFIX) :], invitation.expires_at)


@hookimpl
def platform_find_booking_link(request: Request, provider: Provider) -> BookingLink | None:
    """Show the newest link that lets somebody in, best one that is for many."""
    return find_booking_link(request, provider)


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Add the list of links where a professional looks for it."""
    if menu == "settings.general":
        label = request.label(_("button-invitation-link"))
        return [MenuEntry("invitations", label, routes.invitations_list(), weight=30, row=20)]
    provider = request.provider
    if menu == "setup.finish" and provider is not None:
        if request.find_service(InvitationService).find_usable(provider.id) is not None:
            return []
        label = request.label(_("setup-booking-link"))
        return [MenuEntry("invitations", label, routes.invitations_list(), row=40)]
    if menu == "organization":
        label = request.label(_("button-invite-clients"))
        return [MenuEntry("invitations", label, routes.invitations_list(), weight=10, row=20)]
    if menu == "clients":
        return [MenuEntry("invitations", request.label(_("button-invite")), routes.invitations_list())]
    return []


@hookimpl
def platform_setup_steps(request: Request, provider: Provider) -> list[SetupStep]:
    """Ask for a booking link."""
    is_done = request.find_service(InvitationService).has_any(provider.id)
    return [
        SetupStep(
            "invitations",
            request.label(_("setup-booking-link")),
            routes.invitations_list(),
            is_done,
            weight=50,
        )
    ]


@hookimpl
def scheduling_appointment_changed(
    request: Request, appointment: AppointmentFact, before: Status | None, after: Status
) -> None:
    """Remember that a client who came by a link has asked for an appointment."""
    if before is None and after is Status.PENDING:
        service = request.find_service(InvitationService)
        service.note_request(appointment.provider_id, appointment.client_account_id)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional links, and count the clients as come by them."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES


@hookimpl
def analytics_links(
    request: Request, provider: Provider, start: dt.datetime, end: dt.datetime
) -> list[LinkFigures]:
    """Say what came of the links."""
    return list_link_figures(request.dbsession, provider.id, start, end)
