"""Booking rules: what a provider demands of bookings, for all services and for single ones.

A rule of a service goes before the provider's default, and that before the product's. Most rules are for
clients; the professional's own bookings obey the buffers alone.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from kalenner_scheduling.availability.models import LONGEST_BUFFER

NO_LIMIT = 0


class Acceptance(enum.StrEnum):
    """Whose requests are accepted by themselves."""

    NEVER = "never"
    KNOWN = "known"
    """Those of clients who had an accepted appointment before."""
    ALWAYS = "always"


@dataclass(frozen=True)
class Rules:
    """What holds for bookings of one service; 0 is no limit."""

    buffer_before: int = 0
    """Minutes kept free before an appointment; so too the next one."""
    buffer_after: int = 0
    notice: int = 0
    """Minutes that a client has to ask ahead."""
    horizon: int = 365
    """How many days ahead a client can ask."""
    most_per_day: int = NO_LIMIT
    """Appointments on one day of the provider's calendar, of all services."""
    most_open: int = 10
    """Unanswered requests of one client."""
    acceptance: Acceptance = Acceptance.NEVER
    cancel_notice: int = 0
    """Minutes before the start until which a client can cancel what was accepted."""
    expiry: int = NO_LIMIT
    """Minutes after which an unanswered request is declined by itself, at the latest when its time comes."""
    counts_service_alone: bool = False
    """Whether `most_per_day` is the service's own limit, for which only its appointments count."""


RANGES: Mapping[str, tuple[int, int]] = {
    "buffer_before": (0, LONGEST_BUFFER),
    "buffer_after": (0, LONGEST_BUFFER),
    "notice": (0, 60 * 24 * 60),
    "horizon": (1, 730),
    "most_per_day": (0, 99),
    "most_open": (0, 99),
    "cancel_notice": (0, 60 * 24 * 60),
    "expiry": (0, 30 * 24 * 60),
}
"""The lowest and the highest value of each rule that is a number."""

NAMES = (*RANGES, "acceptance")
DEFAULTS = Rules()


def expiry_of(rules: Rules, now: dt.datetime, starts_at: dt.datetime) -> dt.datetime:
    """Return when a request made at `now` is declined by itself."""
    if not rules.expiry:
        return starts_at
    return min(starts_at, now + dt.timedelta(minutes=rules.expiry))


def nudge_of(now: dt.datetime, expires_at: dt.datetime) -> dt.datetime:
    """Return when the professional is reminded of a request: halfway to its end, after a day at most."""
    return now + min((expires_at - now) / 2, dt.timedelta(days=1))
