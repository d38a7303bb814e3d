"""Uploads in a bucket: kept, shown, replaced and deleted there as in a folder, and settings that cannot work."""

import io
from typing import Any

import pytest
from PIL import Image
from pyramid.request import Request

from kalenner.app import StartFault
from kalenner.files import FILES, FileService, FileStore
from kalenner.storage import locations
from kalenner.testing import Person, Stage
from tests.core.files.units import change
from tests.core.home.people import professional
from tests.core.storage.bucket import BUCKET, keys

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SIZES = 4
"""Files of one small logo beside itself: WebP and JPEG in the two widths that it has."""


class Undone(Exception):
    """What makes a unit roll back."""


@pytest.fixture
def stage(make_application, bucket: Any) -> Stage:
    """A stage whose uploads go below ``uploads`` in the bucket."""
    del bucket
    return Stage(make_application(**{"files.url": f"s3://{BUCKET}/uploads"}))


def send_logo(person: Person, colour: str) -> None:
    """Answer the question for a logo or photo."""
    file = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(file, "JPEG")
    store: FileStore = FILES.of(person.stage.app.registry)
    person.upload(store.put(file.getvalue()), len(file.getvalue()))


def test_a_logo_is_kept_shown_replaced_and_removed(stage: Stage, bucket: Any) -> None:
    olga = professional(stage)
    olga.press("Logo or photo")
    send_logo(olga, "red")
    first = set(keys(bucket))
    olga.press("Logo or photo")
    shown = olga.screen.picture
    olga.press("Change")
    send_logo(olga, "blue")
    second = set(keys(bucket))
    olga.press("Logo or photo")
    olga.press("Remove")

    assert shown is not None
    assert Image.open(io.BytesIO(shown)).size == (300, 200)
    assert all(key.startswith("uploads/") for key in first)
    assert (len(first), len(second), first & second) == (SIZES + 1, SIZES + 1, set())
    assert keys(bucket) == []


def test_types_are_told_and_nobody_is_given_access(stage: Stage, bucket: Any) -> None:
    olga = professional(stage)
    olga.press("Logo or photo")
    send_logo(olga, "red")
    types = {bucket.head_object(Bucket=BUCKET, Key=key)["ContentType"] for key in keys(bucket)}
    grants = {
        grant["Grantee"]["Type"]
        for key in keys(bucket)
        for grant in bucket.get_object_acl(Bucket=BUCKET, Key=key)["Grants"]
    }

    assert types == {"image/jpeg", "image/webp"}
    assert grants == {"CanonicalUser"}


def test_a_unit_that_is_rolled_back_leaves_nothing(stage: Stage, bucket: Any) -> None:
    def fail(request: Request) -> None:
        change(request)
        request.find_service(FileService).put(b"new", ".png")
        raise Undone

    with pytest.raises(Undone):
        stage.run(fail)

    assert keys(bucket) == []


def test_a_bucket_without_its_library_is_a_start_fault_of_one_line(
    make_application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "find_spec", lambda _name: None)

    with pytest.raises(StartFault) as fault:
        make_application(**{"files.url": "s3://bucket"})
    assert fault.value.faults == ["files.url: expected boto3 for s3://bucket: install kalenner[scale]"]
