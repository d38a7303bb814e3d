"""The font of files for print: which letters it has, and what stands for those it lacks.

Noto Sans has the Latin, Greek and Cyrillic letters. What a font lacks is drawn as an empty box, so a text
goes through one of the functions here before it is drawn.
"""

import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

REGULAR, BOLD = "NotoSans-Regular", "NotoSans-Bold"
_FONTS = Path(__file__).parent / "fonts"


def font_path(name: str) -> Path:
    """Return where the file of a font is."""
    return _FONTS / f"{name}.ttf"


def without_unknown(text: str) -> str:
    """Return a text without the letters that the font lacks, such as emoji."""
    known = _letters()
    return "".join(letter for letter in text if ord(letter) in known)


def spelled_out(text: str) -> str:
    """Return a text of which nothing is lost: what the font lacks is named by number, such as [U+738B]."""
    known = _letters()
    parts = []
    letters = unicodedata.normalize("NFC", text)
    for is_known, run in groupby(letters, key=lambda letter: letter == "\n" or ord(letter) in known):
        same = list(run)
        parts.append("".join(same) if is_known else f"[{' '.join(f'U+{ord(one):04X}' for one in same)}]")
    return "".join(parts)


def register_fonts() -> None:
    """Let reportlab draw in :data:`REGULAR` and :data:`BOLD`, in paragraphs with marked words too."""
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily  # import here: slow library

    for name in (REGULAR, BOLD):
        registerFont(_font(name))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@lru_cache
def _font(name: str) -> Any:
    from reportlab.pdfbase.ttfonts import TTFont  # import here: slow library

    return TTFont(name, str(font_path(name)))


@lru_cache
def _letters() -> frozenset[int]:
    """Return the code points that both fonts have letters for."""
    faces = [_font(name).face.charToGlyph for name in (REGULAR, BOLD)]
    return frozenset.intersection(
        *(frozenset(point for point, glyph in face.items() if glyph) for face in faces)
    )
