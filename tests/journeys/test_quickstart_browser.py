"""The quickstart, section by section, as somebody follows it in Chromium.

What the new labels are comes from the document itself; the set-up is that of the other journeys.
"""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pyramid.request import Request
from sqlalchemy import select
from tests.journeys.playground_page import DAY, TIME, PageChat, PlaygroundPage, Pointer
from tests.journeys.quickstart import between, labels_of, walk
from tests.journeys.test_page_browser import Writer
from tests.journeys.test_playground_journeys import DESK, INVITATIONS, SCHEDULING, set_up
from tests.live import Live

from kalenner.clock import CLOCK
from kalenner.people import Provider
from kalenner.tasks import run_task, tasks_of
from kalenner.units import run_unit
from kalenner_scheduling.appointments.models import Appointment, Status

pytestmark = pytest.mark.browser


def key_of(chat: PageChat, pattern: str) -> None:
    """Press the first button of the newest message whose label is like this."""
    chat.press_key(chat.newest.locator(".key").filter(has_text=re.compile(pattern)).first)


def to_card(olga: PageChat, day: str = "") -> None:
    """Go to the appointment with Ada by the month in the office, on the first day that has one or on `day`."""
    walk(olga, between(labels_of("Say where."), "🏠 Menu", "•"))
    key_of(olga, rf"^(?=.*•)\D*{day or '[0-9]+'}\D*$")
    key_of(olga, "Ada")


def let_tasks_run(live: Live) -> None:
    """Do what the worker does every minute."""
    for task in tasks_of(live.app):
        run_task(live.app, task)


def start_of_the_next(live: Live, nickname: str) -> dt.datetime:
    """When the next appointment of a professional begins."""

    def find(request: Request) -> dt.datetime:
        of_provider = (
            select(Appointment.starts_at)
            .join(Provider, Provider.id == Appointment.provider_id)
            .where(Provider.nickname == nickname, Appointment.status == Status.ACCEPTED)
        )
        return request.dbsession.scalars(of_provider.order_by(Appointment.starts_at)).first()

    return run_unit(live.app, "command/test", find, only_reads=True)


class Practice:
    """Olga's practice in the playground, and her client Ada."""

    def __init__(self, live: Live, page: Page) -> None:
        self.live, self.page = live, page
        self.playground = PlaygroundPage(live, page, "en", Pointer())
        self.playground.open()
        self.olga = self.playground.begin("Olga")
        set_up(self.olga, "Olga", "London")
        self.link = self.olga.newest.locator(".text a").get_attribute("href") or ""
        self.ada = self._invited()

    def _invited(self) -> PageChat:
        self.olga.newest.locator(".text a").click()
        ada = self.playground.follow_as_somebody_new("Ada")
        expect(ada.newest).to_be_visible()
        ada.write("Ada")
        ada.say_city("London")
        return ada

    def follow(self, link: str, name: str, language: str = "") -> PageChat:
        """Open a link as somebody new, whose app may have another language."""
        self.page.goto(link)
        chat = self.playground.follow_as_somebody_new(name, language)
        expect(chat.newest).to_be_visible()
        return chat


def book_and_accept(practice: Practice) -> None:
    """Book, and answer."""
    olga, ada = practice.olga, practice.ada
    ada.press("button-book", SCHEDULING)
    ada.choose_time()
    ada.press("button-send-request", SCHEDULING)
    olga.press("button-accept", SCHEDULING)
    ada.sees("🟢")


def say_where(practice: Practice) -> None:
    """Say where."""
    labels = labels_of("Say where.")
    to_card(practice.olga)
    walk(practice.olga, between(labels, "📍 Enter location", "📎"))
    practice.olga.write("Room 4, https://example.org/room")
    practice.ada.sees("Room 4")
    to_card(practice.olga)
    walk(practice.olga, between(labels, "📍 Enter location", "📎"))
    practice.olga.send_place()
    expect(practice.ada.key(practice.ada.word("button-open-map", SCHEDULING))).to_be_visible()


def take_money(practice: Practice) -> None:
    """Take money, and put a mistake right."""
    olga, labels = practice.olga, labels_of("Take money.")
    to_card(olga)
    walk(olga, between(labels, "💰 Payment", "✏️ Correct payment"))
    olga.write("20")
    olga.sees("20")
    key_of(olga, "20")
    walk(olga, between(labels, "✏️ Correct payment"))
    olga.write("25")
    olga.sees("corrected by +€5.00")


def move(practice: Practice) -> None:
    """Move, and answer the move."""
    olga, ada = practice.olga, practice.ada
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


