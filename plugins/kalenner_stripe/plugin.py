"""The plugin of Stripe, and what it answers when the platform asks."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_stripe import menus
from kalenner_stripe.personal_data import TABLES

plugin = Plugin(
    name="stripe",
    title="Payments that Stripe says have come",
    package="kalenner_stripe",
    requires=("scheduling", "payments", "payment_links"),
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answer about payments that record themselves."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Add Stripe to the service settings."""
    return menus.entries(request, menu)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
