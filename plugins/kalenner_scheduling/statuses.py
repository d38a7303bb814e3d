"""The one table of the changes of status that are allowed, and who may make them."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from kalenner.hooks.scheduling import Status

ENDS = (Status.DECLINED, Status.CANCELLED, Status.COMPLETED, Status.MISSED)
"""The statuses that may be corrected among each other."""


MEANT_FOR: Mapping[Status, frozenset[Status]] = {
    Status.ACCEPTED: frozenset({Status.PENDING}),
    Status.DECLINED: frozenset({Status.PENDING}),
    Status.CANCELLED: frozenset({Status.PENDING, Status.ACCEPTED}),
}
"""Of what accepting, declining and cancelling speak; the same statuses set afterwards are corrections."""


class Actor(enum.StrEnum):
    """On whose behalf a status is changed."""

    PROFESSIONAL = "professional"
    CLIENT = "client"
    SYSTEM = "system"


class Phase(enum.Flag):
    """Where the present moment lies, seen from an appointment."""

    BEFORE = enum.auto()
    DURING = enum.auto()
    AFTER = enum.auto()
    ANY = BEFORE | DURING | AFTER


@dataclass(frozen=True)
class Change:
    """One change of status by one actor."""

    before: Status
    after: Status
    actor: Actor


_PENDING, _ACCEPTED = Status.PENDING, Status.ACCEPTED
_PROFESSIONAL, _CLIENT, _SYSTEM = Actor.PROFESSIONAL, Actor.CLIENT, Actor.SYSTEM

ALLOWED: Mapping[Change, Phase] = {
    Change(_PENDING, _ACCEPTED, _PROFESSIONAL): Phase.BEFORE,
    Change(_PENDING, Status.DECLINED, _PROFESSIONAL): Phase.ANY,
    # a request is declined by itself when its time comes, or the time to answer it is over
    Change(_PENDING, Status.DECLINED, _SYSTEM): Phase.ANY,
    Change(_PENDING, _ACCEPTED, _SYSTEM): Phase.BEFORE,  # by the professional's rules
    # what an accepted move takes the place of
    Change(_PENDING, Status.CANCELLED, _SYSTEM): Phase.ANY,
    Change(_ACCEPTED, Status.CANCELLED, _SYSTEM): Phase.ANY,
    Change(_PENDING, Status.CANCELLED, _CLIENT): Phase.BEFORE,
    Change(_ACCEPTED, Status.CANCELLED, _CLIENT): Phase.BEFORE,
    Change(_ACCEPTED, Status.CANCELLED, _PROFESSIONAL): Phase.ANY,
    Change(_ACCEPTED, Status.DECLINED, _PROFESSIONAL): Phase.AFTER,
    Change(_ACCEPTED, Status.COMPLETED, _PROFESSIONAL): Phase.AFTER,
    Change(_ACCEPTED, Status.MISSED, _PROFESSIONAL): Phase.AFTER,
    **{
        # an appointment that has ended in one of these ways is past, whatever its time
        Change(before, after, _PROFESSIONAL): Phase.ANY
        for before in ENDS
        for after in ENDS
        if before is not after
    },
}
"""Which changes there are, and when each may be made; everything else is refused."""


def is_allowed(change: Change, phase: Phase) -> bool:
    """Tell whether a change may be made at that time."""
    return bool(phase & ALLOWED.get(change, Phase(0)))


def phase_of(starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> Phase:
    """Return where `now` lies; the start belongs to the appointment, the end does not."""
    if now < starts_at:
        return Phase.BEFORE
    return Phase.DURING if now < ends_at else Phase.AFTER
