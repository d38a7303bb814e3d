"""Identity and permission: one policy for bot and web, and contexts that load objects of one person only."""

from typing import Any

from pyramid.authorization import ACLHelper, Allow, Authenticated, Everyone
from pyramid.request import Request

from kalenner.people.clients import ClientService
from kalenner.people.models import Account, Client, Provider
from kalenner.people.owners import OwnerService


class NotAvailable(Exception):
    """The object does not exist or is not this person's: one error for both, so that neither is revealed."""


class SecurityPolicy:
    """The identity of a request is the account its press belongs to; the web has none yet."""

    def __init__(self) -> None:
        self._acl = ACLHelper()

    def identity(self, request: Request) -> Account | None:
        """Return the account behind the request."""
        visit = request.visit
        return None if visit is None else visit.account

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the account's id as text."""
        account = self.identity(request)
        return None if account is None else str(account.id)

    def permits(self, request: Request, context: Any, permission: str) -> Any:
        """Ask the context's access list."""
        account = self.identity(request)
        principals = [Everyone] if account is None else [Everyone, Authenticated, f"account:{account.id}"]
        return self._acl.permits(context, principals, permission)

    def remember(self, request: Request, userid: str, **kwargs: Any) -> list[tuple[str, str]]:
        """Nothing is kept in a browser."""
        del request, userid, kwargs
        return []

    def forget(self, request: Request, **kwargs: Any) -> list[tuple[str, str]]:
        """Nothing is kept in a browser."""
        del request, kwargs
        return []


class PersonContext:
    """The person alone: screens that show nobody else's things."""

    def __init__(self, request: Request) -> None:
        if request.identity is None:
            raise NotAvailable
        self.request = request
        self.account: Account = request.identity

    def __acl__(self) -> list[tuple[str, str, str]]:
        """Everything here is the person's own."""
        return [(Allow, f"account:{self.account.id}", "use")]


class ProviderContext(PersonContext):
    """The person as a provider: with the practice, or with the organization that they act for.

    Which of them a screen is about is the role's affair, where it names no object. One that names an object
    belongs to the provider of that: `take` goes on for it, whatever the role.
    """

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.provider: Provider = self._find()

    def _find(self) -> Provider:
        provider: Provider | None = self.request.provider
        if provider is None:
            raise NotAvailable
        return provider

    def take(self, provider_id: int) -> None:
        """Go on for the provider of an object; raises NotAvailable where the person does not act for it."""
        if provider_id == self.provider.id:
            return
        provider = self.request.find_service(OwnerService).find_provider(self.account, provider_id)
        if provider is None:
            raise NotAvailable
        self.request.visit.act_for(provider)
        self.provider = provider


class ProfessionalContext(ProviderContext):
    """The person as a professional, with the practice, whatever the role: nothing is an organization's."""

    def _find(self) -> Provider:
        practice = self.account.practice
        if practice is None:
            raise NotAvailable
        self.request.visit.act_for(practice)
        return practice

    def take(self, provider_id: int) -> None:
        """Refuse an object that is not the practice's."""
        if provider_id != self.provider.id:
            raise NotAvailable


class ClientOfMineContext(ProviderContext):
    """One client of the person's practice or organization, named by the argument ``client``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        client = request.dbsession.get(Client, request.args["client"])
        if client is None or client.removed_at is not None:
            raise NotAvailable
        self.take(client.provider_id)
        self.client: Client = client


class SpecialistContext(PersonContext):
    """One specialist of the client, named by the argument ``provider``; one who has blocked them too."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        client = request.find_service(ClientService).find(request.args["provider"], self.account.id)
        if client is None:
            raise NotAvailable
        self.client: Client = client
        self.provider: Provider = client.provider
