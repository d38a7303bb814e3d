"""What the quickstart says to press is what the English bot, pages and playground say."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kalenner_playground.views.page import catalogue

ROOT = Path(__file__).parents[2]
QUICKSTART = (ROOT / "docs" / "quickstart.md").read_text("utf-8")
IN_TELEGRAM = QUICKSTART.index("## A bot at Telegram")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
SIGNS = {"•", "📎", "clock"}
"""What is pressed and has no word: a mark in the calendar, the paper clip, the clock that shows the time."""


def plain(label: str) -> str:
    """A label without its picture, and without what stands for a value."""
    return re.sub(r"[^\w’' ]|\$\{\w+\}", "", label).strip().lower()


@pytest.fixture(scope="module")
def words() -> set[str]:
    """All that people read in English."""
    files = [*ROOT.glob("core/*/locale/en/**/*.po"), *ROOT.glob("plugins/*/locale/en/**/*.po")]
    assert files
    said = {
        str(message.string) for file in files for message in read_po(BytesIO(file.read_bytes()), locale="en")
    }
    return {plain(word) for word in said | set(catalogue("en").values())}


def test_every_label_is_there(words: set[str]) -> None:
    marked = [" ".join(label.split()) for label in LABEL.findall(QUICKSTART[:IN_TELEGRAM])]
    labels = [label for label in marked if not label.endswith(".")]  # else it is the title of a step

    assert len(labels) > 40
    assert [label for label in labels if label not in SIGNS and plain(label) not in words] == []
