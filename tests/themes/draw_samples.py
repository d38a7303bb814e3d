"""Draws the pictures of the sample profiles: ``python -m tests.themes.draw_samples`` writes them anew.

Soft shapes in layers of light, as out of focus: nobody's photos, and small as files.
"""

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFilter

from kalenner.files.variants import make_variants
from kalenner.themes.samples import FOLDER

Colour: TypeAlias = tuple[int, int, int]
Points: TypeAlias = Sequence[tuple[float, float]]
WIDTHS = (400, 800)


class Canvas:
    """A picture that is painted from the back to the front; places are shares of width and height."""

    def __init__(self, size: tuple[int, int], top: str, bottom: str) -> None:
        self.width, self.height = size
        ramp = Image.linear_gradient("L").resize(size)
        self.image = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)

    def shape(self, points: Points, colour: str, *, blur: float = 4, strength: float = 1) -> None:
        """Paint a polygon with soft edges."""
        self._paint(lambda draw: draw.polygon(self._places(points), fill=255), colour, blur, strength)

    def disc(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        colour: str,
        *,
        blur: float = 4,
        strength: float = 1,
    ) -> None:
        """Paint an ellipse around a place; `wide` and `high` are its radii."""
        (left, top), (right, bottom) = self._places([(x - wide, y - high), (x + wide, y + high)])
        self._paint(lambda draw: draw.ellipse((left, top, right, bottom), fill=255), colour, blur, strength)

    def light(self, x: float, y: float, size: float, colour: str, strength: float = 0.6) -> None:
        """Let light fall on a place."""
        side = int(size * self.width * 2)
        disc = Image.new("L", (256, 256))
        ImageDraw.Draw(disc).ellipse((64, 64, 192, 192), fill=255)
        glow = disc.filter(ImageFilter.GaussianBlur(24)).resize((side, side), Image.Resampling.BICUBIC)
        mask = Image.new("L", self.image.size)
        mask.paste(glow, (int(x * self.width - side / 2), int(y * self.height - side / 2)))
        self._blend(mask, colour, strength)

    def _paint(
        self, how: Callable[[ImageDraw.ImageDraw], None], colour: str, blur: float, strength: float
    ) -> None:
        mask = Image.new("L", self.image.size)
        how(ImageDraw.Draw(mask))
        self._blend(mask.filter(ImageFilter.GaussianBlur(blur)), colour, strength)

    def _blend(self, mask: Image.Image, colour: str, strength: float) -> None:
        mask = mask.point(lambda value: int(value * strength))
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=mask)

    def _places(self, points: Points) -> list[tuple[float, float]]:
        return [(x * self.width, y * self.height) for x, y in points]


def portrait() -> Canvas:
    """A person in a bright room, far out of focus."""
    made = Canvas((1000, 1000), "#e9e2d6", "#c9b8a2")
    made.shape([(0.0, 0), (0.34, 0), (0.28, 1), (0.0, 1)], "#f6f1e7", blur=40)
    made.disc(0.9, 0.25, 0.22, 0.3, "#8da58c", blur=60, strength=0.7)
    made.light(0.2, 0.2, 0.7, "#fffaf0", 0.8)
    made.disc(0.5, 0.43, 0.225, 0.29, "#4a3428", blur=16)
    made.shape([(0.29, 0.45), (0.71, 0.45), (0.74, 0.78), (0.26, 0.78)], "#4a3428", blur=22)
    made.disc(0.5, 1.14, 0.46, 0.42, "#3f6b62", blur=14)
    made.shape([(0.43, 0.6), (0.57, 0.6), (0.6, 0.8), (0.5, 0.86), (0.4, 0.8)], "#d9a98a", blur=10)
    made.disc(0.5, 0.46, 0.155, 0.205, "#e8bd9f", blur=9)
    made.disc(0.43, 0.42, 0.09, 0.14, "#f4d3ba", blur=30, strength=0.8)
    made.shape(
        [(0.33, 0.42), (0.37, 0.24), (0.55, 0.2), (0.67, 0.3), (0.68, 0.42), (0.55, 0.3)], "#543b2d", blur=10
    )
    made.light(0.3, 1.0, 0.3, "#7fae9f", 0.5)
    return made


