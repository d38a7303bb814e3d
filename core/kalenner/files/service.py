"""The service of uploaded files: storing, reading and deleting them together with the rows they belong to."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from kalenner.files.lifecycle import FileChanges
from kalenner.files.stores import FILES, FileStore
from kalenner.files.variants import PictureSet, StoredPicture, store_variants

if TYPE_CHECKING:
    from pyramid.request import Request

log = logging.getLogger(__name__)


class FileService:
    """Files of a unit of work; what is stored or deleted here follows its transaction and savepoints."""

    def __init__(self, dbsession: Session, store: FileStore) -> None:
        self._dbsession = dbsession
        self._store = store

    def put(self, data: bytes, suffix: str = "") -> str:
        """Store a file and return its key; it is deleted again where the change is rolled back."""
        key = self._store.put(data, suffix)
        self._changes.add(self._store, [key], is_new=True)
        return key

    def put_variants(self, pictures: PictureSet) -> StoredPicture:
        """Store the variants of a picture of ours, as `put`."""
        picture = store_variants(self._store, pictures)
        self._changes.add(self._store, picture.keys(), is_new=True)
        return picture

    def get(self, key: str) -> bytes:
        """Return a file; raises KeyError where there is none."""
        return self._store.get(key)

    def find(self, key: str) -> bytes | None:
        """Return a file, or None, which the log says: it should be there."""
        try:
            return self._store.get(key)
        except KeyError:
            log.exception("file %s is missing", key)
            return None

    def delete(self, keys: Iterable[str | None]) -> None:
        """Delete files once what leaves them is committed, when nothing can point to them any more.

        None is no key. Where that change is rolled back, or the savepoint that it is in, the files stay.
        """
        self._changes.add(self._store, [key for key in keys if key is not None], is_new=False)

    @property
    def _changes(self) -> FileChanges:
        return FileChanges.of(self._dbsession)


def file_service_factory(request: "Request") -> FileService:
    """Make the service of a request."""
    return FileService(request.dbsession, FILES.of(request.registry))
