"""What operators see of people, and what they can do when somebody asks for their data."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kalenner.cli import main
from kalenner.people import Account
from kalenner.testing import Stage
from kalenner.testing.practice import client_of, professional
from tests.conftest import MakeApp

Command = Callable[..., str]


@pytest.fixture
def command(
    make_application: MakeApp, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run ``kalenner people …`` on a database with Olga and her client Ada; return what it printed."""
    stage = Stage(make_application())
    client_of(professional(stage))
    ini = tmp_path / "kalenner.ini"
    values = {"use": "egg:kalenner", "kalenner.data_dir": tmp_path, "database.url": database_url}
    lines = (f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items())
    ini.write_text("[app:main]\n" + "\n".join(lines))

    def run(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["people", *words, str(ini)]) == code
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def test_people_are_found_shown_handed_out_and_erased(command: Command, tmp_path: Path) -> None:
    assert "professional" in command("list")
    assert "Olga" not in command("list")
    found = command("find", "ada")
    assert "Ada" in found
    number = found.split()[0]
    assert "specialists: 1" in command("show", number)
    target = tmp_path / "ada.zip"
    command("export", number, str(target))
    with zipfile.ZipFile(target) as archive:
        assert "Ada" in archive.read("data.json").decode()

    assert "--yes" in command("erase", number, code=2)
    assert command("erase", "--yes", number).startswith("erased\n")

    assert "nobody" in command("find", "ada")
    assert "expected the number of an account" in command("show", number, code=2)


def test_somebody_is_blocked_and_let_in_again(command: Command) -> None:
    number = command("find", "ada").split()[0]

    command("block", number)
    assert "blocked" in command("show", number)
    command("unblock", number)
    assert "blocked" not in command("show", number)


def test_the_register_of_tables_is_printed(command: Command) -> None:
    assert f"core  {Account.__tablename__}  blank: Its number stays" in command("tables")
