"""Draws the screens that the help shows on the web: presses what every answer says, in each language."""

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kalenner.i18n import LANGUAGES
from kalenner.testing import stage_with
from kalenner_help import plugin
from kalenner_help.drawings import Walk, file_of, written
from kalenner_help.library import library_of
from kalenner_help.walker import World, sample_world, walk_answer


def drawn(world: World) -> Mapping[Path, str]:
    """Return what the files with the screens of a language hold, by their paths; raises WalkFault."""
    language, library = world.language, library_of(world.stage.app.registry)
    walks: dict[Path, dict[str, tuple[Walk, ...]]] = defaultdict(dict)
    for answer in library.list_answers(language):
        if answer.language == language:
            walks[library.folder_of(answer)][answer.name] = walk_answer(world, answer)
    return {file_of(folder, language): written(of_folder) for folder, of_folder in walks.items()}


if __name__ == "__main__":
    for code in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder, stage_with(plugin, Path(folder)) as stage:
            for file, text in drawn(sample_world(stage, code)).items():
                file.write_text(text, "utf-8")
