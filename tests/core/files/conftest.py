"""A bucket for uploads."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.storage.bucket import pretended_bucket


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of S3 as it is pretended."""
    with pretended_bucket(monkeypatch) as client:
        yield client
