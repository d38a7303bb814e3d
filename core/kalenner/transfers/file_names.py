"""Names of files that are given out: what any system can save, and nobody misreads."""

import re
import unicodedata
from urllib.parse import quote

from kalenner.characters import without_invisible

MOST_BYTES = 200
"""File systems take 255, and browsers add " (1)" and ".part"."""
_MOST_SUFFIX = 16  # characters, with the dot
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"\s")
_UNNAMED = "file"


def safe_file_name(name: str) -> str:
    """Return a name that every file system takes, as like as possible to the one that was given.

    Without parts of a path, control characters, and characters that turn the direction of reading, by which
    "…gpj.exe" would be shown as "…exe.jpg". A long one is cut before its suffix.
    """
    text = " ".join(without_invisible(unicodedata.normalize("NFC", _SPACE.sub(" ", name))).split())
    text = _FORBIDDEN.sub("_", text).strip(". ") or _UNNAMED
    stem, dot, suffix = text.rpartition(".")
    if not stem or len(suffix) >= _MOST_SUFFIX:
        stem, dot, suffix = text, "", ""
    room = MOST_BYTES - len(f"{dot}{suffix}".encode())
    text = f"{_cut(stem, room).rstrip('. ')}{dot}{suffix}"
    return f"_{text}" if _DEVICE.fullmatch(text) else text


def attachment(name: str) -> str:
    """Return the value of Content-Disposition for a file to be saved, by RFC 6266."""
    safe = safe_file_name(name)
    plain = _in_ascii(safe)
    if plain == safe:
        return f'attachment; filename="{plain}"'
    # `quote` leaves letters, digits and "-._~", all of which RFC 8187 allows.
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _in_ascii(text: str) -> str:
    """Return a name for browsers that know no other alphabet: letters without their accents, or "_"."""
    letters = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    # Some decode "%"; NFKD makes a "/" of "℅".
    return "".join(one if " " <= one <= "~" and one not in '%"\\/' else "_" for one in letters)


def _cut(text: str, size: int) -> str:
    """Return as much of a text as fits into so many bytes of UTF-8."""
    return text.encode()[:size].decode(errors="ignore")