def room() -> Canvas:
    """A quiet room with a window and a couch."""
    made = Canvas((1200, 900), "#e8e0d2", "#d8cbb8")
    made.shape([(0, 0.72), (1, 0.72), (1, 1), (0, 1)], "#b89a78", blur=3)
    made.shape([(0.08, 0.08), (0.42, 0.08), (0.42, 0.6), (0.08, 0.6)], "#fbf8ee", blur=5)
    made.disc(0.16, 0.5, 0.13, 0.18, "#a9c3a4", blur=24, strength=0.8)
    made.disc(0.33, 0.42, 0.1, 0.2, "#c5d6b6", blur=26, strength=0.8)
    for x in (0.08, 0.25, 0.42):
        made.shape(
            [(x - 0.006, 0.08), (x + 0.006, 0.08), (x + 0.006, 0.6), (x - 0.006, 0.6)], "#cdbb9f", blur=2
        )
    made.shape([(0.1, 1), (0.42, 0.74), (0.74, 0.74), (0.6, 1)], "#e9d5b4", blur=16, strength=0.6)
    made.shape([(0.44, 0.66), (0.93, 0.66), (0.93, 0.76), (0.44, 0.76)], "#4f7d74", blur=5)
    made.shape([(0.44, 0.61), (0.93, 0.61), (0.95, 0.68), (0.42, 0.68)], "#f3ece0", blur=6)
    made.disc(0.5, 0.61, 0.05, 0.035, "#e0cfb4", blur=4)
    for x in (0.48, 0.89):
        made.shape([(x, 0.76), (x + 0.015, 0.76), (x + 0.015, 0.92), (x, 0.92)], "#7a5f45", blur=3)
    made.disc(0.78, 0.24, 0.07, 0.05, "#fff2cf", blur=6)
    made.light(0.78, 0.3, 0.3, "#fff4d8", 0.8)
    made.light(0.2, 0.2, 0.4, "#ffffff", 0.5)
    return made


def stones() -> Canvas:
    """Smooth stones above water."""
    made = Canvas((1200, 900), "#cfdcd8", "#7f9f9b")
    made.light(0.7, 0.15, 0.6, "#fbfff8", 0.8)
    made.shape([(0, 0.66), (1, 0.62), (1, 1), (0, 1)], "#6d918f", blur=14)
    for y, shade in ((0.78, "#89aaa6"), (0.86, "#567b7b"), (0.94, "#7d9f9c")):
        made.disc(0.5, y, 0.62, 0.012, shade, blur=8, strength=0.7)
    made.disc(0.46, 0.83, 0.25, 0.05, "#3c5757", blur=18, strength=0.7)
    for x, y, wide, high, shade, shine in (
        (0.46, 0.74, 0.23, 0.1, "#4c5354", "#7e898a"),
        (0.48, 0.575, 0.175, 0.085, "#8d8577", "#c2b9a8"),
        (0.45, 0.435, 0.13, 0.07, "#5d6667", "#98a5a5"),
        (0.47, 0.32, 0.085, 0.055, "#d0c6b4", "#f3ecdf"),
    ):
        made.disc(x, y, wide, high, shade, blur=3)
        made.disc(x + wide * 0.2, y - high * 0.4, wide * 0.6, high * 0.35, shine, blur=16, strength=0.8)
    return made


def leaves() -> Canvas:
    """Leaves against the light."""
    made = Canvas((1200, 900), "#eef2e2", "#b9cba4")
    made.light(0.25, 0.2, 0.6, "#fffdf0", 0.9)
    chance = random.Random(7)
    for layer, (shade, blur) in enumerate((("#b7cc9d", 26), ("#8cab76", 12), ("#5c8456", 5), ("#3f6743", 3))):
        for _number in range(9 - layer):
            x, y = chance.uniform(0.3, 1.1), chance.uniform(0, 1.1)
            long, turn = chance.uniform(0.18, 0.32), chance.uniform(-0.6, 0.2)
            made.shape(_leaf(x, y, long, turn), shade, blur=blur, strength=0.9)
    return made


def _leaf(x: float, y: float, long: float, turn: float) -> list[tuple[float, float]]:
    upper = [(step / 10, 0.16 * (1 - (step / 5 - 1) ** 2)) for step in range(11)]
    lower = [(along, -out) for along, out in reversed(upper)]
    return [(x - long * (a + turn * o), y + long * (turn * a + o) * 1.33) for a, o in upper + lower]


