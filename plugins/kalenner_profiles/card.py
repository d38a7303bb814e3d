"""The printable card: who it is, what is offered, how to book. Its layout, and the drawing of it as an SVG.

The layout is measured with widths that hold for the widest common fonts, since an SVG is shown in whichever
is there; `card_files.py` makes a PDF and a picture of the same layout in a font of ours.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from kalenner.qr import qr_svg

WIDTH, HEIGHT = 85, 55
"""Millimetres, the size of a business card in Europe."""
BLEED, SAFE = 3, 5
"""Millimetres that are cut off on each side, and that texts keep from the cut."""
NAME_SIZE, SMALLEST = 6.5, 3.2
"""Heights of letters in millimetres."""
QR_SIDE = 37
QR_X, QR_Y = WIDTH - SAFE - QR_SIDE, (HEIGHT - QR_SIDE) / 2
LOGO_SIDE = 10.0
BAND = 1.5
"""How far the band in the design's accent reaches into the card, in millimetres."""
LONGEST = 120
"""Characters of a text; nicknames and addresses are shorter."""
COLOURS = {"paper": "#ffffff", "ink": "#1c2430", "muted": "#566070", "accent": "#1f6f5c"}
_ROOM = WIDTH - 2 * SAFE - QR_SIDE - 3.0
_LETTER = 0.6  # of the height: how wide a letter is on average in the widest common fonts
_CJK = 1.05
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U0001f000-\U0001faff]"
)

_CARD = Markup("""\
<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{whole_width}mm" height="{whole_height}mm" \
viewBox="{start} {start} {whole_width} {whole_height}">
<title>{name}</title>
<path fill="{paper}" d="M{start} {start}h{whole_width}v{whole_height}h-{whole_width}z"/>
<path fill="{accent}" d="M{start} {start}h{band}v{whole_height}h-{band}z"/>
<g stroke="{ink}" stroke-width="0.1">{marks}</g>
<g font-family="'Noto Sans', system-ui, 'Helvetica Neue', Arial, sans-serif">
{lines}
</g>
{logo}{code}
</svg>
""")
_LINE = Markup('<text x="{x}" y="{y:.2f}" font-size="{size:.2f}" fill="{colour}"{weight}>{text}</text>')
_LOGO = Markup('<image x="{x}" y="{y}" width="{side}" height="{side}" href="data:{type};base64,{data}"/>\n')


@dataclass(frozen=True)
class CardContent:
    """What a card says. `address` is the link as people type it, `invitation` a few words on what to do.

    `logo` is a JPEG or PNG; `colours` are those of :data:`COLOURS`, as ``#rrggbb``.
    """

    name: str
    address: str
    link: str
    invitation: str
    line: str = ""
    phone: str = ""
    logo: bytes | None = None
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)


@dataclass(frozen=True)
class TextLine:
    """One line of text: its baseline `y` and the height of its letters in millimetres."""

    text: str
    y: float
    size: float
    colour: str
    is_bold: bool = False


def card_lines(card: CardContent) -> list[TextLine]:
    """Return the lines of a card from top to bottom, as large as there is room for all."""
    scale = 1.0
    while True:
        upper, lower = _blocks(card, scale)
        room = HEIGHT - 2 * SAFE - (LOGO_SIDE + 1.5 if card.logo else 0)
        if _height(upper) + _height(lower) + 1.5 <= room or scale < 0.2:
            break
        scale *= 0.93
    y = SAFE + (LOGO_SIDE + 1.5 if card.logo else 0)
    lines = []
    for block in upper:
        for text in block.lines:
            lines.append(TextLine(text, y + block.size, block.size, block.colour, block.is_bold))
            y += block.size * block.leading
    y = HEIGHT - SAFE - _height(lower)
    for block in lower:
        for text in block.lines:
            lines.append(TextLine(text, y + block.size, block.size, block.colour))
            y += block.size * block.leading
    return lines


def card_svg(card: CardContent) -> bytes:
    """Return the card as an SVG of 91 by 61 mm, which is cut to 85 by 55."""
    colours = card.colours
    whole = {"whole_width": WIDTH + 2 * BLEED, "whole_height": HEIGHT + 2 * BLEED, "start": -BLEED}
    return _CARD.format(
        name=clean(card.name),
        lines=Markup("\n").join(_line(line) for line in card_lines(card)),
        logo=_logo(card.logo),
        code=_code(card.link),
        marks=_marks(),
        band=BAND + BLEED,
        paper=colours["paper"],
        ink=colours["ink"],
        accent=colours["accent"],
        **whole,
    ).encode()


