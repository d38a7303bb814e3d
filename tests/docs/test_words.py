"""The page of the product's words: each word stands once, with what it is and nothing else."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "architecture" / "words.md"


def test_each_word_has_one_entry_of_word_and_meaning() -> None:
    rows = re.findall(r"^\| (.+) \|$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    heading, _line, *entries = [row.split(" | ") for row in rows]

    assert heading == ["word", "what it is"]
    assert [entry for entry in entries if len(entry) != 2] == []
    words = [word for entry in entries for word in entry[0].split(", ")]
    assert sorted(set(words)) == sorted(words)
