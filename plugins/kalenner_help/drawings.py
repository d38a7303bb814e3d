"""Screens that were seen on the way to what an answer speaks of, kept to be shown on the web.

They stand beside the answers, in ``screens.en.json`` for English, as ``make docs`` writes them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Drawing:
    """One screen: its text with a chat's tags, its labels, and what was done there.

    `pressed` is the row and column of the button that was pressed, both from 0, `typed` the text that was
    typed; neither at the end of a walk.
    """

    text: str
    rows: tuple[tuple[str, ...], ...]
    pressed: tuple[int, int] | None = None
    typed: str = ""


Walk = tuple[Drawing, ...]
"""The screens of one path, in their order."""


def file_of(folder: Path, language: str) -> Path:
    """Return where the screens of a folder's answers are kept."""
    return folder / f"screens.{language}.json"


def written(walks: Mapping[str, Sequence[Walk]]) -> str:
    """Return walks by question as JSON that :func:`read_walks` reads; a line for each question."""
    values = {name: [[_written(one) for one in walk] for walk in walks[name]] for name in sorted(walks)}
    lines = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_walks(folder: Path, language: str) -> dict[str, tuple[Walk, ...]]:
    """Return the walks by question; none where they were not drawn yet."""
    file = file_of(folder, language)
    if not file.is_file():
        return {}
    return {
        name: tuple(tuple(_read(one) for one in walk) for walk in walks)
        for name, walks in json.loads(file.read_text("utf-8")).items()
    }


def _written(drawing: Drawing) -> dict[str, object]:
    return {name: value for name, value in asdict(drawing).items() if value not in (None, "")}


def _read(values: Mapping[str, object]) -> Drawing:
    rows, pressed = values["rows"], values.get("pressed")
    assert isinstance(rows, list)  # noqa: S101 -- as `written` wrote it
    return Drawing(
        text=str(values["text"]),
        rows=tuple(tuple(row) for row in rows),
        pressed=(pressed[0], pressed[1]) if isinstance(pressed, list) else None,
        typed=str(values.get("typed", "")),
    )
