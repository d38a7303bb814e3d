"""One appointment in a browser, through the playground's page: set up at a desk, booked on a phone."""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from tests.live import Live, running

from kalenner.clock import CLOCK

pytestmark = pytest.mark.browser

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: Any = {"width": 1280, "height": 860}
PHONE: Any = {"width": 390, "height": 844}
PATIENCE = 15_000
UNTRANSLATED = re.compile(r"\$\{|\b(button|choice|setup|step|ask|link)-[a-z]")
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"


class Chat:
    """One person's chat on one page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.node: Locator = page.get_by_role("region", name=f"Chat of {name}")

    @property
    def newest(self) -> Locator:
        """The message of the bot that stands lowest."""
        return self.node.locator("article.from-bot").last

    def press(self, label: str, *, then: str | re.Pattern[str]) -> None:
        """Press a button of the newest message, and wait until the newest one says `then`."""
        self.newest.locator(".key").filter(has_text=label).first.click()
        self.sees(then)

    def write(self, text: str, *, then: str) -> None:
        """Write a message, and wait until the newest one of the bot says `then`."""
        box = self.node.get_by_role("textbox")
        box.fill(text)
        box.press("Enter")
        self.sees(then)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until the newest message says a text."""
        expect(self.newest).to_contain_text(text, timeout=PATIENCE)

    def paste(self, text: str) -> None:
        """Paste a text into the field for messages."""
        self.node.get_by_role("textbox").focus()
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+v")

    def everything(self) -> list[str]:
        """All texts of the bot in this chat, and all labels."""
        return self.node.locator("article.from-bot .text, .key-text").all_inner_texts()

    @property
    def text(self) -> str:
        """The newest message without its buttons; no-break spaces are plain ones."""
        return self.newest.locator(".text").inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def labels(self) -> list[list[str]]:
        """The labels of the newest message's buttons, row by row."""
        rows = self.newest.locator(".key-row").all()
        return [row.locator(".key-text").all_inner_texts() for row in rows]


class Pictures:
    """Screenshots of the journey, numbered in its order."""

    def __init__(self) -> None:
        self._number = 0
        PICTURES.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        """Keep what the page shows now."""
        self._number += 1
        page.screenshot(path=PICTURES / f"{self._number:02d}-{name}.png", animations="disabled")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with running(tmp_path) as live:
        live.phone("Olga")
        live.phone("Ada")
        yield live


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the pages complained of; a journey has no reason to."""
    found: list[str] = []
    yield found
    assert found == []


def opened(browser: Browser, live: Live, faults: list[str], viewport: Any, **values: Any) -> Page:
    """Open the playground's page on a screen of a size."""
    context = browser.new_context(viewport=viewport, locale="en-GB", **values)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{live.url}-/playground/")
    return page


def set_up(olga: Chat, pictures: Pictures) -> None:
    """Become a professional with a service and working hours, as the set-up list asks."""
    olga.node.get_by_role("button", name="Start", exact=True).click()
    olga.sees("Welcome to KALENNER")
    olga.press("I am a professional", then="Send your nickname")
    olga.write("Olga", then="Which is your time zone?")
    olga.write("Leipzig", then="there now, right?")
    olga.press("Yes", then="Set-up of Olga")
    pictures.take(olga.page, "set-up")

    olga.press("Services", then="No services yet.")
    olga.press("Add service", then="Send the name of the service.")
    olga.write("Massage", then="How many minutes does it take?")
    olga.press("60", then="Send a description")
    olga.press("Skip", then="Send the price as a number")
    olga.write("fifty", then="That is not an amount. Send for example 50.00, or - for none.")
    olga.write("50", then="Duration 60 min")
    pictures.take(olga.page, "service")

    olga.press("Menu", then="Main menu")
    olga.press("Finish setting up", then="Set-up of Olga")
    olga.press("Working hours", then="No working hours yet.")
    olga.press("Mon", then="Monday")
    olga.press("Add period", then="When does the period start?")
    olga.write("9:00-12:00, 13:30-17:00", then="9:00-12:00, 13:30-17:00")
    olga.press("Copy to", then="to which days?")
    for number, day in enumerate(
        ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), start=1
    ):
        olga.press(day, then=f"Copy ({number})")
    pictures.take(olga.page, "copy-hours")
    olga.press("Copy (6)", then="Day off")


