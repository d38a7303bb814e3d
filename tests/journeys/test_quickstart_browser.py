"""The quickstart, section by section, as somebody follows it in Chromium."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.playground_page import DAY, TIME, PageChat, PlaygroundPage, Pointer
from tests.journeys.test_page_browser import Writer
from tests.journeys.test_playground_journeys import DESK, PROFILES, SCHEDULING, set_up
from tests.live import Live

from kalenner.clock import CLOCK

pytestmark = pytest.mark.browser

PAYMENTS, REMINDERS = "kalenner_payments", "kalenner_reminders"


def to_calendar(olga: PageChat) -> None:
    """Go to the month in the office."""
    olga.write("/menu")
    olga.press("button-office")
    olga.press("button-calendar", SCHEDULING)


def key_of(chat: PageChat, pattern: str) -> None:
    """Press the first button of the newest message whose label is like this."""
    chat.press_key(chat.newest.locator(".key").filter(has_text=re.compile(pattern)).first)


def test_the_quickstart_from_a_practice_to_a_working_week(
    sample_live: Live, open_page: Callable[..., Page]
) -> None:
    page = open_page("en-GB", DESK)
    playground = PlaygroundPage(sample_live, page, "en", Pointer())
    playground.open()

    # Become a professional, set up
    olga = playground.begin("Olga")
    set_up(olga, "Olga", "London")

    # Invite a client, book and answer
    olga.newest.locator(".text a").click()
    ada = playground.follow_as_somebody_new("Ada")
    expect(ada.newest).to_be_visible()
    ada.write("Ada")
    ada.say_city("London")
    ada.press("button-book", SCHEDULING)
    ada.choose_time()
    ada.press("button-send-request", SCHEDULING)
    olga.press("button-accept", SCHEDULING)
    ada.sees("🟢")

    # Say where
    to_calendar(olga)
    key_of(olga, "•")
    key_of(olga, "Ada")
    olga.press("button-enter-location", SCHEDULING)
    olga.write("Room 4, https://example.org/room")
    ada.sees("Room 4")

    # Take money
    to_calendar(olga)
    key_of(olga, "•")
    key_of(olga, "Ada")
    olga.press("button-payment", PAYMENTS)
    olga.press("button-add-payment", PAYMENTS)
    olga.write("20")
    olga.sees("20")

    # Move, and answer the move
    ada.write("/menu")
    ada.press("button-my-appointments", SCHEDULING)
    ada.press_key(ada.newest.locator(".key").first)
    ada.press("button-add-to-calendar", SCHEDULING)
    expect(ada.node.locator("a.document")).to_be_visible()
    ada.write("/menu")
    ada.press("button-my-appointments", SCHEDULING)
    ada.press_key(ada.newest.locator(".key").first)
    ada.press("button-reschedule", SCHEDULING)
    ada.choose_time()
    ada.press("button-send-request", SCHEDULING)
    olga.press("button-accept", SCHEDULING)
    ada.sees("🟢")

    # Book for somebody
    to_calendar(olga)
    key_of(olga, DAY.pattern)
    key_of(olga, TIME.pattern)
    olga.press("button-slot-appointment", SCHEDULING)
    key_of(olga, "Massage")
    key_of(olga, "Ada")
    olga.press("button-confirm", SCHEDULING)
    ada.sees("Massage")

    # Ask why
    to_calendar(olga)
    key_of(olga, DAY.pattern)
    olga.press("button-why-not", SCHEDULING)
    olga.write("3:00")

    # Remind by a press
    to_calendar(olga)
    key_of(olga, "•")
    key_of(olga, "Ada")
    # The answer is a toast; the screen stays.
    playground.hand.press(olga.key(olga.word("button-send-reminder", REMINDERS)))
    ada.sees("🔔")

    # Look closer: the log, and the clock
    page.locator("#log-toggle").click()
    expect(page.get_by_role("complementary", name=playground.words["log_title"])).to_contain_text(
        "sendMessage"
    )
    page.locator("#clock > button").click()
    page.get_by_role("button", name=playground.words["clock_hour"]).click()
    expect(page.locator("#clock")).to_contain_text("+1")
    for _week in range(6):
        page.locator("#clock > button").click()
        page.get_by_role("button", name=playground.words["clock_week"]).click()

    # Close the day
    olga.write("/menu")
    olga.press("button-office")
    olga.press("button-appointments", SCHEDULING)
    olga.press("button-past-appointments", SCHEDULING)
    olga.press("button-select", SCHEDULING)
    olga.press_key(olga.newest.locator(".key").first)
    key_of(olga, "✅")
    expect(ada.key(ada.word("button-book-again", SCHEDULING))).to_be_visible()

    page.locator("#clock > button").click()
    page.get_by_role("button", name=playground.words["clock_reset"]).click()
    assert CLOCK.of(sample_live.app.registry).offset == 0  # type: ignore[attr-defined]


def to_general_settings(chat: PageChat) -> None:
    """Go to the general settings."""
    chat.write("/menu")
    chat.press("button-settings")
    chat.press("button-general-settings")


def describe(chat: PageChat, text: str) -> None:
    """Say who one is."""
    to_general_settings(chat)
    chat.press("button-about")
    chat.press("button-information", PROFILES)
    if chat.newest.locator(".key").count() > 2:  # there is a text already, which a button changes
        chat.press_key(chat.newest.locator(".key").first)
    chat.write(text)


def test_the_quickstart_to_a_published_page(sample_live: Live, open_page: Callable[..., Page]) -> None:
    page = open_page("en-GB", DESK)
    playground = PlaygroundPage(sample_live, page, "en", Pointer())
    playground.open()
    lena = playground.chat("Lena", "de")
    writer = Writer(sample_live)

    # Say who you are, publish, look at it
    describe(lena, "<b>Neuer Text</b> über mich.")
    to_general_settings(lena)
    expect(lena.newest).to_contain_text(lena.word("page-changed", PROFILES))
    lena.press("button-publish", PROFILES)
    writer.wait()
    address = lena.newest.locator(".text a").first.inner_text()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Neuer Text über mich.")

    # Book from it
    page.locator("a[href*='?start=b_']").first.click()
    mia = playground.follow_as_somebody_new("Mia")
    expect(mia.newest).to_be_visible()

    # Print a card
    to_general_settings(lena)
    lena.press("button-publish", PROFILES)
    lena.press("button-card", PROFILES)
    expect(lena.node.locator("a.document").last).to_be_visible()
