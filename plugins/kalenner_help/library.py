"""All answers: of every plugin that brings some, by language, topic and question."""

import logging
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from pathlib import Path

from pyramid.registry import Registry

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from kalenner.plugins import HOOKS
from kalenner_help.answers import ROLES, Answer, AnswerFault, number_of, read_answer
from kalenner_help.drawings import Walk, read_walks
from kalenner_help.planned import ORDER
from kalenner_help.search import SearchIndex, SearchText
from kalenner_help.topics import TOPICS, Topic

log = logging.getLogger(__name__)


class Library:
    """The answers in some folders; `faults` names what is no answer, and why."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self.faults: list[str] = []
        self._answers: dict[str, dict[str, Answer]] = {language: {} for language in LANGUAGES}
        self._folder_of: dict[str, Path] = {}
        for folder in self.folders:
            for file in sorted(folder.glob("*.md")):
                self._add(folder, file)
        self._find = lru_cache(maxsize=len(LANGUAGES) * len(ROLES))(self._index)

    def _add(self, folder: Path, file: Path) -> None:
        try:
            answer = read_answer(file)
            if self._folder_of.setdefault(answer.name, folder) != folder:
                raise AnswerFault(f"{self._folder_of[answer.name]} has an answer of this name too")
        except (AnswerFault, OSError, UnicodeDecodeError) as fault:
            self.faults.append(f"{file}: {fault}")
            return
        self._answers[answer.language][answer.name] = answer

    @property
    def names(self) -> list[str]:
        """The questions that have an answer in some language, in their order."""
        return sorted(self._folder_of, key=lambda name: (ORDER.get(name, len(ORDER)), name))

    def folder_of(self, answer: Answer) -> Path:
        """Return the folder that an answer's file is in."""
        return self._folder_of[answer.name]

    def missing_languages(self, name: str) -> list[str]:
        """Return the languages in which a question has no answer."""
        return [language for language in LANGUAGES if name not in self._answers[language]]

    def find(self, language: str, name: str) -> Answer | None:
        """Return the answer to a question in a language, else in English; None where there is neither."""
        return self._answers[language].get(name) or self._answers[DEFAULT_LANGUAGE].get(name)

    def find_by_number(self, language: str, number: int) -> Answer | None:
        """Return the answer of a number; None for one that there is not, or not any more."""
        name = next((name for name in self._folder_of if number_of(name) == number), None)
        return None if name is None else self.find(language, name)

    def list_answers(
        self, language: str, *, topic: str | None = None, role: str | None = None
    ) -> list[Answer]:
        """Return answers in their order; those of a topic, and for a role, where they are given."""
        answers = (self.find(language, name) for name in self.names)
        return [
            answer
            for answer in answers
            if answer is not None and topic in {None, answer.topic} and (role is None or role in answer.roles)
        ]

    def list_topics(self, role: str | None = None) -> list[Topic]:
        """Return the topics that have an answer, in their order."""
        used = {answer.topic for answer in self.list_answers(DEFAULT_LANGUAGE, role=role)}
        return [topic for topic in TOPICS if topic.id in used]

    def search(self, language: str, query: str, role: str | None = None) -> list[Answer]:
        """Return the answers that fit what was typed, best first."""
        found = (self.find(language, name) for name in self._find(language, role).find(query))
        return [answer for answer in found if answer is not None]

    def _index(self, language: str, role: str | None) -> SearchIndex:
        return SearchIndex(
            SearchText(answer.name, answer.title, answer.words, answer.body)
            for answer in self.list_answers(language, role=role)
        )

    def walks(self, answer: Answer) -> tuple[Walk, ...]:
        """Return the screens of an answer's paths, as they were drawn."""
        return self._walks.get((answer.language, answer.name), ())

    @cached_property
    def _walks(self) -> dict[tuple[str, str], tuple[Walk, ...]]:
        return {
            (language, name): walks
            for folder in self.folders
            for language in LANGUAGES
            for name, walks in read_walks(folder, language).items()
        }


@cache
def _read(folders: tuple[Path, ...]) -> Library:
    library = Library(folders)
    for fault in library.faults:
        log.error("an answer of the help is left out: %s", fault)
    return library


def library_of(registry: Registry) -> Library:
    """Return the answers of an application's plugins; the files are read when they are first asked for."""
    return _read(tuple(HOOKS.of(registry).call("platform_help_folders")))