def invite(olga: Chat) -> str:
    """Make an invitation link, and return it."""
    olga.press("Menu", then="Main menu")
    olga.press("Finish setting up", then="Set-up of Olga")
    olga.press("Booking link", then="No invitation links yet.")
    olga.press("Add new invitation link", then="Send a name for the link")
    olga.write("Instagram", then="How many days is the link valid?")
    olga.press("30 days", then="May one person use the link")
    olga.press("Multiple use", then="All set")
    return olga.newest.locator(".text a").inner_text()


def month_after(now: dt.datetime) -> str:
    """The heading of the month that comes next."""
    return f"{now.replace(day=1) + dt.timedelta(days=32):%B %Y}"


def test_an_appointment_from_the_first_start_to_the_confirmation(
    live: Live, browser: Browser, faults: list[str]
) -> None:
    pictures = Pictures()
    desk = opened(browser, live, faults, DESK)
    olga, ada = Chat(desk, "Olga"), Chat(desk, "Ada")
    set_up(olga, pictures)
    link = invite(olga)
    pictures.take(desk, "invitation-link")

    olga.newest.locator(".text a").click()
    desk.get_by_role("dialog").get_by_role("button", name="Ada").click()
    ada.sees("You are connected with Olga.")
    pictures.take(desk, "link-opened")

    phone = opened(browser, live, faults, PHONE, has_touch=True, is_mobile=True)
    phone.get_by_role("button", name="Ada").click()
    ada = Chat(phone, "Ada")
    ada.write("Ada", then="Which is your time zone?")
    ada.press("London", then="there now, right?")
    ada.press("Yes", then="You are connected with Olga.")

    ada.press("Book", then="Massage, 60 min with Olga")  # on a month's last day nothing may be free in it
    pictures.take(phone, "phone-month")
    ada.press("›", then=month_after(CLOCK.of(live.app.registry).now()))
    ada.press("15", then="Free times on")
    pictures.take(phone, "phone-times")
    ada.press("9:00", then="Your request")
    pictures.take(phone, "phone-request")
    asked = ada.text
    ada.press("Send request", then="Request sent")
    pictures.take(phone, "phone-sent")

    olga.sees("New request")
    olga.newest.locator(".key").last.scroll_into_view_if_needed()
    card = olga.text.splitlines()
    assert card[:2] == ["🟡 New request", "Ada · Massage, 60 min"]
    assert re.fullmatch(r"\w{3} 15 \w+ \d{4}, 10:00 \(Berlin\) · 9:00 \(London\)", card[2])
    pictures.take(desk, "request")
    olga.press("Accept", then="Accepted")
    assert olga.labels()[0] == ["ℹ️ Meeting info", "📍 Enter location"]
    pictures.take(desk, "accepted")

    ada.sees("Confirmed: Massage, 60 min with Olga")
    confirmed = ada.text.splitlines()
    assert confirmed[1] in asked.splitlines()
    assert confirmed[2] == "Price €50.00"
    assert ada.labels() == [["ℹ️ Meeting info", "🚫 Cancel"], ["🔁 Reschedule"], ["💬 Chat"]]
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    pictures.take(phone, "phone-confirmed")

    ada.paste(link)
    phone.get_by_role("dialog").get_by_role("button", name="Ada").click()
    ada.sees("You are already connected with Olga.")
    pictures.take(phone, "phone-link-again")

    said = [*olga.everything(), *ada.everything()]
    assert [text for text in said if UNTRANSLATED.search(text)] == []
