"""Sessions: one for each unit of work, joined to its transaction."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, sessionmaker
from zope.sqlalchemy.datamanager import STATUS_CHANGED, ZopeStatus, join_transaction

from kalenner.database.engine import bare, read_only
from kalenner.database.errors import ReadOnlyUnit, is_retryable
from kalenner.registry import RegistryKey

_TM = "tm"  # keys of Session.info: the transaction manager that the session ends with
_BARE = "bare"  # and whether it reads without a transaction, so that the database would not refuse a write


class NotYourTransaction(Exception):
    """Something that runs within a fence, such as a hook, wanted to end the whole unit of work."""


class UnitSession(Session):
    """A session that ends with its unit of work: within a :class:`SessionFence` nobody commits it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._fences: list[_OpenFence] = []  # one within the other, the outermost first
        self._clean: _OpenFence | None = None  # since whose savepoint nothing was written
        self._is_in_flush = False

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
        if self._fences:
            raise NotYourTransaction(f"{what} on the session: the transaction belongs to whoever began it")

    def connection(self, *args: Any, **options: Any) -> Connection:
        """Return the connection; whatever is done with it is within the fences."""
        self.before_write()
        return super().connection(*args, **options)

    def begin_nested(self) -> SessionTransaction:
        """Begin a savepoint, within those of the fences."""
        self.before_write()
        return super().begin_nested()

    def before_write(self) -> None:
        """Begin the savepoints of the open fences, before something is written."""
        if _BARE in self.info:
            raise ReadOnlyUnit("a look reads, by select() alone")
        self._begin_savepoints()
        self._clean = None

    def before_flush(self) -> None:
        """Do the same when the session is about to flush."""
        self._is_in_flush = True
        self._begin_where_missing()
        self._clean = None

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Flush, within the fences."""
        try:
            super().flush(objects)
        finally:
            self._is_in_flush = False

    def before_read(self) -> None:
        """Begin the savepoints where a read that fails spoils the transaction, or use one that is as good."""
        if not self._fences or self.get_bind().dialect.name == "sqlite":
            return
        if self._is_in_flush:
            return  # which has begun them
        if self.autoflush and (self.new or self.dirty or self.deleted):
            self.flush()  # before it the savepoints are begun
        missing = next((fence for fence in self._fences if fence.savepoint is None), None)
        if missing is not None and self._clean is None:
            missing.savepoint = super().begin_nested()
            self._clean = missing
        self._fences[-1].borrowed = self._clean

    def _begin_savepoints(self) -> None:
        if any(fence.savepoint is None for fence in self._fences):
            if self.new or self.dirty or self.deleted:
                self.flush()  # which begins them first
            self._begin_where_missing()

    def _begin_where_missing(self) -> None:
        for fence in self._fences:
            if fence.savepoint is None:
                fence.savepoint = super().begin_nested()

    def fenced(self) -> AbstractContextManager[None]:
        """Return a fence to open; leaving it by an exception undoes what was written within."""
        return _OpenFence(self)

    def open_fence(self, fence: "_OpenFence") -> None:
        """Begin a fence, within those that are open."""
        self._fences.append(fence)

    def close_fence(self, fence: "_OpenFence", error: BaseException | None) -> None:
        """End a fence; what was written since it was opened is undone where there is an error."""
        try:
            if error is None:
                self._keep(fence)
        except BaseException as fault:
            self._fences.remove(fence)
            self._undo(fence, fault)
            raise
        self._fences.remove(fence)
        if error is None:
            self._leave(fence)
        else:
            self._undo(fence, error)

    def _keep(self, fence: "_OpenFence") -> None:
        self.flush()
        if fence.savepoint is not None:
            # As at the end of a with: one that a swallowed error has spoiled is rolled back.
            fence.savepoint.__exit__(None, None, None)

    def _undo(self, fence: "_OpenFence", error: BaseException) -> None:
        if fence.savepoint is not None:
            fence.savepoint.__exit__(type(error), error, error.__traceback__)
        else:
            _forget_changes(self)
            borrowed = fence.borrowed
            if borrowed is not None and borrowed.savepoint is not None:  # a read may have failed
                borrowed.savepoint.rollback()
                borrowed.savepoint = super().begin_nested()
        self._leave(fence)

    def _leave(self, fence: "_OpenFence") -> None:
        if self._clean is fence:
            self._clean = None


class _OpenFence(AbstractContextManager[None]):
    """One use of a fence; a class, since hooks open dozens for a press and a generator takes longer."""

    savepoint: SessionTransaction | None = None
    """Begun by the first statement that may have to be undone."""
    borrowed: "_OpenFence | None" = None
    """Whose savepoint stands for its own, since nothing was written since then."""

    def __init__(self, session: UnitSession) -> None:
        self._session = session

    def __enter__(self) -> None:
        self._session.open_fence(self)

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._session.close_fence(self, error)


class SessionFence:
    """Runs what may fail in a savepoint of a session: leaving by an exception undoes what it wrote.

    The savepoint is begun only when something is written; on PostgreSQL, where a read that fails spoils the
    transaction, also when something is read and there is none to go back to. Most hooks and screens write
    nothing and cost nothing.
    """

    def __init__(self, session: UnitSession) -> None:
        self._session = session

    def __call__(self) -> AbstractContextManager[None]:
        """Open the fence; what is pending is flushed first, and a fault of that is raised here."""
        self._session.flush()
        return self._session.fenced()

    def is_retryable(self, error: BaseException) -> bool:
        """Tell whether the whole unit of work should be tried again."""
        return is_retryable(error)


def _forget_changes(session: Session) -> None:
    """Undo what was changed in objects and never flushed."""
    for added in session.new:
        session.expunge(added)
    for deleted in session.deleted:
        session.add(deleted)
    for changed in session.dirty:
        session.expire(changed)


@event.listens_for(UnitSession, "do_orm_execute")
def _guard_statement(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, UnitSession)  # noqa: S101 -- whose event it is
    locks_rows = getattr(state.statement, "_for_update_arg", None) is not None
    if state.is_select and not locks_rows:
        session.before_read()
    else:
        session.before_write()


@event.listens_for(UnitSession, "before_flush")
def _guard_flush(session: UnitSession, *_event: object) -> None:
    session.before_flush()


class SessionFactory(sessionmaker[UnitSession]):
    """Makes sessions for an engine: ``factory()`` writes, ``factory.make_read_only()`` refuses to."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, class_=UnitSession)
        self.engine = engine
        self._read_only_engine = read_only(engine)
        self._bare_engine = bare(engine)

    def make_read_only(self, **info: Any) -> UnitSession:
        """Return a session whose transactions are read-only in the database."""
        return self(bind=self._read_only_engine, info={"readonly": True, **info})

    def make_bare(self) -> UnitSession:
        """Return a session that reads, on PostgreSQL without a transaction: each statement is by itself."""
        return self(bind=self._bare_engine, info={"readonly": True, _BARE: True})


def session_factory(engine: Engine) -> SessionFactory:
    """Return the session factory for `engine`; there is one for each process and engine."""
    return SessionFactory(engine)


def make_session(factory: SessionFactory, tm: Any, *, readonly: bool) -> UnitSession:
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
