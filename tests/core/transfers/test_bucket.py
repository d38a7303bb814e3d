"""Private files in a bucket: sent and received as in a folder."""

from typing import Any

import pytest

from tests.conftest import FEATURES, MakeApp
from tests.core.storage.bucket import BUCKET, keys, pretended_bucket
from tests.core.transfers.library import LAST_UPLOADED, PUBLIC, Library, library_plugin

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FINDINGS = b"Findings of Ada: " + bytes(range(256)) * 30_000
"""Longer than the parts in which a bucket takes a file."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Any:
    with pretended_bucket(monkeypatch) as client:
        yield client


@pytest.fixture
def library(make_application: MakeApp, bucket: Any) -> Library:
    del bucket
    values = {"files.url": f"s3://{BUCKET}/uploads", **PUBLIC}
    return Library(make_application(library_plugin(), off=FEATURES, **values))


def test_what_is_sent_is_what_is_downloaded(library: Library, bucket: Any) -> None:
    form = [("file", "a.pdf", FINDINGS, "application/pdf")]
    assert "a.pdf</b>: received" in library.web.post(library.upload_path(), upload_files=form).text
    path = library.path(LAST_UPLOADED)

    (key,) = keys(bucket)
    assert b"Findings" not in bucket.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    assert library.web.get(path).body == FINDINGS
    assert library.web.get(path, headers={"Range": "bytes=-5"}).body == FINDINGS[-5:]


def test_form_that_breaks_off_leaves_no_part(library: Library, bucket: Any) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + FINDINGS
    library.web.post(
        library.upload_path(), body, {"Content-Type": "multipart/form-data; boundary=x"}, status=400
    )

    assert keys(bucket) == []
    assert "Uploads" not in bucket.list_multipart_uploads(Bucket=BUCKET)
