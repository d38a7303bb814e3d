"""The plugin of social links, and its answers to hooks."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.themes import PageLink
from kalenner.people import Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_social_links import _, routes
from kalenner_social_links.networks import NETWORKS, icon
from kalenner_social_links.personal_data import TABLES
from kalenner_social_links.sample import fill
from kalenner_social_links.services import SocialLinkService

plugin = Plugin(
    name="social_links",
    title="Links to social media on profile pages",
    package="kalenner_social_links",
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about social media."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Add the links to what a page says."""
    if menu != "profile":
        return []
    label = request.label(_("button-social-media"))
    return [MenuEntry("social_links", label, routes.social_links_list(), weight=20, row=20)]


@hookimpl
def themes_page_links(request: Request, provider: Provider) -> list[PageLink]:
    """Put the links on the page, in the order of the networks."""
    links = request.find_service(SocialLinkService).list_links(provider.id)
    return [
        PageLink("social", network.key, network.label, links[network.key], icon(network.key), weight)
        for weight, network in enumerate(NETWORKS, start=10)
        if network.key in links
    ]


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional links to show."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
