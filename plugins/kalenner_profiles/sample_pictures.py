"""Photos for the sample world, drawn by code, so that nobody has rights to them."""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from math import pi, sin
from typing import TYPE_CHECKING

from kalenner.files import PictureSet, make_variants

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Colour = tuple[int, int, int]
Painter = Callable[["ImageDraw", Sequence[Colour]], None]

_WIDE, _HIGH = 800, 600
_FINE = 2  # drawn so many times larger, so that edges are smooth
_WIDTHS = (400, 800)

PALETTES: dict[str, tuple[Colour, ...]] = {
    "sage": ((238, 241, 233), (203, 217, 198), (150, 178, 152), (94, 130, 108), (44, 78, 66)),
    "dusk": ((250, 238, 226), (244, 203, 178), (222, 142, 122), (148, 86, 104), (70, 50, 84)),
    "sea": ((236, 243, 247), (190, 215, 230), (124, 170, 200), (66, 112, 156), (28, 58, 98)),
    "clay": ((249, 243, 234), (232, 213, 190), (206, 164, 128), (158, 104, 78), (88, 54, 46)),
}


@cache
def picture(painter: str, palette: str) -> PictureSet:
    """Return one picture in the sizes of web pages; it is drawn once in a process."""
    from PIL import Image, ImageDraw  # import here: slow library

    colours = PALETTES[palette]
    large = Image.new("RGB", (_WIDE * _FINE, _HIGH * _FINE), colours[0])
    PAINTERS[painter](ImageDraw.Draw(large), colours)
    file = BytesIO()
    large.reduce(_FINE).save(file, "PNG")
    return make_variants(file.getvalue(), widths=_WIDTHS)


def _hills(draw: "ImageDraw", colours: Sequence[Colour]) -> None:
    _circle(draw, 610, 170, 78, colours[1])
    for number, colour in enumerate(colours[1:]):
        base, height = 300 + 76 * number, 62 - 6 * number
        ridge = [(x, base - height * sin(x / (150 + 34 * number) + 1.7 * number)) for x in range(0, 801, 8)]
        _polygon(draw, [*ridge, (800, 600), (0, 600)], colour)


def _arches(draw: "ImageDraw", colours: Sequence[Colour]) -> None:
    for place, (left, top) in enumerate(((70, 150), (310, 90), (550, 190))):
        colour = colours[1 + place]
        draw.rounded_rectangle(_scaled(left, top, left + 190, 700), radius=95 * _FINE, fill=colour)
        inner = colours[(2 + place) % 5]
        draw.rounded_rectangle(_scaled(left + 38, top + 48, left + 152, 700), radius=57 * _FINE, fill=inner)
    draw.rectangle(_scaled(0, 510, 800, 600), fill=colours[4])


def _leaves(draw: "ImageDraw", colours: Sequence[Colour]) -> None:
    draw.line(_scaled(400, 640, 400, 90), fill=colours[4], width=7 * _FINE)
    for number in range(6):
        y, side = 560 - 74 * number, 1 if number % 2 else -1
        length = 300 - 30 * number
        upper = [(400 + side * length * t / 20, y - 150 * t / 20 - 56 * sin(pi * t / 20)) for t in range(21)]
        lower = [(400 + side * length * t / 20, y - 150 * t / 20 + 30 * sin(pi * t / 20)) for t in range(21)]
        _polygon(draw, [*upper, *reversed(lower)], colours[1 + number % 3])


def _waves(draw: "ImageDraw", colours: Sequence[Colour]) -> None:
    for number in range(9):
        top = 40 + 66 * number
        line = [(x, top + 34 * sin(x / 118 + 0.55 * number)) for x in range(-8, 809, 8)]
        _polygon(draw, [*line, (808, 640), (-8, 640)], colours[1 + number % 4])


def _stones(draw: "ImageDraw", colours: Sequence[Colour]) -> None:
    draw.rectangle(_scaled(0, 480, 800, 600), fill=colours[1])
    stones = ((400, 452, 210, 54, 4), (392, 366, 162, 44, 3), (408, 294, 122, 36, 2), (400, 236, 84, 28, 3))
    for x, y, wide, high, shade in stones:
        draw.ellipse(_scaled(x - wide, y - high, x + wide, y + high), fill=colours[shade])


def _rings(draw: "ImageDraw", colours: Sequence[Colour]) -> None:
    for x, y, radius, first in ((205, 365, 160, 0), (580, 260, 205, 1)):
        for number in range(5):
            _circle(draw, x, y, radius * (5 - number) / 5, colours[1 + (number + first) % 4])


PAINTERS: dict[str, Painter] = {
    "hills": _hills,
    "arches": _arches,
    "leaves": _leaves,
    "waves": _waves,
    "stones": _stones,
    "rings": _rings,
}


def _scaled(*numbers: float) -> list[float]:
    return [_FINE * number for number in numbers]


def _polygon(draw: "ImageDraw", points: Sequence[tuple[float, float]], colour: Colour) -> None:
    draw.polygon([(_FINE * x, _FINE * y) for x, y in points], fill=colour)


def _circle(draw: "ImageDraw", x: float, y: float, radius: float, colour: Colour) -> None:
    draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)
