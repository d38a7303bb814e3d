import json
import subprocess
import sys
from pathlib import Path

import pytest

from kalenner.security import KeyFault, KeyRing

LOOKUP, FIRST = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "keys.json"


def test_first_start_makes_the_file_for_its_owner_alone(path: Path) -> None:
    ring = KeyRing.load(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]
    assert ring.key_ids == [1]


def test_next_start_reads_the_same_keys(path: Path) -> None:
    first, second = KeyRing.load(path), KeyRing.load(path)

    assert first.derive("press") == second.derive("press")
    assert first.keyed_hash("invitation", b"token") == second.keyed_hash("invitation", b"token")


def test_every_installation_has_its_own_keys(tmp_path: Path) -> None:
    one, other = KeyRing.load(tmp_path / "one.json"), KeyRing.load(tmp_path / "other.json")

    assert one.derive("press") != other.derive("press")
    assert one.keyed_hash("invitation", b"token") != other.keyed_hash("invitation", b"token")


def test_processes_that_start_at_once_read_the_same_keys(path: Path) -> None:
    program = (
        "import sys, pathlib; from kalenner.security import KeyRing; print('ready', flush=True);"
        "sys.stdin.readline(); print(KeyRing.load(pathlib.Path(sys.argv[1])).derive('press').hex())"
    )
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", program, str(path)]
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()

    assert {process.communicate()[0].strip() for process in processes} == {
        KeyRing.load(path).derive("press").hex()
    }


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_file_that_others_can_read_or_write_is_refused(path: Path, mode: int) -> None:
    KeyRing.load(path)
    path.chmod(mode)

    with pytest.raises(KeyFault, match="chmod 600"):
        KeyRing.load(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"lookup": "AAAA", "keys": {"1": "AAAA"}}',
        '{"lookup": "%", "keys": {"1": "%"}}',
        '{"lookup": "AAAA", "keys": {}}',
        '{"lookup": 1, "keys": {"one": 1}}',
    ],
)
def test_damaged_file_is_refused(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_text(content)

    with pytest.raises(KeyFault):
        KeyRing.load(path)


def test_fault_does_not_show_what_is_in_the_file(path: Path) -> None:
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_text(json.dumps({"lookup": "c2VjcmV0", "keys": {"one": "c2VjcmV0"}}))

    with pytest.raises(KeyFault) as refused:
        KeyRing.load(path)
    assert "c2VjcmV0" not in str(refused.value)


def test_rotation_adds_a_key_that_writes_and_keeps_the_others(path: Path) -> None:
    ring = KeyRing.load(path)
    before = ring.derive("press")

    assert ring.rotate() == 2
    assert (ring.newest, ring.key_ids) == (2, [2, 1])
    assert ring.derive("press") != before
    assert ring.derive("press", 1) == before
    assert KeyRing.load(path).derive("press") == ring.derive("press")
    assert path.stat().st_mode & 0o777 == 0o600


def test_mac_made_before_a_rotation_is_still_true() -> None:
    ring = KeyRing.generate()
    mac = ring.mac("press", b"data", 8)
    ring.rotate()

    assert len(mac) == 8
    assert ring.verify("press", b"data", mac) is True
    assert ring.mac("press", b"data", 8) != mac


@pytest.mark.parametrize(
    ("purpose", "data", "mac"),
    [
        ("link", b"data", None),
        ("press", b"date", None),
        ("press", b"data", b""),
        ("press", b"data", b"12345678"),
        ("press", b"data", b"0" * 33),
    ],
    ids=["other purpose", "other data", "empty", "guessed", "too long"],
)
def test_wrong_mac_is_not_true(purpose: str, data: bytes, mac: bytes | None) -> None:
    ring = KeyRing.generate()

    assert ring.verify(purpose, data, ring.mac("press", b"data", 8) if mac is None else mac) is False


def test_keyed_hash_is_the_same_after_rotations() -> None:
    ring = KeyRing.generate()
    before = ring.keyed_hash("invitation", b"token")
    ring.rotate()

    assert ring.keyed_hash("invitation", b"token") == before
    assert ring.keyed_hash("download", b"token") != before
    assert ring.keyed_hash("invitation", b"tokem") != before


def test_derivation_is_hkdf_of_rfc_5869() -> None:
    """Computed by hand from the two steps of the RFC, with an empty salt."""
    import hmac

    extracted = hmac.digest(bytes(32), FIRST, "sha256")
    expanded = hmac.digest(extracted, b"kalenner:press" + b"\x01", "sha256")

    assert KeyRing(LOOKUP, {1: FIRST}).derive("press") == expanded


def test_ring_is_never_written_out() -> None:
    assert repr(KeyRing(LOOKUP, {1: FIRST})) == "<KeyRing of 1>"


def test_ids_end_with_one_byte() -> None:
    with pytest.raises(KeyFault, match="all 255 key ids are used"):
        KeyRing(LOOKUP, {255: FIRST}).rotate()
    with pytest.raises(KeyFault, match="from 1 to 255"):
        KeyRing(LOOKUP, {256: FIRST})


def test_key_of_an_unknown_id_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        KeyRing.generate().derive("press", 2)


def test_other_process_takes_up_a_new_key_where_it_meets_it(path: Path) -> None:
    here, there = KeyRing.load(path), KeyRing.load(path)
    there.rotate()

    assert here.derive("press", 2) == there.derive("press")


def test_other_process_signs_with_a_new_key_soon(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = KeyRing.load(path), KeyRing.load(path)
    assert here.newest == 1
    there.rotate()
    monkeypatch.setattr("kalenner.security.keys.time.monotonic", lambda: float("inf"))

    assert (here.newest, here.key_ids) == (2, [2, 1])
    assert here.verify("press", b"data", there.mac("press", b"data")) is True


def test_key_that_another_process_has_added_is_not_lost_by_a_rotation(path: Path) -> None:
    here, there = KeyRing.load(path), KeyRing.load(path)

    assert (here.rotate(), there.rotate()) == (2, 3)
    assert there.derive("press", 2) == here.derive("press", 2)
    assert KeyRing.load(path).key_ids == [3, 2, 1]


@pytest.mark.parametrize("content", [None, "no keys", KeyRing(LOOKUP, {1: FIRST}).to_file().decode()])
def test_file_that_went_or_was_changed_leaves_the_keys_in_use(
    path: Path, content: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    ring = KeyRing.load(path)
    before = ring.derive("press")
    path.unlink()
    if content is not None:
        path.touch(mode=0o600)
        path.write_text(content)
    ring.refresh()

    assert ring.derive("press") == before
    assert "the keys in use stay" in caplog.text
    with pytest.raises(KeyError):
        ring.derive("press", 2)


def test_keys_that_are_added_are_made_known(path: Path) -> None:
    here, there = KeyRing.load(path), KeyRing.load(path)
    known: dict[str, list[str]] = {"here": [], "there": []}
    here.on_change = lambda: known.update(here=here.secrets)
    there.on_change = lambda: known.update(there=there.secrets)
    here.rotate()
    there.refresh()

    assert known["here"] == known["there"] == KeyRing.load(path).secrets
