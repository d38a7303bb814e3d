"""What the end of a file costs: hardly more reading of the store than its beginning."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalenner.files import PRIVATE_FILES, PrivateFileStore
from kalenner.security.file_cipher import HEADER, SEGMENT
from kalenner.storage import FolderStore
from tests.core.transfers.library import Library
from tests.core.transfers.serving import pattern

SIZE = 30_000_000


class CountingStore(FolderStore):
    """Counts the bytes that are read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.count = 0

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Yield a part of the file, and count it."""
        for chunk in super().read(key, start, end):
            self.count += len(chunk)
            yield chunk


@pytest.fixture
def objects(library: Library) -> CountingStore:
    objects = CountingStore(PRIVATE_FILES.of(library.app.registry).objects.folder)
    PRIVATE_FILES.put(library.app.registry, PrivateFileStore(objects))
    return objects


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_end_of_a_large_file_costs_at_most_two_segments_more(
    library: Library, objects: CountingStore
) -> None:
    number = library.lend_chunks(pattern(SIZE), SIZE)

    def cost(asked: str) -> int:
        objects.count = 0
        answer = library.web.get(library.path(number), headers={"Range": asked}, status=206)
        assert len(answer.body) == 1000
        return objects.count

    start, end = cost("bytes=0-999"), cost(f"bytes={SIZE - 1000}-")
    middle = cost(f"bytes={SIZE // 2}-{SIZE // 2 + 999}")
    assert start <= HEADER + SEGMENT
    assert end <= start + 2 * SEGMENT
    assert middle <= start + 2 * SEGMENT
    assert library.web.head(library.path(number)).content_length == SIZE
