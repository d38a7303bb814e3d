"""Files that would run or mislead where a browser showed them: given back as they came, to be saved alone."""

import pytest

from tests.core.files.forged_files import encoded, jpeg, zipped
from tests.core.transfers.library import Library

PAGE = b"<!DOCTYPE html><script>document.title='PWNED'</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
UNKNOWN = "application/octet-stream"

FILES: dict[str, tuple[str, bytes, str, str]] = {
    "page": ("page.html", PAGE, "text/html", UNKNOWN),
    "page named as a picture": ("photo.jpg", PAGE, "image/jpeg", "image/jpeg"),
    "page said to be a page, named as a picture": ("photo.jpg", PAGE, "text/html", UNKNOWN),
    "page with a charset": ("a.html", "ÿþ".encode() + PAGE, "text/html; charset=utf-7", UNKNOWN),
    "page in XHTML": ("a.xhtml", PAGE, "application/xhtml+xml", UNKNOWN),
    "page in XML": ("a.xml", b"<?xml-stylesheet href='//evil.example'?><a/>", "text/xml", UNKNOWN),
    "page as MIME": ("a.mhtml", b"MIME-Version: 1.0\r\n\r\n" + PAGE, "multipart/related", UNKNOWN),
    "drawing with a script": ("a.svg", SVG, "image/svg+xml", UNKNOWN),
    "drawing named as a picture": ("a.png", SVG, "image/png", "image/png"),
    "script": ("a.js", b"alert('PWNED')", "text/javascript", UNKNOWN),
    "style sheet": ("a.css", b"*{background:url(//evil.example)}", "text/css", UNKNOWN),
    "text that is a page": ("a.txt", PAGE, "text/plain", UNKNOWN),
    "picture and page in one": ("a.jpg", jpeg() + PAGE, "image/jpeg", "image/jpeg"),
    "picture and script in one": ("a.gif", b"GIF89a/*" + encoded("GIF") + b"*/=1;alert(1)", "image/gif", "image/gif"),
    "document with a script": ("a.pdf", b"%PDF-1.7\n/OpenAction<</S/JavaScript/JS(app.alert(1))>>", "application/pdf", "application/pdf"),
    "document and page in one": ("a.pdf", PAGE + b"%PDF-1.7", "application/pdf", "application/pdf"),
    "archive that becomes large": ("a.zip", zipped(), "application/zip", UNKNOWN),
    "program": ("a.exe", b"MZ" + bytes(100), "application/x-msdownload", UNKNOWN),
    "shortcut": ("a.desktop", b"[Desktop Entry]\nExec=sh", "application/x-desktop", UNKNOWN),
    "media type with a line break": ("a.bin", b"1", "image/png\r\nSet-Cookie: a=b", UNKNOWN),
    "media type of nonsense": ("a.bin", b"2", "'\"<>\x00", UNKNOWN),
    "media type in capitals": ("a.html", PAGE, "TEXT/HTML", UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said", "sent"), FILES.values(), ids=FILES)
def test_hostile_file_is_to_be_saved(library: Library, name: str, data: bytes, said: str, sent: str) -> None:
    answer = library.web.get(library.path(library.lend(data, name, said)))

    assert answer.body == data
    assert answer.headers["Content-Type"] == sent
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "Set-Cookie" not in answer.headers
