"""What must go out: rows of the transaction that promised it."""

import datetime as dt
import enum
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pyramid.request import Request
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kalenner.database import insert_new
from kalenner.delivery.channels import channels_of
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.people import AccountService
from kalenner.people.policy import NotAvailable
from kalenner.screens import Arrival, Visit, go, render
from kalenner.screens.model import ArgValue, Press
from kalenner.screens.registry import dump, load, specs_of

log = logging.getLogger(__name__)


class Priority(enum.IntEnum):
    """What goes first."""

    PRESS = 0
    ANSWER = 1
    NOTIFICATION = 2
    FAULTY = 3
    """What could not be written out holds up nothing else of its chat."""


def enqueue(
    request: Request,
    channel: str,
    address: str,
    payload: dict[str, Any],
    *,
    priority: Priority,
    dedupe: str | None = None,
    account_id: int | None = None,
    origin_id: int | None = None,
) -> None:
    """Promise a message; one with a `dedupe` key that was promised before changes nothing."""
    row = {
        "channel": channel,
        "address": address,
        "account_id": account_id,
        "origin_id": origin_id,
        "payload": payload,
        "dedupe": dedupe,
        "priority": int(priority),
    }
    _store(request, [row])


def _store(request: Request, rows: Iterable[dict[str, Any]]) -> None:
    dbsession: Session = request.dbsession
    now = request.clock.now()
    rest = {"state": OutboxState.WAITING, "tries": 0, "not_before": now, "created_at": now}
    insert_new(dbsession, Outbox, [{**row, **rest} for row in rows])
    wake_after_commit(dbsession, "outbox")


def notify(
    request: Request,
    account_id: int,
    screen: str,
    *,
    origin_id: int | None = None,
    dedupe: str | None = None,
    **args: ArgValue,
) -> None:
    """Promise a notification: a screen that its reader gets as a message of its own (``request.notify``).

    It is written out when it is sent, in the reader's language and time zone, and through the screen's
    factory as the reader: whoever lost access meanwhile gets nothing.
    """
    payload = _promise(screen, args)
    for identity in request.find_service(AccountService).identities(account_id):
        enqueue(
            request,
            identity.channel,
            identity.subject,
            payload,
            priority=Priority.NOTIFICATION,
            dedupe=dedupe and f"{dedupe}:{identity.id}",
            account_id=account_id,
            origin_id=origin_id,
        )


class Notification(NamedTuple):
    """One of many notifications of a screen: for whom, with which arguments, and as `notify` takes them."""

    account_id: int
    args: Mapping[str, ArgValue]
    origin_id: int | None = None
    dedupe: str | None = None


def notify_many(request: Request, screen: str, notifications: Sequence[Notification]) -> None:
    """Promise notifications of one screen, each as :func:`notify` does, in as many statements as for one."""
    accounts: AccountService = request.find_service(AccountService)
    addresses = accounts.identities_of({one.account_id for one in notifications})
    rows = [
        {
            "channel": identity.channel,
            "address": identity.subject,
            "account_id": one.account_id,
            "origin_id": one.origin_id,
            "payload": _promise(screen, one.args),
            "dedupe": one.dedupe and f"{one.dedupe}:{identity.id}",
            "priority": int(Priority.NOTIFICATION),
        }
        for one in notifications
        for identity in addresses.get(one.account_id, [])
    ]
    if rows:
        _store(request, rows)


def _promise(screen: str, args: Mapping[str, ArgValue]) -> dict[str, Any]:
    return {"notification": screen, "args": {name: dump(value) for name, value in args.items()}}


def is_known_unreachable(request: Request, outbox_id: int) -> bool:
    """Tell whether a row is a notification for somebody of whom we know that nothing arrives there."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is None or row.priority < Priority.NOTIFICATION:
        return False
    return any(
        (one.channel, one.subject, one.is_reachable) == (row.channel, row.address, False)
        for one in request.find_service(AccountService).identities(row.account_id)
    )


def write_out(request: Request, outbox_id: int) -> dict[str, Any] | None:
    """Return what the channel sends for a row; None for a notification whose object is gone."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is None or row.payload is None:
        return None
    if "notification" not in row.payload:
        return dict(row.payload)
    account = request.find_service(AccountService).get(row.account_id)
    visit = Visit(account, row.channel, Arrival(row.address))
    try:
        screen = render(request, visit, _press(request, row.payload))
    except NotAvailable:
        log.info(
            "notification %s of message %s is no longer for its reader", row.payload["notification"], row.id
        )
        return None
    return channels_of(request.registry)[row.channel].compose(request, visit, screen)


def _press(request: Request, payload: dict[str, Any]) -> Press:
    """Return where a notification leads; raises NotAvailable where its plugin is gone or has changed."""
    spec = specs_of(request.registry).get(payload["notification"])
    if spec is None or set(spec.args) != set(payload["args"]):
        raise NotAvailable
    return go(spec.name, **{name: load(kind, payload["args"][name]) for name, kind in spec.args.items()})


# A row may be gone by the time its fate is known, because all of a person was erased meanwhile.


def mark_sent(request: Request, outbox_id: int, payload: dict[str, Any], receipt: dict[str, Any]) -> None:
    """Note that a message arrived."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is None:
        return
    channels_of(request.registry)[row.channel].sent(request.dbsession, row.address, payload, receipt)
    row.state, row.payload = OutboxState.SENT, None


def mark_dropped(request: Request, outbox_id: int) -> None:
    """Note that a message has no reader any more, or that the channel will never take it."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is not None:
        row.state, row.payload = OutboxState.REFUSED, None


def mark_later(request: Request, outbox_id: int, seconds: float) -> None:
    """Put a message off."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is not None:
        row.tries += 1
        row.not_before = request.clock.now() + dt.timedelta(seconds=max(seconds, 1))


def mark_faulty(request: Request, outbox_id: int, seconds: float) -> None:
    """Put off a message that could not be written out, behind everything else of its chat."""
    mark_later(request, outbox_id, seconds)
    row = request.dbsession.get(Outbox, outbox_id)
    if row is not None:
        row.priority = Priority.FAULTY


def mark_unreachable(request: Request, outbox_id: int) -> None:
    """Note that a person cannot be reached: what waits for them is dropped, and its senders are told.

    Answers that wait are tried all the same, for who has been answered has just spoken to us.
    """
    dbsession: Session = request.dbsession
    row = dbsession.get(Outbox, outbox_id)
    if row is None:
        return
    request.find_service(AccountService).mark_reachable(row.channel, row.address, is_reachable=False)
    waiting = [
        *dbsession.scalars(
            select(Outbox).where(
                Outbox.channel == row.channel,
                Outbox.address == row.address,
                Outbox.state == OutboxState.WAITING,
                or_(Outbox.id == row.id, Outbox.priority >= Priority.NOTIFICATION),
            )
        )
    ]
    told: set[int] = set()
    for one in waiting:
        if one.origin_id is not None and one.origin_id != one.account_id and one.origin_id not in told:
            told.add(one.origin_id)
            notify(request, one.origin_id, "undeliverable", message=one.id, dedupe=f"undeliverable:{one.id}")
    dbsession.execute(
        update(Outbox)
        .where(Outbox.id.in_([one.id for one in waiting]))
        .values(state=OutboxState.UNREACHABLE, payload=None)
    )
