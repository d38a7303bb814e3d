"""Sessions: one for each unit of work, joined to its transaction."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker
from zope.sqlalchemy.datamanager import STATUS_CHANGED, ZopeStatus, join_transaction

from kalenner.database.engine import read_only
from kalenner.database.errors import is_retryable
from kalenner.registry import RegistryKey

# Keys of Session.info.
_FENCES = "fences"  # how many fences are open, one within the other
_TM = "tm"  # the transaction manager that the session ends with


class NotYourTransaction(Exception):
    """Something that runs within a fence, such as a hook, wanted to end the whole unit of work."""


class UnitSession(Session):
    """A session that ends with its unit of work: within a :class:`SessionFence` nobody commits it."""

    def commit(self) -> None:
        """Commit; raises NotYourTransaction within a fence."""
        self._refuse("commit()")
        super().commit()

    def rollback(self) -> None:
        """Roll back; raises NotYourTransaction within a fence."""
        self._refuse("rollback()")
        super().rollback()

    def close(self) -> None:
        """Close; raises NotYourTransaction within a fence."""
        self._refuse("close()")
        super().close()

    def _refuse(self, what: str) -> None:
        if self.info.get(_FENCES):
            raise NotYourTransaction(f"{what} on the session: the transaction belongs to whoever began it")


class SessionFence:
    """Runs what is foreign in a savepoint of a session: leaving by an exception undoes what it wrote."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self) -> AbstractContextManager[None]:
        """Begin the savepoint; what is pending is flushed first, and a fault of that is raised here."""
        return _fenced(self._session, self._session.begin_nested())

    def is_retryable(self, error: BaseException) -> bool:
        """Tell whether the whole unit of work should be tried again."""
        return is_retryable(error)


@contextmanager
def _fenced(session: Session, savepoint: SessionTransaction) -> Iterator[None]:
    with savepoint:
        session.info[_FENCES] = session.info.get(_FENCES, 0) + 1
        try:
            yield
        finally:
            session.info[_FENCES] -= 1


class SessionFactory(sessionmaker[UnitSession]):
    """Makes sessions for an engine: ``factory()`` writes, ``factory.make_reading()`` refuses to."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, class_=UnitSession)
        self.engine = engine
        self._read_only_engine = read_only(engine)

    def make_read_only(self, **info: Any) -> Session:
        """Return a session whose transactions are read-only in the database."""
        return self(bind=self._read_only_engine, info={"readonly": True, **info})


def session_factory(engine: Engine) -> SessionFactory:
    """Return the session factory for `engine`; there is one for each process and engine."""
    return SessionFactory(engine)


def make_session(factory: SessionFactory, tm: Any, *, readonly: bool) -> Session:
    """Return a session that commits and rolls back with `tm`, an explicit ``TransactionManager``.

    A write in a `readonly` session raises ReadOnlyUnit. Writes of every kind are committed, ``text()`` and
    Core statements too, which zope.sqlalchemy by itself would silently roll back.
    """
    return factory.make_read_only(**{_TM: tm}) if readonly else factory(info={_TM: tm})


# Listeners of the class, where zope.sqlalchemy.register adds seven to each session: that costs more than most
# units of work do.


@event.listens_for(UnitSession, "after_begin")
@event.listens_for(UnitSession, "after_attach")
def _join(session: Session, *_event: object) -> None:
    if _TM in session.info:
        join_transaction(session, STATUS_CHANGED, session.info[_TM])


@event.listens_for(UnitSession, "before_commit")
def _refuse_own_commit(session: Session) -> None:
    tm = session.info.get(_TM)
    if tm is None or session.in_nested_transaction() or tm.get().status == ZopeStatus.COMMITTING:
        return
    raise NotYourTransaction("commit() on the session: the transaction manager commits")


SESSIONS: RegistryKey[SessionFactory] = RegistryKey("kalenner.sessions")
