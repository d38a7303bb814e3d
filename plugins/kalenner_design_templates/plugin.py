"""The plugin of designs, and its answers to hooks."""

from collections.abc import Sequence
from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry, SampleProfessional, StartPayload, TranslatableText
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.themes import Design
from kalenner.people import Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner.route import Press
from kalenner_design_templates import _, routes
from kalenner_design_templates.gallery_access import START_PREFIX
from kalenner_design_templates.personal_data import TABLES
from kalenner_design_templates.sample import fill
from kalenner_design_templates.screens.banner import translatable_texts
from kalenner_design_templates.services import BANNER, DesignService

plugin = Plugin(
    name="design_templates",
    title="Designs of profile pages: gallery, choosing, configuring",
    package="kalenner_design_templates",
    requires=("profiles",),
    has_tables=True,
    prefixes=("design",),
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about designs."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_start_payloads() -> list[StartPayload]:
    """Claim the links that confirm a design chosen on the web."""
    return [StartPayload(START_PREFIX, routes.design_open)]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Add the design to what a professional sets up."""
    if menu != "settings.general":
        return []
    choose, configure = request.label(_("button-choose-design")), request.label(_("button-configuration"))
    return [
        MenuEntry("design", choose, routes.design_choose(), weight=40, row=30),
        MenuEntry("design_configuration", configure, routes.design_configuration(), weight=41, row=30),
    ]


@hookimpl
def themes_find_design(request: Request, provider: Provider) -> Design | None:
    """Say how a page looks, where the professional has chosen anything."""
    design: Design = request.find_service(DesignService).design_of(provider)
    return None if design == Design() else design


@hookimpl
def platform_translatable_texts(request: Request, provider: Provider, subject: str) -> list[TranslatableText]:
    """Let the banner's texts be given in other languages."""
    return translatable_texts(request, provider, subject)


@hookimpl
def platform_find_subject(subject: str) -> Press | None:
    """Lead back to the banner."""
    return routes.design_banner() if subject == BANNER else None


@hookimpl
def platform_used_files(request: Request, provider: Provider, keys: Sequence[str]) -> list[str]:
    """Keep the background pictures, published or not."""
    backgrounds = request.find_service(DesignService).backgrounds(provider).values()
    used_keys = {variant.key for background in backgrounds for variant in background.variants}
    return [key for key in keys if key in used_keys]


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give each sample professional a design of their own."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
