"""Contact sheets: many photos in one picture, each with its number."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_CELL = 300  # pixels
_GAP = 12
_PAPER, _EMPTY, _INK = (255, 255, 255), (232, 232, 228), (34, 34, 34)
_BADGE, _LETTERS = 56, 32
_QUALITY = 82


def contact_sheet(photos: Sequence[bytes | None], *, first: int, per_row: int) -> bytes:
    """Return a JPEG of photos, `per_row` in a row, numbered from `first`; a missing one is an empty field."""
    from PIL import Image  # import here: slow library

    columns, rows = min(per_row, len(photos)), -(-len(photos) // per_row)
    step = _CELL + _GAP
    sheet = Image.new("RGB", (columns * step + _GAP, rows * step + _GAP), _PAPER)
    for place, photo in enumerate(photos):
        corner = (_GAP + place % per_row * step, _GAP + place // per_row * step)
        sheet.paste(_cell(photo, str(first + place)), corner)
    file = BytesIO()
    sheet.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _cell(photo: bytes | None, number: str) -> "Image":
    """Return a photo whole within a square, its number in the corner."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps  # import here: slow library

    cell = Image.new("RGB", (_CELL, _CELL), _EMPTY)
    if photo is not None:
        with Image.open(BytesIO(photo), formats=("JPEG", "PNG")) as opened:
            thumbnail = ImageOps.contain(opened.convert("RGBA"), (_CELL, _CELL))
        cell.paste(thumbnail, ((_CELL - thumbnail.width) // 2, (_CELL - thumbnail.height) // 2), thumbnail)
    draw = ImageDraw.Draw(cell)
    draw.rounded_rectangle(
        (0, 0, _BADGE, _BADGE), radius=_BADGE // 4, fill=_PAPER, corners=(False, False, True, False)
    )
    draw.text((_BADGE / 2, _BADGE / 2), number, fill=_INK, font=ImageFont.load_default(_LETTERS), anchor="mm")
    return cell
