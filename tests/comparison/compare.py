"""Compares two dumps; what may differ stands in one table."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.comparison.dump import read


@dataclass(frozen=True)
class Allowed:
    """A difference that is wanted: what `pattern` matches is left out of both sides before they are compared.

    Only in entries whose file and name match `where`.
    """

    pattern: str
    reason: str
    where: str = ""


ALLOWED = (
    Allowed(
        r"[\u200c\u200d\U000e0020-\U000e007f]", "joiners and tag characters are kept inside words and flags"
    ),
    Allowed(r"/-/static/[\w./%~-]+", "asset addresses"),
    Allowed(r"\?t=[\w.-]+", "tokens of signed links, whose signature has another form"),
    Allowed(r"/-/page/[\w./%~-]+", "asset addresses of published pages"),
    Allowed(r"(?s).+", "refusals of look-alikes", where=r"‹ https://inst\u0430gram\.com"),
    # A zone is shown by its city or region with its offset, such as "Berlin (UTC+1)".
    Allowed(r"[^\[\n]*\bUTC[+−-]\d+(:\d\d)?[^\]\n]*", "zone names", where=r"^screens-"),
)


def differences(old: Path, new: Path) -> Iterator[str]:
    """Return each difference that is not allowed, as text that names its place."""
    names = sorted({path.name for folder in (old, new) for path in folder.glob("*.json")})
    for name in names:
        if not (old / name).exists() or not (new / name).exists():
            yield f"{name}: only in the {'new' if (new / name).exists() else 'old'} dump"
            continue
        before, after = (_named(name, read(folder / name)) for folder in (old, new))
        for key in sorted(before.keys() | after.keys()):
            yield from _entry(name, key, before.get(key), after.get(key))


def _named(file: str, entries: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return published files by names without what tells their content, which is an asset address."""
    if not file.startswith(("published", "web")):
        return entries
    named: dict[str, list[str]] = {}
    for key, lines in entries.items():
        is_asset = key.removeprefix("/").startswith(("-/page/", "-/static/"))
        ending = re.sub(r"^.*?(\.[a-z0-9]+)$", r"\1", key)
        named_key = f"asset {ending} {_content_key(lines)}" if is_asset else key
        named[named_key] = lines
    return named


def _content_key(lines: list[str]) -> str:
    """Return the first words of a file's content, which stay when its address changes."""
    body = lines[lines.index("") + 1 :] if "" in lines else lines
    return "".join(body)[:60]


def _entry(file: str, key: str, before: list[str] | None, after: list[str] | None) -> Iterator[str]:
    if before is None or after is None:
        side, lines = ("old", before) if after is None else ("new", after)
        yield f"{file}: {key}\n  only in the {side} dump: {(lines or [''])[0][:200]}"
        return
    old, new = (plain(f"{file} {key}", "\n".join(lines)) for lines in (before, after))
    if old != new:
        lines = difflib.unified_diff(old.split("\n"), new.split("\n"), "old", "new", lineterm="", n=1)
        yield "\n  ".join([f"{file}: {key}", *list(lines)[2:60]])


def plain(where: str, text: str) -> str:
    """Return a text without what is allowed to differ there."""
    for allowed in ALLOWED:
        if re.search(allowed.where, where):
            text = re.sub(allowed.pattern, "", text)
    return text
