"""Names of files, however hostile: what is sent can be saved anywhere, and reads as what it is."""

import re
import unicodedata
from urllib.parse import unquote

import pytest

from kalenner.transfers.file_names import attachment, safe_file_name
from tests.core.transfers.library import Library

HOSTILE = {
    "": "file",
    " ": "file",
    ".": "file",
    "..": "file",
    "../../etc/passwd": "_._etc_passwd",
    "..\\..\\windows\\system32\\cmd.exe": "_.._windows_system32_cmd.exe",
    "/etc/shadow": "_etc_shadow",
    "C:\\boot.ini": "C_boot.ini",
    "\\\\server\\share": "_server_share",
    "file.txt:stream": "file.txt_stream",
    "findings\u202egpj.exe": "findingsgpj.exe",
    "\u202ddocument\u2066.pdf\u2069": "document.pdf",
    "a\u200bb\ufeffc\u00ad.txt": "abc.txt",
    "evil\r\nSet-Cookie: a=b": "evil Set-Cookie_ a=b",
    "evil\rLocation: //evil.example": "evil Location_ _evil.example",
    "null\x00byte.jpg\x00.exe": "nullbyte.jpg.exe",
    "tab\tand\x0bmore\x0c.txt": "tab and more.txt",
    "bell\x07escape\x1b[31m.txt": "bellescape[31m.txt",
    "line\u2028separator\u2029.txt": "line separator.txt",
    "next\x85line.txt": "next line.txt",
    'quote".pdf': "quote_.pdf",
    'a"; filename="b.exe': "a_; filename=_b.exe",
    "a; filename*=UTF-8''evil.exe": "a; filename_=UTF-8''evil.exe",
    "percent%0d%0aX: y.pdf": "percent%0d%0aX_ y.pdf",
    "%2e%2e%2fpasswd": "%2e%2e%2fpasswd",
    "<script>alert(1)</script>.html": "_script_alert(1)_script_.html",
    "what?*|.doc": "what_.doc",
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "COM¹.pdf": "_COM¹.pdf",
    "lpt9.tar.gz": "_lpt9.tar.gz",
    "trailing. . .": "trailing",
    "   leading.pdf": "leading.pdf",
    ".htaccess": "htaccess",
    "Анкета клиента.pdf": "Анкета клиента.pdf",
    "Größe ändern.pdf": "Größe ändern.pdf",
    "cafe\u0301.pdf": "café.pdf",
    "健康診断.pdf": "健康診断.pdf",
    "👩‍⚕️ Befund 🩻.pdf": "👩‍⚕️ Befund 🩻.pdf",
    "\udcff\ud800.bin": "bin",
    "x" * 4096 + ".pdf": "x" * 196 + ".pdf",
    "я" * 4096: "я" * 100,
    "я" * 4096 + ".jpeg": "я" * 97 + ".jpeg",
    "a." + "b" * 4096: "a." + "b" * 198,
}
_VALUE = re.compile(r"attachment; filename=\"([ -~]+)\"(?:; filename\*=UTF-8''([A-Za-z0-9%._~-]+))?")


def test_there_are_forty() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(("name", "safe"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_hostile_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe
    assert safe_file_name(safe) == safe
    assert 0 < len(safe.encode()) <= 201
    assert not any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in safe)


@pytest.mark.parametrize(("name", "safe"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_header_says_the_name_and_nothing_else(name: str, safe: str) -> None:
    match = _VALUE.fullmatch(attachment(name))

    assert match is not None
    plain, encoded = match.groups()
    assert not re.search(r'[\\/"%]', plain)
    assert (unquote(encoded, errors="strict") if encoded else plain) == safe


def test_name_without_accents_is_offered_to_old_browsers() -> None:
    told = attachment("Größe; ändern.pdf")

    assert told == (
        "attachment; filename=\"Gro_e; andern.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%3B%20%C3%A4ndern.pdf"
    )


@pytest.mark.parametrize("name", [*HOSTILE][:8])
def test_hostile_name_reaches_nobody_through_the_web(library: Library, name: str) -> None:
    answer = library.web.get(library.path(library.lend(b"Findings", name=name)))

    assert answer.headers["Content-Disposition"] == attachment(name)
    assert answer.body == b"Findings"
