"""The plugin of support, and what it answers when the platform asks."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import Command, MenuEntry, MenuSubject, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_support import command, menus
from kalenner_support.personal_data import TABLES
from kalenner_support.sample import fill
from kalenner_support.settings import SupportSettings

plugin = Plugin(
    name="support",
    title="Support: tickets to those who run the bot, and their answers",
    package="kalenner_support",
    has_tables=True,
    prefixes=("support",),
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about support."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_settings() -> list[type]:
    """Declare who answers, and how long tickets are kept."""
    return [SupportSettings]


@hookimpl
def platform_commands() -> list[Command]:
    """Let the operator read and close tickets."""
    return [Command("support", "list, show and close tickets", command.arguments, command.run)]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add Support to the main menus, and the inbox for those who answer."""
    del subject
    return menus.entries(request, menu)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Let a sample professional have written to support."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
