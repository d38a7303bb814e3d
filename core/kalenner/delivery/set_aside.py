"""Updates that nobody can read: acknowledged, and kept encrypted for a week for the operator."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.database import insert_new
from kalenner.delivery.models import SetAside
from kalenner.security import CIPHER, KEYS, Binding

log = logging.getLogger(__name__)

KEPT = dt.timedelta(days=7)
_PURPOSE = "set-aside"


@dataclass(frozen=True)
class UnreadableUpdate:
    """One update as a channel received it, its number if it has one, and why nobody can read it."""

    key: int | None
    reason: str
    raw: bytes


def set_aside(
    request: Request, channel: str, updates: Sequence[UnreadableUpdate], bot: str = ""
) -> Counter[str]:
    """Keep updates that nobody can read; return how many are new, by reason, for `warn`."""
    dbsession: Session = request.dbsession
    keys = KEYS.of(request.registry)
    digests = {keys.keyed_hash(_PURPOSE, update.raw).hex(): update for update in updates}
    same = select(SetAside.digest).where(SetAside.channel == channel, SetAside.digest.in_(digests))
    known = set(dbsession.scalars(same))
    new = {digest: update for digest, update in digests.items() if digest not in known}
    if not new:
        return Counter()
    cipher = CIPHER.of(request.registry)
    now = request.clock.now()
    rows = [
        {
            "channel": channel,
            "bot": bot,
            "key": update.key,
            "reason": update.reason,
            "digest": digest,
            "payload": cipher.seal(update.raw, **_binding(digest)),
            "received_at": now,
        }
        for digest, update in new.items()
    ]
    insert_new(dbsession, SetAside, rows)
    return Counter(update.reason for update in new.values())


def warn(channel: str, reasons: Counter[str]) -> None:
    """Log how many updates were set aside and why, and nothing of what they hold."""
    if reasons:
        log.warning(
            "set aside %s of %s that nobody can read (%s); `kalenner inbox list` shows them",
            "1 update" if reasons.total() == 1 else f"{reasons.total()} updates",
            channel,
            ", ".join(f"{reason}: {count}" for reason, count in sorted(reasons.items())),
        )


def list_set_aside(dbsession: Session) -> list[SetAside]:
    """Return what is set aside, the oldest first."""
    return list(dbsession.scalars(select(SetAside).order_by(SetAside.id)))


def raw_of(request: Request, row: SetAside) -> bytes:
    """Return an update as it was received; raises ``Tampered`` where the keys do not open it."""
    return CIPHER.of(request.registry).open(row.payload, **payload_binding(row))


def payload_binding(row: SetAside) -> Binding:
    """Return what an update that was set aside is bound to."""
    return _binding(row.digest)


def _binding(digest: str) -> Binding:
    return {"table": SetAside.__tablename__, "row": digest}
