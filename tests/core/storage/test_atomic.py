"""Files that are there whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from kalenner.storage import atomic


def full(_number: int) -> None:
    """Fail as a full disk does when data is forced onto it."""
    raise OSError(28, "No space left on device")


def test_a_file_is_replaced_by_another_one_of_the_mode_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "file"
    atomic.write(file, b"old")
    before = file.stat().st_ino
    atomic.write(file, b"new", mode=0o644)

    assert file.read_bytes() == b"new"
    assert file.stat().st_ino != before
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_file_is_its_owners_alone_unless_asked_otherwise(tmp_path: Path) -> None:
    atomic.write(tmp_path / "file", b"secret")

    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


@pytest.mark.parametrize("way", [atomic.write, atomic.create])
def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way
) -> None:
    (tmp_path / "file").write_bytes(b"the last good one")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left on device"):
        way(tmp_path / "file", b"half of a new one")

    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"the last good one")]


def test_what_need_not_survive_a_power_cut_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    atomic.write(tmp_path / "file", b"new", is_durable=False)

    assert (tmp_path / "file").read_bytes() == b"new"


def test_who_creates_a_file_first_wins(tmp_path: Path) -> None:
    results = [atomic.create(tmp_path / "file", data) for data in (b"first", b"second")]

    assert results == [True, False]
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"first")]
