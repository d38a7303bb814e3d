"""Named locks, such as ``provider:17``, that a unit of work holds until its transaction ends."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kalenner.database.errors import ReadOnlyUnit
from kalenner.database.sessions import UnitSession

_KEY = func.hashtextextended(bindparam("key"), 0)
_LOCK = select(func.pg_advisory_xact_lock(_KEY))
_TRY_LOCK = select(func.pg_try_advisory_xact_lock(_KEY))


def lock(session: Session, key: str) -> None:
    """Wait for the lock `key` and hold it until the transaction ends.

    On SQLite it does nothing, because there is one writer at a time. Raises DatabaseBusy after the lock
    timeout, ReadOnlyUnit in a session that only reads. For several locks use `lock_all`.
    """
    lock_all(session, (key,))


def lock_all(session: Session, keys: Iterable[str]) -> None:
    """Take several locks, sorted by key, so that two units of work cannot deadlock."""
    if not _takes_locks(session):
        return
    _keep(session)
    for key in sorted(set(keys)):
        session.execute(_LOCK, {"key": key})


def try_lock(session: Session, key: str) -> bool:
    """Take the lock `key` if it is free, without waiting; return whether it was taken. True on SQLite."""
    if not _takes_locks(session):
        return True
    _keep(session)
    return bool(session.scalar(_TRY_LOCK, {"key": key}))


def _keep(session: Session) -> None:
    """Let a fence that is opened later not go back to before the lock, which would give it away."""
    if isinstance(session, UnitSession):
        session.before_write()


def _takes_locks(session: Session) -> bool:
    if session.info.get("readonly"):
        raise ReadOnlyUnit("a unit of work that only reads takes no locks")
    return session.get_bind().dialect.name == "postgresql"
