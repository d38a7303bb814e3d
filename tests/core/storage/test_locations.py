"""Where stores are, as settings say it."""

from pathlib import Path

import pytest

from kalenner.storage import FolderStore, open_store
from kalenner.storage.locations import store_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", ""),
        ("file:///srv/pages/", "file:///srv/pages"),
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket.of-ours/some/prefix/", "s3://bucket.of-ours/some/prefix"),
    ],
)
def test_a_folder_or_a_bucket_is_taken(text: str, url: str) -> None:
    assert store_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "pages",
        "file://host/x",
        "file:relative",
        "file:///",
        "s3://",
        "s3://Bad_Bucket",
        "s3://b/?a=b",
        "ftp://h/x",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        store_url(text)


def test_an_empty_location_is_the_default_folder(tmp_path: Path) -> None:
    assert open_store("", tmp_path).name == f"file://{tmp_path}"


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    store = open_store("file:///srv/a%20b", tmp_path)

    assert isinstance(store, FolderStore)
    assert store.folder == Path("/srv/a b")


def test_a_bucket_is_opened_without_asking_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    store = open_store("s3://bucket/p", tmp_path, endpoint="http://localhost:1")

    assert store.name == "s3://bucket/p"