def hills() -> Canvas:
    """Hills in the morning, one behind the other."""
    made = Canvas((1200, 900), "#f3d9c0", "#f7ebdd")
    made.light(0.68, 0.34, 0.45, "#fff6e6", 0.95)
    made.disc(0.68, 0.34, 0.06, 0.08, "#fffaf0", blur=5)
    chance = random.Random(3)
    for number, shade in enumerate(("#d9c3bd", "#b7adb5", "#8f98a8", "#65798a", "#3f5a68")):
        base = 0.44 + number * 0.11
        ridge = [(step / 12, base + chance.uniform(-0.05, 0.05)) for step in range(13)]
        smooth = [ridge[0]]
        for (x, y), (x2, y2) in pairwise(ridge):
            smooth += [((x * 3 + x2) / 4, (y * 3 + y2) / 4), ((x + x2 * 3) / 4, (y + y2 * 3) / 4)]
        made.shape([*smooth, ridge[-1], (1, 1), (0, 1)], shade, blur=5)
    return made


def candles() -> Canvas:
    """Candles and towels in the evening."""
    made = Canvas((1200, 900), "#4a3a36", "#2c2223")
    made.shape([(0, 0.74), (1, 0.74), (1, 1), (0, 1)], "#6d4c3a", blur=5)
    made.light(0.36, 0.45, 0.5, "#e9a65b", 0.55)
    for y, shade in ((0.72, "#efe3d2"), (0.62, "#dccbb6"), (0.53, "#f4eadb")):
        made.shape([(0.56, y - 0.045), (0.9, y - 0.045), (0.9, y + 0.05), (0.56, y + 0.05)], shade, blur=5)
        for x in (0.56, 0.9):
            made.disc(x, y, 0.03, 0.045, shade, blur=5)
        made.shape(
            [(0.56, y + 0.035), (0.9, y + 0.035), (0.9, y + 0.055), (0.56, y + 0.055)],
            "#9c8672",
            blur=8,
            strength=0.6,
        )
    for x, top in ((0.2, 0.52), (0.33, 0.44), (0.44, 0.58)):
        made.shape(
            [(x - 0.045, top), (x + 0.045, top), (x + 0.045, 0.8), (x - 0.045, 0.8)], "#f2dfc0", blur=4
        )
        made.light(x, top, 0.1, "#ffdf9b", 0.7)
        made.disc(x, top - 0.05, 0.012, 0.04, "#fff0c4", blur=4)
        made.light(x, top - 0.05, 0.13, "#ffcf80", 0.7)
    return made


def waves() -> Canvas:
    """Cloth, or water: soft folds."""
    made = Canvas((1200, 900), "#dfe9e6", "#9cbcb4")
    for number in range(9):
        y = -0.1 + number * 0.14
        shade, shine = ("#7fa59c", "#eff6f3") if number % 2 else ("#a8c6bf", "#ffffff")
        fold = [(step / 8, y + 0.09 * ((step % 4) - 2) * (1 if number % 3 else -1) / 2) for step in range(9)]
        made.shape([*fold, *[(x, y + 0.13) for x, y in reversed(fold)]], shade, blur=30, strength=0.55)
        made.shape([*fold, *[(x, y + 0.03) for x, y in reversed(fold)]], shine, blur=22, strength=0.5)
    return made


PICTURES = {
    "portrait": portrait,
    "room": room,
    "stones": stones,
    "leaves": leaves,
    "hills": hills,
    "candles": candles,
    "waves": waves,
}


def draw(folder: Path) -> None:
    """Write every picture in its variants, and `pictures.json` about them."""
    for old in (*folder.glob("*.jpg"), *folder.glob("*.webp")):
        old.unlink()
    kept = {}
    for name, paint in PICTURES.items():
        written = BytesIO()
        paint().image.save(written, "PNG")
        made = make_variants(written.getvalue(), widths=WIDTHS)
        variants = []
        for one in made.variants:
            digest = hashlib.sha256(one.data).hexdigest()[:16]
            file = f"{digest}{one.suffix}"
            (folder / file).write_bytes(one.data)
            variants.append([one.format, one.width, one.height, file, digest])
        kept[name] = {"width": made.width, "height": made.height, "colour": made.colour, "variants": variants}
    (folder / "pictures.json").write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    draw(FOLDER)
