"""One answer: a file for each question and language, Markdown below a head of data.

``add.de.md`` is the German answer to the question ``add``::

    +++
    topic = "services"
    roles = ["professional"]
    opens = "services"
    words = "Angebot, Preis"

    [[path]]
    steps = ["Einstellungen", "Dienstleistungseinstellungen", "Dienstleistungen"]
    seen = ["Dienstleistung hinzufügen"]
    +++

    # Wie füge ich eine Dienstleistung hinzu?

    Öffnen Sie …

A path says which labels lead from the main menu to what the answer speaks of, and what is seen there. A step
is the label of a button, without the sign before it; ``*`` stands for any text, ``⌨ text`` is typed, and
``{client}``, ``{specialist}`` and ``{link}`` are those of the sample world. A path may be walked `as` another
role, or as ``newcomer``, who has said nothing yet; else it is walked by each of `roles`.
`opens` names the screen that the answer's button opens, such as ``closures.list?kind=0&page=0``. `words` are
what people may search by that the answer does not say.
"""

import re
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kalenner.i18n import LANGUAGES
from kalenner.richtext import TextRefused
from kalenner_help.markdown import bold_texts, to_chat, to_html
from kalenner_help.topics import TOPICS_BY_ID

ROLES = ("professional", "client")
NEWCOMER = "newcomer"
TYPED = "⌨ "
MOST_CHARACTERS = 3500
"""Of a question with its answer, so that each is one message."""

_FILE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z]{2})\.md")
_PARTS = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n+# ([^\n]+)\n+(.*)", re.DOTALL)
_KEYS = {"topic", "roles", "opens", "words", "path"}


class AnswerFault(Exception):
    """A file is not an answer, and why."""


@dataclass(frozen=True)
class AnswerPath:
    """The way to what an answer speaks of, and which texts or labels are seen at its end."""

    walker: str
    steps: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """An answer in one language; `opens` names the screen it leads to, with arguments as in a query."""

    name: str
    language: str
    topic: str
    roles: tuple[str, ...]
    opens: str | None
    words: str
    paths: tuple[AnswerPath, ...]
    title: str
    body: str

    @property
    def number(self) -> int:
        """The number by which buttons name the question; it stays while the file has its name."""
        return number_of(self.name)

    @cached_property
    def chat(self) -> Markup:
        """The text as channels take it."""
        return to_chat(self.body)

    @cached_property
    def html(self) -> Markup:
        """The text as a page shows it."""
        return to_html(self.body)

    @property
    def labels(self) -> list[str]:
        """The labels that the text names."""
        return bold_texts(self.body)


def number_of(name: str) -> int:
    """Return the number that stands for the name of a question or topic in buttons."""
    return zlib.crc32(name.encode())


def read_answer(file: Path) -> Answer:
    """Read a file; raises :class:`AnswerFault`, and OSError where it cannot be read."""
    name, parts = _FILE.fullmatch(file.name), _PARTS.fullmatch(file.read_text("utf-8"))
    if name is None or name[2] not in LANGUAGES:
        raise AnswerFault("expected a name such as add.en.md")
    if parts is None:
        raise AnswerFault(
            "expected a head between two lines of +++, then # and the question, then the answer"
        )
    try:
        head = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise AnswerFault(f"the head is no TOML: {error}") from error
    answer = _answer(name[1], name[2], head, title=parts[2].strip(), body=parts[3].strip())
    try:
        length = len(answer.title) + len(answer.chat)
    except TextRefused as error:
        raise AnswerFault(f"the answer has a link or sign that chats refuse: {error}") from error
    if length > MOST_CHARACTERS:
        raise AnswerFault(f"expected at most {MOST_CHARACTERS} characters, not {length}")
    return answer


def _answer(name: str, language: str, head: Mapping[str, Any], *, title: str, body: str) -> Answer:
    unknown = head.keys() - _KEYS
    if unknown:
        raise AnswerFault(f"the head has unknown keys: {', '.join(sorted(unknown))}")
    topic, roles, paths = head.get("topic"), _texts(head, "roles"), head.get("path", [])
    if topic not in TOPICS_BY_ID:
        raise AnswerFault(f"expected one of the topics {', '.join(TOPICS_BY_ID)}, not {topic!r}")
    if not roles or not set(roles) <= set(ROLES):
        raise AnswerFault(f"expected some of the roles {', '.join(ROLES)}, not {roles!r}")
    if not paths:
        raise AnswerFault("expected a path at least")
    return Answer(
        name=name,
        language=language,
        topic=topic,
        roles=roles,
        opens=head.get("opens"),
        words=str(head.get("words", "")),
        paths=tuple(
            _path(path, role) for path in paths for role in ((path["as"],) if "as" in path else roles)
        ),
        title=title,
        body=body,
    )


def _path(path: Mapping[str, Any], walker: str) -> AnswerPath:
    steps, seen = _texts(path, "steps"), _texts(path, "seen")
    if not steps or not seen or walker not in {*ROLES, NEWCOMER}:
        raise AnswerFault("expected a path with steps, what is seen, and perhaps as whom it is walked")
    return AnswerPath(walker, steps, seen)


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise AnswerFault(f"expected a list of texts as {key}")
    return tuple(values)
