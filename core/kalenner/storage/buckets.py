"""An object store in a bucket of S3 or of a service that speaks like it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from kalenner.storage.media_types import media_type_of
from kalenner.storage.stores import StorageFault

_SECONDS = 10  # to connect, and to wait for an answer
_ATTEMPTS = 3
_AT_ONCE = 1000  # objects that one call deletes
_MISSING = {"404", "NoSuchKey"}


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
        """Nothing is left behind: an object is there whole or not at all."""

    def _find(self, verb: str, key: str) -> Any:
        from botocore.exceptions import ClientError  # import here: optional extra

        try:
            return self._call(verb, Key=self._prefix + key)
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
