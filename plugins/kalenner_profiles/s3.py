"""Publishing to a bucket of S3 or of a service that speaks like it."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from kalenner.settings import Settings
from kalenner_profiles.settings import PagesSettings
from kalenner_profiles.targets import ASSETS, FOR_GOOD, TargetFault, content_type, page_age

_SECONDS = 10  # to connect or to wait for an answer; a press never waits for it
_AT_ONCE = 1000  # objects that one call removes


def faults_of(settings: Settings) -> list[str]:
    """Return what the settings of the target lack."""
    pages = settings.of(PagesSettings)
    if not pages.target.startswith("s3:"):
        return []
    faults = []
    if find_spec("boto3") is None:
        faults.append(f"pages.target: expected boto3 for {pages.target}: install kalenner[scale]")
    if not pages.public_url:
        faults.append(f"pages.public_url: expected the address at which {pages.target} is seen")
    return faults


class BucketTarget:
    """A bucket, or a prefix in one. Credentials are found as boto3 finds them: environment, files, machine.

    A page is an object at its own path, ``en/anna``, so that any CDN shows it without a rule, and at
    ``en/anna/index.html`` as websites of buckets want it. Objects are replaced whole by their nature.
    """

    def __init__(self, client: Any, bucket: str, prefix: str, *, page_age: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._page_age = page_age
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")

    @classmethod
    def of(cls, settings: PagesSettings) -> "BucketTarget":
        """Return the target of the settings; nothing is asked of the service yet."""
        import boto3
        from botocore.config import Config

        config = Config(
            connect_timeout=_SECONDS, read_timeout=_SECONDS, retries={"mode": "standard", "max_attempts": 3}
        )
        parts = urlsplit(settings.target)
        client = boto3.client("s3", endpoint_url=settings.s3_endpoint or None, config=config)
        return cls(client, parts.netloc, parts.path.strip("/"), page_age=page_age(settings))

    def put_page(self, path: str, page: bytes) -> None:
        """Write a page under both its keys."""
        for key in _keys(path):
            self._put(key, page, "text/html; charset=utf-8", self._page_age)

    def remove_page(self, path: str) -> None:
        """Remove a page."""
        self._remove(_keys(path))

    def has_file(self, name: str) -> bool:
        """Ask for an object's head."""
        from botocore.exceptions import ClientError

        try:
            self._call("head_object", Key=f"{self._prefix}{ASSETS}/{name}")
        except TargetFault as fault:
            cause = fault.__cause__
            if isinstance(cause, ClientError) and cause.response["Error"]["Code"] in {"404", "NoSuchKey"}:
                return False
            raise
        return True

    def put_file(self, name: str, data: bytes) -> None:
        """Write a file, to be kept for good by who loads it."""
        self._put(f"{ASSETS}/{name}", data, content_type(name), FOR_GOOD)

    def remove_files(self, names: list[str]) -> None:
        """Remove files."""
        self._remove([f"{ASSETS}/{name}" for name in names])

    def tidy(self) -> None:
        """Nothing is left behind: an object is there whole or not at all."""

    def _put(self, key: str, data: bytes, type_: str, age: str) -> None:
        self._call("put_object", Key=f"{self._prefix}{key}", Body=data, ContentType=type_, CacheControl=age)

    def _remove(self, keys: list[str]) -> None:
        for start in range(0, len(keys), _AT_ONCE):
            objects = [{"Key": f"{self._prefix}{key}"} for key in keys[start : start + _AT_ONCE]]
            self._call("delete_objects", Delete={"Objects": objects, "Quiet": True})

    def _call(self, verb: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client, verb)(Bucket=self._bucket, **arguments)
        except (BotoCoreError, ClientError) as error:
            raise TargetFault(f"{self.name}: {error}") from error


def _keys(path: str) -> list[str]:
    return [path, f"{path}/index.html"]
