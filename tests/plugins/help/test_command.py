"""``kalenner help coverage``: what is missing, question by question."""

from argparse import Namespace
from pathlib import Path

import pytest
from tests.plugins.help.test_answers import write

from kalenner.testing import Stage
from kalenner_help import command
from kalenner_help.command import coverage_gaps
from kalenner_help.library import Library, library_of
from kalenner_help.planned import PLANNED

MISSING = ["organization-services", "packages"]
"""Questions about what is not built yet."""


def test_what_is_missing_is_listed_by_question(tmp_path: Path) -> None:
    for language in ("en", "de"):
        write(tmp_path, name=f"service-add.{language}.md")
    write(tmp_path, name="own-question.en.md")
    (tmp_path / "wrong.en.md").write_text("no head")

    gaps = list(coverage_gaps(Library([tmp_path])))

    assert gaps[0] == "begin: no answer: How do I begin?"
    assert "service-add: not in fr, ru" in gaps
    assert gaps[-2] == "own-question: not in fr, de, ru"
    assert gaps[-1].startswith(f"{tmp_path / 'wrong.en.md'}: expected a head")
    assert len(gaps) == len(PLANNED) + 2


def test_all_that_is_built_has_answers_in_every_language(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stage.run(lambda request: command.run(request, Namespace(action="coverage"))) == 1
    assert capsys.readouterr().out.splitlines() == [
        *(f"{name}: no answer: {PLANNED[name]}" for name in MISSING),
        f"{len(PLANNED) - len(MISSING)} questions have answers in en, fr, de, ru.",
    ]


def test_every_answer_is_one_of_the_plan(stage: Stage) -> None:
    assert set(library_of(stage.app.registry).names) == set(PLANNED) - set(MISSING)


def test_nothing_is_promised(stage: Stage) -> None:
    library = library_of(stage.app.registry)
    promises = {
        "en": ("soon", "coming up"),
        "de": ("bald", "demnächst"),
        "fr": ("bientôt",),
        "ru": ("скоро",),
    }

    assert [
        (answer.name, language)
        for language, words in promises.items()
        for answer in library.list_answers(language)
        if any(word in answer.body.casefold().split() for word in words)
    ] == []
