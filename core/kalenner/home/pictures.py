"""Pictures that people send in answer to a question: kept in the sizes a page needs, forgotten when replaced.

A file belongs to a row. Whatever becomes of the unit of work, neither points nowhere nor stays for good:
new files go where the row is not written after all, old ones only once the row has left them.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pyramid.request import Request
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from kalenner.files import (
    FileStore,
    PictureFault,
    PictureRefused,
    StoredPicture,
    clean_picture,
    store_picture,
)
from kalenner.i18n import _
from kalenner.people import Provider
from kalenner.screens import AnswerRefused, Upload

log = logging.getLogger(__name__)

REFUSALS = {
    PictureFault.TOO_BIG: _("picture-too-big"),
    PictureFault.NOT_A_PICTURE: _("send-a-picture"),
    PictureFault.TOO_MANY_PIXELS: _("picture-too-many-pixels"),
    PictureFault.BROKEN: _("picture-broken"),
}
LOGO_WIDTHS = (200, 400, 800)
"""In pixels: a logo or photo takes a part of a page's width."""
_JPEG_START = b"\xff\xd8"
T = TypeVar("T")


def store_of(request: Request) -> FileStore:
    """Return the store of files."""
    store: FileStore = request.registry["kalenner.files"]
    return store


def take_picture(request: Request, node: str, upload: Upload, *, max_side: int = 2000) -> StoredPicture:
    """Keep the picture that answers the question `node`, for web pages, within `max_side` pixels.

    The file as it was sent is forgotten. Raises AnswerRefused for what is no picture to be shown.
    """
    stored = _taken(
        request, node, upload, lambda sent: store_picture(store_of(request), sent, max_side=max_side)
    )
    forget_after_rollback(request, stored.keys())
    return stored


def take_logo(request: Request, node: str, upload: Upload) -> str:
    """Keep the picture that answers the question `node` as one small file; return its key.

    As with `take_picture`, the file as it was sent is forgotten, and AnswerRefused raised.
    """
    clean = _taken(request, node, upload, clean_picture)
    key = store_of(request).put(clean, ".jpg" if clean.startswith(_JPEG_START) else ".png")
    forget_after_rollback(request, [key])
    return key


def set_logo(request: Request, provider: Provider, key: str | None) -> None:
    """Let a provider have the logo or photo under `key`, or none; the one there was is forgotten."""
    sizes = provider.picture_sizes
    forget_after_commit(request, [provider.picture])
    if sizes is not None:
        forget_unless_used(request, provider, StoredPicture.from_json(sizes).keys())
    provider.picture, provider.picture_sizes = key, None
    ensure_sizes(request, provider)


def ensure_sizes(request: Request, provider: Provider) -> None:
    """Make the sizes for web pages of a provider's logo or photo where there are none yet."""
    if provider.picture is None or provider.picture_sizes is not None:
        return
    content = find_file(request, provider.picture)
    try:
        made = store_picture(store_of(request), content or b"", widths=LOGO_WIDTHS)
    except PictureRefused:  # a damaged file: the page can do without
        log.exception("the picture of provider %d cannot be read", provider.id)
        return
    forget_after_rollback(request, made.keys())
    provider.picture_sizes = made.to_json()


def find_file(request: Request, key: str) -> bytes | None:
    """Return what stands in the store under a key, or None, which the log says: it should be there."""
    try:
        return store_of(request).get(key)
    except KeyError:
        log.exception("file %s is missing", key)
        return None


def forget_unless_used(request: Request, provider: Provider, keys: Sequence[str]) -> None:
    """Delete files of a provider's picture after the commit, but for those that a plugin still needs."""
    used = set(request.hooks.platform_used_files(provider=provider, keys=keys))
    forget_after_commit(request, [key for key in keys if key not in used])


def forget_after_commit(request: Request, keys: Iterable[str | None]) -> None:
    """Delete files once nothing can point to them any more: after the commit of what leaves them.

    None is no key. Where that change is rolled back, or the savepoint that it is in, the files stay.
    """
    _Fate(request, keys, is_for_commit=True)


def forget_after_rollback(request: Request, keys: Iterable[str | None]) -> None:
    """Delete files where the change that points to them is rolled back, or the savepoint that it is in."""
    _Fate(request, keys, is_for_commit=False)


def _taken(request: Request, node: str, upload: Upload, take: Callable[[bytes], T]) -> T:
    forget_after_commit(request, [upload.key])
    try:
        return take(store_of(request).get(upload.key))
    except PictureRefused as refused:
        raise AnswerRefused(node, REFUSALS[refused.reason]) from refused
    except KeyError as error:  # it was sent with other answers, one of which was then refused
        raise AnswerRefused(node, REFUSALS[PictureFault.BROKEN]) from error


class _Fate:
    """Files that go when the session's transaction has ended, for good or, else, with the change undone."""

    def __init__(self, request: Request, keys: Iterable[str | None], *, is_for_commit: bool) -> None:
        session: Session = request.dbsession
        self._store = store_of(request)
        self._keys = [key for key in keys if key is not None]
        self._is_for_commit = is_for_commit
        self._committed: SessionTransaction | None = None
        self._is_undone = False
        # The change is undone with any of the savepoints around it.
        self._around = set()
        transaction: SessionTransaction | None
        transaction = session.get_nested_transaction() or session.get_transaction() or session.begin()
        while transaction is not None:
            self._around.add(transaction)
            transaction = transaction.parent
        event.listen(session, "after_commit", self._note_commit)
        event.listen(session, "after_transaction_end", self._note_end)

    def _note_commit(self, session: Session) -> None:
        self._committed = session.get_nested_transaction() or session.get_transaction()

    def _note_end(self, session: Session, transaction: SessionTransaction) -> None:
        del session
        if transaction not in self._around:
            return
        self._around.remove(transaction)
        self._is_undone |= transaction is not self._committed
        if transaction.parent is None and self._is_undone is not self._is_for_commit:
            self._delete()

    def _delete(self) -> None:
        for key in self._keys:
            try:
                self._store.delete(key)
            except Exception:  # what was committed must not be tried again
                log.exception("file %s could not be deleted", key)
