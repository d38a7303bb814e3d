"""Characters of texts that people write: which are invisible, and how texts are compared."""

import re
import unicodedata

from idna.core import valid_contextj

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_WINDOW = 8
"""How many characters on each side of a joiner decide whether it has an effect."""

# Without a visible form, though their category does not say so; and code points that are no characters.
# What selects a form of the character before it is kept where such forms exist; so are the tags of a flag.
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,30}\U000e007f"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f])"
    "|[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0d\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_JOINER = re.compile(f"[{_ZWNJ}{_ZWJ}]")
_CURSIVE = re.compile("[\u0620-\u06ff\u0710-\u07fa\u0840-\u08ff\u1807\u1820-\u18aa\ua840-\ua872]")


def fold_case(text: str) -> str:
    """Return the form in which two texts count as the same: without case, width, and more than one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_invisible(text: str) -> str:
    """Return a text without its invisible characters; line feeds stay.

    Dropped are control characters, all that sets the direction of writing, fillers, tags, private and
    unpaired code points. Kept is what changes what is seen: joiners within words of scripts that need them
    and within emoji, variation selectors of ideographs, the tags of a flag.
    """
    seen = _UNSEEN.sub(r"\1", text)
    if seen.replace("\n", "").isprintable():  # nearly every text: then no category of its characters is C
        return seen
    visible = "".join(filter(_is_seen, seen))
    return _JOINER.sub(lambda match: match[0] if _joins(visible, match.start()) else "", visible)


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":  # perhaps an emoji younger than this table; the last two of each plane never are
        return ord(character) & 0xFFFE != 0xFFFE
    return category[0] != "C" or character in {"\n", _ZWNJ, _ZWJ} or "\U000e0020" <= character <= "\U000e007f"


def _joins(text: str, place: int) -> bool:
    """Tell whether the joiner at a place changes how its neighbours are written."""
    start = max(0, place - _WINDOW)
    context = text[start : place + 1 + _WINDOW]
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    try:
        if valid_contextj(context, place - start):
            return True
    except ValueError:  # a neighbour has no name, as an emoji younger than this table
        pass
    if text[place] == _ZWNJ:
        return False
    is_in_word = bool(_CURSIVE.match(before) or _CURSIVE.match(after))
    return is_in_word or (_is_pictured(before) and _is_pictured(after))


def _is_pictured(character: str) -> bool:
    """Tell whether a character may be part of an emoji: a symbol, its colour, its presentation, a tag."""
    is_part = character == "\ufe0f" or character == "\U000e007f"
    return is_part or (character != "" and unicodedata.category(character) in {"So", "Sk", "Sm", "Cn"})
