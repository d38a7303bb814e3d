"""Imports inside functions have a reason of the closed list, and the list of exceptions can only shrink."""

import pytest
from tools.local_imports import FOLDERS, ROOT, faults, local_imports, main


def check(source: str, *exceptions: str) -> list[str]:
    return faults(list(local_imports("room.py", source)), list(exceptions))


@pytest.mark.parametrize(
    "source",
    [
        "import kalenner",
        "if TYPE_CHECKING:\n    from kalenner.app import make_app",
        "def f():\n    import json\n    from os.path import join",
        "def f():\n    import alembic  # import here: slow library",
        "async def f():\n    from kalenner.app import (\n        make_app,\n    )  # import here: needed by one command",
    ],
)
def test_import_at_the_top_of_the_standard_library_or_with_a_reason_is_fine(source: str) -> None:
    assert check(source) == []


@pytest.mark.parametrize(
    ("source", "line", "module"),
    [
        ("def f():\n    import alembic", 2, "alembic"),
        ("class C:\n    def f(self):\n        from kalenner.app import make_app", 3, "kalenner.app"),
        ("def f():\n    if x:\n        def g():\n            import kalenner.app as app", 4, "kalenner.app"),
        ("async def f():\n    import json, alembic", 2, "alembic"),
    ],
)
def test_import_without_a_reason_is_named_once(source: str, line: int, module: str) -> None:
    (fault,) = check(source)

    assert fault.startswith(f"room.py:{line}: an import of {module} inside a function: move it to the top")


@pytest.mark.parametrize("reason", ["cycle with kalenner.app", "slow", "because"])
def test_reason_that_is_not_on_the_list_is_refused_even_by_an_exception(reason: str) -> None:
    source = f"def f():\n    import alembic  # import here: {reason}"

    assert any(f"'{reason}' is no reason" in fault for fault in check(source))
    assert any(f"'{reason}' is no reason" in fault for fault in check(source, "room.py: alembic"))


def test_exception_allows_one_import() -> None:
    source = "def f():\n    import alembic\ndef g():\n    import alembic"

    assert len(check(source, "room.py: alembic")) == 1
    assert check(source, "room.py: alembic", "room.py: alembic") == []


def test_exception_that_nothing_needs_is_an_error() -> None:
    assert check("import alembic", "room.py: alembic") == [
        "local_imports.txt: room.py: alembic: no such import any more, take the line out"
    ]


def test_every_folder_is_there_and_the_tree_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert [folder for folder in FOLDERS if not (ROOT / folder).is_dir()] == []
    assert (main(), capsys.readouterr().out) == (0, "")
