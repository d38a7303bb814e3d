"""People: accounts, their identities on channels, providers, and who is whose client."""

from kalenner.people.clients import ClientBlocked, ClientService
from kalenner.people.locks import lock_of
from kalenner.people.models import Account, Client, Identity, Provider
from kalenner.people.services import AccountService, ProviderService
from kalenner.people.translations import TranslationService, main_language, other_languages

__all__ = [
    "Account",
    "AccountService",
    "Client",
    "ClientBlocked",
    "ClientService",
    "Identity",
    "Provider",
    "ProviderService",
    "TranslationService",
    "lock_of",
    "main_language",
    "other_languages",
]
