"""Many random deeds, one after the other, and after each of them every law is looked after."""

import logging
import re
import time
from collections import Counter, deque
from typing import Any

import pytest
from pyramid.request import Request
from tests.journeys import (
    practice_client_deeds,
    practice_money_deeds,
    practice_odd_deeds,
    practice_office_deeds,
    practice_settings_deeds,
)
from tests.journeys.practice_book import Book, News
from tests.journeys.practice_deeds import ANYTHING, DEEDS, SOMETHING, Deed
from tests.journeys.practice_laws import (
    follow,
    held_faults,
    kept_faults,
    money_faults,
    overlap_faults,
    place_faults,
)
from tests.journeys.practice_letters import letter_faults
from tests.journeys.practice_screens import Inspector
from tests.journeys.practice_statuses import answer_faults, history_faults
from tests.journeys.practice_world import World

__all__ = [
    "Practice",
    "practice_client_deeds",
    "practice_money_deeds",
    "practice_odd_deeds",
    "practice_office_deeds",
    "practice_settings_deeds",
]

EVERY = 50
"""How many deeds lie between two looks at everything that was ever kept."""
REMEMBERED = 12
SETTLED = (
    *("accounts", "clients", "services", "periods", "calendars"),
    *("rules", "closures", "aways", "terms"),
)
"""What is settled besides appointments."""


KEY = re.compile(r"(reminder-now:\d+):")
"""Names a reminder that was sent by a press, and its appointment."""


class Broken(AssertionError):
    """A law was broken."""


class Practice:
    """Runs deeds in a world; `figures` counts them, with what came of them."""

    def __init__(self, world: World, caplog: pytest.LogCaptureFixture, label: str) -> None:
        self.world = world
        self.label = label
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.seconds = 0.0
        self._caplog = caplog
        self._caplog.set_level(logging.ERROR)
        self._lately: deque[str] = deque(maxlen=REMEMBERED)
        self._inspector = Inspector(world.stage.app.registry)
        self.look()

    def run(self, number: int) -> None:
        """Do so many random deeds."""
        begun = time.monotonic()
        weights = [one.weight for one in DEEDS.values()]
        while (count := sum(self.tried.values())) < number:
            if count % EVERY == 0:
                self.look_at_everything()
            (chosen,) = self.world.random.choices(list(DEEDS.values()), weights)
            self.do(chosen)
        self.look_at_everything()
        self.seconds += time.monotonic() - begun

    def do(self, one: Deed) -> bool:
        """Do one deed and look after the laws; return whether there was anything to do it with."""
        self._lately.append(f"{self.world.clock.now():%Y-%m-%d %H:%M:%S} {one.name}")
        try:
            if one.work(self.world) is False:
                self._lately.pop()
                return False
        except Exception as error:
            raise Broken(self._told([f"{type(error).__name__}: {error}"])) from error
        self.tried[one.name] += 1
        news = self.look()
        if one.name == "press_twice":
            self._refuse(doubled(news, self.world.book))
        has_changed = not news.is_quiet or self._is_settled_anew(news) or bool(news.letters)
        if one.wants == ANYTHING or has_changed == (one.wants == SOMETHING):
            self.done[one.name] += 1
        return True

    def _is_settled_anew(self, news: News) -> bool:
        before, now = news.around_before, self.world.book.around
        is_around = before is not None and any(getattr(before, one) != getattr(now, one) for one in SETTLED)
        return is_around or any(news.touched[id_] != was for id_, was in news.before.items())

    def look(self) -> News:
        """Read what is new, and raise where a law is broken."""
        news, faults = self.world.stage.run(self._looked)
        self.world.remember()
        self._refuse(faults)
        return news

    def _looked(self, request: Request) -> tuple[News, list[str]]:
        world, book = self.world, self.world.book
        news = book.read(request)
        follow(book, news)
        faults = [*history_faults(book, news), *answer_faults(book, news), *overlap_faults(book)]
        faults += [*held_faults(book, news), *place_faults(book, news), *money_faults(book, news)]
        cards = {world.cast.accounts[one.subject]: one.cards for one in world.stage.people.values()}
        faults += letter_faults(book, news, cards)
        for subject, person in world.stage.people.items():
            screens = [*person.cards, *world.stage.channel.shown.get(subject, [])[1:]]
            if screens:
                faults += self._inspector.faults(request, world.cast.accounts[subject], screens, book)
        return news, faults

    def look_at_everything(self) -> None:
        """Compare all that was ever kept with what is there now."""
        self._refuse(self.world.stage.run(lambda request: kept_faults(self.world.book, request)))

    def _refuse(self, faults: list[str]) -> None:
        logged = [record.getMessage() for record in self._caplog.records]
        logged += [str(record.exc_info[1]) for record in self._caplog.records if record.exc_info]
        if faults or logged:
            raise Broken(self._told([*faults, *logged]))

    def _told(self, faults: list[Any]) -> str:
        number = sum(self.tried.values())
        lines = [f"{self.label}, deed {number}:", *map(str, faults), "after", *self._lately]
        return "\n".join(lines)

    @property
    def figures(self) -> str:
        """A table of the deeds: how often they were done, and came to what they should."""
        total, done = sum(self.tried.values()), sum(self.done.values())
        lines = [f"{self.label}: {total} deeds, {done} as wanted, {self.seconds:.0f} s"]
        lines += [f"  {name:28} {self.done[name]:5} of {count:5}" for name, count in self.tried.most_common()]
        return "\n".join(lines)


def doubled(news: News, book: Book) -> list[str]:
    """Return what two presses of one button have brought about twice."""
    before, now = news.around_before, book.here
    assert before is not None
    reminders = Counter(KEY.match(one.dedupe).group(1) for one in news.letters if KEY.match(one.dedupe or ""))
    found = {
        "appointments": len(news.made),
        "entries": len(news.entries),
        "prices": len(news.prices),
        "amendments": len(news.amendments),
        "times away": len(now.aways) - len(before.aways),
        "days off": len(now.closures) - len(before.closures),
        "reminders": max(reminders.values(), default=0),
    }
    return [f"{number} {name} of one button" for name, number in found.items() if number > 1]
