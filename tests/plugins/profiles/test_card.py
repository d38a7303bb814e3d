"""The printable card: valid for any name, its code readable, nothing near the cut."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from tests.hostile_strings import BY_KIND
from tests.plugins.profiles.practice_page import Practice

from kalenner_profiles.card import BLEED, HEIGHT, SAFE, WIDTH, card_svg

HOSTILE = [text for kind in BY_KIND.values() for text in kind[:4]]
SVG = "{http://www.w3.org/2000/svg}"
LINK = "https://kalenner.example/olga"
RECTANGLE = re.compile(r"M(\d+) (\d+)h(\d+)v1H(\d+)z")
SCALE = 6


def read_code(root: ET.Element) -> list[str]:
    """What a scanner reads of the card's code."""
    code = root.find(f"{SVG}svg")
    side = int(code.get("viewBox").split()[2])
    picture = Image.new("L", (side * SCALE, side * SCALE), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, width, _x in RECTANGLE.findall(list(code.iter(f"{SVG}path"))[1].get("d")):
        left, top = int(x) * SCALE, int(y) * SCALE
        draw.rectangle((left, top, left + int(width) * SCALE - 1, top + SCALE - 1), fill=0)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_a_card_is_a_drawing_with_name_address_and_code() -> None:
    root = ET.fromstring(card_svg("Olga", "kalenner.example/olga", LINK, "Book online"))

    assert (root.get("width"), root.get("height")) == ("91mm", "61mm")
    assert [one.text for one in root.iter(f"{SVG}text")] == [
        "Olga",
        "Book online",
        "kalenner.example/",
        "olga",
    ]
    assert read_code(root) == [LINK]


@pytest.mark.parametrize("name", [*HOSTILE, "W" * 32, "Ä" * 32, "按" * 32, "a b " * 8, "x"])
def test_a_card_is_valid_and_within_its_margins_whatever_the_name(name: str) -> None:
    address = f"kalenner.example/{'w' * 40}"
    root = ET.fromstring(card_svg(name, address, LINK, "Book online"))
    texts = list(root.iter(f"{SVG}text"))
    code = root.find(f"{SVG}svg")
    heights = [(float(text.get("y")) - float(text.get("font-size")), float(text.get("y"))) for text in texts]

    assert {one.tag for one in root.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "path", "g", "text")
    }
    assert {name for one in root.iter() for name in one.attrib} <= {
        *("width", "height", "viewBox", "fill", "d", "stroke", "stroke-width", "font-family"),
        *("x", "y", "font-size", "font-weight", "shape-rendering", "aria-hidden"),
    }
    assert min(top for top, _bottom in heights) >= SAFE - 0.01
    assert max(bottom for _top, bottom in heights) <= HEIGHT - SAFE + 0.01
    assert sorted(heights) == heights
    assert all(above[1] <= below[0] + 0.01 for above, below in pairwise(heights))
    assert float(code.get("x")) + float(code.get("width")) <= WIDTH - SAFE
    assert root.get("viewBox") == f"-{BLEED} -{BLEED} {WIDTH + 2 * BLEED} {HEIGHT + 2 * BLEED}"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_card_comes_as_a_file(practice: Practice) -> None:
    practice.publish()
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("View page")
    olga.press("Printable card")
    file = olga.cards[-1].attachment

    assert (file.name, file.media_type) == ("olga.svg", "image/svg+xml")
    root = ET.fromstring(file.content)
    assert read_code(root) == ["http://127.0.0.1:6543/olga"]
