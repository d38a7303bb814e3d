"""A profile page in a browser: published from the bot, booked from, and given another design on the web."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pyramid.request import Request
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from tests.journeys.test_browser import DESK, PATIENCE, PHONE, Chat, opened
from tests.live import Live, running
from tests.themes.chromium import chromium

from kalenner.database import SESSIONS
from kalenner.units import run_unit
from kalenner_profiles.publications import Publication

pytestmark = pytest.mark.browser

SERVICES = [
    "Erstgespräch und Befund",
    "Krankengymnastik",
    "Manuelle Therapie",
    "Klassische Massage",
    "Hausbesuch",
    "10 × Klassische Massage",
]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """The product as it starts for somebody who tries it: with its sample people, and writing pages."""
    with running(tmp_path) as live:
        for prepare in live.app.registry["kalenner.at_start"]:
            prepare(live.app)
        yield live


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the pages complained of; a journey has no reason to."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def visitors(browser: Browser) -> BrowserContext:
    """The phone of somebody whose browser runs no script."""
    return browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")


class Writer:
    """Whoever writes the pages; what is due is looked at after each commit."""

    def __init__(self, live: Live) -> None:
        self._app = live.app
        self._committed = threading.Condition()
        event.listen(SESSIONS.of(live.app.registry), "after_commit", self._wake)

    def wait(self) -> None:
        """Wait until everything published is written."""
        with self._committed:
            assert self._committed.wait_for(self._is_done, timeout=PATIENCE / 1000)

    def _is_done(self) -> bool:
        return run_unit(self._app, "command/test", _all_written, only_reads=True)

    def _wake(self, _session: Session) -> None:
        with self._committed:
            self._committed.notify_all()


def _all_written(request: Request) -> bool:
    versions = request.dbsession.execute(select(Publication.version, Publication.written_version))
    return all(version == written for version, written in versions)


def visited(context: BrowserContext, address: str, faults: list[str]) -> Page:
    """Open a page that may not complain."""
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text))
    page.on("requestfailed", lambda request: faults.append(request.url))
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert answer.status == 200
    return page


def newcomer(desk: Page, name: str) -> Chat:
    """Add a person to the playground."""
    desk.get_by_role("button", name="Add a person").click()
    desk.get_by_label("First name").fill(name)
    desk.get_by_role("combobox", name="Language of their app").select_option("en")
    desk.get_by_role("button", name="Add", exact=True).click()
    chat = Chat(desk, name)
    expect(chat.node).to_be_visible()
    return chat


def publish(lena: Chat, writer: Writer) -> str:
    """Press Create profile page, and return where the page is."""
    lena.press("Create profile page", then="Your page is online")
    writer.wait()
    return lena.newest.locator(".text a").inner_text()


def test_a_page_from_publishing_to_a_booking_and_to_another_design(
    live: Live, browser: Browser, visitors: BrowserContext, faults: list[str]
) -> None:
    writer, desk = Writer(live), opened(browser, live, faults, DESK, reduced_motion="reduce")
    lena = Chat(desk, "Lena")
    lena.write("/language", then="Sprache")
    lena.press("English", then="Language")
    lena.press("Menu", then="Main menu")
    lena.press("⚙️ Settings", then="Time zone: Berlin")
    lena.press("General settings", then="General settings")
    address = publish(lena, writer)

    page = visited(visitors, address, faults)
    expect(page.locator("body")).to_have_class("theme-calm")
    expect(page.locator(".services h3")).to_have_text(SERVICES)
    book = page.get_by_role("link", name="Book this service").nth(1)
    link = book.get_attribute("href") or ""
    assert re.fullmatch(rf"{re.escape(live.url)}-/playground/\?start=b_[\w-]{{22}}-\d+", link)

    mia = newcomer(desk, "Mia")
    desk.goto(address)
    desk.get_by_role("link", name="Book this service").nth(1).click()
    desk.get_by_role("dialog").get_by_role("button", name="Mia").click()
    expect(desk).to_have_url(f"{live.url}-/playground/")
    mia.sees("name")
    mia.write("Mia", then="Which is your time zone?")
    mia.write("Leipzig", then="there now, right?")
    mia.press("Yes", then="You are connected with Physio Lena Weber.")
    mia.sees("Krankengymnastik, 30 min")
    assert any(
        "›" in row for row in mia.labels()
    )  # the days of a month, none of which may be free on its last

    lena.write("/settings", then="Time zone: Berlin")
    lena.press("General settings", then="General settings")
    lena.press("Choose design", then="Your page has the design “Calm”.")
    gallery = visited(visitors, lena.newest.locator(".key").first.get_attribute("title") or "", faults)
    expect(gallery.locator("main")).to_contain_text("You are choosing for the page of Physio Lena Weber.")
    gallery.get_by_role("link", name="Apply to my profile: Studio").click()
    gallery.get_by_role("button", name="Apply to my profile").click()
    expect(gallery.get_by_role("heading", level=1)).to_have_text("Your design is set")

    lena.sees("Design “Studio” is set. Not yet published.")
    publish(lena, writer)
    page.reload()
    expect(page.locator("body")).to_have_class("theme-studio")
    expect(page.locator(".services h3")).to_have_text(SERVICES)
