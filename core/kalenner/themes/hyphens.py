"""Soft hyphens: where long words of headings may be divided; browsers have patterns of few languages."""

import re
from functools import cache
from typing import Any

LONG = 12
"""Letters of a word that is divided; shorter ones fit on every screen."""
MOST_CHARACTERS = 100
_AT_LEAST = 4  # letters on either side
_WORD = re.compile(rf"[^\W\d_]{{{LONG},}}")
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def with_soft_hyphens(text: str, language: str) -> str:
    """Return a short text whose long words say where they may be divided; as it is where nobody knows."""
    if len(text) > MOST_CHARACTERS or not _WORD.search(text):
        return text
    patterns = _patterns(language)
    if patterns is None:
        return text
    return _WORD.sub(lambda word: str(patterns.inserted(word[0], _SOFT_HYPHEN)), text)


@cache
def _patterns(language: str) -> Any:
    import pyphen  # import here: slow library

    known = pyphen.language_fallback(language)
    return None if known is None else pyphen.Pyphen(lang=known, left=_AT_LEAST, right=_AT_LEAST)
