"""Delays: updates and messages that are put off until an instant, by the clock of the database.

"At once" is no instant: a row without a delay is due, in the order of its id. So a machine whose clock is
wrong delays nothing, and one whose clock is set back holds up nothing for longer than the delay itself.
"""

import datetime as dt
from collections.abc import Callable
from time import monotonic
from typing import Any

from pyramid.request import Request
from sqlalchemy import and_, bindparam, literal_column, select, union_all, update
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import Instant, database_now
from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState

SET_BACK = dt.timedelta(seconds=5)
"""A delay that begins so far in the future was set before the clock was set back."""
BATCH = 1_000
WATCH_SECONDS = 1.0


class Delays:
    """The delays of one table; its statements are built once."""

    def __init__(self, model: type[Inbox | Outbox], state: str) -> None:
        row = model.__table__.c
        is_open = row.state == literal_column(f"'{state}'")
        is_delayed = and_(is_open, row.not_before.is_not(None))
        has_passed = and_(is_delayed, row.not_before <= bindparam("now", type_=Instant))
        is_set_back = and_(is_delayed, row.put_off_at > bindparam("set_back", type_=Instant))
        # Each is asked by itself: joined by an OR in one condition SQLite reads the table for them.
        over = union_all(select(row.id).where(has_passed), select(row.id).where(is_set_back))
        self.is_due = and_(is_open, row.not_before.is_(None))
        """Whether a row waits for nothing."""
        self._any_over = over.limit(1)
        self._end = (
            update(model)
            .where(model.id.in_(over.limit(BATCH).scalar_subquery()))
            .values(not_before=None, put_off_at=None)
            .execution_options(synchronize_session=False)
        )

    def is_any_over(self, dbsession: Session, clock: Clock) -> bool:
        """Tell whether a delay has passed, or the clock was set back to before it began."""
        return dbsession.execute(self._any_over, _bounds(dbsession, clock)).first() is not None

    def end(self, dbsession: Session, clock: Clock) -> None:
        """Make rows due whose delay is over, a thousand at most."""
        dbsession.execute(self._end, _bounds(dbsession, clock))


class DelayWatch:
    """Looks at the delays of a table once a second at most, however often the table is looked at."""

    def __init__(self, delays: Delays, *, clock: Callable[[], float] = monotonic) -> None:
        self._delays = delays
        self._clock = clock
        self._looked_at = -WATCH_SECONDS

    def is_any_over(self, request: Request) -> bool:
        """Tell whether a delay has passed; False where that was asked a moment ago."""
        if self._clock() - self._looked_at < WATCH_SECONDS:
            return False
        self._looked_at = self._clock()
        return self._delays.is_any_over(request.dbsession, request.clock)

    def end(self, request: Request) -> None:
        """Make rows due whose delay is over; it waits for the writer."""
        self._delays.end(request.dbsession, request.clock)


def _bounds(dbsession: Session, clock: Clock) -> dict[str, Any]:
    now = database_now(dbsession, clock)
    return {"now": now, "set_back": now + SET_BACK}


def delay(dbsession: Session, clock: Clock, seconds: float) -> dict[str, dt.datetime]:
    """Return the columns of a row that is put off for so many seconds from now, at least for one."""
    now = database_now(dbsession, clock)
    return {"put_off_at": now, "not_before": now + dt.timedelta(seconds=max(seconds, 1))}


INBOX_DELAYS = Delays(Inbox, InboxState.OPEN)
OUTBOX_DELAYS = Delays(Outbox, OutboxState.WAITING)
