"""The plugin of documents, and what it answers when the platform asks."""

from pathlib import Path

from pyramid.registry import Registry

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.documents import FileToCheck
from kalenner.hooks.platform import Command, MenuEntry, MenuSubject, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.scheduling import Refusal
from kalenner.people import Client
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner.settings import SETTINGS
from kalenner_documents import booking_rules, command, menus
from kalenner_documents.clamd import Clamd
from kalenner_documents.personal_data import TABLES
from kalenner_documents.sample import fill
from kalenner_documents.settings import DocumentsSettings

plugin = Plugin(
    name="documents",
    title="Documents, consents, and what is exchanged in private",
    package="kalenner_documents",
    requires=("scheduling",),
    has_tables=True,
    prefixes=("documents", "consents"),
)


@hookimpl
def platform_help_folders() -> list[Path]:
    """Bring the answers about documents and consents."""
    return [Path(__file__).parent / "help"]


@hookimpl
def platform_settings() -> list[type]:
    """Declare quotas, and how long evidence is kept."""
    return [DocumentsSettings]


@hookimpl
def platform_commands() -> list[Command]:
    """Let the operator verify the consents, and export where their chains end."""
    return [Command("consents", "verify the chains of consents", command.arguments, command.run)]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add the documents of a practice, of a client and of a specialist."""
    return menus.entries(request, menu, subject)


@hookimpl
def platform_menu_lines(request: Request, menu: str) -> list[Contribution]:
    """Say how many documents wait for an answer."""
    return menus.headline(request, menu)


@hookimpl
def documents_refusals(registry: Registry, file: FileToCheck) -> list[str]:
    """Let clamd look into a file, where one is named."""
    address = SETTINGS.of(registry).of(DocumentsSettings).clamd
    return Clamd(address).find(file) if address else []


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional documents, and some clients who have agreed."""
    fill(request, sample)


@hookimpl
def scheduling_refusals(request: Request, client: Client, service_id: int) -> list[Refusal]:
    """Let a client read and agree before booking, where a document is needed for that."""
    return booking_rules.refusals(request, client, service_id)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
