"""A process with other keys than the database's refuses to start, and no key that something needs is removed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyramid.request import Request
from sqlalchemy import select

from kalenner.cli import main
from kalenner.people import Client, ClientService
from kalenner.security import KEY_USES, KEYS, KeyFault, KeyRing
from kalenner.security.key_checks import check_keys, retire
from kalenner.testing import Stage
from tests.core.home.people import client, link_of, professional

Command = Callable[..., str]


@pytest.fixture
def command(stage: Stage, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on the test's database; return what it printed."""
    ini = tmp_path / "kalenner.ini"

    def run(*words: str, code: int = 0, folder: Path = tmp_path) -> str:
        values = {"kalenner.data_dir": folder, "database.url": database_url}
        lines = [f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items()]
        ini.write_text("\n".join(["[app:main]", "use = egg:kalenner", *lines]))
        capsys.readouterr()
        assert main([*words, str(ini)]) == code
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def write_note(request: Request) -> None:
    row = request.dbsession.scalars(select(Client)).one()
    request.find_service(ClientService).set_note(row, "late")


def note(request: Request) -> tuple[int, str | None]:
    row = request.dbsession.scalars(select(Client)).one()
    return row.note[0], request.find_service(ClientService).note_of(row)


def test_keys_of_another_database_are_refused(stage: Stage) -> None:
    registry = stage.app.registry
    own = KEYS.of(registry)
    check_keys(registry)
    check_keys(registry)

    KEYS.put(registry, KeyRing.generate())
    with pytest.raises(KeyFault, match="but the lookup key, key 1 are missing or other"):
        check_keys(registry)
    KEYS.put(registry, own)
    check_keys(registry)


def test_key_file_from_before_a_rotation_is_refused(stage: Stage, tmp_path: Path) -> None:
    registry = stage.app.registry
    path = tmp_path / "other" / "keys.json"
    KeyRing.load(path)
    before = path.read_bytes()
    ring = KeyRing.load(path)
    KEYS.put(registry, ring)
    ring.rotate()
    check_keys(registry)

    path.write_bytes(before)
    KEYS.put(registry, KeyRing.load(path))
    with pytest.raises(KeyFault, match="but key 2 is missing"):
        check_keys(registry)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_key_is_rotated_and_retired_by_commands(stage: Stage, command: Command, tmp_path: Path) -> None:
    client(stage, link_of(professional(stage)))
    stage.run(write_note)

    assert "1  writes" in command("keys", "list")
    fault = command("keys", "list", code=2, folder=tmp_path / "elsewhere")
    assert fault.startswith("security.keys_file: expected the keys that this database was written with")
    assert len(fault.splitlines()) == 1
    assert "key 1 writes: rotate first" in command("keys", "retire", "1", code=2)
    assert "key 2 writes from now on" in command("keys", "rotate")
    assert "key 1 is in use: " in command("keys", "retire", "1", code=2)
    assert "values are sealed anew" in command("keys", "reseal")
    assert "key 1 is gone" in command("keys", "retire", "1")
    assert [line.split("  ")[:2] for line in command("keys", "list").splitlines()] == [["2", "writes"]]
    KEYS.put(stage.app.registry, ring := KeyRing.load(tmp_path / "keys.json"))
    assert ring.key_ids == [2]


def test_key_that_a_plugin_needs_stays(stage: Stage) -> None:
    registry = stage.app.registry
    KEYS.of(registry).rotate()
    uses = KEY_USES.of(registry)
    assert {"documents_consent.key_id", "documents_consent_words.erased"} <= set(uses)

    uses["test"] = lambda _request, key_id: 3 if key_id == 1 else 0
    try:
        with pytest.raises(KeyFault, match=r"key 1 is in use: test \(3\)"):
            retire(stage.app, 1)
    finally:
        del uses["test"]
    assert KEYS.of(registry).key_ids == [2, 1]