def book_for_somebody(practice: Practice) -> None:
    """Book for somebody, and ask why a time is not offered."""
    olga = practice.olga
    to_calendar = between(labels_of("Say where."), "🏠 Menu", "•")
    walk(olga, to_calendar)
    key_of(olga, DAY.pattern)
    key_of(olga, TIME.pattern)
    olga.press("button-slot-appointment", SCHEDULING)
    key_of(olga, "Massage")
    key_of(olga, "Ada")
    olga.press("button-confirm", SCHEDULING)
    practice.ada.sees("Massage")
    walk(olga, to_calendar)
    key_of(olga, DAY.pattern)
    walk(olga, labels_of("Ask why."))
    olga.write("3:00")


def go_away(practice: Practice, start: dt.datetime) -> None:
    """Go away on the days around an appointment: it is named before saving, and stays."""
    olga, labels = practice.olga, labels_of("Go away.")
    walk(olga, between(labels, "⚙️ Settings", "Save"))
    for day in (start - dt.timedelta(days=1), start + dt.timedelta(days=1)):
        olga.press("button-type-date", SCHEDULING)
        olga.write(f"{day:%d.%m.%Y}")
    expect(olga.newest).to_contain_text("Ada")
    walk(olga, between(labels, "Save"))
    olga.sees("–")
    practice.ada.write("/menu")
    practice.ada.press("button-my-appointments", SCHEDULING)
    expect(practice.ada.newest).to_contain_text("🟢")


def note_and_rule(practice: Practice) -> None:
    """Write a note on a client, and set a rule for bookings."""
    olga, labels = practice.olga, labels_of("Notes on clients")
    walk(olga, between(labels, "👥 Clients", "📝 Note"))
    key_of(olga, "Ada")
    walk(olga, between(labels, "📝 Note", "⚙️ Settings"))
    olga.write("Left shoulder")
    olga.sees("Note: Left shoulder")
    walk(olga, between(labels, "⚙️ Settings"))
    key_of(olga, "Free after")
    olga.write("10")
    expect(olga.newest).to_contain_text("Free after: 10 min")


def ask_in_russian(practice: Practice) -> PageChat:
    """Ask for a time as somebody whose app is Russian; the request comes in the professional's language."""
    masha = practice.follow(practice.link, "Маша", "ru")
    masha.write("Маша")
    masha.say_city("Казань")
    masha.press("button-book", SCHEDULING)
    masha.choose_time()
    masha.press("button-send-request", SCHEDULING)
    practice.olga.sees("New request")
    practice.olga.sees("Маша")
    return masha


def add_link(practice: Practice, name: str, days: str) -> str:
    """Add an invitation link from the settings, and return it."""
    walk(practice.olga, labels_of("Let people book from it."))
    for answer in (name, days):
        practice.olga.write(answer)
    practice.olga.press("choice-multiple-use", INVITATIONS)
    walk(practice.olga, labels_of("Now all is set"))
    return practice.olga.newest.locator(".text a").get_attribute("href") or ""


def be_reminded(practice: Practice, start: dt.datetime) -> None:
    """Be reminded by the clock, and by a press."""
    practice.playground.forward_to(start - dt.timedelta(days=1) + dt.timedelta(minutes=5))
    let_tasks_run(practice.live)
    practice.ada.sees("🔔 Reminder")
    reminded = practice.ada.node.get_by_text("🔔 Reminder")
    labels = labels_of("Be reminded.")
    walk(practice.olga, between(labels, "⚙️ Settings", "🔔 Send reminder"))
    expect(practice.olga.newest).to_contain_text("24 h")
    to_card(practice.olga, str(start.day))
    before = reminded.count()
    # The answer is a toast; the screen stays.
    practice.playground.hand.press(practice.olga.key(labels[-1]))
    expect(reminded).to_have_count(before + 1)


def look_closer(practice: Practice) -> None:
    """Look at the log, and move the clock."""
    practice.page.locator("#log-toggle").click()
    log = practice.page.get_by_role("complementary", name=practice.playground.words["log_title"])
    expect(log).to_contain_text("sendMessage")
    practice.page.locator("#log-toggle").click()
    moved = practice.page.locator(".clock-moved")
    before = moved.inner_text()
    practice.playground.move_clock(practice.playground.words["clock_hour"])
    expect(moved).not_to_have_text(before)
    for _week in range(6):
        practice.playground.move_clock(practice.playground.words["clock_week"])
    let_tasks_run(practice.live)


