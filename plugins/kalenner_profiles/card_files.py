"""The printable card as a PDF for print shops, and as a picture of the cut card, both in a font of ours.

Letters that the font does not have, such as emoji, are left out; a name of such letters alone has no PDF.
"""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry

from kalenner.drawings import DRAWERS
from kalenner.files import FILES
from kalenner.print_fonts import BOLD, REGULAR, font_path, register_fonts, without_unknown
from kalenner.qr import QUIET, qr_matrix
from kalenner_profiles.card import (
    BAND,
    BLEED,
    HEIGHT,
    LOGO_SIDE,
    QR_SIDE,
    QR_X,
    QR_Y,
    SAFE,
    WIDTH,
    CardContent,
    card_lines,
    card_svg,
    clean,
    marks,
)

DPI = 300
"""Dots an inch of the picture, the least that print shops ask for."""
_MM_OF_INCH = 25.4
_WHITE, _BLACK = "#ffffff", "#000000"


CARD = "profiles.card"
"""The drawer of the card."""


class NotInFont(Exception):
    """The name has no letter that the card's font can show."""


def draw_card(registry: Registry, values: Mapping[str, Any]) -> bytes:
    """Draw the card in a format, of its content with the key of the logo, which may be gone by now."""
    makers = {"pdf": card_pdf, "png": card_png, "svg": card_svg}
    content = {name: value for name, value in values.items() if name != "format"}
    logo = FILES.of(registry).find(values["logo"])
    return makers[values["format"]](CardContent(**{**content, "logo": logo}))


def is_in_font(name: str) -> bool:
    """Tell whether the font has a letter of a name, without which there is neither PDF nor picture."""
    return any(letter.isalnum() for letter in _in_font(name))


def drawable(card: CardContent) -> CardContent:
    """Return the card with the letters that the font has; raises NotInFont."""
    if not is_in_font(card.name):
        raise NotInFont
    return replace(
        card,
        name=_in_font(card.name),
        line=_in_font(card.line),
        phone=_in_font(card.phone),
        invitation=_in_font(card.invitation),
        address=_in_font(card.address),
    )


def card_pdf(card: CardContent) -> bytes:
    """Return the card as a PDF page with its bleed and trim boxes; raises NotInFont."""
    from reportlab.lib.units import mm  # import here: slow library
    from reportlab.lib.utils import ImageReader  # import here: slow library
    from reportlab.pdfgen.canvas import Canvas  # import here: slow library

    card = drawable(card)
    register_fonts()
    whole = (WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED)
    file = BytesIO()
    canvas = Canvas(file, pagesize=(whole[0] * mm, whole[1] * mm), pageCompression=1, invariant=1)
    canvas.setTitle(card.name)
    canvas.setBleedBox((0, 0, whole[0] * mm, whole[1] * mm))
    canvas.setTrimBox((BLEED * mm, BLEED * mm, (BLEED + WIDTH) * mm, (BLEED + HEIGHT) * mm))

    def x_of(x: float) -> float:
        return (x + BLEED) * mm

    def y_of(y: float) -> float:
        return (HEIGHT + BLEED - y) * mm

    def box(x: float, y: float, width: float, height: float, colour: str) -> None:
        canvas.setFillColor(colour)
        canvas.rect(x_of(x), y_of(y + height), width * mm, height * mm, stroke=0, fill=1)

    box(-BLEED, -BLEED, *whole, card.colours["paper"])
    box(-BLEED, -BLEED, BLEED + BAND, whole[1], card.colours["accent"])
    canvas.setLineWidth(0.1 * mm)
    canvas.setStrokeColor(card.colours["ink"])
    for x1, y1, x2, y2 in marks():
        canvas.line(x_of(x1), y_of(y1), x_of(x2), y_of(y2))
    if card.logo is not None:
        logo = ImageReader(BytesIO(card.logo))
        canvas.drawImage(
            logo, x_of(SAFE), y_of(SAFE + LOGO_SIDE), LOGO_SIDE * mm, LOGO_SIDE * mm, mask="auto"
        )
    for line in card_lines(card):
        canvas.setFillColor(line.colour)
        canvas.setFont(BOLD if line.is_bold else REGULAR, line.size * mm)
        canvas.drawString(x_of(SAFE), y_of(line.y), line.text)
    box(QR_X, QR_Y, QR_SIDE, QR_SIDE, _WHITE)
    for x, y, width, height in _modules(card.link):
        box(x, y, width, height, _BLACK)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def card_png(card: CardContent) -> bytes:
    """Return the card as it is after the cut, a picture of 85 by 55 mm at :data:`DPI`; raises NotInFont.

    Bleed and crop marks are for print shops, who take the PDF; a picture is shown to people as it is.
    """
    from PIL import Image, ImageDraw, ImageFont  # import here: slow library

    card = drawable(card)
    scale = DPI / _MM_OF_INCH
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    picture = Image.new("RGB", size, card.colours["paper"])
    draw = ImageDraw.Draw(picture)

    def at(millimetres: float) -> int:
        return round(millimetres * scale)

    draw.rectangle((0, 0, at(BAND) - 1, size[1]), fill=card.colours["accent"])
    if card.logo is not None:
        with Image.open(BytesIO(card.logo)) as logo:
            side = round(LOGO_SIDE * scale)
            fitted = logo.convert("RGBA").resize((side, side), Image.Resampling.LANCZOS)
        picture.paste(fitted, (at(SAFE), at(SAFE)), fitted)
    for line in card_lines(card):
        font = ImageFont.truetype(font_path(BOLD if line.is_bold else REGULAR), line.size * scale)
        draw.text((at(SAFE), at(line.y)), line.text, fill=line.colour, font=font, anchor="ls")
    draw.rectangle((at(QR_X), at(QR_Y), at(QR_X + QR_SIDE) - 1, at(QR_Y + QR_SIDE) - 1), fill=_WHITE)
    for x, y, width, height in _modules(card.link):
        draw.rectangle((at(x), at(y), at(x + width) - 1, at(y + height) - 1), fill=_BLACK)
    file = BytesIO()
    picture.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


def _modules(link: str) -> list[tuple[float, float, float, float]]:
    """Return the dark runs of the code's rows as rectangles in millimetres."""
    matrix = qr_matrix(link)
    module = QR_SIDE / (len(matrix) + 2 * QUIET)
    rectangles = []
    for row, cells in enumerate(matrix, QUIET):
        start: int | None = None
        for column, is_dark in enumerate([*cells, False], QUIET):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                width = (column - start) * module
                rectangles.append((QR_X + start * module, QR_Y + row * module, width, module))
                start = None
    return rectangles


def _in_font(text: str) -> str:
    return clean(without_unknown(text))


def includeme(config: Configurator) -> None:
    """Let the card be drawn when it is sent."""
    DRAWERS.of(config.registry)[CARD] = draw_card
