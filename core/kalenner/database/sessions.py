"""Sessions: one for each unit of work, joined to its transaction."""

from typing import Any

import zope.sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from kalenner.database.engine import read_only


class SessionFactory(sessionmaker[Session]):
    """Makes sessions for an engine: ``factory()`` writes, ``factory.make_reading()`` refuses to."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.engine = engine
        self._read_only_engine = read_only(engine)

    def make_read_only(self) -> Session:
        """Return a session whose transactions are read-only in the database."""
        return self(bind=self._read_only_engine, info={"readonly": True})


def session_factory(engine: Engine) -> SessionFactory:
    """Return the session factory for `engine`; there is one for each process and engine."""
    return SessionFactory(engine)


def make_session(factory: SessionFactory, tm: Any, *, readonly: bool) -> Session:
    """Return a session that commits and rolls back with `tm`, an explicit ``TransactionManager``.

    A write in a `readonly` session raises ReadOnlyUnit. Writes of every kind are committed, ``text()`` and
    Core statements too, which zope.sqlalchemy by itself would silently roll back.
    """
    session = factory.make_read_only() if readonly else factory()
    zope.sqlalchemy.register(session, initial_state="changed", transaction_manager=tm)
    return session
