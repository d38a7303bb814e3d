"""Links within what people paste: a shared text, a sentence, brackets around, a domain without its scheme."""

import re
from collections.abc import Collection

MOST_CANDIDATES = 5

_WITH_SCHEME = re.compile(r"(?:https?|tg)://[^\s<>\"«»„“”]+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]+)\.?(?::443)?(?:[/?#]\S*)?", re.IGNORECASE
)
_AROUND = "<>\"'«»„“”‚‘’`*_"
_AT_END = ".,;:!?…" + _AROUND
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# A payload that is longer, or has other characters, is none that Telegram passes on.
_START = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})(?![\w%-])")


def link_candidates(text: str, *, hosts: Collection[str] | None = None) -> list[str]:
    """Return the links that a text may hold, in its order, and never none: the text itself, if no other.

    A domain without a scheme counts where nothing else is in the text, or where it is below one of `hosts`.
    Nothing is checked here: each candidate still has to pass :func:`kalenner.links.check_link`.
    """
    whole = text.strip()
    found = [_trimmed(match[0]) for match in _WITH_SCHEME.finditer(whole)]
    if not found:
        words = [word for word in map(_trimmed, whole.split()) if _DOMAIN.fullmatch(word)]
        is_alone = len(whole.split()) == 1
        found = [f"https://{word}" for word in words if is_alone or _is_below(word, hosts or ())]
    return list(dict.fromkeys(found))[:MOST_CANDIDATES] or [whole]


def start_payload(text: str) -> str | None:
    """Return the payload of the first start link within a text; None where there is none."""
    match = _START.search(text)
    return match[1] if match is not None else None


def _is_below(word: str, hosts: Collection[str]) -> bool:
    host = re.split(r"[/?#:]", word.lower(), maxsplit=1)[0]
    return any(
        host == bare or host.endswith(f".{bare}") for bare in (host_.removeprefix("*.") for host_ in hosts)
    )


def _trimmed(link: str) -> str:
    """Return a link without the punctuation of the sentence around it; brackets of its own stay."""
    link = link.lstrip(_AROUND + "([{")
    while link:
        last = link[-1]
        opening = _BRACKETS.get(last)
        if last not in _AT_END and (opening is None or link.count(opening) >= link.count(last)):
            break
        link = link[:-1]
    return link
