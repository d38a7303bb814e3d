"""What is no whole backup of this installation, or does not belong here, is refused before anything is written."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pyrage import x25519

from kalenner.backup import BackupFault, check, restore, take
from kalenner.cli import main
from kalenner.security import KEYS, KeyRing
from kalenner.testing import Stage
from tests.core.backup.test_drill import digests, write_ini
from tests.core.home.people import professional

sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def olga(stage: Stage) -> Stage:
    """An installation that is in use."""
    professional(stage)
    return stage


def made(stage: Stage, path: Path, *recipients: str) -> bytes:
    """A backup, which is also written to `path`."""
    file = io.BytesIO()
    take(stage.app.registry, file, list(recipients))
    path.write_bytes(file.getvalue())
    return file.getvalue()


def exchanged(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def exchange(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new)

    return exchange


@sqlite_alone
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[: len(data) // 2], "cut off"),
        (lambda data: data[:-4096], "cut off"),
        (exchanged(b"Olga", b"Anna"), "its rows were altered"),
        (exchanged(b'"rows": 1\n', b'"rows": 2\n'), "its list was altered"),
        (lambda _data: b"something else" * 1000, "no backup"),
    ],
    ids=["half", "without its end", "a row", "the list", "another file"],
)
def test_altered_backup(olga: Stage, tmp_path: Path, change: Callable[[bytes], bytes], reason: str) -> None:
    path = tmp_path / "one.backup"
    path.write_bytes(change(made(olga, path)))

    with pytest.raises(BackupFault, match=reason):
        check(olga.app.registry, path, [])


@sqlite_alone
def test_encrypted_backup_opens_for_its_recipient_alone(olga: Stage, tmp_path: Path) -> None:
    path, own, other = tmp_path / "one.backup", x25519.Identity.generate(), x25519.Identity.generate()
    data = made(olga, path, str(own.to_public()))
    registry = olga.app.registry

    assert check(registry, path, [own]).tables["core_account"].rows == 1
    with pytest.raises(BackupFault, match="--identity"):
        check(registry, path, [])
    with pytest.raises(BackupFault, match="another key"):
        check(registry, path, [other])
    path.write_bytes(data[:-100])
    with pytest.raises(BackupFault, match="cut off"):
        check(registry, path, [own])


@sqlite_alone
def test_backup_of_other_keys(olga: Stage, tmp_path: Path) -> None:
    made(olga, tmp_path / "one.backup")
    KEYS.put(olga.app.registry, KeyRing.generate())

    with pytest.raises(BackupFault, match="needs the keys lookup, 1"):
        check(olga.app.registry, tmp_path / "one.backup", [])


def test_place_that_is_in_use(olga: Stage, tmp_path: Path, database_url: str) -> None:
    made(olga, tmp_path / "one.backup")
    before = digests(database_url)

    with pytest.raises(BackupFault, match="expected an empty database"):
        restore(olga.app.registry, tmp_path / "one.backup", [])
    assert digests(database_url) == before


@sqlite_alone
def test_place_that_is_empty_but_differs(
    olga: Stage, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without keys, beside other files, and with a plugin less: nothing is written."""
    here = write_ini(tmp_path / "here.ini", tmp_path, database_url)
    backup = str(tmp_path / "one.backup")
    assert main(["backup", "make", backup, "--ini", str(here)]) == 0
    folder, url = tmp_path / "there", f"sqlite:///{tmp_path / 'there.sqlite'}"
    keyless = write_ini(tmp_path / "keyless.ini", folder, url)
    keyed = write_ini(tmp_path / "keyed.ini", folder, url, keys=tmp_path / "keys.json")

    assert main(["restore", backup, "--ini", str(keyless)]) == 2
    assert "expected the key file of the installation" in capsys.readouterr().err
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "another").write_bytes(b"")
    assert main(["restore", backup, "--ini", str(keyed)]) == 2
    assert "expected an empty file store" in capsys.readouterr().err
    (folder / "files" / "another").unlink()
    with keyed.open("a") as file:
        file.write("\nkalenner.plugins.off = maps\n")
    assert main(["restore", backup, "--ini", str(keyed)]) == 2
    assert "its tables of maps are of another release" in capsys.readouterr().err
    assert digests(url) == {}
    assert main(["backup", "make", backup, "--ini", str(here)]) == 2
    assert "expected a file that is not there yet" in capsys.readouterr().err


@sqlite_alone
def test_rehearsal_touches_nothing(
    olga: Stage, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes neither the database nor the queue, token or target that production is set up with."""
    here = write_ini(tmp_path / "here.ini", tmp_path, database_url)
    backup, folder = str(tmp_path / "one.backup"), tmp_path / "rehearsal"
    assert main(["backup", "make", backup, "--ini", str(here)]) == 0
    before, keys = digests(database_url), (tmp_path / "keys.json").read_bytes()
    pages = tmp_path / "production-pages"
    for name, value in {
        "QUEUE__URL": "redis://127.0.0.1:1/0",  # nobody answers there
        "TELEGRAM__TOKEN": "7000000002:no-bot-anywhere-has-this-token",
        "PAGES__TARGET": f"file://{pages}",
        "FILES__URL": f"file://{pages}",
        "DATABASE__URL": database_url,
    }.items():
        monkeypatch.setenv(f"KALENNER_{name}", value)

    assert main(["restore", backup, "--rehearse", str(folder), "--ini", str(here)]) == 0

    rehearsed = digests(f"sqlite:///{folder / 'kalenner.sqlite'}")
    assert rehearsed["core_account"] == before["core_account"]
    assert digests(database_url) == before
    assert (tmp_path / "keys.json").read_bytes() == keys
    assert not pages.exists()
    assert "database.url" not in (folder / "rehearsal.ini").read_text()
