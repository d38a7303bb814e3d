"""One server with the sample people for the journeys through the playground's page, and browsers to look at it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.playground_page import PATIENCE
from tests.journeys.test_page_browser import Writer
from tests.live import Live, running
from tests.themes.chromium import chromium


@pytest.fixture(scope="session")
def sample_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The product as it starts for somebody who tries it, its pages written."""
    with running(Path(tmp_path_factory.mktemp("playground"))) as live:
        writer = Writer(live)
        for prepare in live.app.registry["kalenner.at_start"]:
            prepare(live.app)
        writer.wait()
        yield live


@pytest.fixture(scope="module")
def shared_browser() -> Iterator[Browser]:
    """Chromium; two at once cannot be driven, so it ends with the file's tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(shared_browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of an own browser; what it complains of fails the test.

    Movements are as short as somebody may choose to have them: each of their pictures is drawn by the processor.
    """
    faults: list[str] = []
    contexts = []

    def opener(locale: str, viewport: Any, **values: Any) -> Page:
        context = shared_browser.new_context(
            viewport=viewport, locale=locale, reduced_motion="reduce", **values
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert faults == []
