"""Pings: whether a connection still has its server, asked where it has rested in the pool."""

from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

RESTED = 1.0
"""Seconds. A server that restarts takes longer, so a connection that was used since is not one of before."""
_SINCE = "rests_since"


def ping_rested(engine: Engine) -> None:
    """Ping a connection that has rested for a second before it is used; all are made anew where it is dead.

    SQLAlchemy's ``pool_pre_ping`` asks before each use, which is a message more for every unit of work.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info[_SINCE] = monotonic()

    @event.listens_for(engine, "checkout")
    def ping(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get(_SINCE)
        if since is None or monotonic() - since < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
