"""Answers that plugins bring to the help."""

from pathlib import Path

from kalenner.hooks import hookimpl
from kalenner.plugins import Hooks
from tests.core.hooks.test_fence import plugin


class Writer:
    """Brings a folder."""

    def __init__(self, folder: object) -> None:
        self.folder = folder

    @hookimpl
    def platform_help_folders(self) -> list[object]:
        return [self.folder]


def test_hook_platform_help_folders_joins_the_folders_of_all() -> None:
    hooks = Hooks([plugin("one", Writer(Path("one"))), plugin("two", Writer(Path("two")))])

    assert hooks.call("platform_help_folders") == [Path("one"), Path("two")]


def test_a_folder_is_a_path_and_what_is_none_is_left_out(caplog) -> None:
    hooks = Hooks([plugin("broken", Writer("one")), plugin("two", Writer(Path("two")))])

    assert hooks.call("platform_help_folders") == [Path("two")]
    (record,) = caplog.records
    assert record.getMessage() == (
        "plugin broken: the answer of the hook platform_help_folders was skipped:"
        " an entry: expected Path, not a str"
    )
