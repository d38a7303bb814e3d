"""Services of people: finding, creating and naming accounts and providers."""

from collections.abc import Collection
from typing import NamedTuple

from pyramid.request import Request
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from kalenner.characters import fold_case
from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people.models import UNNAMED, Account, Identity, Kind, Provider

NICKNAME_LENGTH = (2, 32)
CLIENT_NAME_LENGTH = (2, 60)

# Statements of every update and notification; building one costs as much as running it. The practice comes
# with the account, since nearly every screen asks for it, and so does the organization that the person acts
# for, through the row that says they own it.
_IDENTITY = (
    select(Identity)
    .where(Identity.channel == bindparam("channel"), Identity.subject == bindparam("subject"))
    .options(
        joinedload(Identity.account).joinedload(Account.practice),
        joinedload(Identity.account).joinedload(Account.organization),
    )
)
_PROVIDERS = (joinedload(Account.practice), joinedload(Account.organization))
_ACCOUNT = select(Account).where(Account.id == bindparam("account_id")).options(*_PROVIDERS)
_ACCOUNTS = (
    select(Account).where(Account.id.in_(bindparam("account_ids", expanding=True))).options(*_PROVIDERS)
)
_ADDRESSES = (
    select(Identity.id, Identity.channel, Identity.subject, Identity.is_reachable)
    .where(Identity.account_id == bindparam("account_id"))
    .order_by(Identity.id)
)


class NicknameTaken(Exception):
    """Another provider goes by this nickname, compared without case and accents' composition."""


class Address(NamedTuple):
    """Where an account is reached."""

    id: int
    channel: str
    subject: str
    is_reachable: bool


class AccountService:
    """Accounts and their identities."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._identities: dict[tuple[str, str], Identity] = {}  # a press asks for its person twice

    def get_or_make(self, channel: str, subject: str, language: str | None) -> Account:
        """Return the account behind an identity, created when it is seen for the first time."""
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
        identity = self._identities.get((channel, subject))
        if identity is None:
            identity = self._dbsession.scalar(_IDENTITY, {"channel": channel, "subject": subject})
            if identity is not None:
                self._identities[channel, subject] = identity
        return identity

    def get(self, account_id: int) -> Account:
        """Return an account; raises NoResultFound."""
        account: Account = self._dbsession.execute(_ACCOUNT, {"account_id": account_id}).scalar_one()
        return account

    def get_all(self, account_ids: Collection[int]) -> dict[int, Account]:
        """Return accounts by id, without those that are gone."""
        accounts = self._dbsession.scalars(_ACCOUNTS, {"account_ids": [*account_ids]})
        return {account.id: account for account in accounts}

    def identities(self, account_id: int) -> list[Address]:
        """Return the addresses of an account, the oldest first."""
        return [Address(*row) for row in self._dbsession.execute(_ADDRESSES, {"account_id": account_id})]

    def identities_of(self, account_ids: Collection[int]) -> dict[int, list[Address]]:
        """Return the addresses of several accounts, by account, each the oldest first."""
        columns = select(
            Identity.account_id, Identity.id, Identity.channel, Identity.subject, Identity.is_reachable
        )
        query = columns.where(Identity.account_id.in_(account_ids)).order_by(Identity.id)
        addresses: dict[int, list[Address]] = {}
        for account_id, id_, channel, subject, is_reachable in self._dbsession.execute(query):
            addresses.setdefault(account_id, []).append(Address(id_, channel, subject, is_reachable))
        return addresses

    def mark_reachable(self, channel: str, subject: str, *, is_reachable: bool) -> None:
        """Remember whether messages to this identity arrive."""
        self._dbsession.execute(
            update(Identity)
            .where(Identity.channel == channel, Identity.subject == subject)
            .values(is_reachable=is_reachable)
        )


class ProviderService:
    """Practices of professionals, and organizations."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    def open_practice(self, account: Account, nickname: str) -> Provider:
        """Make the account a professional; raises :class:`NicknameTaken`."""
        self._refuse_taken(nickname, except_id=None)
        provider = Provider(
            account=account,
            nickname=nickname,
            nickname_folded=fold_case(nickname),
            created_at=self._clock.now(),
        )
        self._dbsession.add(provider)
        self._dbsession.flush()
        return provider

    def open_unnamed(self, account: Account, placeholder: str) -> Provider:
        """Make the account a professional who has no nickname yet: others see the placeholder."""
        provider = Provider(
            account=account,
            nickname=placeholder,
            nickname_folded=f"{UNNAMED}{account.id}",
            created_at=self._clock.now(),
        )
        self._dbsession.add(provider)
        self._dbsession.flush()
        return provider

    def found_organization(self, account: Account, nickname: str) -> Provider:
        """Make an organization in the account's time zone and language; raises :class:`NicknameTaken`.

        Whose it is :class:`kalenner.people.owners.OwnerService` keeps.
        """
        self._refuse_taken(nickname, except_id=None)
        now = self._clock.now()
        provider = Provider(
            kind=Kind.ORGANIZATION,
            account=None,
            nickname=nickname,
            nickname_folded=fold_case(nickname),
            own_timezone=account.timezone,
            own_language=account.reading_language,
            created_at=now,
            finish_shown_at=now,
        )
        self._dbsession.add(provider)
        self._dbsession.flush()
        return provider

    def close(self, organization: Provider) -> None:
        """Dissolve an organization; its name is free for others."""
        organization.closed_at = self._clock.now()
        organization.nickname_folded = f"{UNNAMED}closed {organization.id}"
        self._dbsession.flush()

    def note_finish_shown(self, provider: Provider) -> None:
        """Keep when the end of the set-up was shown for the first time."""
        if provider.finish_shown_at is None:
            provider.finish_shown_at = self._clock.now()

    def rename(self, provider: Provider, nickname: str) -> None:
        """Change the name clients see; raises :class:`NicknameTaken`."""
        self._refuse_taken(nickname, except_id=provider.id)
        provider.nickname, provider.nickname_folded = nickname, fold_case(nickname)
        self._dbsession.flush()

    def is_taken(self, nickname: str, *, except_id: int | None = None) -> bool:
        """Tell whether another provider goes by this nickname."""
        query = select(Provider.id).where(
            Provider.nickname_folded == fold_case(nickname), Provider.id != (except_id or 0)
        )
        return self._dbsession.scalar(query) is not None

    def _refuse_taken(self, nickname: str, *, except_id: int | None) -> None:
        lock(self._dbsession, f"nickname:{fold_case(nickname)}")
        if self.is_taken(nickname, except_id=except_id):
            raise NicknameTaken(nickname)


def account_service_factory(request: Request) -> AccountService:
    """Make the service for a request."""
    return AccountService(request.dbsession, request.clock)


def provider_service_factory(request: Request) -> ProviderService:
    """Make the service for a request."""
    return ProviderService(request.dbsession, request.clock)
