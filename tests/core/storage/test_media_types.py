"""What browsers are told that files are."""

import pytest

from kalenner.storage import is_compressible, media_type_of


@pytest.mark.parametrize(
    ("name", "media_type", "is_smaller"),
    [
        ("page.1234.css", "text/css; charset=utf-8", True),
        ("icon.svg", "image/svg+xml", True),
        ("index.html", "text/html; charset=utf-8", True),
        ("photo.jpg", "image/jpeg", False),
        ("photo.webp", "image/webp", False),
        ("photo.avif", "image/avif", False),
        ("serif.woff2", "font/woff2", False),
        ("0123456789abcdef", "application/octet-stream", False),
    ],
)
def test_the_suffix_tells_the_type_and_whether_compressing_helps(
    name: str, media_type: str, *, is_smaller: bool
) -> None:
    assert (media_type_of(name), is_compressible(media_type)) == (media_type, is_smaller)
