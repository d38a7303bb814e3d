from pathlib import Path

import pytest

from kalenner.files import FileStore
from kalenner.storage import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(FolderStore(tmp_path / "files"))


def test_what_was_put_is_got(store: FileStore) -> None:
    assert store.get(store.put(b"\x00content")) == b"\x00content"


def test_key_is_128_random_bits_and_the_suffix(store: FileStore) -> None:
    first, second = store.put(b"same", ".png"), store.put(b"same", ".png")

    assert first != second
    assert [len(key.removesuffix(".png")) for key in (first, second)] == [32, 32]


def test_deleted_file_is_gone(store: FileStore, tmp_path: Path) -> None:
    key = store.put(b"content")
    store.delete(key)
    store.delete(key)

    with pytest.raises(KeyError):
        store.get(key)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_file_is_for_its_owner_alone(store: FileStore, tmp_path: Path) -> None:
    store.put(b"content")

    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "files").rglob("*")}
    assert modes == {True: 0o700, False: 0o600}


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "0" * 31,
        "0" * 32 + "/..",
        "0" * 32 + ".PNG",
        "0" * 32 + "\n",
    ],
)
def test_what_is_no_key_leads_nowhere(store: FileStore, key: str) -> None:
    with pytest.raises(KeyError):
        store.get(key)
    with pytest.raises(KeyError):
        store.delete(key)


@pytest.mark.parametrize("suffix", ["png", ".", "./x", ".PNG", "/../x", ".png\n"])
def test_odd_suffix_is_refused(store: FileStore, suffix: str) -> None:
    with pytest.raises(ValueError, match="not a suffix"):
        store.put(b"content", suffix)
