"""Who is whose client: linking, removing, blocking, and the professional's note on each."""

from typing import Any, NamedTuple, TypeVarTuple

from pyramid.request import Request
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people.models import Account, Client, Provider
from kalenner.security import CIPHER, Binding, Cipher
from kalenner.zones.folding import fold

Columns = TypeVarTuple("Columns")

NOTE_LENGTH = (1, 1_000)
WITHOUT_NAME = "?"

_STATE = ("removed_at", "blocked_at")
_BY_NAME = (func.lower(Account.client_name).nulls_last(), Client.id)

_LINK = (
    select(Client)
    .where(Client.provider_id == bindparam("provider_id"), Client.account_id == bindparam("account_id"))
    .options(joinedload(Client.provider).joinedload(Provider.account))
)
_OPEN_LINK = _LINK.where(Client.removed_at.is_(None))
_client = Client.__table__.c
_ANY_SPECIALIST = (
    select(_client.id)
    .where(_client.account_id == bindparam("account_id"), _client.removed_at.is_(None))
    .limit(1)
)


class ClientBlocked(Exception):
    """The professional has blocked this client."""


class ClientCounts(NamedTuple):
    """How many clients a provider has, and how many are blocked besides."""

    open: int
    blocked: int


class NamedClient(NamedTuple):
    """A client as a list shows one; the name is None while it is not known."""

    id: int
    name: str | None


