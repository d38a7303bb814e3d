"""Host names that look alike, by Unicode's data of confusable characters (UTS 39).

``confusables.json`` holds those characters of host names that look like letters and digits of ASCII. After a
new version of Unicode it is made again from its file::

    python -m kalenner.confusables confusables.txt
"""

import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "confusables.json"

_ENTRY = re.compile(r"([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;\s*MA\b")
_VERSION = re.compile(r"# Version: ([\d.]+)")
_PLAIN = re.compile(r"[a-z0-9-]+")
_SMALL_CAPITALS = "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_LIKE_SMALL_CAPITALS = {"\N{LATIN SMALL LETTER KRA}": "k", "\N{LATIN SMALL LETTER TURNED W}": "rn"}


def skeleton(name: str) -> str:
    """Return a name as a hurried reader sees it, without accents: names with equal ones look alike."""
    table = _table()
    return _without_accents(
        "".join(table.get(character, character) for character in unicodedata.normalize("NFD", name))
    )


@lru_cache
def _table() -> Mapping[str, str]:
    characters: dict[str, str] = json.loads(TABLE.read_text("utf-8"))["characters"]
    return characters


def _without_accents(text: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character)
    )


def table_of(source: str) -> dict[str, object]:
    """Return what is kept of Unicode's ``confusables.txt``; raises ValueError for another file."""
    version = _VERSION.search(source)
    if version is None:
        raise ValueError("expected the file confusables.txt of Unicode")
    characters = {}
    for code, prototype in _ENTRY.findall(source):
        character = chr(int(code, 16))
        plain = "".join(_plain(chr(int(digits, 16))) for digits in prototype.split())
        if _is_of_hosts(character) and _PLAIN.fullmatch(plain):
            characters[character] = plain
    characters |= {capital: _plain(capital) for capital in _SMALL_CAPITALS}
    licence = "Data of Unicode, Inc.; Unicode License V3: https://www.unicode.org/license.txt"
    return {"licence": licence, "version": version[1], "characters": dict(sorted(characters.items()))}


def _plain(character: str) -> str:
    """Return a letter without accents, and a small capital, which Unicode tells from its letter, as it."""
    if character in _LIKE_SMALL_CAPITALS:
        return _LIKE_SMALL_CAPITALS[character]
    small_capital = _SMALL_CAPITAL.fullmatch(unicodedata.name(character, ""))
    plain = _without_accents(small_capital[1] if small_capital else character).lower()
    return plain.replace("m", "rn")  # as Unicode has it


def _is_of_hosts(character: str) -> bool:
    """Tell whether a host's name in its one form may hold a character: small letters and digits."""
    forms = {character.lower(), *(unicodedata.normalize(form, character) for form in ("NFKC", "NFD"))}
    return forms == {character} and unicodedata.category(character)[0] in "LN"


if __name__ == "__main__":
    table = table_of(Path(sys.argv[1]).read_text("utf-8-sig"))
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
