"""Erasing an account: what is open ends, others are told, and what is held about the person goes."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import ColumnElement, Executable, delete, inspect, select, update
from sqlalchemy.orm import joinedload

from kalenner.database import SessionFence, is_retryable, lock, metadata
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.files import FileService, PrivateFileService
from kalenner.files.models import PrivateFile
from kalenner.files.variants import StoredPicture
from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.people import Account, Client, OwnerService, Provider
from kalenner.plugins import HOOKS, Hooks
from kalenner.privacy import routes
from kalenner.privacy.models import ErasureRequest
from kalenner.privacy.subject import Subject
from kalenner.privacy.tables import CORE, declared_tables
from kalenner.units import run_unit

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 300
"""How long an erasure waits for the last messages to the person."""


class ErasureService:
    """Accounts that are to be erased."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._dbsession = request.dbsession

    def find(self, account: Account) -> ErasureRequest | None:
        """Return the erasure that was asked for an account, or done."""
        query = select(ErasureRequest).where(ErasureRequest.account_id == account.id)
        return self._dbsession.scalar(query)

    def ask(self, account: Account, *, erases_messages: bool) -> ErasureRequest:
        """Let an account be erased by the next run of the task; asked again, nothing changes."""
        lock(self._dbsession, f"account:{account.id}")
        erasure = self.find(account)
        if erasure is None:
            erasure = ErasureRequest(
                account=account,
                requested_at=self._request.clock.now(),
                erases_messages=erases_messages,
                remaining=[],
            )
            self._dbsession.add(erasure)
            self._dbsession.flush()
        return erasure

    def list_due(self) -> list[int]:
        """Return the ids of the accounts to erase now: those whose last messages were sent, or had time."""
        waiting = (
            select(Outbox.id)
            .where(Outbox.account_id == ErasureRequest.account_id, Outbox.state == OutboxState.WAITING)
            .exists()
        )
        rows = self._dbsession.execute(
            select(ErasureRequest.account_id, ErasureRequest.requested_at, waiting).where(
                ErasureRequest.done_at.is_(None)
            )
        ).all()
        now = self._request.clock.now()
        return [
            account_id
            for account_id, requested_at, is_waiting in rows
            if not is_waiting or (now - requested_at).total_seconds() >= PATIENCE_SECONDS
        ]

    def erase(self, account_id: int) -> bool:
        """Erase an account that was asked to be; return whether nothing is left to do.

        The part of a plugin that raises is undone, named in the log, and tried again by the next run.
        """
        lock(self._dbsession, f"account:{account_id}")
        account = self._dbsession.get_one(Account, account_id)
        erasure = self.find(account)
        if erasure is None:
            raise LookupError(account_id)
        self._dbsession.refresh(erasure)
        if erasure.done_at is not None:
            return True
        subject = Subject.of(account, erases_messages=erasure.erases_messages)
        if erasure.begun_at is None:
            self._end_links(account)
        failed = self._tell_plugins(account)
        failed |= self._erase_tables(subject, held_back=failed)
        now = self._request.clock.now()
        account.erased_at = account.erased_at or now
        erasure.begun_at, erasure.remaining = erasure.begun_at or now, sorted(failed)
        erasure.done_at = None if failed else now
        self._dbsession.flush()
        return not failed

    def _end_links(self, account: Account) -> None:
        """Close every open link of the account, and tell the other side once, with what that ends."""
        own = Client.account_id == account.id
        practice = Client.provider_id == (account.practice.id if account.practice else 0)
        links = self._dbsession.scalars(
            select(Client)
            .where(own | practice, Client.removed_at.is_(None))
            .options(joinedload(Client.provider).joinedload(Provider.account), joinedload(Client.account))
        ).all()
        for link in links:
            is_own = link.account_id == account.id
            name = link.name if is_own else link.provider.nickname
            reader = self._first_reader(link.provider) if is_own else link.account
            ended = (
                []
                if reader is None
                else self._request.hooks.privacy_link_erased(client=link, by=account, reader=reader)
            )
            link.removed_at, link.blocked_at = self._request.clock.now(), None
            # The name goes with the message: it is erased when that is written out.
            press = routes.account_gone(name=name, ended="\n".join(line.text for line in ended))
            key = f"privacy:gone:{link.id}"
            if is_own:
                self._request.notify_provider(link.provider, press, dedupe=key)
            else:
                self._request.notify(link.account_id, press, dedupe=key)
        self._dbsession.flush()

    def _first_reader(self, provider: Provider) -> Account | None:
        """Return in whose language a provider is told: the professional's, or that of the first owner."""
        if provider.account is not None:
            return provider.account
        owners = self._request.find_service(OwnerService).accounts(provider)
        return owners[0] if owners else None

    def _tell_plugins(self, account: Account) -> set[str]:
        """Let the plugins end what the account holds with others; return whose part has failed."""
        hooks: Hooks = HOOKS.of(self._request.registry)
        failed: set[str] = set()

        def note(plugin: str, reason: str) -> None:
            log.error("plugin %s: the erasure of account %s is not whole: %s", plugin, account.id, reason)
            failed.add(plugin)

        fence = SessionFence(self._dbsession)
        hooks.answers("privacy_account_erased", fence, note, request=self._request, account=account)
        return failed

    def _erase_tables(self, subject: Subject, *, held_back: AbstractSet[str]) -> set[str]:
        """Erase the rows of each owner, of which those that refer to others go first; return whose failed."""
        there = set(inspect(self._dbsession.connection()).get_table_names())
        order = {table: place for place, table in enumerate(metadata.sorted_tables)}
        by_owner: dict[str, list[PersonalTable]] = {}
        for owner, table in declared_tables(self._request.registry):
            if table.model.__tablename__ in there:
                by_owner.setdefault(owner, []).append(table)
        failed: set[str] = set()
        core = by_owner.pop(CORE)
        for owner in reversed(by_owner):  # those that require others first
            tables = sorted(by_owner[owner], key=lambda one: order[one.model.__table__], reverse=True)  # type: ignore[index]
            if owner in held_back or not self._try_to_erase(owner, tables, subject):
                failed.add(owner)
        self._erase_rows(core, subject)
        return failed

    def _try_to_erase(self, owner: str, tables: Sequence[PersonalTable], subject: Subject) -> bool:
        try:
            with SessionFence(self._dbsession)():
                self._erase_rows(tables, subject)
        except Exception as error:
            if is_retryable(error):
                raise
            log.exception("plugin %s: the erasure of account %s is not whole", owner, subject.account_id)
            return False
        return True

    def _erase_rows(self, tables: Iterable[PersonalTable], subject: Subject) -> None:
        for table in tables:
            if table.erasure is Erasure.KEEP:
                continue
            self._destroy_files(table, subject)
            self._delete_pictures(table, subject)
            self._dbsession.execute(_statement(table, subject))
        self._dbsession.expire_all()

    def _destroy_files(self, table: PersonalTable, subject: Subject) -> None:
        files: PrivateFileService = self._request.find_service(PrivateFileService)
        for name in table.files:
            column = getattr(table.model, name)
            named = select(column).where(_erased(table, subject), column.is_not(None))
            for file in self._dbsession.scalars(select(PrivateFile).where(PrivateFile.id.in_(named))):
                files.destroy(file)
        self._dbsession.flush()

    def _delete_pictures(self, table: PersonalTable, subject: Subject) -> None:
        if not table.pictures:
            return
        columns = [getattr(table.model, name) for name in table.pictures]
        rows = self._dbsession.execute(select(*columns).where(_erased(table, subject)))
        keys = [key for row in rows for picture in row if picture for key in picture_keys(picture)]
        self._request.find_service(FileService).delete(keys)


def picture_keys(picture: str | Mapping[str, Any]) -> Sequence[str]:
    """Return the keys of the files of a picture, as a column holds it: one key, or the JSON of its sizes."""
    return [picture] if isinstance(picture, str) else StoredPicture.from_json(picture).keys()


def _erased(table: PersonalTable, subject: Subject) -> ColumnElement[bool]:
    return (table.erased or table.rows)(subject)


def _statement(table: PersonalTable, subject: Subject) -> Executable:
    where = _erased(table, subject)
    options = {"synchronize_session": False}
    if table.erasure is Erasure.DELETE:
        return delete(table.model).where(where).execution_options(**options)
    return update(table.model).where(where).values(dict(table.blanks)).execution_options(**options)


def erase_due(app: Router) -> None:
    """Erase the accounts that are due (a task), each in a unit of work of its own."""

    def due(request: Request) -> list[int]:
        return ErasureService(request).list_due()

    for account_id in run_unit(app, "task/privacy.due", due, only_reads=True):
        erase_now(app, account_id)


def erase_now(app: Router, account_id: int) -> bool:
    """Erase an account that was asked to be; return whether nothing is left to do."""
    return run_unit(app, "task/privacy.erase", lambda request: ErasureService(request).erase(account_id))
