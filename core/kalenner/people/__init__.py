"""People: accounts, their identities on channels, providers, and who is whose client."""

from kalenner.people.models import Account, Client, Identity, Provider
from kalenner.people.services import AccountService, ClientService, ProviderService

__all__ = ["Account", "AccountService", "Client", "ClientService", "Identity", "Provider", "ProviderService"]
