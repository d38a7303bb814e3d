"""Digests of content, for names of files, entity tags and comparing; not for secrets."""

import hashlib
import json
from typing import Any


def content_digest(data: bytes, characters: int = 64) -> str:
    """Return the first hexadecimal characters of the content's SHA-256."""
    return hashlib.sha256(data).hexdigest()[:characters]


def json_digest(value: Any, characters: int = 64) -> str:
    """Return the digest of a value that JSON can hold; the order of keys does not matter."""
    return content_digest(json.dumps(value, sort_keys=True, ensure_ascii=False).encode(), characters)


def hashed_name(name: str, data: bytes, characters: int = 16) -> str:
    """Return a file name that changes with the content: ``page.1f2e3d4c5b6a7988.css``."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{content_digest(data, characters)}{dot}{suffix}"
