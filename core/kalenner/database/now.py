"""The time of the database, which is the same for every process on every machine."""

import datetime as dt

from sqlalchemy import DateTime, func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock

_NOW = select(func.clock_timestamp(type_=DateTime(timezone=True)))


def database_now(session: Session, clock: Clock) -> dt.datetime:
    """Return the present moment: PostgreSQL's, shown on `clock`; SQLite has no time but that of its machine.

    Delays of delivery are compared with it, so that a machine whose clock is wrong delays nothing.
    """
    if session.get_bind().dialect.name != "postgresql":
        return clock.now()
    return clock.shown_at(session.execute(_NOW).scalar_one())
