"""The plugin of the chat, and what it answers when the platform asks."""

from collections.abc import Sequence
from pathlib import Path

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import ClientMark, MenuEntry, MenuSubject, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_chat import menus
from kalenner_chat.personal_data import TABLES
from kalenner_chat.sample import fill
from kalenner_chat.settings import ChatSettings

plugin = Plugin(
    name="chat",
    title="Chat between the two sides of a relation",
    package="kalenner_chat",
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about chats."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_settings() -> list[type]:
    """Declare how much anybody may write, and when it is quiet."""
    return [ChatSettings]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add the ways into a chat."""
    return menus.entries(request, menu, subject)


@hookimpl
def platform_menu_lines(request: Request, menu: str) -> list[Contribution]:
    """Say how many messages are new."""
    return menus.headline(request, menu)


@hookimpl
def platform_client_marks(request: Request, client_ids: Sequence[int]) -> list[ClientMark]:
    """Mark those whose messages are unread."""
    return menus.marks(request, client_ids)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Let some clients of a sample professional talk."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
