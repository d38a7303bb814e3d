"""Writes the tables of labels into `docs/screens.md`, from the catalogues."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "screens.md"
LANGUAGES = ("en", "de", "fr", "ru")
_TABLE = re.compile(r"(<!-- labels of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def page() -> str:
    """Return the page with its tables as they have to be."""
    return _TABLE.sub(
        lambda found: f"{found[1]}{_table(found[2])}{found[3]}", TARGET.read_text(encoding="utf-8")
    )


def labels(package: str) -> dict[str, list[str]]:
    """Return the labels of a package's buttons by message, one for each language."""
    folder = next(ROOT.glob(f"*/{package}/locale"))
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with (folder / language / "LC_MESSAGES" / f"{package}.po").open("rb") as po:
            for message in read_po(po, locale=language):
                if isinstance(message.id, str) and message.id.startswith("button-"):
                    found.setdefault(message.id, []).append(str(message.string))
    return found


def _table(package: str) -> str:
    rows = ["| English | Deutsch | français | русский |", "| --- | --- | --- | --- |"]
    rows += [f"| {' | '.join(texts)} |" for texts in labels(package).values()]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
