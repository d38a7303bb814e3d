"""What is done with people: finding, making and naming them, linking clients to providers."""

import unicodedata
from typing import NamedTuple

from pyramid.request import Request
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people.models import Account, Client, Identity, Provider
from kalenner.zones.folding import fold

NICKNAME_LENGTH = (2, 32)
CLIENT_NAME_LENGTH = (2, 60)


class NicknameTaken(Exception):
    """Another provider goes by this nickname, compared without case and accents' composition."""


class Address(NamedTuple):
    """Where an account is reached."""

    id: int
    channel: str
    subject: str
    is_reachable: bool


def folded(name: str) -> str:
    """Return the form in which two names count as the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class AccountService:
    """Accounts and their identities."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    def get_or_make(self, channel: str, subject: str, language: str | None) -> Account:
        """Return the account behind an identity, made at its first word to us."""
        identity = self._identity(channel, subject)
        if identity is None:
            account = Account(channel_language=language, created_at=self._clock.now())
            self._dbsession.add(account)
            self._dbsession.flush()
            self._dbsession.add(Identity(account_id=account.id, channel=channel, subject=subject))
            return account
        if language and identity.account.channel_language != language:
            identity.account.channel_language = language
        if not identity.is_reachable:
            identity.is_reachable = True
        return identity.account

    def find(self, channel: str, subject: str) -> Account | None:
        """Return the account behind an identity, if there is one."""
        identity = self._identity(channel, subject)
        return None if identity is None else identity.account

    def _identity(self, channel: str, subject: str) -> Identity | None:
        found = select(Identity).where(Identity.channel == channel, Identity.subject == subject)
        return self._dbsession.scalar(found)

    def get(self, account_id: int) -> Account:
        """Return an account; raises NoResultFound."""
        return self._dbsession.execute(
            select(Account).where(Account.id == account_id).options(joinedload(Account.provider))
        ).scalar_one()

    def identities(self, account_id: int) -> list[Address]:
        """Return the addresses of an account, the oldest first."""
        columns = select(Identity.id, Identity.channel, Identity.subject, Identity.is_reachable)
        found = columns.where(Identity.account_id == account_id).order_by(Identity.id)
        return [Address(*row) for row in self._dbsession.execute(found)]

    def mark_reachable(self, channel: str, subject: str, *, is_reachable: bool) -> None:
        """Remember whether messages to this identity arrive."""
        self._dbsession.execute(
            update(Identity)
            .where(Identity.channel == channel, Identity.subject == subject)
            .values(is_reachable=is_reachable)
        )


class ProviderService:
    """Practices of professionals."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    def open_practice(self, account: Account, nickname: str) -> Provider:
        """Make the account a professional; raises :class:`NicknameTaken`."""
        self._refuse_taken(nickname, but=None)
        provider = Provider(
            account=account, nickname=nickname, nickname_folded=folded(nickname), created_at=self._clock.now()
        )
        self._dbsession.add(provider)
        self._dbsession.flush()
        return provider

    def rename(self, provider: Provider, nickname: str) -> None:
        """Change the name clients see; raises :class:`NicknameTaken`."""
        self._refuse_taken(nickname, but=provider.id)
        provider.nickname, provider.nickname_folded = nickname, folded(nickname)
        self._dbsession.flush()

    def is_taken(self, nickname: str, *, but: int | None = None) -> bool:
        """Tell whether another provider goes by this nickname."""
        found = select(Provider.id).where(
            Provider.nickname_folded == folded(nickname), Provider.id != (but or 0)
        )
        return self._dbsession.scalar(found) is not None

    def _refuse_taken(self, nickname: str, *, but: int | None) -> None:
        lock(self._dbsession, f"nickname:{folded(nickname)}")
        if self.is_taken(nickname, but=but):
            raise NicknameTaken(nickname)


class ClientService:
    """Who is whose client."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    def find(self, provider_id: int, account_id: int) -> Client | None:
        """Return the link between a provider and a client's account."""
        return self._dbsession.scalar(
            select(Client).where(Client.provider_id == provider_id, Client.account_id == account_id)
        )

    def connect(self, provider: Provider, account: Account) -> Client:
        """Make the account a client of the provider; the existing link is returned unchanged."""
        lock(self._dbsession, f"client:{provider.id}:{account.id}")
        found = self.find(provider.id, account.id)
        if found is not None:
            return found
        client = Client(provider=provider, account=account, created_at=self._clock.now())
        self._dbsession.add(client)
        self._dbsession.flush()
        return client

    def is_client(self, account: Account) -> bool:
        """Tell whether the account is anybody's client."""
        found = select(Client.id).where(Client.account_id == account.id).limit(1)
        return self._dbsession.scalar(found) is not None

    def list_specialists(self, account: Account) -> list[Client]:
        """Return the links of a client to specialists, by nickname."""
        return list(
            self._dbsession.scalars(
                select(Client)
                .join(Client.provider)
                .where(Client.account_id == account.id)
                .order_by(Provider.nickname_folded)
                .options(joinedload(Client.provider).joinedload(Provider.account))
            )
        )

    def list_clients(self, provider: Provider, *, search: str = "") -> list[Client]:
        """Return the clients of a provider by name; `search` is a part of the name."""
        found = list(
            self._dbsession.scalars(
                select(Client)
                .join(Client.account)
                .where(Client.provider_id == provider.id)
                .order_by(func.lower(Account.client_name), Client.id)
                .options(joinedload(Client.account))
            )
        )
        # SQLite folds only ASCII, and "e" should find "ë", so names are compared here.
        return [client for client in found if fold(search) in fold(client.name)]


def account_service_factory(context: object, request: Request) -> AccountService:  # noqa: ARG001 -- the shape pyramid_services calls
    """Make the service for a request."""
    return AccountService(request.dbsession, request.clock)


def provider_service_factory(context: object, request: Request) -> ProviderService:  # noqa: ARG001
    """Make the service for a request."""
    return ProviderService(request.dbsession, request.clock)


def client_service_factory(context: object, request: Request) -> ClientService:  # noqa: ARG001
    """Make the service for a request."""
    return ClientService(request.dbsession, request.clock)
