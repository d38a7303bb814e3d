"""The outbox: messages to send, stored in the transaction that causes them (transactional outbox).

Delivery is at least once: a process that dies between sending a message and recording that sends it again.

A message to a chat that rests is put off with it, so that a look at what is due passes over it by an index.
One that is stored while the chat is being put off is not; looks leave it out by its chat.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pyramid.request import Request
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Insert,
    Integer,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from kalenner.database import insertion, table_of
from kalenner.delivery.models import Outbox, OutboxState, Priority
from kalenner.delivery.payloads import message_binding
from kalenner.delivery.queries import resting_before
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.people import AccountService, OwnerService, Provider
from kalenner.route import Press
from kalenner.screens.registry import specs_of
from kalenner.security import JSON_CIPHER, JsonCipher


@dataclass(frozen=True)
class Message:
    """A message to queue; with a `dedupe` that is known already, its idempotency key, it is not queued."""

    address: str
    payload: dict[str, Any]
    priority: Priority
    dedupe: str | None = None
    account_id: int | None = None
    origin_id: int | None = None
    is_behind: bool = False
    """Whether those to other people go first."""


def enqueue(request: Request, channel: str, *messages: Message) -> None:
    """Queue messages, in one statement."""
    rows = [
        {
            "channel": channel,
            "address": message.address,
            "account_id": message.account_id,
            "origin_id": message.origin_id,
            "payload": message.payload,
            "dedupe": message.dedupe,
            "priority": int(message.priority),
            "message_is_behind": message.is_behind,
        }
        for message in messages
    ]
    if rows:
        _store(request, rows)


def _store(request: Request, rows: Iterable[dict[str, Any]]) -> None:
    dbsession: Session = request.dbsession
    cipher = JSON_CIPHER.of(request.registry)
    defaults = {"state": OutboxState.WAITING, "tries": 0, "created_at": request.clock.now()}
    values = [
        {
            **_sealed(cipher, row),
            **defaults,
            "to_channel": row["channel"],
            "to_address": row["address"],
            "at_priority": row["priority"],
        }
        for row in rows
    ]
    dbsession.execute(_insertion(dbsession.get_bind().dialect.name), values)
    wake_after_commit(dbsession, "outbox")


def _sealed(cipher: JsonCipher, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose payload is bound to it; one without an idempotency key gets one of its own."""
    dedupe = row["dedupe"] or secrets.token_hex(16)
    binding = message_binding(row["channel"], row["address"], dedupe)
    return {**row, "dedupe": dedupe, "payload": cipher.seal(row["payload"], **binding)}


_earlier = table_of(Outbox).alias().c


def _of_resting(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column of the message that a chat rests behind, NULL where it does not rest."""
    rests_behind = resting_before(_earlier, bindparam("at_priority"))
    return (
        select(column)
        .where(
            _earlier.channel == bindparam("to_channel"),
            _earlier.address == bindparam("to_address"),
            rests_behind,
        )
        .limit(1)  # any of them, which the index has at once: those of a chat are put off together
        .scalar_subquery()
    )


def _is_behind() -> ColumnElement[bool]:
    """Say that a message is behind, or an answer that comes after one of its chat: their order stays.

    The conditions are those of ix_core_outbox_behind, in which there is hardly ever a row.
    """
    comes_after_one = exists().where(
        _earlier.channel == bindparam("to_channel"),
        _earlier.address == bindparam("to_address"),
        _earlier.state == literal_column("'waiting'"),
        _earlier.priority == literal_column("1"),
        _earlier.is_behind,
    )
    is_answer = bindparam("at_priority", type_=Integer) == literal_column("1")
    return or_(bindparam("message_is_behind", type_=Boolean), and_(is_answer, comes_after_one))


@cache
def _insertion(dialect: str) -> Insert:
    delays = {name: _of_resting(_earlier[name]) for name in ("put_off_at", "not_before")}
    return insertion(Outbox, dialect).values({**delays, "is_behind": _is_behind()})


class Notification(NamedTuple):
    """One of many notifications: for whom, of which screen, and as `notify` takes them."""

    account_id: int
    press: Press
    origin_id: int | None = None
    dedupe: str | None = None
    edits: str | None = None
    is_editable: bool = False
    trace: str | None = None
    provider_id: int | None = None
    """Which of the reader's providers it is about, where it is to one."""


def notify(
    request: Request,
    account_id: int,
    press: Press,
    *,
    origin_id: int | None = None,
    dedupe: str | None = None,
    edits: str | None = None,
    is_editable: bool = False,
    trace: str | None = None,
) -> None:
    """Queue a notification: a screen that its reader gets as a message of its own (``request.notify``).

    It is rendered when it is sent, in the reader's language and time zone, and through the screen's route
    factory as the reader: whoever has lost access by then gets nothing. `dedupe` is the idempotency key,
    `origin_id` the account that hears if the reader cannot be reached. With `edits`, the idempotency key of
    one that was `is_editable`, it is shown in the message of that one; as a message of its own where the
    channel cannot do so, or that one was sent too long ago to be known (``retention.ROWS_KEPT``). A `trace`
    is the key by which :mod:`kalenner.screens.traces` says what became of it, and to whose screen replies go.
    """
    notify_many(request, [Notification(account_id, press, origin_id, dedupe, edits, is_editable, trace)])


def notify_provider(
    request: Request,
    provider: Provider,
    press: Press,
    *,
    origin_id: int | None = None,
    dedupe: str | None = None,
    edits: str | None = None,
    is_editable: bool = False,
) -> None:
    """Queue a notification to whoever acts for a provider: its professional, or all its owners.

    As :func:`notify` does; it is rendered for that provider whatever the reader's role is by then, and names
    the organization (``request.notify_provider``).
    """
    readers = request.find_service(OwnerService).account_ids(provider)
    notify_many(
        request,
        [
            Notification(reader, press, origin_id, dedupe, edits, is_editable, provider_id=provider.id)
            for reader in readers
        ],
    )


def notify_many(request: Request, notifications: Sequence[Notification]) -> None:
    """Queue notifications, each as :func:`notify` does, in as many statements as for one."""
    accounts: AccountService = request.find_service(AccountService)
    identities = accounts.identities_of({notification.account_id for notification in notifications})
    rows = [
        {
            "channel": identity.channel,
            "address": identity.subject,
            "account_id": notification.account_id,
            "origin_id": notification.origin_id,
            "payload": _notification_payload(request, notification, identity.id),
            "dedupe": notification.dedupe and f"{notification.dedupe}:{identity.id}",
            "priority": int(Priority.NOTIFICATION),
            "message_is_behind": False,
        }
        for notification in notifications
        for identity in identities.get(notification.account_id, [])
    ]
    if rows:
        _store(request, rows)


def _notification_payload(request: Request, notification: Notification, identity_id: int) -> dict[str, Any]:
    """Return a notification as the row keeps it; raises LookupError where no screen takes the press."""
    press = notification.press
    spec = specs_of(request.registry).get(press.screen)
    if spec is None or not spec.takes(press):
        raise LookupError(f"no screen takes the notification {press}")
    payload: dict[str, Any] = {"notification": press.screen, "args": spec.route.dump(press.args)}
    if notification.edits is not None:
        payload["edits"] = f"{notification.edits}:{identity_id}"
    if notification.is_editable:
        payload["is_editable"] = True
    if notification.trace is not None:
        payload["trace"] = notification.trace
    if notification.provider_id is not None:
        payload["provider"] = notification.provider_id
    return payload
