"""Whose data it is: one account, its practice, and the links to others."""

from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from kalenner.people import Account, Client, Provider


@dataclass(frozen=True)
class Subject:
    """One person, as the conditions of :class:`~kalenner.hooks.privacy.PersonalTable` see them."""

    account_id: int
    provider_id: int
    """0 for an account without a practice; no row has that id."""
    erases_messages: bool = False

    @classmethod
    def of(cls, account: Account, *, erases_messages: bool = False) -> "Subject":
        """Return whose data an account's is."""
        provider: Provider | None = account.practice
        return cls(account.id, 0 if provider is None else provider.id, erases_messages)

    @property
    def links(self) -> Select[int]:
        """The ids of the links by which the person is somebody's client."""
        return select(Client.id).where(Client.account_id == self.account_id)

    @property
    def practice_links(self) -> Select[int]:
        """The ids of the links of the person's own clients."""
        return select(Client.id).where(Client.provider_id == self.provider_id)

    @property
    def all_links(self) -> Select[int]:
        """Both together."""
        own = Client.account_id == self.account_id
        return select(Client.id).where(or_(own, Client.provider_id == self.provider_id))
