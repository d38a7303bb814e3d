"""An object store in a bucket of S3 or of a service that speaks like it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from kalenner.storage.media_types import media_type_of
from kalenner.storage.stores import StorageFault

_SECONDS = 10  # to connect, and to wait for an answer
_ATTEMPTS = 3
_AT_ONCE = 1000  # objects that one call deletes
_CHUNK = 64 * 1024
_PART = 5 * 1024 * 1024  # the least that S3 takes for a part that is not the last
_LEFT_OVER_AFTER = dt.timedelta(days=1)
_MISSING = {"404", "NoSuchKey", "InvalidRange", "416"}


class BucketStore:
    """A bucket, or a prefix in one. Objects are replaced whole by their nature.

    They get no access rights of their own: the bucket decides. Credentials are found as boto3 finds them: in
    the environment, in its files, from the machine. Threads may share a store.
    """

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")

    @classmethod
    def open(cls, url: str, *, endpoint: str = "") -> "BucketStore":
        """Return the store of ``s3://bucket/prefix``; nothing is asked of the service yet."""
        import boto3  # import here: optional extra
        from botocore.config import Config  # import here: optional extra

        config = Config(
            connect_timeout=_SECONDS,
            read_timeout=_SECONDS,
            retries={"mode": "standard", "max_attempts": _ATTEMPTS},
        )
        parts = urlsplit(url)
        client = boto3.client("s3", endpoint_url=endpoint or None, config=config)
        return cls(client, parts.netloc, parts.path.strip("/"))

    def put(self, key: str, data: bytes, *, media_type: str = "", cache_control: str = "") -> None:
        """Write an object; its media type is told by the key where none is given."""
        headers = {"ContentType": media_type or media_type_of(key)}
        if cache_control:
            headers["CacheControl"] = cache_control
        self._call("put_object", Key=self._prefix + key, Body=data, **headers)

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """Upload an object in parts; it is there once the last of them is."""
        target = {"Key": self._prefix + key}
        upload = self._call("create_multipart_upload", **target, ContentType=media_type_of(key))
        target["UploadId"] = upload["UploadId"]
        try:
            parts = [
                {"PartNumber": number, "ETag": self._put_part(target, number, data)}
                for number, data in enumerate(_parts_of(chunks), start=1)
            ]
            self._call("complete_multipart_upload", **target, MultipartUpload={"Parts": parts})
        except BaseException:
            self._call("abort_multipart_upload", **target)
            raise

    def _put_part(self, target: dict[str, str], number: int, data: bytes) -> str:
        answer = self._call("upload_part", **target, PartNumber=number, Body=data)
        etag: str = answer["ETag"]
        return etag

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Yield a part of an object."""
        from botocore.exceptions import BotoCoreError  # import here: optional extra

        answer = self._find("get_object", key, Range=f"bytes={start}-{end - 1}") if start < end else None
        if answer is None:
            self.size(key)  # KeyError where there is none
            return
        try:
            yield from answer["Body"].iter_chunks(_CHUNK)
        except (BotoCoreError, OSError) as error:  # the connection is lost half-way
            raise StorageFault(f"{self.name}: {error}") from error

    def size(self, key: str) -> int:
        """Ask for an object's head."""
        answer = self._find("head_object", key)
        if answer is None:
            raise KeyError(key)
        size: int = answer["ContentLength"]
        return size

    def get(self, key: str) -> bytes:
        """Return an object's bytes; KeyError where there is none."""
        from botocore.exceptions import BotoCoreError  # import here: optional extra

        answer = self._find("get_object", key)
        if answer is None:
            raise KeyError(key)
        try:
            data: bytes = answer["Body"].read()
        except (BotoCoreError, OSError) as error:  # the connection is lost half-way
            raise StorageFault(f"{self.name}: {error}") from error
        return data

    def has(self, key: str) -> bool:
        """Ask for an object's head."""
        return self._find("head_object", key) is not None

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects."""
        objects = [{"Key": self._prefix + key} for key in keys]
        for start in range(0, len(objects), _AT_ONCE):
            batch = objects[start : start + _AT_ONCE]
            answer = self._call("delete_objects", Delete={"Objects": batch, "Quiet": True})
            for fault in answer.get("Errors", ()):
                raise StorageFault(f"{self.name}: {fault.get('Key')}: {fault.get('Message')}")

    def remove_leftovers(self) -> None:
        """Drop the parts of uploads that were never completed."""
        oldest = dt.datetime.now(dt.UTC) - _LEFT_OVER_AFTER  # the service's clock, not the platform's
        for page in self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        ):
            for upload in page.get("Uploads", ()):
                if upload["Initiated"] < oldest:
                    self._call("abort_multipart_upload", Key=upload["Key"], UploadId=upload["UploadId"])

    def _find(self, verb: str, key: str, **arguments: Any) -> Any:
        from botocore.exceptions import ClientError  # import here: optional extra

        try:
            return self._call(verb, Key=self._prefix + key, **arguments)
        except StorageFault as fault:
            cause = fault.__cause__
            if isinstance(cause, ClientError) and cause.response["Error"]["Code"] in _MISSING:
                return None
            raise

    def _call(self, verb: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # import here: optional extra

        try:
            return getattr(self._client, verb)(Bucket=self._bucket, **arguments)
        except (BotoCoreError, ClientError) as error:
            raise StorageFault(f"{self.name}: {error}") from error


def _parts_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks put together to parts, at least one."""
    waiting = bytearray()
    number = 0
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= _PART:
            yield bytes(waiting)
            waiting.clear()
            number += 1
    if waiting or not number:
        yield bytes(waiting)
