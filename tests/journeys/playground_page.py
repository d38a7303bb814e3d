"""The playground's page in Chromium, as one person uses it: by mouse, by finger, or by the keyboard alone.

Labels come from the catalogues, so that other words do not change a journey.
"""

import datetime as dt
import re
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect
from pyramid.i18n import TranslationString
from tests.live import Live

from kalenner.i18n import Reader, reader_for
from kalenner_playground.views.page import catalogue

PATIENCE = 15_000
LOOK_EVERY = 50
"""Milliseconds between two looks for an answer; by default there is one in each picture, and all are drawn for it."""
MOST_STOPS = 120
"""How often Tab is pressed at most to reach something."""
TIME = re.compile(r"^\D*\d{1,2}(:| h )\d{2}\D*$")
DAY = re.compile(r"^\d{1,2}$")
_NEWEST = """([node, before]) => {
  const newest = [...node.querySelectorAll("article.from-bot")].at(-1);
  const now = newest ? newest.dataset.id + newest.innerText : "";
  return before === null ? now : now !== before;
}"""


class Hand(Protocol):
    """How somebody presses and writes."""

    def press(self, target: Locator) -> None: ...

    def write(self, field: Locator, text: str) -> None: ...


class Pointer:
    """A mouse, or a finger."""

    def press(self, target: Locator) -> None:
        """Press it."""
        target.click()

    def write(self, field: Locator, text: str) -> None:
        """Write into a field, in place of what is there."""
        field.fill(text)


class Keyboard:
    """Tab, the arrows, Enter and letters; nothing is focused or clicked otherwise."""

    def press(self, target: Locator) -> None:
        """Go there, and press Enter."""
        self._reach(target)
        target.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        """Go there, and type."""
        self._reach(field)
        field.page.keyboard.press("Control+a")
        field.page.keyboard.type(text)

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible(timeout=PATIENCE)
        keyboard = target.page.keyboard
        for _stop in range(MOST_STOPS):
            place = target.evaluate(
                """target => {
                  const focused = document.activeElement;
                  if (focused === target) return "there";
                  const keys = target.closest(".keys");
                  return keys && keys.contains(focused) ? "in its keyboard" : "elsewhere";
                }"""
            )
            if place == "there":
                return
            if place == "in its keyboard":
                self._walk(target)
                return
            keyboard.press("Tab")
        raise AssertionError("Tab does not lead there")

    def _walk(self, key: Locator) -> None:
        key.page.keyboard.press("Home")
        for _step in range(MOST_STOPS):
            if key.evaluate("key => key === document.activeElement"):
                return
            key.page.keyboard.press("ArrowRight")
        raise AssertionError("the arrows do not lead there")


class PlaygroundPage:
    """The page in one language."""

    def __init__(self, live: Live, page: Page, language: str, hand: Hand) -> None:
        self.live, self.page, self.language, self.hand = live, page, language, hand
        self.words = catalogue(language)
        self.reader: Reader = reader_for(live.app.registry, language, None)

    def open(self) -> None:
        """Open the page."""
        self.page.goto(f"{self.live.url}-/playground/")

    def begin(self, name: str) -> "PageChat":
        """Take the first step on the card: add a person, who starts the bot."""
        guide = self.page.get_by_role("region", name=self.words["guide"])
        self.hand.press(guide.get_by_role("button", name=self.words["new_person"]))
        chat = self.fill_in(name)
        self.hand.press(chat.node.get_by_role("button", name=self.words["start"], exact=True))
        return chat

    def follow_as_somebody_new(self, name: str, language: str = "") -> "PageChat":
        """Answer who opens the link: somebody who is not here yet."""
        dialog = self.page.get_by_role("dialog")
        self.hand.press(dialog.get_by_role("button", name=self.words["add_person"]))
        return self.fill_in(name, language)

    def fill_in(self, name: str, language: str = "") -> "PageChat":
        """Fill in the form of a new person, whose language is the page's, or another one."""
        self.hand.write(self.page.get_by_label(self.words["first_name"], exact=True), name)
        if language:
            self.page.get_by_role("combobox", name=self.words["language"]).select_option(language)
        self.hand.press(
            self.page.get_by_role("dialog").get_by_role("button", name=self.words["add"], exact=True)
        )
        return self.chat(name, language)

    def move_clock(self, label: str) -> None:
        """Move the product's clock by a choice of its panel."""
        self.hand.press(self.page.locator("#clock > button"))
        self.hand.press(self.page.get_by_role("button", name=label))

    def forward_to(self, moment: dt.datetime) -> None:
        """Move the product's clock to a moment in the browser's time zone, without its seconds."""
        self.hand.press(self.page.locator("#clock > button"))
        self.page.get_by_label(self.words["clock_to"]).fill(f"{moment:%Y-%m-%dT%H:%M}")
        self.hand.press(self.page.get_by_role("button", name=self.words["clock_go"], exact=True))
        expect(self.page.locator(".clock-moved")).to_be_visible()

    def chat(self, name: str, language: str = "") -> "PageChat":
        """The chat of somebody whose app has the page's language, or another one."""
        node = self.page.get_by_role("region", name=self.words["chat_of"].format(name=name))
        reader = reader_for(self.live.app.registry, language or self.language, None)
        return PageChat(node, reader, self.hand, self.words)


