"""How much is read for what is sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalenner.files import PRIVATE_FILES, PrivateFileStore
from kalenner.security.file_cipher import SEGMENT
from kalenner.storage import FolderStore
from tests.core.transfers.library import Library
from tests.core.transfers.serving import pattern


class CountingStore(FolderStore):
    """A folder that counts what is read of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.bytes_read = 0

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        for chunk in super().read(key, start, end):
            self.bytes_read += len(chunk)
            yield chunk


@pytest.fixture
def store(library: Library) -> CountingStore:
    objects = PRIVATE_FILES.of(library.app.registry).objects
    assert isinstance(objects, FolderStore)
    counting = CountingStore(objects.folder)
    PRIVATE_FILES.put(library.app.registry, PrivateFileStore(counting))
    return counting


def cost(library: Library, store: CountingStore, path: str, asked: str) -> int:
    before = store.bytes_read
    library.web.get(path, headers={"Range": asked}, status=206)
    return store.bytes_read - before


def test_the_end_costs_at_most_two_segments_more_than_the_start(
    library: Library, store: CountingStore
) -> None:
    size = 20_000_000
    path = library.path(library.lend_chunks(pattern(size), size))
    start = cost(library, store, path, "bytes=0-99")

    for place in (size - 100, size // 2, SEGMENT - 100, size - SEGMENT):
        assert cost(library, store, path, f"bytes={place}-{place + 99}") <= start + 2 * SEGMENT


def test_a_file_is_read_while_it_is_sent(library: Library, store: CountingStore) -> None:
    size = 20_000_000
    path = library.path(library.lend_chunks(pattern(size), size))
    _status, _headers, body = library.ask(path)
    chunks = iter(body)
    next(chunks)

    assert store.bytes_read < 3 * SEGMENT
    next(chunks)
    assert store.bytes_read < 5 * SEGMENT
    body.close()
