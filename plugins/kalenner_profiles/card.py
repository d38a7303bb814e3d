"""The printable card: name, address and QR code of a page as an SVG."""

import re

from markupsafe import Markup

from kalenner.qr import qr_svg

WIDTH, HEIGHT = 85, 55
"""Millimetres, the size of a business card in Europe."""
BLEED, SAFE = 3, 5
"""Millimetres that are cut off on each side, and that texts keep from the cut."""
NAME_SIZE, SMALLEST = 6.5, 3.2
"""Heights of letters in millimetres."""
QR_SIDE = 37
LONGEST = 120
"""Characters of a text; nicknames and addresses are shorter."""
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
<path fill="#fff" d="M{start} {start}h{whole_width}v{whole_height}h-{whole_width}z"/>
<g stroke="#000" stroke-width="0.1">{marks}</g>
<g fill="#1c2430" font-family="system-ui, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif">
{lines}
</g>
{code}
</svg>
""")
_LINE = Markup('<text x="{x}" y="{y:.2f}" font-size="{size:.2f}"{weight}>{text}</text>')


def card_svg(name: str, address: str, link: str, invitation: str) -> bytes:
    """Return the card as an SVG of 91 by 61 mm, which is cut to 85 by 55.

    `address` is the link as people type it, `invitation` a few words on what to do.
    """
    room = WIDTH - 2 * SAFE - QR_SIDE - 3.0
    heading, size = _fitted(_clean(name), room, NAME_SIZE, most=3)
    address_lines, address_size = _fitted(_clean(address), room, SMALLEST, most=4)
    invitation_lines, invitation_size = _fitted(_clean(invitation), room, SMALLEST, most=3)
    lines = []
    y = SAFE + size
    for text in heading:
        lines.append(_line(text, y, size, ' font-weight="700"'))
        y += size * 1.2
    address_y = HEIGHT - SAFE - 0.3 * address_size - (len(address_lines) - 1) * address_size * 1.3
    invitation_y = address_y - len(invitation_lines) * invitation_size * 1.3 - 1.5
    lines += _block(invitation_lines, invitation_y, invitation_size)
    lines += _block(address_lines, address_y, address_size)
    whole = {"whole_width": WIDTH + 2 * BLEED, "whole_height": HEIGHT + 2 * BLEED, "start": -BLEED}
    code = _code(link)
    return _CARD.format(
        name=_clean(name), lines=Markup("\n").join(lines), code=code, marks=_marks(), **whole
    ).encode()


def _block(lines: list[str], y: float, size: float) -> list[Markup]:
    """Return lines below each other, the first at `y`."""
    return [_line(text, y + place * size * 1.3, size) for place, text in enumerate(lines)]


def _line(text: str, y: float, size: float, weight: str = "") -> Markup:
    return _LINE.format(x=SAFE, y=y, size=size, text=text, weight=Markup(weight))  # noqa: S704 -- ours


def _code(link: str) -> Markup:
    """Return the code where it stands; its own white margin reaches into the safe one."""
    place = Markup('<svg x="{}" y="{}" width="{}" height="{}" ').format(
        WIDTH - SAFE - QR_SIDE, (HEIGHT - QR_SIDE) / 2, QR_SIDE, QR_SIDE
    )
    return Markup(qr_svg(link).replace(Markup("<svg "), place, 1))  # noqa: S704 -- our own drawing


def _marks() -> Markup:
    """Return the marks outside the cut that show where to cut."""
    drawn = []
    for x in (0, WIDTH):
        drawn += [f"M{x} {-BLEED}v2", f"M{x} {HEIGHT + BLEED}v-2"]
    for y in (0, HEIGHT):
        drawn += [f"M{-BLEED} {y}h2", f"M{WIDTH + BLEED} {y}h-2"]
    return Markup('<path d="{}"/>').format("".join(drawn))


def _clean(text: str) -> str:
    """Return a text on one line without what XML cannot hold, cut where no card has room for it."""
    text = " ".join(_NOT_IN_XML.sub("", text[: 2 * LONGEST]).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _width(text: str) -> float:
    """Return how wide a text is about, in heights of its letters."""
    wide = len(_WIDE.findall(text))
    return wide * _CJK + (len(text) - wide) * _LETTER


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
