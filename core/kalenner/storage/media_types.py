"""Media types of files, and which of them are worth compressing."""

import mimetypes
from pathlib import PurePosixPath

HTML = "text/html; charset=utf-8"
UNKNOWN = "application/octet-stream"

# Those that pages load, said here: what the system's tables say differs between machines.
_BY_SUFFIX = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": HTML,
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_COMPRESSIBLE = ("text/", "image/svg", "image/x-icon", "application/xml", "application/json")


def media_type_of(name: str) -> str:
    """Return the media type of a file by its name, with the charset of a text."""
    suffix = PurePosixPath(name).suffix
    return _BY_SUFFIX.get(suffix) or mimetypes.guess_type(name)[0] or UNKNOWN


def is_compressible(media_type: str) -> bool:
    """Tell whether content of this type becomes smaller; pictures and fonts are compressed already."""
    return media_type.startswith(_COMPRESSIBLE)
