"""The plugin of analytics, and what it answers when the platform asks."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_analytics import menus
from kalenner_analytics.personal_data import TABLES

plugin = Plugin(
    name="analytics",
    title="The figures that a practice is run by",
    package="kalenner_analytics",
    requires=("scheduling",),
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answer about analytics."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Add the analytics to the office."""
    return menus.entries(request, menu)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
