"""Answers that cannot lie: every path of every answer is pressed, in every language."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docs.generate_help import drawn
from tests.snapshots import prepared

from kalenner.i18n import LANGUAGES
from kalenner.testing import Stage
from kalenner_help.answers import Answer, AnswerPath
from kalenner_help.library import library_of
from kalenner_help.walker import WalkFault, World, sample_world, walk_answer


def world_of(stage: Stage, language: str) -> World:
    return prepared(stage, ("help world", language), lambda: sample_world(stage, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_path_leads_where_its_answer_says_and_the_web_shows_these_screens(
    stage: Stage, language: str
) -> None:
    drawings = drawn(world_of(stage, language))
    changed = [file for file, text in drawings.items() if file.read_text("utf-8") != text]

    assert {file.parent for file in drawings} == set(library_of(stage.app.registry).folders)
    assert changed == [], "the screens have changed: `make docs` draws them anew"


def test_an_answer_that_is_wrong_is_found(stage: Stage) -> None:
    world = world_of(stage, "en")
    answer = library_of(stage.app.registry).find("en", "service-add")
    assert answer is not None
    (path,) = answer.paths
    wrong: dict[str, Callable[[Answer], Answer]] = {
        "expected a button 'Offers'": lambda right: replace(right, paths=(replace(path, steps=("Offers",)),)),
        "expected to see 'Send the colour'": lambda right: replace(
            right, paths=(replace(path, seen=("Send the colour",)),)
        ),
        "names ['Insert service']": lambda right: replace(right, body="Press **Insert service**."),
        "opens nowhere, which is no screen": lambda right: replace(right, opens="nowhere"),
        "which no path of service-add comes by": lambda right: replace(right, opens="office"),
    }

    for reason, change in wrong.items():
        with pytest.raises(WalkFault) as caught:
            walk_answer(world, change(answer))
        assert reason in str(caught.value)
    assert [len(walk) for walk in walk_answer(world, answer)] == [5]


def test_a_path_is_walked_by_each_role(stage: Stage) -> None:
    answer = library_of(stage.app.registry).find("en", "languages")
    assert answer is not None

    assert answer.paths == tuple(
        AnswerPath(role, ("Settings", "Language"), ("Deutsch",)) for role in ("professional", "client")
    )


def test_the_screens_of_a_folder_are_beside_its_answers(stage: Stage) -> None:
    library = library_of(stage.app.registry)

    assert {Path(folder).parent.name for folder in library.folders} >= {
        "kalenner_help",
        "kalenner_scheduling",
    }
    assert [answer.name for answer in library.list_answers("de") if not library.walks(answer)] == []
