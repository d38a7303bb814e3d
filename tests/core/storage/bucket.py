"""A bucket of a service that is only pretended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto import mock_aws

BUCKET = "kalenner-test"


@contextmanager
def pretended_bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Pretend S3 with one empty bucket; return a client."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        yield client


def keys(client: Any) -> list[str]:
    """Return the keys of all objects in the bucket."""
    return [one["Key"] for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]