class PageChat:
    """One person's chat on the page."""

    def __init__(self, node: Locator, reader: Reader, hand: Hand, words: dict[str, str]) -> None:
        self.node, self._reader, self._hand, self._words = node, reader, hand, words

    def word(self, name: str, package: str = "kalenner", **values: object) -> str:
        """A text in this person's language."""
        return self._reader.label(TranslationString(name, domain=package), **values)

    @property
    def newest(self) -> Locator:
        """The message of the bot that stands lowest."""
        return self.node.locator("article.from-bot").last

    def key(self, label: str) -> Locator:
        """The lowest button with this label."""
        return self.node.locator(".key").filter(has_text=label).last

    def press(self, name: str, package: str = "kalenner", **values: object) -> None:
        """Press the button of this name, and wait for the answer."""
        self.press_key(self.key(self.word(name, package, **values)))

    def press_key(self, key: Locator) -> None:
        """Press a button, and wait for the answer."""
        expect(key).to_be_visible(timeout=PATIENCE)
        before = self._newest()
        self._hand.press(key)
        self._answered(before)

    def write(self, text: str) -> None:
        """Write a message, and wait for the answer."""
        before = self._newest()
        self._hand.write(self.node.get_by_role("textbox"), text)
        self.node.page.keyboard.press("Enter")
        self._answered(before)

    def sees(self, text: str) -> None:
        """Wait until the newest message says a text."""
        expect(self.newest).to_contain_text(text, timeout=PATIENCE)

    def send_place(self) -> None:
        """Send a place on the map, the one that the form proposes, and wait for the answer."""
        before = self._newest()
        dialog = self.node.page.get_by_role("dialog")
        self._hand.press(self.node.get_by_role("button", name=self._words["attach"]))
        self._hand.press(self.node.get_by_role("button", name=self._words["location"], exact=True))
        self._hand.press(dialog.get_by_role("button", name=self._words["send"], exact=True))
        self._answered(before)

    def say_city(self, city: str) -> None:
        """Answer where one is, and that the time there is right."""
        self.write(city)
        yes = self.key(self.word("button-yes"))
        expect(yes.or_(self.newest.locator(".key")).first).to_be_visible(timeout=PATIENCE)
        if not yes.count():  # there are several cities of this name
            self.press_key(self.newest.locator(".key").first)
        self.press("button-yes")

    def choose_time(self) -> None:
        """Go through days until free times are offered, and take the first."""
        send = self.key(self.word("button-send-request", "kalenner_scheduling"))
        for _screen in range(12):
            if send.count():
                return
            labels = self.newest.locator(".key-text").all_inner_texts()
            times = [label for label in labels if TIME.match(label.strip())]
            days = [label for label in labels if DAY.match(label.strip())]
            wanted = times[:1] or days[-1:] or ["›"]
            exact = self.newest.locator(".key").filter(
                has_text=re.compile(rf"^\s*{re.escape(wanted[0])}\s*$")
            )
            self.press_key(exact.first)
        raise AssertionError("no free time was offered")

    def _newest(self) -> str:
        return str(self.node.evaluate(f"node => ({_NEWEST})([node, null])"))

    def _answered(self, before: str) -> None:
        node: Any = self.node.element_handle()
        self.node.page.wait_for_function(_NEWEST, arg=[node, before], timeout=PATIENCE, polling=LOOK_EVERY)
