"""Where a store is, as settings say it: ``file:///folder`` or ``s3://bucket/prefix``."""

import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kalenner.storage.buckets import BucketStore
from kalenner.storage.folders import FolderStore
from kalenner.storage.stores import ObjectStore

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def store_url(text: str) -> str:
    """Parse the setting; a trailing slash is dropped, empty is left empty. Raises ValueError."""
    if not text:
        return text
    parts = urlsplit(text)
    is_folder = parts.scheme == "file" and not parts.netloc and re.match("/+[^/]", parts.path) is not None
    is_s3 = parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc) is not None
    if not (is_folder or is_s3) or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def is_bucket(url: str) -> bool:
    """Tell whether a parsed setting names a bucket."""
    return url.startswith("s3:")


def folder_of(url: str) -> Path:
    """Return the folder of a file URL."""
    return Path(unquote(urlsplit(url).path))


def missing_library(url: str) -> str | None:
    """Return what has to be installed for this location and is not; None where nothing is missing."""
    if is_bucket(url) and find_spec("boto3") is None:
        return f"boto3 for {url}: install kalenner[scale]"
    return None


def open_store(url: str, default: Path, *, is_public: bool = False, endpoint: str = "") -> ObjectStore:
    """Return the store at a location, or the folder `default` where the location is empty.

    `endpoint` is the address of an S3 service that is not Amazon's. A folder is readable by its owner alone
    unless `is_public`; who may read a bucket is set at the bucket.
    """
    if is_bucket(url):
        return BucketStore.open(url, endpoint=endpoint)
    return FolderStore(folder_of(url) if url else default, is_public=is_public)
