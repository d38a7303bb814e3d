"""The form for files in a browser, with and without its script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.core.transfers.served import Served, serving
from tests.themes.chromium import chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving("waitress", tmp_path_factory.mktemp("browser"), 1) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "Befund Größe.pdf", tmp_path / "photo.jpg"]
    for file in files:
        file.write_bytes(file.name.encode() * 100_000)
    return files


def opened(browser: Browser, served: Served, *, script: bool) -> tuple[Page, list[str]]:
    faults: list[str] = []
    page = browser.new_context(java_script_enabled=script, locale="en-GB").new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://127.0.0.1:{served.port}{served.paths['form']}")
    return page, faults


@pytest.mark.parametrize("script", [True, False])
def test_files_are_sent(browser: Browser, served: Served, files: list[Path], script: bool) -> None:
    page, faults = opened(browser, served, script=script)
    for _ in range(2):  # the page that says what arrived sends again
        page.get_by_label("Files").set_input_files(files)
        page.get_by_role("button", name="Upload").click()
        expect(page.locator(".uploads li")).to_have_text(
            ["Befund Größe.pdf: received", "photo.jpg: received"], timeout=10_000
        )
        expect(page.get_by_role("alert")).to_have_count(0)
    assert faults == []


def test_progress_is_shown(browser: Browser, served: Served, files: list[Path]) -> None:
    page, faults = opened(browser, served, script=True)
    line = page.locator("[data-when=sending]")
    expect(line).to_be_hidden()
    page.evaluate(
        "() => { window.seen = []; new MutationObserver(() => window.seen.push(document"
        ".querySelector('[data-when=sending]').hidden)).observe(document.querySelector('form'),"
        " { attributes: true, subtree: true }); }"
    )
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".uploads li")).to_have_count(2, timeout=10_000)

    assert False in page.evaluate("window.seen")
    assert faults == []


def test_file_that_is_too_large_is_not_even_sent(browser: Browser, served: Served, files: list[Path]) -> None:
    page, faults = opened(browser, served, script=True)
    page.evaluate("document.querySelector('form').dataset.mostBytes = '1000'")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_role("alert")).to_have_text("At least one of the files is larger than 600 MB.")
    expect(page.get_by_role("button", name="Upload")).to_be_enabled()
    assert faults == []


def test_download_is_saved_under_its_name(browser: Browser, served: Served) -> None:
    page, _faults = opened(browser, served, script=False)
    with page.expect_download() as download:
        page.evaluate(f"window.location.href = '{served.paths['large']}'")

    assert download.value.suggested_filename == "Findings.pdf"
    path = download.value.path()
    assert path.stat().st_size == 1_000_000
