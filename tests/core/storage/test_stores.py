"""Object stores: a folder and a bucket keep one contract, and each what is its own."""

import datetime as dt
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kalenner.storage import FolderStore, ObjectStore, StorageFault
from kalenner.storage.buckets import BucketStore
from tests.core.storage.bucket import BUCKET, keys

KEY = "en/anna/index.html"


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """An empty store of each kind."""
    if request.param == "folder":
        return FolderStore(tmp_path / "store")
    request.getfixturevalue("bucket")
    return BucketStore.open(f"s3://{BUCKET}/some/prefix")


def test_what_was_put_is_got_and_the_last_put_counts(store: ObjectStore) -> None:
    store.put(KEY, b"old")
    store.put(KEY, b"\x00new")

    assert store.get(KEY) == b"\x00new"


def test_an_object_that_is_not_there_is_a_key_error(store: ObjectStore) -> None:
    store.put("en/anna", b"")

    assert (store.has("en/anna"), store.has("en/ann")) == (True, False)
    with pytest.raises(KeyError, match="en/ann"):
        store.get("en/ann")


def test_deleted_objects_are_gone_and_missing_ones_no_fault(store: ObjectStore) -> None:
    for key in ("a/1", "a/2", "b"):
        store.put(key, b"content")
    for _twice in range(2):
        store.delete(["a/1", "b", "never-there"])

    assert [store.has(key) for key in ("a/1", "a/2", "b")] == [False, True, False]


def test_leftovers_are_not_objects(store: ObjectStore) -> None:
    store.put(KEY, b"content")
    store.remove_leftovers()

    assert store.get(KEY) == b"content"


@pytest.mark.parametrize(("is_public", "modes"), [(False, (0o700, 0o600)), (True, (0o755, 0o644))])
def test_a_folder_is_its_owners_alone_unless_it_is_public(
    tmp_path: Path, *, is_public: bool, modes: tuple[int, int]
) -> None:
    before = os.umask(0o027)
    try:
        FolderStore(tmp_path / "store", is_public=is_public).put(KEY, b"content")
    finally:
        os.umask(before)
    found = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}

    assert (found[True], found[False]) == modes


def test_a_folder_that_cannot_be_written_says_so_and_is_as_before(tmp_path: Path) -> None:
    (tmp_path / "en").write_text("a file where a folder should be")
    store = FolderStore(tmp_path)

    for work in (lambda: store.put(KEY, b"1"), lambda: store.get(KEY), lambda: store.delete([KEY])):
        with pytest.raises(StorageFault, match=KEY):
            work()
    assert (tmp_path / "en").read_text() == "a file where a folder should be"


def test_a_folders_rests_go_a_day_after_their_process(tmp_path: Path) -> None:
    old, young = (tmp_path / "en" / f".new-{name}" for name in ("old", "young"))
    (tmp_path / "en").mkdir()
    for file in (old, young):
        file.write_bytes(b"half")
    yesterday = time.time() - 86_401
    os.utime(old, (yesterday, yesterday))

    FolderStore(tmp_path).remove_leftovers()

    assert (old.exists(), young.exists()) == (False, True)


def test_a_bucket_keeps_what_it_answers_with(bucket: Any) -> None:
    store = BucketStore.open(f"s3://{BUCKET}/site")
    store.put("page", b"<p>", media_type="text/html; charset=utf-8", cache_control="public, max-age=60")
    store.put("photo.webp", b"RIFF")
    page, photo = (bucket.get_object(Bucket=BUCKET, Key=f"site/{key}") for key in ("page", "photo.webp"))

    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=60")
    assert (photo["ContentType"], photo.get("CacheControl")) == ("image/webp", None)


def test_a_bucket_is_emptied_of_more_than_one_call_takes(bucket: Any) -> None:
    store = BucketStore.open(f"s3://{BUCKET}")
    names = [f"{number}" for number in range(1001)]
    for name in names[-2:]:
        store.put(name, b"")
    store.delete(iter(names))

    assert keys(bucket) == []


def test_a_bucket_that_is_not_there_is_a_fault(bucket: Any) -> None:
    del bucket
    store = BucketStore.open("s3://no-such-bucket")

    for work in (lambda: store.put(KEY, b"1"), lambda: store.delete([KEY])):
        with pytest.raises(StorageFault, match=r"s3://no-such-bucket: .*NoSuchBucket"):
            work()


def test_object_that_arrives_in_parts_is_read_whole_and_in_part(store: ObjectStore) -> None:
    parts = [bytes([number]) * 1_000_003 for number in range(12)]
    whole = b"".join(parts)
    store.put_chunks(KEY, iter(parts))

    assert store.size(KEY) == len(whole)
    assert b"".join(store.read(KEY, 0, len(whole) + 10)) == whole
    assert b"".join(store.read(KEY, 999_999, 5_500_000)) == whole[999_999:5_500_000]
    assert b"".join(store.read(KEY, 7, 7)) == b""


def test_empty_object_may_arrive_in_parts(store: ObjectStore) -> None:
    store.put_chunks(KEY, [])

    assert (store.size(KEY), b"".join(store.read(KEY, 0, 1))) == (0, b"")


def test_object_that_stops_arriving_leaves_what_was_there(store: ObjectStore) -> None:
    def interrupted() -> Iterator[bytes]:
        yield bytes(6_000_000)
        raise ConnectionResetError

    store.put(KEY, b"old")
    for key in (KEY, "new"):
        with pytest.raises(ConnectionResetError):
            store.put_chunks(key, interrupted())

    assert (store.get(KEY), store.has("new")) == (b"old", False)


def test_size_and_parts_of_what_is_not_there_are_a_key_error(store: ObjectStore) -> None:
    for work in (
        lambda: store.size(KEY),
        lambda: list(store.read(KEY, 0, 1)),
        lambda: list(store.read(KEY, 1, 1)),
    ):
        with pytest.raises(KeyError, match="anna"):
            work()


def test_parts_of_a_killed_upload_go_after_a_day(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store = BucketStore.open(f"s3://{BUCKET}/some/prefix")
    for key in ("some/prefix/killed", "elsewhere/killed"):
        bucket.create_multipart_upload(Bucket=BUCKET, Key=key)
    with monkeypatch.context() as patch:  # the pretended service says that all of them began in 2010
        patch.setattr("kalenner.storage.buckets._LEFT_OVER_AFTER", dt.timedelta(days=36_500))
        store.remove_leftovers()
    assert len(bucket.list_multipart_uploads(Bucket=BUCKET)["Uploads"]) == 2

    store.remove_leftovers()

    assert [upload["Key"] for upload in bucket.list_multipart_uploads(Bucket=BUCKET)["Uploads"]] == [
        "elsewhere/killed"
    ]