class ClientService:
    """Links of clients to providers.

    A link is open, blocked or removed; a blocked one is never removed, so it can always be unblocked.
    """

    def __init__(self, dbsession: Session, hooks: Any, clock: Clock, cipher: Cipher) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._clock = clock
        self._cipher = cipher

    def find(self, provider_id: int, account_id: int, *, even_removed: bool = False) -> Client | None:
        """Return the link between a provider and a client's account, a blocked one too."""
        query = _LINK if even_removed else _OPEN_LINK
        client: Client | None = self._dbsession.scalar(
            query, {"provider_id": provider_id, "account_id": account_id}
        )
        return client

    def connect(self, provider: Provider, account: Account) -> Client:
        """Make the account a client of the provider; an existing link is returned, a removed one reopened.

        Raises :class:`ClientBlocked`.
        """
        self._lock(provider.id, account.id)
        client = self.find(provider.id, account.id, even_removed=True)
        if client is None:
            client = Client(provider=provider, account=account, created_at=self._clock.now())
            self._dbsession.add(client)
            self._dbsession.flush()
            return client
        self._dbsession.refresh(client, _STATE)
        if client.blocked_at is not None:
            raise ClientBlocked
        client.removed_at = None
        self._dbsession.flush()
        return client

    def remove(self, client: Client) -> None:
        """End the link; the note on the client goes with it.

        Raises :class:`ClientBlocked` for a blocked client, who could come back once out of the list.
        """
        if self._end(client):
            self._hooks.platform_client_removed(client=client)

    def leave(self, client: Client) -> None:
        """End the link on the client's wish; the note on the client goes with it.

        Raises :class:`ClientBlocked` as `remove` does.
        """
        if self._end(client):
            self._hooks.platform_client_left(client=client)

    def _end(self, client: Client) -> bool:
        """End a link; return whether there was one."""
        self._refresh(client)
        if client.blocked_at is not None:
            raise ClientBlocked
        if client.removed_at is not None:
            return False
        client.removed_at, client.note = self._clock.now(), None
        self._dbsession.flush()
        return True

    def block(self, client: Client) -> None:
        """Keep the client from booking and from connecting again; a removed one stays removed."""
        self._refresh(client)
        if client.blocked_at is not None or client.removed_at is not None:
            return
        client.blocked_at = self._clock.now()
        self._dbsession.flush()
        self._hooks.platform_client_removed(client=client)

    def unblock(self, client: Client) -> None:
        """Let a blocked client book again."""
        self._refresh(client)
        client.blocked_at = None
        self._dbsession.flush()

    def set_note(self, client: Client, text: str | None) -> None:
        """Keep a note on the client, which only the professional reads, sealed; None forgets it."""
        client.note = None if text is None else self._cipher.seal(text.encode(), **note_binding(client))
        self._dbsession.flush()

    def note_of(self, client: Client) -> str | None:
        """Return the note on the client; raises Tampered where the row was changed by hand."""
        if client.note is None:
            return None
        return self._cipher.open(client.note, **note_binding(client)).decode()

    def is_client(self, account: Account) -> bool:
        """Tell whether the account is anybody's client."""
        return self._dbsession.scalar(_ANY_SPECIALIST, {"account_id": account.id}) is not None

    def count_specialists(self, account: Account) -> int:
        """Count the specialists of a client."""
        query = select(func.count()).where(Client.account_id == account.id, Client.removed_at.is_(None))
        return self._dbsession.scalar(query) or 0

    def list_specialists(self, account: Account, *, start: int = 0, limit: int | None = None) -> list[Client]:
        """Return the links of a client to specialists, by nickname: all, or a page from `start` on."""
        query = (
            select(Client)
            .join(Client.provider)
            .where(Client.account_id == account.id, Client.removed_at.is_(None))
            .order_by(Provider.nickname_folded, Client.id)
            .options(joinedload(Client.provider).joinedload(Provider.account))
        )
        return list(self._dbsession.scalars(query.offset(start).limit(limit)))

    def list_clients(self, provider: Provider, *, search: str = "") -> list[Client]:
        """Return the clients of a provider by name, without the blocked ones; `search` is a part of it."""
        query = _of(select(Client), provider, is_blocked=False).options(joinedload(Client.account))
        return [client for client in self._dbsession.scalars(query) if _matches(client.name, search)]

    def count_clients(self, provider: Provider) -> ClientCounts:
        """Count the clients of a provider, and the blocked ones."""
        query = select(func.count(Client.id), func.count(Client.blocked_at)).where(
            Client.provider_id == provider.id, Client.removed_at.is_(None)
        )
        total, blocked = self._dbsession.execute(query).one()
        return ClientCounts(total - blocked, blocked)

    def list_names(
        self, provider: Provider, *, start: int, limit: int, is_blocked: bool = False
    ) -> list[NamedClient]:
        """Return at most `limit` clients by name, from the one numbered `start` on; open or blocked ones."""
        query = _of(select(Client.id, Account.client_name), provider, is_blocked=is_blocked)
        return [NamedClient(*row) for row in self._dbsession.execute(query.offset(start).limit(limit))]

    def search_names(self, provider: Provider, search: str) -> list[NamedClient]:
        """Return the clients whose name holds `search`, whatever its case and accents, by name."""
        query = _of(select(Client.id, Account.client_name), provider, is_blocked=False)
        # SQLite folds only ASCII, and "e" should find "ë", so names are compared here.
        rows = self._dbsession.execute(query)
        return [NamedClient(*row) for row in rows if _matches(row.client_name or WITHOUT_NAME, search)]

    def _lock(self, provider_id: int, account_id: int) -> None:
        lock(self._dbsession, f"client:{provider_id}:{account_id}")

    def _refresh(self, client: Client) -> None:
        """Wait for a concurrent change of the same link, and read the link again."""
        self._lock(client.provider_id, client.account_id)
        self._dbsession.refresh(client, _STATE)


def _of(columns: Select[*Columns], provider: Provider, *, is_blocked: bool) -> Select[*Columns]:
    """Narrow to a provider's clients, open or blocked, by name."""
    state = Client.blocked_at.is_not(None) if is_blocked else Client.blocked_at.is_(None)
    return (
        columns.join(Client.account)
        .where(Client.provider_id == provider.id, Client.removed_at.is_(None), state)
        .order_by(*_BY_NAME)
    )


def _matches(name: str, search: str) -> bool:
    return fold(search) in fold(name)


def note_binding(client: Client) -> Binding:
    """Return what the note on a client is bound to."""
    table = f"{Client.__tablename__}.{Client.note.key}"
    return {"table": table, "row": str(client.id), "tenant": str(client.provider_id)}


def client_service_factory(request: Request) -> ClientService:
    """Make the service for a request."""
    cipher = CIPHER.of(request.registry)
    return ClientService(request.dbsession, request.hooks, request.clock, cipher)
