"""What came of the links of a practice: who opened, registered and booked, each person counted once."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kalenner.database import Instant
from kalenner.hooks.analytics import LinkFigures
from kalenner_invitations.models import Invitation, Opening, is_profile

_OPENINGS = (
    select(Invitation.id, Invitation.name, Opening.account_id, Opening.registered_at, Opening.booked_at)
    .join(Opening, Opening.invitation_id == Invitation.id)
    .where(
        Invitation.provider_id == bindparam("provider_id"),
        Opening.opened_at >= bindparam("start", type_=Instant),
        Opening.opened_at < bindparam("end", type_=Instant),
    )
    .order_by(Invitation.id)
)


def list_link_figures(
    dbsession: Session, provider_id: int, start: dt.datetime, end: dt.datetime
) -> list[LinkFigures]:
    """Return what came of the links that were opened within a time, the most opened first.

    Somebody who opens a link again is counted where it was opened first; a link that was renamed has its
    present name, and one that was revoked is still there.
    """
    values = {"provider_id": provider_id, "start": start, "end": end}
    names: dict[int, str] = {}
    opened: dict[int, int] = defaultdict(int)
    registered: dict[int, int] = defaultdict(int)
    booked_by: dict[int, list[int]] = defaultdict(list)
    for link_id, name, account_id, registered_at, booked_at in dbsession.execute(_OPENINGS, values):
        names[link_id] = name
        opened[link_id] += 1
        registered[link_id] += registered_at is not None
        if booked_at is not None:
            booked_by[link_id].append(account_id)
    return [
        LinkFigures(
            names[link_id],
            is_profile(names[link_id]),
            opened[link_id],
            registered[link_id],
            tuple(booked_by[link_id]),
        )
        for link_id in sorted(names, key=lambda link_id: (-opened[link_id], link_id))
    ]
