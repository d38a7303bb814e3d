"""How the text of a setting becomes its value; each parser raises ValueError."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Parse = Callable[[str], Any]
_AGE_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")


def words(text: str) -> tuple[str, ...]:
    """Parse a list of names separated by white space."""
    return tuple(text.split())


def age_recipients(text: str) -> tuple[str, ...]:
    """Parse public keys in the age format, by their look; raise ValueError for anything else."""
    keys = words(text)
    if not all(_AGE_RECIPIENT.fullmatch(key) for key in keys):
        raise ValueError(text)
    return keys


def boolean(text: str) -> bool:
    """Parse true or false; raise ValueError for anything else."""
    try:
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]
    except KeyError:
        raise ValueError(text) from None


def whole_number(low: int, high: int) -> Parse:
    """Make a parser of ASCII digits from `low` to `high`."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise ValueError(text)
        return int(text)

    return parse


def one_of(*choices: str) -> Parse:
    """Make a parser that takes exactly one of `choices`."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return parse


def url_of(*schemes: str) -> Parse:
    """Make a parser of URLs with one of `schemes`; a trailing slash is dropped, empty means none."""

    def parse(text: str) -> str:
        if not text:
            return text
        parts = urlsplit(text)
        if parts.scheme not in schemes or (parts.scheme.startswith("http") and not parts.hostname):
            raise ValueError(text)
        if parts.netloc:
            parts.port  # noqa: B018 -- raises ValueError for a port that is not one
        return text.rstrip("/")

    return parse


def origin_of(*schemes: str) -> Parse:
    """Make a parser of the same without path and query: what is served knows no path before its own."""
    parse_url = url_of(*schemes)

    def parse(text: str) -> str:
        url: str = parse_url(text)
        parts = urlsplit(url)
        if parts.path or parts.query or parts.fragment:
            raise ValueError(text)
        return url

    return parse


def folder(text: str) -> Path:
    """Parse the path of a folder, made absolute; raise ValueError for an existing file."""
    path = Path(text).expanduser().absolute()
    if not text or (path.exists() and not path.is_dir()):
        raise ValueError(text)
    return path


def optional_file(text: str) -> Path | None:
    """Parse the path of a file, made absolute; empty means none."""
    return Path(text).expanduser().absolute() if text else None


def one_line(text: str) -> str:
    """Parse a text for people: white space is made one space; raise ValueError for what is not printable."""
    text = " ".join(text.split())
    if not text.isprintable():
        raise ValueError(text)
    return text


def email(text: str) -> str:
    """Parse an e-mail address as it may stand in a link; empty means none."""
    if text and not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text):
        raise ValueError(text)
    return text


def texts_folder(text: str) -> Path | None:
    """Parse the path of a folder with ``*.txt`` files, which must be readable as UTF-8; empty means none."""
    path = optional_folder(text)
    try:
        for file in path.glob("*.txt") if path else ():
            file.read_text("utf-8")
    except OSError as error:
        raise ValueError(text) from error
    return path


def optional_folder(text: str) -> Path | None:
    """Parse the path of a folder that is there, made absolute; empty means none."""
    if not text:
        return None
    path = Path(text).expanduser().absolute()
    if not path.is_dir():
        raise ValueError(text)
    return path
