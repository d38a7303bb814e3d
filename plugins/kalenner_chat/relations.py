"""Who the two sides of a thread are, and what they may do: the one place that knows kinds of relations."""

from dataclasses import dataclass

from kalenner.people import Account, Client
from kalenner_chat.models import Thread


@dataclass(frozen=True)
class Relation:
    """A thread as one of its two sides, `account`, sees it; `other` is the account of the other side."""

    thread: Thread
    client: Client
    account: Account
    other: Account

    @property
    def is_professional(self) -> bool:
        """Whether this side is the practice."""
        return self.account.id != self.client.account_id

    @property
    def other_name(self) -> str | None:
        """The name by which this side knows the other; None for a client who has said none yet."""
        return self.client.account.client_name if self.is_professional else self.client.provider.nickname

    @property
    def own_name(self) -> str | None:
        """The name by which the other side knows this one."""
        return self.client.provider.nickname if self.is_professional else self.client.account.client_name

    @property
    def is_ended(self) -> bool:
        """Whether one side has removed the other."""
        return self.client.removed_at is not None

    @property
    def is_writable(self) -> bool:
        """Whether either side can write."""
        return self.client.removed_at is None and self.client.blocked_at is None


def relation_of(thread: Thread, account: Account) -> Relation | None:
    """Return a thread as one of its sides sees it; None for anybody else."""
    client = thread.client
    if client is None:
        return None
    sides = {client.account_id: client.provider.account, client.provider.account_id: client.account}
    other = sides.get(account.id)
    return None if other is None else Relation(thread, client, account, other)
