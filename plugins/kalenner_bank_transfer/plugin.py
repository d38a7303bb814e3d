"""The plugin of bank transfers, and what it answers when the platform asks."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry, MenuSubject, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_bank_transfer import menus
from kalenner_bank_transfer.personal_data import TABLES
from kalenner_bank_transfer.sample import fill

plugin = Plugin(
    name="bank_transfer",
    title="Bank transfers by codes that banking apps read, matched with statements",
    package="kalenner_bank_transfer",
    requires=("scheduling", "payments"),
    has_tables=True,
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about bank transfers."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add the bank details of the professional, and the transfer to a client's appointment."""
    return menus.entries(request, menu, subject)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional bank details."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
