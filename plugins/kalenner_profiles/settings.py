"""Settings of published pages: where their files are written, and at which address people see them."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kalenner.settings import group, setting, url_of, whole_number

A_DAY = 86_400
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def target_url(text: str) -> str:
    """Parse ``file:///folder`` or ``s3://bucket/prefix``; empty means the folder in the data folder."""
    if not text:
        return text
    parts = urlsplit(text)
    is_folder = parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")
    is_bucket = parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc) is not None
    if not (is_folder or is_bucket) or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def folder_of(url: str) -> Path:
    """Return the folder of a file URL."""
    return Path(unquote(urlsplit(url).path))


@group("pages")
class PagesSettings:
    """Where profile pages are published."""

    target: str = setting(
        "",
        target_url,
        "file:///folder or s3://bucket/prefix",
        "Empty: the folder pages in the data folder, served by the web process.",
    )
    s3_endpoint: str = setting(
        "", url_of("http", "https"), "an http or https URL", "Empty: Amazon's; else of another S3 service."
    )
    public_url: str = setting(
        "",
        url_of("http", "https"),
        "an http or https URL",
        "The address of the pages where another host serves them; empty: web.public_url.",
    )
    max_age: int = setting(
        300,
        whole_number(0, A_DAY),
        "seconds from 0 to 86400",
        "How long browsers and CDNs keep a page unasked.",
    )