@dataclass(frozen=True)
class _Block:
    lines: list[str]
    size: float
    colour: str
    leading: float = 1.3
    is_bold: bool = False


def _blocks(card: CardContent, scale: float) -> tuple[list[_Block], list[_Block]]:
    """Return what stands at the top and at the bottom."""
    ink, muted = card.colours["ink"], card.colours["muted"]

    def block(
        text: str, size: float, colour: str, *, most: int, leading: float = 1.3, is_bold: bool = False
    ) -> _Block:
        if is_bold:
            size = max(SMALLEST, min(size, _ROOM / _longest_word(clean(text))))
        lines, fitting = _fitted(clean(text), _ROOM, size * scale, most=most)
        return _Block(lines, fitting, colour, leading, is_bold)

    upper = [block(card.name, NAME_SIZE, ink, most=3, leading=1.2, is_bold=True)]
    if clean(card.line):
        upper.append(block(card.line, SMALLEST, muted, most=3))
    lower = [block(card.phone, SMALLEST, ink, most=1)] if card.phone else []
    lower.append(block(card.invitation, SMALLEST, muted, most=3))
    lower.append(block(card.address, SMALLEST, ink, most=4))
    return upper, lower


def _height(blocks: list[_Block]) -> float:
    return sum(len(block.lines) * block.size * block.leading for block in blocks)


def _line(line: TextLine) -> Markup:
    weight = Markup(' font-weight="700"') if line.is_bold else ""
    return _LINE.format(x=SAFE, y=line.y, size=line.size, text=line.text, colour=line.colour, weight=weight)


def _logo(logo: bytes | None) -> Markup:
    if logo is None:
        return Markup("")
    media_type = "image/png" if logo.startswith(b"\x89PNG") else "image/jpeg"
    return _LOGO.format(x=SAFE, y=SAFE, side=LOGO_SIDE, type=media_type, data=b64encode(logo).decode())


def _code(link: str) -> Markup:
    """Return the code where it stands; its own white margin reaches into the safe one."""
    place = Markup('<svg x="{}" y="{}" width="{}" height="{}" ').format(QR_X, QR_Y, QR_SIDE, QR_SIDE)
    return Markup(qr_svg(link).replace(Markup("<svg "), place, 1))  # noqa: S704 -- our own drawing


def marks() -> list[tuple[float, float, float, float]]:
    """Return the marks outside the cut that show where to cut, each from one point to another."""
    vertical = [(x, y, x, y + step) for x in (0, WIDTH) for y, step in ((-BLEED, 2), (HEIGHT + BLEED, -2))]
    level = [(x, y, x + step, y) for y in (0, HEIGHT) for x, step in ((-BLEED, 2), (WIDTH + BLEED, -2))]
    return [*vertical, *level]


def _marks() -> Markup:
    drawn = "".join(f"M{x1} {y1}L{x2} {y2}" for x1, y1, x2, y2 in marks())
    return Markup('<path d="{}"/>').format(drawn)


def clean(text: str) -> str:
    """Return a text on one line without what XML cannot hold, cut where no card has room for it."""
    text = " ".join(_NOT_IN_XML.sub("", text[: 2 * LONGEST]).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _width(text: str) -> float:
    """Return how wide a text is about, in heights of its letters."""
    wide = len(_WIDE.findall(text))
    return wide * _CJK + (len(text) - wide) * _LETTER


def _longest_word(text: str) -> float:
    """Return how wide the longest word is, in heights of its letters."""
    return max((_width(word) for word in re.findall(r"[^\s/-]+-?", text)), default=1.0)


def _fitted(text: str, room: float, size: float, *, most: int) -> tuple[list[str], float]:
    """Return a text in at most so many lines, and the height at which they fit into `room` millimetres."""
    while True:
        lines = _wrapped(text, room / size)
        if len(lines) <= most or size < 1.0:
            return lines, size
        size *= 0.93


def _wrapped(text: str, room: float) -> list[str]:
    """Return a text in lines of `room` heights, parted at spaces, slashes and hyphens, else anywhere."""
    lines, line = [], ""
    for part in re.findall(r"[^\s/-]+[\s/-]*|[\s/-]+", text):
        if line and _width((line + part).rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += part
        while _width(line.rstrip()) > room and len(line) > 1:
            fitting = [end for end in range(1, len(line)) if _width(line[:end]) <= room]
            end = max(fitting, default=1)
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
