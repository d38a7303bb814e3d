"""The plugin of organizations, and what it answers when the platform asks."""

from pathlib import Path

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import MenuEntry, SampleProfessional, StartPayload
from kalenner.hooks.privacy import PersonalTable
from kalenner.people import Account
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_invitations.api import TEAM_PREFIX
from kalenner_organizations import _, menus, routes
from kalenner_organizations.personal_data import TABLES
from kalenner_organizations.sample import fill
from kalenner_organizations.services import MemberService

plugin = Plugin(
    name="organizations",
    title="Organizations: teams that work as one, their owners and members",
    package="kalenner_organizations",
    requires=("scheduling", "invitations"),
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about organizations."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_start_payloads() -> list[StartPayload]:
    """Claim the links to teams."""
    return [StartPayload(TEAM_PREFIX, routes.open_link)]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Lead to organizations: founding one, one's own, those one belongs to."""
    return menus.entries(request, menu)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Let the sample professionals work as one organization."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES


@hookimpl
def privacy_account_erased(request: Request, account: Account) -> None:
    """Let an erased account leave its organizations, and dissolve what nobody else owns."""
    request.find_service(MemberService).forget_account(account)


@hookimpl
def privacy_erasure_consequences(request: Request, account: Account) -> list[Contribution]:
    """Say which organizations would be dissolved."""
    alone = request.find_service(MemberService).owned_alone(account)
    return [
        Contribution(f"dissolved-{one.id}", request.label(_("will-be-dissolved"), name=one.nickname), 20)
        for one in alone
    ]
