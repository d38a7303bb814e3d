"""Three people from other countries use the playground by its own links: set up, book, answer, print."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pyramid.request import Request
from sqlalchemy import select
from tests.journeys.playground_page import PATIENCE, Keyboard, PageChat, PlaygroundPage, Pointer
from tests.journeys.test_page_browser import Writer
from tests.live import Live

from kalenner.people import Provider
from kalenner.units import run_unit
from kalenner_playground.phone import Phone
from kalenner_profiles.slugs import SlugService

pytestmark = pytest.mark.browser

DESK: Any = {"width": 1440, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
SCHEDULING, INVITATIONS, PROFILES = "kalenner_scheduling", "kalenner_invitations", "kalenner_profiles"


def set_up(chat: PageChat, nickname: str, city: str) -> None:
    """Open a practice with a service, working hours and a link, and end at the end of the set-up."""
    chat.press("button-i-am-professional")
    chat.write(nickname)
    chat.say_city(city)
    chat.press("setup-services", SCHEDULING)
    chat.press("button-add-service", SCHEDULING)
    chat.write("Massage")
    chat.write("60")
    chat.press("button-skip")
    chat.write("50")
    chat.press("button-finish-setup")
    chat.press("setup-hours", SCHEDULING)
    chat.press_key(chat.newest.locator(".key").first)
    chat.press("button-add-period", SCHEDULING)
    chat.write("9:00-17:00")
    chat.press("button-copy-to", SCHEDULING)
    for day in range(6):
        chat.press_key(chat.newest.locator(".key").nth(day))
    chat.press("button-copy", SCHEDULING, number=6)
    chat.press("button-finish-setup")
    chat.press("setup-booking-link", INVITATIONS)
    chat.press("button-add-link", INVITATIONS)
    chat.write("PROFILE")
    chat.write("365")
    chat.press("choice-multiple-use", INVITATIONS)


def test_a_german_professional_from_nothing_to_a_printed_card(
    sample_live: Live, open_page: Callable[..., Page]
) -> None:
    page = open_page("de-DE", DESK)
    playground = PlaygroundPage(sample_live, page, "de", Pointer())
    playground.open()
    jana = playground.begin("Jana")
    set_up(jana, "Praxis Jana", "Leipzig")

    expect(jana.newest.locator(".photo")).to_be_visible()
    link = jana.newest.locator(".text a").get_attribute("href") or ""
    assert link.startswith(f"{sample_live.url}-/playground/?start=i_")
    writer = Writer(sample_live)
    jana.press("button-publish", PROFILES)
    writer.wait()
    address = jana.newest.locator(".text a").first.inner_text()
    jana.press("button-card", PROFILES)
    card = jana.node.locator("a.document").last
    expect(card).to_be_visible(timeout=PATIENCE)
    printed = page.request.get(f"{sample_live.url}-/playground/{card.get_attribute('href')}")
    assert (printed.status, len(printed.body()) > 1_000) == (200, True)

    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Praxis Jana")
    expect(page.locator("main")).to_contain_text("Massage")


def book_from_the_page(playground: PlaygroundPage, slug: str, name: str, city: str) -> PageChat:
    """Open a practice's page, press the first button that books, and ask for a free time as somebody new."""
    page = playground.page
    page.goto(f"{playground.live.url}{playground.language}/{slug}")
    book = page.locator("a[href*='?start=b_']").first
    if not book.is_visible():  # designs may fold services away
        playground.hand.press(page.locator("details", has=book).locator("summary").first)
    playground.hand.press(book)
    chat = playground.follow_as_somebody_new(name)
    expect(chat.newest).to_be_visible(timeout=PATIENCE)
    chat.write(name)
    chat.say_city(city)
    chat.choose_time()
    chat.press("button-send-request", SCHEDULING)
    return chat


def slug_of(live: Live, nickname: str) -> str:
    """The name in the address of a sample professional's page."""

    def find(request: Request) -> str:
        provider = request.dbsession.scalars(select(Provider).where(Provider.nickname == nickname)).one()
        return str(request.find_service(SlugService).find(provider.id))

    return run_unit(live.app, "command/test", find, only_reads=True)


def test_a_russian_client_books_by_keyboard_alone_and_is_accepted(
    sample_live: Live, open_page: Callable[..., Page]
) -> None:
    page = open_page("ru-RU", DESK)
    playground = PlaygroundPage(sample_live, page, "ru", Keyboard())
    masha = book_from_the_page(playground, slug_of(sample_live, "Репетитор Ольга"), "Маша", "Казань")

    olga = phone_of(sample_live, "Ольга")
    olga.sees("Маша", PATIENCE / 1000)
    olga.press(masha.word("button-accept", SCHEDULING))
    masha.sees("🟢")


def test_a_french_visitor_books_on_a_phone(sample_live: Live, open_page: Callable[..., Page]) -> None:
    page = open_page("fr-FR", PHONE, has_touch=True, is_mobile=True)
    playground = PlaygroundPage(sample_live, page, "fr", Pointer())
    slug = slug_of(sample_live, "Camille Coiffure")
    page.goto(f"{sample_live.url}fr/{slug}")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    chloe = book_from_the_page(playground, slug, "Chloé", "Lyon")

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone_of(sample_live, "Camille").sees("Chloé", PATIENCE / 1000)
    expect(chloe.newest).to_contain_text("Camille Coiffure")


def phone_of(live: Live, name: str) -> Phone:
    """The phone of a sample person."""
    person = next(one for one in live.telegram.persons.list_all() if one.first_name == name)
    return Phone(live.telegram, person.id)
