"""The life cycle of files: stored and deleted with the transaction that writes their rows.

A file belongs to a row. A new file is stored before its row is committed, and deleted where the row is not
written after all; a file that a row no longer points to is deleted once that has been committed.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from kalenner.database import UnitSession
from kalenner.files.stores import FileStore

log = logging.getLogger(__name__)

_SESSION_KEY = "kalenner.files"


@dataclass
class _Change:
    """One file that is new or to be deleted, and the transactions whose rollback undoes that."""

    store: FileStore
    key: str
    is_new: bool
    open_transactions: set[SessionTransaction]
    is_undone: bool = False

    def settle(self) -> None:
        """Delete the file where no row points to it; failing to must not undo what was committed."""
        if self.is_undone is not self.is_new:
            return
        try:
            self.store.delete(self.key)
        except Exception:
            log.exception("file %s could not be deleted", self.key)


class FileChanges:
    """The files that a session has stored or no longer needs; savepoints count like transactions."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._changes: list[_Change] = []
        self._committed: SessionTransaction | None = None
        event.listen(session, "after_commit", self._note_commit)
        event.listen(session, "after_transaction_end", self._note_end)

    @classmethod
    def of(cls, session: Session) -> "FileChanges":
        """Return the session's changes; there is one object for each session."""
        changes: FileChanges | None = session.info.get(_SESSION_KEY)
        if changes is None:
            changes = session.info[_SESSION_KEY] = cls(session)
        return changes

    def add(self, store: FileStore, keys: Iterable[str], *, is_new: bool) -> None:
        """Delete files when the transaction has ended: new ones if it is rolled back, others if it is not."""
        if isinstance(self._session, UnitSession):
            self._session.before_write()  # so that the change belongs to the fence that is open
        for key in keys:
            self._changes.append(_Change(store, key, is_new, self._open_transactions()))

    def _open_transactions(self) -> set[SessionTransaction]:
        session = self._session
        transaction: SessionTransaction | None
        transaction = session.get_nested_transaction() or session.get_transaction() or session.begin()
        open_transactions = set()
        while transaction is not None:
            open_transactions.add(transaction)
            transaction = transaction.parent
        return open_transactions

    def _note_commit(self, session: Session) -> None:
        self._committed = session.get_nested_transaction() or session.get_transaction()

    def _note_end(self, session: Session, transaction: SessionTransaction) -> None:
        """Note what a rollback has undone; settle everything at the end of the outermost transaction."""
        del session
        is_rolled_back = transaction is not self._committed
        for change in self._changes:
            if transaction in change.open_transactions:
                change.open_transactions.remove(transaction)
                change.is_undone |= is_rolled_back
        if transaction.parent is None:
            changes, self._changes, self._committed = self._changes, [], None
            for change in changes:
                change.settle()
