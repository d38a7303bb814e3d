r"""Web addresses that people enter: which are accepted, and their normal form.

A link is taken apart here by hand. `urllib` drops tabs and newlines, browsers read ``\`` as ``/``: what they
disagree about is refused, never repaired. Host names follow IDNA 2008, as registries sell them.
"""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from urllib.parse import quote

import idna

from kalenner.confusables import skeleton

MOST_CHARACTERS = 2_000
MOST_HOST = 253

_SHAPE = re.compile(r"https://([^/?#]+)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What stays as it is in a path, a query, a fragment. "'" might too, but encoded it can end no attribute.
_SAFE = "/:@!$&()*+,;=~%[]?"
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}
# Names that are written in several scripts at once, by the first word of their characters' names.
_TOGETHER = (
    {"CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC"},
    {"CJK", "HANGUL"},
    {"CJK", "BOPOMOFO"},
    {"ARABIC", "EXTENDED"},
)
# Cyrillic and Greek letters that are not merely like a Latin one but the same shape, as browsers list them.
_TWINS = re.compile("[асԁеһіјӏорԛѕԝхуъьҽпгѵѡαικνρυωηοτ0-9-]+")


class LinkFault(StrEnum):
    """Why a link is refused."""

    NOT_HTTPS = "not_https"
    NOT_A_LINK = "not_a_link"
    USERINFO = "userinfo"
    ODD_HOST = "odd_host"
    OTHER_HOST = "other_host"


class LinkRefused(Exception):
    """A link is not taken: `reason` says why, `detail` names the host, or for OTHER_HOST the wanted ones."""

    def __init__(self, reason: LinkFault, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason.value} {detail}".strip())


def check_link(text: str, *, hosts: Collection[str] | None = None) -> str:
    """Return a link in the form it is kept: pure ASCII, no quotes or angle brackets, the host in lower case.

    `hosts` are the hosts it may lead to, in ASCII: ``instagram.com`` stands for itself, ``www.`` and ``m.``
    of it; ``*.ok.ru`` for whatever is below ok.ru, but not for ok.ru. None allows every public host name.
    A link that was returned is returned unchanged. Raises LinkRefused.
    """
    link = text.strip()
    if not link[:6].lower() == "https:":
        raise LinkRefused(LinkFault.NOT_HTTPS)
    match = _SHAPE.fullmatch(link)
    if match is None or len(link) > MOST_CHARACTERS or any(map(_is_unlinkable, link)):
        raise LinkRefused(LinkFault.NOT_A_LINK)
    authority, path, query, fragment = (part or "" for part in match.groups())
    tail = (path or "/") + query + fragment
    if any(unicodedata.category(character) == "Cf" for character in tail):
        raise LinkRefused(LinkFault.NOT_A_LINK)
    host = _host(authority, hosts)
    normal_form = f"https://{host}{_LONE_PERCENT.sub('%25', _quoted(path or '/', query, fragment))}"
    if len(normal_form) > MOST_CHARACTERS:
        raise LinkRefused(LinkFault.NOT_A_LINK)
    return normal_form


def _is_unlinkable(character: str) -> bool:
    category = unicodedata.category(character)
    return character == "\\" or category[0] == "Z" or category in {"Cc", "Cs"}


def _quoted(path: str, query: str, fragment: str) -> str:
    """Return what follows the host, encoded as a browser does; the first "#" begins the fragment."""
    start = quote(path + query, safe=_SAFE)
    return f"{start}#{quote(fragment[1:], safe=_SAFE)}" if fragment else start


