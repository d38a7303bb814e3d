"""Errors of the database as exceptions of our own: busy (retryable) and read-only."""

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from transaction.interfaces import TransientError

_SQLITE_BUSY = 5
_SQLITE_LOCKED = 6
_SQLITE_READONLY = 8
_PRIMARY = 0xFF  # the low byte of SQLite's extended result codes, https://www.sqlite.org/rescode.html

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_BUSY = frozenset({"40001", "40P01", "55P03"})
_POSTGRESQL_READ_ONLY = "25006"

DATABASE_AWAY = (OperationalError, InterfaceError, NoConnectionFree)
"""What a database raises that does not answer, cannot be opened, or has no room."""


class DatabaseBusy(TransientError):
    """A lock was not to be had, or a deadlock or serialization failure; a retry may succeed.

    It is a ``TransientError``, so pyramid_retry and ``transaction.manager.attempts()`` retry it. The driver's
    error, if there is one, is the ``__cause__``.
    """


class ReadOnlyUnit(Exception):
    """A unit of work that only reads tried to write, or to take a lock."""


def translate(context: ExceptionContext) -> None:
    """Raise our exception for the driver's error, if there is one; a ``handle_error`` listener.

    Raises DatabaseBusy for a lock that could not be had, a deadlock and a failed serialization, and
    ReadOnlyUnit for a write where the connection runs with the option ``readonly``.
    """
    error = context.original_exception
    code = getattr(error, "sqlite_errorcode", None)
    state = getattr(error, "sqlstate", None)
    if (code is not None and code & _PRIMARY in (_SQLITE_BUSY, _SQLITE_LOCKED)) or state in _POSTGRESQL_BUSY:
        raise DatabaseBusy(f"the database is busy: {error}") from error
    if (code is not None and code & _PRIMARY == _SQLITE_READONLY) or state == _POSTGRESQL_READ_ONLY:
        _refuse_write(context, error)


def _refuse_write(context: ExceptionContext, error: BaseException) -> None:
    """Raise ReadOnlyUnit, but for a file that the process may not write: that keeps the driver's error."""
    connection = context.connection
    if connection is None or not connection.get_execution_options().get("readonly"):
        return
    raise ReadOnlyUnit(f"this unit of work only reads: {context.statement or error}") from error


def is_away(error: BaseException) -> bool:
    """Tell whether the database is the reason, and not what was done with it."""
    return isinstance(error, DATABASE_AWAY)


def is_retryable(error: BaseException) -> bool:
    """Tell whether the whole unit of work should be tried again."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return isinstance(error, TransientError) or state.startswith("40")
