"""Faces for the people of the sample world: flat drawings made by code, of nobody who lives."""

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SIDE = 512
"""Pixels of the square picture."""
_FINE = 3  # drawn so many times larger, so that edges are smooth
_INK = "#3a2a26"
_LIPS = "#a3483f"


@dataclass(frozen=True)
class Face:
    """What tells one face from another: colours, the shape of the hair, glasses, a beard."""

    skin: str
    hair: str
    style: str
    clothes: str
    ground: str
    has_glasses: bool = False
    has_beard: bool = False


FACES = {
    "1001": Face("#f3cfb3", "#8a5a2b", "bob", "#3f7f73", "#cfe3d8"),
    "3001": Face("#f6d6c0", "#c8894a", "bun", "#6a4f8a", "#ddd3ea", has_glasses=True),
    "3002": Face("#e2ad86", "#33231f", "long", "#b3543f", "#f3dccb"),
    "2001": Face("#f5d3bd", "#d9b36a", "long", "#4a6fa5", "#d3e0f0"),
    "2002": Face("#f0c8ac", "#8d8d8d", "short", "#4b5563", "#dfe3e8", has_beard=True),
    "2003": Face("#c98f68", "#2a1d1a", "curly", "#d08c2f", "#fbe7c2"),
    "2004": Face("#8d5a3c", "#1f1715", "short", "#2f6690", "#cfe1ec", has_beard=True),
    "2005": Face("#ecc39c", "#211a1c", "bob", "#b5536c", "#f4d9e0", has_glasses=True),
    "2006": Face("#efc9a4", "#1d1a1b", "short", "#3b7a57", "#d2e8da"),
    "2007": Face("#f3d0b6", "#6e4a2f", "short", "#7a5c99", "#e2d9ee"),
    "2008": Face("#f7d9c6", "#a8552f", "bun", "#2e7d86", "#cfe6e8"),
    "2009": Face("#efc7a8", "#4a3326", "bald", "#8a4f3d", "#efd9cf", has_beard=True),
    "2010": Face("#f1caae", "#5b4636", "short", "#35507a", "#d5dfef", has_glasses=True),
    "2011": Face("#dba67c", "#5a3f8f", "scarf", "#44337a", "#e3dbf3"),
    "2012": Face("#a8714b", "#1c1412", "long", "#c0563b", "#f6dcc7"),
}
"""By the number of the person."""


@cache
def face_picture(number: str) -> bytes | None:
    """Return the face of a sample person as a PNG; None for another number."""
    from PIL import Image, ImageDraw  # import here: slow library

    face = FACES.get(number)
    if face is None:
        return None
    image = Image.new("RGB", (SIDE * _FINE, SIDE * _FINE), face.ground)
    _paint(ImageDraw.Draw(image), face)
    file = io.BytesIO()
    image.reduce(_FINE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _paint(draw: "ImageDraw", face: Face) -> None:
    _hair_behind(draw, face)
    _oval(draw, 256, 560, 196, 172, face.clothes)
    draw.rounded_rectangle(_scaled(216, 310, 296, 424), radius=40 * _FINE, fill=_darker(face.skin))
    for ear in (154, 358):
        _oval(draw, ear, 250, 20, 28, face.skin)
    _oval(draw, 256, 240, 102, 124, face.skin)
    if face.has_beard:
        draw.chord(_scaled(154, 128, 358, 380), 20, 160, fill=face.hair)
        _oval(draw, 256, 286, 52, 30, face.skin)
    _hair_above(draw, face)
    _features(draw, face)


def _hair_behind(draw: "ImageDraw", face: Face) -> None:
    if face.style == "long":
        draw.rounded_rectangle(_scaled(130, 120, 382, 452), radius=120 * _FINE, fill=face.hair)
    elif face.style == "bob":
        draw.rounded_rectangle(_scaled(134, 112, 378, 348), radius=104 * _FINE, fill=face.hair)
    elif face.style == "bun":
        _oval(draw, 256, 96, 56, 50, face.hair)
    elif face.style == "curly":
        for x, y in ((150, 180), (146, 246), (362, 180), (366, 246), (176, 130), (336, 130)):
            _oval(draw, x, y, 52, 52, face.hair)
    elif face.style == "scarf":
        draw.rounded_rectangle(_scaled(132, 96, 380, 470), radius=122 * _FINE, fill=face.hair)


def _hair_above(draw: "ImageDraw", face: Face) -> None:
    if face.style == "bald":
        return
    if face.style == "scarf":
        draw.chord(_scaled(148, 100, 364, 300), 180, 360, fill=face.hair)
        return
    if face.style == "curly":
        for x, y in ((200, 138), (256, 122), (312, 138)):
            _oval(draw, x, y, 54, 44, face.hair)
        return
    draw.chord(_scaled(146, 104, 366, 348), 188, 352, fill=face.hair)
    if face.style == "short":
        _oval(draw, 274, 234, 76, 62, face.skin)
    else:
        draw.pieslice(_scaled(150, 108, 420, 300), 150, 262, fill=face.hair)


def _features(draw: "ImageDraw", face: Face) -> None:
    for x in (214, 298):
        _oval(draw, x, 252, 9, 11, _INK)
        draw.arc(_scaled(x - 24, 216, x + 24, 246), 200, 340, fill=_INK, width=6 * _FINE)
    draw.arc(_scaled(242, 258, 270, 288), 20, 160, fill=_darker(face.skin), width=5 * _FINE)
    draw.arc(_scaled(222, 268, 290, 318), 25, 155, fill=_LIPS, width=8 * _FINE)
    if face.has_glasses:
        for x in (214, 298):
            draw.ellipse(_scaled(x - 34, 220, x + 34, 286), outline=_INK, width=5 * _FINE)
        draw.line(_scaled(248, 250, 264, 250), fill=_INK, width=5 * _FINE)


def _oval(draw: "ImageDraw", x: float, y: float, wide: float, high: float, colour: str) -> None:
    draw.ellipse(_scaled(x - wide, y - high, x + wide, y + high), fill=colour)


def _darker(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.86):02x}" for part in parts)


def _scaled(*numbers: float) -> list[float]:
    return [_FINE * number for number in numbers]
