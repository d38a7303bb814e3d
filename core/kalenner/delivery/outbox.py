"""The outbox: messages to send, stored in the transaction that causes them (transactional outbox).

Delivery is at least once: a process that dies between sending a message and recording that sends it again.
"""

import datetime as dt
import enum
import logging
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pyramid.request import Request
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kalenner.database import insert_new
from kalenner.delivery import routes
from kalenner.delivery.channels import channels_of
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.people import AccountService
from kalenner.people.policy import NotAvailable
from kalenner.route import Press
from kalenner.screens import Arrival, Visit, render
from kalenner.screens.registry import find_press, specs_of

log = logging.getLogger(__name__)


class Priority(enum.IntEnum):
    """The order in which messages of a channel are sent, the lowest first."""

    PRESS = 0
    ANSWER = 1
    NOTIFICATION = 2
    FAULTY = 3
    """A notification that could not be rendered: behind everything else of its chat."""


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
    """Queue a message. `dedupe` is its idempotency key: with one that is known already nothing is queued."""
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
    defaults = {"state": OutboxState.WAITING, "tries": 0, "not_before": now, "created_at": now}
    insert_new(dbsession, Outbox, [{**row, **defaults} for row in rows])
    wake_after_commit(dbsession, "outbox")


def notify(
    request: Request,
    account_id: int,
    press: Press,
    *,
    origin_id: int | None = None,
    dedupe: str | None = None,
) -> None:
    """Queue a notification: a screen that its reader gets as a message of its own (``request.notify``).

    It is rendered when it is sent, in the reader's language and time zone, and through the screen's route
    factory as the reader: whoever has lost access by then gets nothing. `dedupe` is the idempotency key,
    `origin_id` the account that hears if the reader cannot be reached.
    """
    payload = _notification_payload(request, press)
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
    """One of many notifications: for whom, of which screen, and as `notify` takes them."""

    account_id: int
    press: Press
    origin_id: int | None = None
    dedupe: str | None = None


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
            "payload": _notification_payload(request, notification.press),
            "dedupe": notification.dedupe and f"{notification.dedupe}:{identity.id}",
            "priority": int(Priority.NOTIFICATION),
        }
        for notification in notifications
        for identity in identities.get(notification.account_id, [])
    ]
    if rows:
        _store(request, rows)


def _notification_payload(request: Request, press: Press) -> dict[str, Any]:
    """Return a notification as the row keeps it; raises LookupError where no screen takes the press."""
    spec = specs_of(request.registry).get(press.screen)
    if spec is None or not spec.takes(press):
        raise LookupError(f"no screen takes the notification {press}")
    return {"notification": press.screen, "args": spec.route.dump(press.args)}


def is_known_unreachable(request: Request, outbox_id: int) -> bool:
    """Tell whether a row is a notification to an address that is marked as unreachable."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is None or row.priority < Priority.NOTIFICATION:
        return False
    return any(
        (identity.channel, identity.subject, identity.is_reachable) == (row.channel, row.address, False)
        for identity in request.find_service(AccountService).identities(row.account_id)
    )


def render_payload(request: Request, outbox_id: int) -> dict[str, Any] | None:
    """Return the payload to send for a row; None for a notification that its reader may not see any more."""
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
    """Return the press of a notification's screen; raises NotAvailable if its plugin is gone or changed."""
    press = find_press(specs_of(request.registry), payload["notification"], payload["args"])
    if press is None:
        raise NotAvailable
    return press


# The functions below accept a row that is gone: a person's data may be erased while a message is sent.


def mark_sent(request: Request, outbox_id: int, payload: dict[str, Any], receipt: dict[str, Any]) -> None:
    """Record that the channel took a message."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is None:
        return
    channels_of(request.registry)[row.channel].sent(request.dbsession, row.address, payload, receipt)
    row.state, row.payload = OutboxState.SENT, None


def mark_refused(request: Request, outbox_id: int) -> None:
    """Record a dead letter: the message has no reader any more, or the channel will never take it."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is not None:
        row.state, row.payload = OutboxState.REFUSED, None


def retry_later(request: Request, outbox_id: int, seconds: float) -> None:
    """Put a message off for at least a second."""
    row = request.dbsession.get(Outbox, outbox_id)
    if row is not None:
        row.tries += 1
        row.not_before = request.clock.now() + dt.timedelta(seconds=max(seconds, 1))


def retry_rendering(request: Request, outbox_id: int, seconds: float) -> None:
    """Put off a message that could not be rendered, and let everything else of its chat go first."""
    retry_later(request, outbox_id, seconds)
    row = request.dbsession.get(Outbox, outbox_id)
    if row is not None:
        row.priority = Priority.FAULTY


def mark_unreachable(request: Request, outbox_id: int) -> None:
    """Record that an address cannot be reached; drop its waiting notifications and tell each origin once.

    Answers that wait are still tried, because whoever is answered has just written to us.
    """
    dbsession: Session = request.dbsession
    row = dbsession.get(Outbox, outbox_id)
    if row is None:
        return
    request.find_service(AccountService).mark_reachable(row.channel, row.address, is_reachable=False)
    undeliverable = [
        *dbsession.scalars(
            select(Outbox).where(
                Outbox.channel == row.channel,
                Outbox.address == row.address,
                Outbox.state == OutboxState.WAITING,
                or_(Outbox.id == row.id, Outbox.priority >= Priority.NOTIFICATION),
            )
        )
    ]
    notified: set[int] = set()
    for message in undeliverable:
        origin_id = message.origin_id
        if origin_id is not None and origin_id != message.account_id and origin_id not in notified:
            notified.add(origin_id)
            press, key = routes.undeliverable(message=message.id), f"undeliverable:{message.id}"
            notify(request, origin_id, press, dedupe=key)
    dbsession.execute(
        update(Outbox)
        .where(Outbox.id.in_([message.id for message in undeliverable]))
        .values(state=OutboxState.UNREACHABLE, payload=None)
    )
