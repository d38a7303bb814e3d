"""The plugin of help, and what it answers when the platform asks."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import Command, MenuEntry
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_help import command, menus

plugin = Plugin(
    name="help", title="Questions and answers, in the chat and on the web", package="kalenner_help"
)


@hookimpl
def platform_commands() -> list[Command]:
    """Let the operator see which answers are missing."""
    return [Command("help", "list the questions that have no answer yet", command.arguments, command.run)]


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about what the core shows."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Add Help to the main menu of every role."""
    return menus.entries(request, menu)
