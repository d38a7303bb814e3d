"""How long messages are kept: the professional's choice, which a shorter one follows only after a while."""

import datetime as dt
from typing import NamedTuple

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import Instant, lock
from kalenner.people import Account, Client, Provider
from kalenner_chat.models import ChatMessage, Period, Retention, Thread
from kalenner_chat.queries import find_retention

BEFORE_SHORTER = dt.timedelta(days=7)
"""How long both sides can export what will go."""
DAYS = {Period.YEAR: 365, Period.THREE_YEARS: 3 * 365}
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ORDER = [Period.KEEP, Period.THREE_YEARS, Period.YEAR, Period.RELATION]
"""From the longest to the shortest that is chosen by time; the last depends on people."""

_KEPT = (ChatMessage.sealed.is_not(None),)
_OUTLIVED = (
    select(ChatMessage.id)
    .join(ChatMessage.thread)
    .join(Thread.client)
    .join(Client.provider)
    .where(*_KEPT, Provider.account_id == bindparam("account_id"))
)
_OLD = _OUTLIVED.where(ChatMessage.sent_at < bindparam("oldest", type_=Instant))
_ENDED = _OUTLIVED.where(Client.removed_at.is_not(None))


class Kept(NamedTuple):
    """How long messages are kept, and from when on for how much shorter."""

    period: Period
    next_period: Period | None = None
    next_at: dt.datetime | None = None


class RetentionService:
    """The periods of a request."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession, self._clock = dbsession, clock

    def kept_of(self, account_id: int) -> Kept:
        """Return how long a professional's messages are kept."""
        row = find_retention(self._dbsession, account_id)
        if row is None:
            return Kept(Period.KEEP)
        if row.next_period is None or row.next_at is None:
            return Kept(Period(row.period))
        if row.next_at <= self._clock.now():
            return Kept(Period(row.next_period))
        return Kept(Period(row.period), Period(row.next_period), row.next_at)

    def choose(self, account: Account, period: Period) -> Kept:
        """Keep messages for another period; one by which something would go holds in a week."""
        lock(self._dbsession, f"chat.retention:{account.id}")
        now = self.kept_of(account.id).period
        row = find_retention(self._dbsession, account.id)
        if row is None:
            row = Retention(account_id=account.id, period=now)
            self._dbsession.add(row)
        row.period, row.next_period, row.next_at = now, None, None
        if is_shorter(period, now):
            row.next_period, row.next_at = period, self._clock.now() + BEFORE_SHORTER
        else:
            row.period = period
        self._dbsession.flush()
        return self.kept_of(account.id)

    def count_outlived(self, account: Account, period: Period) -> int:
        """Count the messages that would go by a period, if it held now."""
        query = self._outlived(period)
        if query is None:
            return 0
        values = {"account_id": account.id, "oldest": self._oldest(period)}
        return self._dbsession.scalar(select(func.count()).select_from(query.subquery()), values) or 0

    def list_outlived(self, account_id: int, limit: int) -> list[int]:
        """Return the ids of messages of a professional's chats whose period is over, at most so many."""
        period = self.kept_of(account_id).period
        query = self._outlived(period)
        if query is None:
            return []
        values = {"account_id": account_id, "oldest": self._oldest(period)}
        return list(self._dbsession.scalars(query.limit(limit), values))

    def list_with_period(self) -> list[int]:
        """Return the accounts whose messages are not kept for good, or will not be."""
        query = select(Retention.account_id).where(
            or_(
                Retention.period != Period.KEEP,
                and_(Retention.next_period.is_not(None), Retention.next_period != Period.KEEP),
            )
        )
        return list(self._dbsession.scalars(query))

    def _outlived(self, period: Period) -> Select[int] | None:
        if period is Period.KEEP:
            return None
        return _ENDED if period is Period.RELATION else _OLD

    def _oldest(self, period: Period) -> dt.datetime:
        days = DAYS.get(period)
        return NEVER if days is None else self._clock.now() - dt.timedelta(days=days)


def is_shorter(period: Period, than: Period) -> bool:
    """Tell whether something that is kept by one period may go by another."""
    if period is than or period is Period.KEEP:
        return False
    if Period.RELATION in {period, than}:
        return True  # which of the two ends first depends on people
    return ORDER.index(period) > ORDER.index(than)


def retention_service_factory(request: Request) -> RetentionService:
    """Make the service for a request."""
    return RetentionService(request.dbsession, request.clock)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(retention_service_factory, RetentionService)
