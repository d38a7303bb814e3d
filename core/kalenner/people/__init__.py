"""People: accounts, their identities on channels, providers, and who is whose client."""

from typing import TYPE_CHECKING

from kalenner.people.clients import ClientBlocked, ClientService, note_binding
from kalenner.people.locks import lock_of
from kalenner.people.models import Account, Client, Identity, Provider
from kalenner.people.owners import OwnerService
from kalenner.people.services import AccountService, ProviderService
from kalenner.people.translations import TranslationService, main_language, other_languages

if TYPE_CHECKING:
    from pyramid.config import Configurator

__all__ = [
    "Account",
    "AccountService",
    "Client",
    "ClientBlocked",
    "ClientService",
    "Identity",
    "OwnerService",
    "Provider",
    "ProviderService",
    "TranslationService",
    "lock_of",
    "main_language",
    "other_languages",
]


def includeme(config: "Configurator") -> None:
    """Declare the sealed column."""
    config.add_sealed_column(Client.note, note_binding)
