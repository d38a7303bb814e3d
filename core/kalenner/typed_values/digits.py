"""Digits and signs of every script as ASCII, without changing what a text means.

Unicode's own compatibility forms do not serve: they make 502 of "50²" and 11⁄2 of "1½".
"""

import re
import unicodedata

_SPACES = re.compile(" {2,}")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = str.maketrans(
    {
        "\N{ARABIC DECIMAL SEPARATOR}": ".",
        "\N{ARABIC THOUSANDS SEPARATOR}": "'",
        "\N{ARABIC COMMA}": ",",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
        "\N{PRIME}": "'",
        "\N{MINUS SIGN}": "-",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{FIGURE DASH}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{RATIO}": ":",
    }
)


def plain_digits(text: str) -> str:
    """Return a text with decimal digits of any script, full-width characters, spaces and dashes as in ASCII.

    Ends are trimmed, and of several spaces one remains. Line feeds and tabs stay: what they divide is none.
    """
    return _SPACES.sub(" ", "".join(map(_plain, text.translate(_FULL_WIDTH).translate(_SIGNS)))).strip()


def _plain(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character) == "Cf":  # marks of the direction of writing, around Arabic amounts
        return ""
    return " " if unicodedata.category(character) == "Zs" else character