def close_the_day(practice: Practice) -> None:
    """Close the day."""
    olga = practice.olga
    olga.write("/menu")
    olga.press("button-office")
    olga.press("button-appointments", SCHEDULING)
    olga.press("button-past-appointments", SCHEDULING)
    olga.press("button-select", SCHEDULING)
    olga.press_key(olga.newest.locator(".key").first)
    key_of(olga, "✅")
    expect(practice.ada.key(practice.ada.word("button-book-again", SCHEDULING))).to_be_visible()


def test_the_quickstart_from_a_practice_to_a_working_week(
    sample_live: Live, open_page: Callable[..., Page]
) -> None:
    clock = CLOCK.of(sample_live.app.registry)
    practice = Practice(sample_live, open_page("en-GB", DESK, timezone_id="UTC"))
    book_and_accept(practice)
    say_where(practice)
    take_money(practice)
    move(practice)
    start = start_of_the_next(sample_live, "Olga")
    book_for_somebody(practice)
    note_and_rule(practice)
    go_away(practice, start)
    masha = ask_in_russian(practice)
    short = add_link(practice, "Instagram", "1")
    be_reminded(practice, start)
    look_closer(practice)

    # What nobody answered, and what was for a day, is over.
    expect(masha.newest).to_contain_text("🔴")
    late = practice.follow(short, "Nina")
    late.sees("This link has expired.")
    close_the_day(practice)

    practice.playground.move_clock(practice.playground.words["clock_reset"])
    expect(practice.page.locator(".clock-moved")).to_be_hidden()
    assert clock.offset == 0  # type: ignore[attr-defined]


def test_the_quickstart_to_a_published_page(sample_live: Live, open_page: Callable[..., Page]) -> None:
    page = open_page("en-GB", DESK)
    practice, writer = PlaygroundPage(sample_live, page, "en", Pointer()), Writer(sample_live)
    practice.open()
    lena = practice.chat("Lena")
    lena.write("/language")
    lena.press_key(lena.key("English"))

    # Say who you are, choose a design
    walk(lena, between(labels_of("Say who you are."), "⚙️ Settings", "🪪 Profile"))
    if lena.key("✏️ Change").count():
        lena.press_key(lena.key("✏️ Change"))
    lena.write("<b>Neuer Text</b> über mich.")
    settings = between(labels_of("Say who you are."), "⚙️ Settings", "About me")
    choose, publish = labels_of("Choose a design."), labels_of("Publish.")
    walk(lena, settings)
    lena.sees("Changes not yet published.")
    walk(lena, between(choose, "🎨 Choose design", "My page"))
    page.goto(lena.newest.locator(".key").first.get_attribute("title") or "")
    own_page = page.get_by_role("link", name=choose[-2], exact=True)
    own_page.click()
    preview = page.frame_locator("iframe").first
    expect(preview.get_by_role("heading", level=1)).to_contain_text("Physio Lena Weber")
    page.get_by_role("link", name=f"{choose[-1]}: Studio").click()
    page.get_by_role("button", name=choose[-1]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your design is set")

    # Publish, and look at it
    practice.open()
    lena.sees("Design “Studio” is set.")
    lena.press_key(lena.key(publish[0]))
    writer.wait()
    with page.expect_popup() as opened:
        practice.hand.press(lena.key(publish[1]))
    online = opened.value
    expect(online.locator("main")).to_contain_text("Neuer Text über mich.")
    expect(online.locator("a[href*='?start=b_']").first).to_be_visible()

    # Revoke PROFILE, and name another link so
    change = labels_of("Change something.")
    walk(lena, [*settings, *between(change, "🔗 Invitation link", "🗑️ Revoke")])
    lena.press_key(lena.key("PROFILE"))
    walk(lena, between(change, "🗑️ Revoke"))
    lena.press("button-yes-revoke", INVITATIONS)
    writer.wait()
    online.reload()
    expect(online.locator("a[href*='?start=b_']")).to_have_count(0)
    walk(lena, labels_of("Let people book from it."))
    for answer in ("PROFILE", "365"):
        lena.write(answer)
    lena.press("choice-multiple-use-recommended", INVITATIONS)
    writer.wait()

    # Book from it
    online.reload()
    page.goto(online.locator("a[href*='?start=b_']").first.get_attribute("href") or "")
    mia = practice.follow_as_somebody_new("Mia")
    expect(mia.newest).to_be_visible()

    # Print a card
    walk(lena, settings)
    lena.press_key(lena.key(publish[0]))
    lena.press_key(lena.key(labels_of("🖨 Printable card")[0]))
    expect(lena.node.locator("a.document").last).to_be_visible()