def _host(authority: str, hosts: Collection[str] | None) -> str:
    """Return the host in ASCII; raises LinkRefused."""
    if "@" in authority:
        raise LinkRefused(LinkFault.USERINFO)
    if authority.startswith("["):
        raise LinkRefused(LinkFault.ODD_HOST, _named(authority))
    host_as_given, _, port = authority.partition(":")
    if port not in {"", "443"}:
        is_number = re.fullmatch(r"[0-9]{1,5}", port) is not None
        raise LinkRefused(LinkFault.ODD_HOST if is_number else LinkFault.NOT_A_LINK, _named(authority))
    name = unicodedata.normalize("NFC", host_as_given.lower()).removesuffix(".")
    if unicodedata.normalize("NFKC", name) != name:  # full-width letters, "℀", a full stop that is none
        raise LinkRefused(LinkFault.ODD_HOST, _named(host_as_given))
    host = _checked_name(name)
    if hosts is not None:
        _check_among(host, name, hosts)
    return host


def _checked_name(name: str) -> str:
    """Return a host name in ASCII; raises LinkRefused for what names no public host."""
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]) or labels[-1] == "localhost":
        raise LinkRefused(LinkFault.ODD_HOST, _named(name))
    if len(labels) < 2 or "" in labels:
        raise LinkRefused(LinkFault.NOT_A_LINK)
    plain = [_checked_label(label, name) for label in labels]
    host = ".".join(plain)
    if not _TOP.fullmatch(plain[-1]) or len(host) > MOST_HOST:
        raise LinkRefused(LinkFault.NOT_A_LINK)
    # Below .рф a word of such letters is a word; below .com it is meant to be misread.
    if not plain[-1].startswith("xn--") and any(map(_is_twin, map(_unicode_name, plain))):
        raise LinkRefused(LinkFault.ODD_HOST, _named(name))
    return host


def _is_twin(label: str) -> bool:
    return not label.isascii() and _TWINS.fullmatch(label) is not None


def _checked_label(label: str, name: str) -> str:
    """Return one part of a host's name in ASCII; raises LinkRefused."""
    if label.isascii() and not label.startswith("xn--"):
        if _LABEL.fullmatch(label) is None:
            raise LinkRefused(LinkFault.NOT_A_LINK)
        return label
    try:
        unicode_label = idna.ulabel(label)
        plain = idna.alabel(unicode_label).decode()
    except idna.IDNAError as error:
        raise LinkRefused(LinkFault.ODD_HOST, _named(name)) from error
    if _is_mixed(unicode_label):
        raise LinkRefused(LinkFault.ODD_HOST, _named(name))
    return plain


def _is_mixed(label: str) -> bool:
    """Tell whether letters of several scripts stand in one label, or an accent that belongs to no letter."""
    scripts = set()
    for character in label:
        if character in "-0123456789":
            continue
        if unicodedata.category(character) == "Mn" and unicodedata.name(character).startswith("COMBINING"):
            scripts.add("COMBINING")
        else:
            scripts.add(re.split(r"[ -]", unicodedata.name(character, "UNNAMED"))[0])
    if "COMBINING" in scripts:  # "i" with a second dot
        return bool(scripts & _ALPHABETS)
    return len(scripts) > 1 and not any(scripts <= allowed for allowed in _TOGETHER)


def _check_among(host: str, name: str, hosts: Collection[str]) -> None:
    """Raise LinkRefused if a host is none of those wanted; one that imitates them is an odd one."""
    appearance = skeleton(".".join(map(_unicode_name, name.split("."))))
    for pattern in hosts:
        bare = pattern.removeprefix("*.")
        forms = {bare, f"www.{bare}", f"m.{bare}"}
        if host.endswith(f".{bare}") if pattern.startswith("*.") else host in forms:
            return
        if host not in forms and appearance in map(skeleton, forms):
            raise LinkRefused(LinkFault.ODD_HOST, _named(name))
    raise LinkRefused(LinkFault.OTHER_HOST, ", ".join(pattern.removeprefix("*.") for pattern in hosts))


def _unicode_name(label: str) -> str:
    return idna.ulabel(label) if label.startswith("xn--") else label


def _named(host: str) -> str:
    """Return a refused host so that its reader sees what it is: in ASCII, as browsers unmask it."""
    labels = (
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in host.split(".")
    )
    return ".".join(labels)[:60]
