"""What each step of docs/quickstart.md says to press, so that its test walks what somebody reads."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Locator
from tests.journeys.playground_page import PageChat

QUICKSTART = (Path(__file__).parents[2] / "docs" / "quickstart.md").read_text("utf-8")
MENU = "🏠 Menu"
_LABEL = re.compile(r"\*\*([^*]+)\*\*")
_BEFORE_TITLE = re.compile(r"^(?:\d+\. |- )?(?:\*\*)?")
_STEPS = re.split(r"\n\n|\n(?=\d+\. |- )", QUICKSTART)


def labels_of(beginning: str) -> list[str]:
    """Return what the step or paragraph that begins so says to press, in its order, without its title."""
    steps = [step for step in _STEPS if _BEFORE_TITLE.sub("", step).startswith(beginning)]
    assert len(steps) == 1, f"the quickstart has {len(steps)} steps that begin with {beginning}"
    labels = [" ".join(label.split()) for label in _LABEL.findall(steps[0])]
    return [label for label in labels if not label.endswith(".")]


def between(labels: list[str], first: str, end: str | None = None) -> list[str]:
    """Return the labels from `first` to the one before `end`; raises ValueError where one is not said."""
    rest = labels[labels.index(first) :]
    return rest if end is None else rest[: rest.index(end)]


def walk(chat: PageChat, labels: Iterable[str]) -> None:
    """Press one after the other, from the menu where the first is on no button of the newest message."""
    for number, label in enumerate(labels):
        if label == MENU or (number == 0 and not _key(chat, label).count()):
            chat.write("/menu")
        if label != MENU:
            chat.press_key(_key(chat, label).first)


def _key(chat: PageChat, label: str) -> Locator:
    return chat.newest.locator(".key").filter(has_text=label)
