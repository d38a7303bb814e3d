"""Booking rules: what a provider demands of bookings, for all services and for single ones.

A rule of a service goes before the provider's default, and that before the product's. Most rules are for
clients; the professional's own bookings obey the buffers alone.
"""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.people import Provider
from kalenner_scheduling.appointments.models import LONGEST_BUFFER, BookingRules, Service

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

_rules = BookingRules.__table__.c
_ALL = select(_rules.service_id, *(_rules[name] for name in NAMES)).where(
    _rules.provider_id == bindparam("provider_id")
)
_FOUND = _ALL.where(or_(_rules.service_id.is_(None), _rules.service_id == bindparam("service_id")))


def find_rules(dbsession: Session, provider_id: int, service_id: int | None) -> Rules:
    """Return the rules that hold for a service, or for services in general."""
    rows = dbsession.execute(_FOUND, {"provider_id": provider_id, "service_id": service_id}).all()
    return _merged(rows)


def find_rules_of(dbsession: Session, provider_id: int, service_ids: Sequence[int]) -> dict[int, Rules]:
    """Return the rules that hold for each of a provider's services, by its id, read at once."""
    rows = {row.service_id: row for row in dbsession.execute(_ALL, {"provider_id": provider_id})}
    return {one: _merged([rows[of] for of in (None, one) if of in rows]) for one in service_ids}


def _merged(rows: Sequence[Any]) -> Rules:
    """Return the rules of a provider's defaults and of one service."""
    if not rows:
        return DEFAULTS
    values: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: row.service_id is not None):
        said = {name: value for name, value in zip(NAMES, row[1:], strict=True) if value is not None}
        values |= said
        if row.service_id is not None and "most_per_day" in said:
            values["counts_service_alone"] = True
    if "acceptance" in values:
        values["acceptance"] = Acceptance(values["acceptance"])
    return Rules(**values)


def expiry_of(rules: Rules, now: dt.datetime, starts_at: dt.datetime) -> dt.datetime:
    """Return when a request made at `now` is declined by itself."""
    if not rules.expiry:
        return starts_at
    return min(starts_at, now + dt.timedelta(minutes=rules.expiry))


def nudge_of(now: dt.datetime, expires_at: dt.datetime) -> dt.datetime:
    """Return when the professional is reminded of a request: halfway to its end, after a day at most."""
    return now + min((expires_at - now) / 2, dt.timedelta(days=1))


class RulesService:
    """The booking rules of providers."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def get(self, provider: Provider, service: Service | None = None) -> Rules:
        """Return the rules that hold for a service, or for services in general."""
        return find_rules(self._dbsession, provider.id, service.id if service else None)

    def own(self, provider: Provider, service: Service | None = None) -> Mapping[str, Any]:
        """Return what was set for a service, or as the provider's default; other rules are inherited."""
        row = self._find(provider, service)
        if row is None:
            return {}
        return {name: getattr(row, name) for name in NAMES if getattr(row, name) is not None}

    def change(
        self, provider: Provider, name: str, value: int | str | None, service: Service | None = None
    ) -> None:
        """Set one rule; None takes it back, so that the default holds. Raises ValueError."""
        if value is not None:
            _check(name, value)
        lock(self._dbsession, f"provider:{provider.id}")
        row = self._find(provider, service)
        if row is None:
            row = BookingRules(provider_id=provider.id, service_id=service and service.id)
            self._dbsession.add(row)
        setattr(row, name, value)
        self._dbsession.flush()

    def _find(self, provider: Provider, service: Service | None) -> BookingRules | None:
        found = select(BookingRules).where(
            BookingRules.provider_id == provider.id, BookingRules.service_id == (service and service.id)
        )
        return self._dbsession.scalar(found)


def _check(name: str, value: int | str) -> None:
    if name == "acceptance":
        Acceptance(str(value))
        return
    low, high = RANGES[name]
    if not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name}: expected {low} to {high}, got {value!r}")


def rules_service_factory(context: object, request: Request) -> RulesService:  # noqa: ARG001 -- the shape pyramid_services calls
    """Make the service for a request."""
    return RulesService(request.dbsession)
