"""The plugin of profile pages, and its answers to hooks."""

from collections.abc import Sequence
from pathlib import Path

from kalenner.home import routes as home_routes
from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import Command, MenuEntry, PublicContact, SampleProfessional, TranslatableText
from kalenner.hooks.privacy import PersonalTable
from kalenner.people import Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner.route import Press
from kalenner_profiles import command, menus, publication_menu, published_pictures, routes, sample_page
from kalenner_profiles.content import SUBJECT, ContentService
from kalenner_profiles.personal_data import TABLES
from kalenner_profiles.public_contact import find_public_contact
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.settings import PagesSettings
from kalenner_profiles.targets import faults_of

plugin = Plugin(
    name="profiles",
    title="Profile pages: what they say, and publishing them",
    package="kalenner_profiles",
    has_tables=True,
    check=faults_of,
    prefixes=(
        "page",
        "pages",
        "profile",
    ),
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about profile pages."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_settings() -> list[type]:
    """Declare where pages are published."""
    return [PagesSettings]


@hookimpl
def platform_commands() -> list[Command]:
    """Let the operator look at the pages, and write them again."""
    return [Command("pages", "look after published profile pages", command.arguments, command.run)]


@hookimpl
def themes_invitation_changed(request: Request, provider: Provider) -> None:
    """Let the published page show the link as it is now."""
    request.find_service(PublicationService).refresh(provider.id)


@hookimpl
def platform_menu_lines(request: Request, menu: str) -> list[Contribution]:
    """Show the line, and say whether there is something to publish."""
    return [*menus.lines(request, menu), *publication_menu.lines(request, menu)]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Lead to what a page says, and to publishing it."""
    return [*menus.content_entries(request, menu), *publication_menu.entries(request, menu)]


@hookimpl
def platform_find_address(request: Request, provider: Provider) -> str | None:
    """Offer the address of the contact information."""
    return request.find_service(ContentService).contact(provider.id).address or None


@hookimpl
def platform_find_contact(request: Request, provider: Provider) -> PublicContact | None:
    """Show clients what stands on the page that is online."""
    return find_public_contact(request, provider)


@hookimpl
def platform_used_files(request: Request, provider: Provider, keys: Sequence[str]) -> list[str]:
    """Keep what the published page shows."""
    return published_pictures.find_used(request, provider, keys)


@hookimpl(trylast=True)
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional a page worth looking at, and publish it with what other plugins added."""
    sample_page.fill(request, sample)
    sample_page.publish(request, sample)


@hookimpl
def platform_translatable_texts(request: Request, provider: Provider, subject: str) -> list[TranslatableText]:
    """Let line and professional information be given in other languages."""
    return menus.translatable_texts(request, provider, subject)


@hookimpl
def platform_find_subject(subject: str) -> Press | None:
    """Lead back to About me."""
    return home_routes.about() if subject == SUBJECT else None


@hookimpl
def platform_find_menu(menu: str) -> Press | None:
    """Show the menu of what a page says."""
    return routes.profile() if menu == "profile" else None


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES


@hookimpl
def platform_provider_closed(request: Request, provider: Provider) -> None:
    """Take the page of a dissolved organization from the web."""
    request.find_service(PublicationService).unpublish(provider)
