"""Targets: a folder that servers show, a bucket as CDNs like it, and settings that cannot work."""

import gzip
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.core.storage.bucket import BUCKET, keys
from tests.plugins.profiles.practice_page import LANGUAGES, Practice

from kalenner.preparation import StartFault
from kalenner.storage import StorageFault, locations
from kalenner.storage.buckets import BucketStore
from kalenner.testing import Stage
from kalenner_profiles import page_server
from kalenner_profiles.page_server import PageServer
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.settings import PagesSettings
from kalenner_profiles.targets import TARGET, FolderTarget, Target, page_age

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_folder_keeps_pages_and_files_that_any_server_may_read(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "site")
    before = os.umask(0o077)
    try:
        target.put_page("en/anna", b"<p>Anna</p>")
        target.put_file("a.1234.css", b"p{}")
        target.put_file("b.webp", b"RIFF")
    finally:
        os.umask(before)
    made = {path.relative_to(target.folder).as_posix(): path for path in target.folder.rglob("*")}

    assert sorted(name for name, path in made.items() if path.is_file()) == [
        "-/page/a.1234.css",
        "-/page/a.1234.css.gz",
        "-/page/b.webp",
        "en/anna/index.html",
        "en/anna/index.html.gz",
    ]
    assert gzip.decompress(made["en/anna/index.html.gz"].read_bytes()) == b"<p>Anna</p>"
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.values()} == {0o644, 0o755}


def test_a_folder_forgets_what_was_removed_and_minds_nothing_missing(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path)
    target.put_page("en/anna", b"1")
    target.put_file("a.css", b"2")
    for _twice in range(2):
        target.remove_page("en/anna")
        target.remove_files(["a.css"])

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "en").write_text("a file where a folder should be")

    with pytest.raises(StorageFault, match="en"):
        FolderTarget(tmp_path).put_page("en/anna", b"1")
    assert (tmp_path / "en").read_text() == "a file where a folder should be"


def test_a_bucket_has_types_and_ages(bucket: Any) -> None:
    target = Target(
        BucketStore.open(f"s3://{BUCKET}/site"), page_cache_control=page_age(PagesSettings(max_age=60))
    )
    target.put_page("en/anna", b"<p>")
    target.put_file("a.css", b"p{}")
    found = {key: bucket.get_object(Bucket=BUCKET, Key=key) for key in keys(bucket)}

    assert {key: (one["ContentType"], one["CacheControl"]) for key, one in found.items()} == {
        "site/-/page/a.css": ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        "site/en/anna": ("text/html; charset=utf-8", "public, max-age=60, stale-while-revalidate=3600"),
        "site/en/anna/index.html": (
            "text/html; charset=utf-8",
            "public, max-age=60, stale-while-revalidate=3600",
        ),
    }
    assert (target.has_file("a.css"), target.has_file("b.css")) == (True, False)
    target.remove_page("en/anna")
    target.remove_files(["a.css", "never-there.css"])
    assert keys(bucket) == []


@ON_SQLITE
def test_a_page_is_published_to_a_bucket_and_taken_down(practice: Practice, bucket: Any) -> None:
    TARGET.put(practice.stage.app.registry, Target(BucketStore.open(f"s3://{BUCKET}")))
    practice.publish()
    there = keys(bucket)
    practice.work(_unpublish)
    practice.write()

    assert {key for key in there if not key.startswith("-/")} == {
        key for language in LANGUAGES for key in (f"{language}/olga", f"{language}/olga/index.html")
    }
    assert any(key.endswith(".css") for key in there)
    assert [key for key in keys(bucket) if not key.startswith("-/")] == []
    assert practice.web.get("/en/olga", status=404).status_int == 404


def _unpublish(request: Any, provider: Any) -> None:
    request.find_service(PublicationService).unpublish(provider)


@ON_SQLITE
@pytest.mark.parametrize(
    "url",
    ["pages", "file://host/x", "file:relative", "s3://", "s3://Bad_Bucket", "http://x/", "s3://bucket/?a=b"],
)
def test_a_target_that_cannot_be_is_a_start_fault(make_application, url: str) -> None:
    with pytest.raises(StartFault, match=r"pages\.target: expected file:///folder or s3://bucket/prefix"):
        make_application(**{"pages.target": url})


@ON_SQLITE
def test_a_bucket_without_its_library_is_a_start_fault_of_one_line(
    make_application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "find_spec", lambda _name: None)

    with pytest.raises(StartFault) as fault:
        make_application(**{"pages.target": "s3://bucket", "pages.public_url": "https://pages.example.com"})
    assert fault.value.faults == ["pages.target: expected boto3 for s3://bucket: install kalenner[scale]"]


@ON_SQLITE
def test_a_bucket_that_nobody_knows_the_address_of_is_a_start_fault(make_application) -> None:
    with pytest.raises(StartFault) as fault:
        make_application(**{"pages.target": "s3://bucket"})
    assert fault.value.faults == ["pages.public_url: expected the address at which s3://bucket is seen"]


@ON_SQLITE
def test_pages_on_another_host_link_to_it_and_are_in_no_sitemap_of_ours(
    make_application, tmp_path: Path
) -> None:
    app = make_application(
        **{"pages.public_url": "https://pages.example.org/p", "pages.target": f"file://{tmp_path}/site"}
    )
    practice = Practice(Stage(app), tmp_path / "site")
    practice.publish()

    assert '<link rel="canonical" href="https://pages.example.org/p/en/olga">' in practice.page()
    assert 'href="/p/-/page/' in practice.page()
    assert 'href="http://127.0.0.1:6543/en"' in practice.page()
    assert "olga" not in practice.web.get("/sitemap.xml").text


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = FolderTarget(tmp_path)
    server = PageServer(target, age="public")
    for number in range(30):
        target.put_page(f"en/a{number}", b"<!DOCTYPE html>" + bytes(1000))
    monkeypatch.setattr(page_server, "MOST_BYTES", 10_000)
    for number in range(30):
        assert server.page("en", f"a{number}") is not None

    assert sum(file.size for file in server._files.values()) == server._size <= 10_000
