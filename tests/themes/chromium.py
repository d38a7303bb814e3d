"""Chromium for the tests and commands that look at pages of themes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 860}},
}


def find_chromium() -> str | None:
    """Return where Chromium is; None where it is not."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium while the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()
