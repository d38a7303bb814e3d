"""The printable card: valid for any name, its code readable, nothing near the cut."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from tests.hostile_strings import BY_KIND
from tests.plugins.profiles.practice_page import Practice

from kalenner.themes import Themes
from kalenner_design_templates.services import DesignService
from kalenner_profiles.card import BLEED, HEIGHT, SAFE, WIDTH, CardContent, card_lines, card_svg
from kalenner_profiles.card_files import DPI, NotInFont, card_pdf, card_png
from kalenner_profiles.content import ContentService

HOSTILE = [text for kind in BY_KIND.values() for text in kind[:4]]
SVG = "{http://www.w3.org/2000/svg}"
LINK = "https://kalenner.example/olga"
RECTANGLE = re.compile(r"M(\d+) (\d+)h(\d+)v1H(\d+)z")
SCALE = 6


def _square() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 40), "#336699").save(file, "PNG")
    return file.getvalue()


PNG = _square()


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
    root = ET.fromstring(card_svg(CardContent("Olga", "kalenner.example/olga", LINK, "Book online")))

    assert (root.get("width"), root.get("height")) == ("91mm", "61mm")
    assert [one.text for one in root.iter(f"{SVG}text")] == [
        "Olga",
        "Book online",
        "kalenner.example/",
        "olga",
    ]
    assert read_code(root) == [LINK]


@pytest.mark.parametrize("logo", [None, PNG])
@pytest.mark.parametrize("name", [*HOSTILE, "W" * 32, "Ä" * 32, "按" * 32, "a b " * 8, "x"])
def test_a_card_is_valid_and_within_its_margins_whatever_the_name(name: str, logo: bytes | None) -> None:
    address = f"kalenner.example/{'w' * 40}"
    card = CardContent(name, address, LINK, "Book online", line="W" * 60, phone="+49 761 12345", logo=logo)
    root = ET.fromstring(card_svg(card))
    texts = list(root.iter(f"{SVG}text"))
    code = root.find(f"{SVG}svg")
    heights = [(float(text.get("y")) - float(text.get("font-size")), float(text.get("y"))) for text in texts]

    assert {one.tag for one in root.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "path", "g", "text", *(["image"] if logo else []))
    }
    assert {name for one in root.iter() for name in one.attrib} <= {
        *("width", "height", "viewBox", "fill", "d", "stroke", "stroke-width", "font-family"),
        *("x", "y", "font-size", "font-weight", "shape-rendering", "aria-hidden", "href"),
    }
    assert min(top for top, _bottom in heights) >= SAFE - 0.01
    assert max(bottom for _top, bottom in heights) <= HEIGHT - SAFE + 0.01
    assert sorted(heights) == heights
    assert all(above[1] <= below[0] + 0.01 for above, below in pairwise(heights))
    assert float(code.get("x")) + float(code.get("width")) <= WIDTH - SAFE
    assert root.get("viewBox") == f"-{BLEED} -{BLEED} {WIDTH + 2 * BLEED} {HEIGHT + 2 * BLEED}"


FULL = CardContent(
    "Anna Соколова 🌿",
    "kalenner.example/anna",
    LINK,
    "Online buchen",
    line="Physiotherapie in Freiburg",
    phone="+49 761 12345",
    logo=PNG,
    colours={"paper": "#fbf7f0", "ink": "#102030", "muted": "#405060", "accent": "#a0522d"},
)


def test_name_keeps_its_words_whole_in_smaller_letters() -> None:
    card = CardContent("Physiotherapie Katrin Vogt", "vogt.example", "https://vogt.example", "Book")

    texts = [line.text for line in card_lines(card)]
    assert texts[:2] == ["Physiotherapie", "Katrin Vogt"]


def test_picture_is_the_cut_card_in_its_colours_and_its_code_reads() -> None:
    picture = Image.open(BytesIO(card_png(FULL)))

    assert picture.size == (round(85 / 25.4 * DPI), round(55 / 25.4 * DPI))
    width, height = picture.size
    edges = [
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 0, 1, height),
        (width - 1, 0, width, height),
    ]
    colours = [{colour for _count, colour in picture.crop(edge).getcolors()} for edge in edges]
    accent, paper = (0xA0, 0x52, 0x2D), (0xFB, 0xF7, 0xF0)
    assert colours == [{accent, paper}, {accent, paper}, {accent}, {paper}]  # no mark of where to cut
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LINK]


def test_pdf_has_the_boxes_of_print_shops_and_a_font_within() -> None:
    pdf = card_pdf(FULL)
    boxes = {
        name: [float(number) / 72 * 25.4 for number in numbers.split()]
        for name, numbers in re.findall(r"/(MediaBox|TrimBox|BleedBox) \[([^]]*)]", pdf.decode("latin-1"))
    }

    assert pdf.startswith(b"%PDF-")
    assert b"/FontFile2" in pdf
    assert {name: [round(number) for number in box] for name, box in boxes.items()} == {
        "MediaBox": [0, 0, 91, 61],
        "BleedBox": [0, 0, 91, 61],
        "TrimBox": [3, 3, 88, 58],
    }
    assert card_pdf(FULL) == pdf


@pytest.mark.parametrize("name", ["按摩", "عيادة الهدوء", "🌿🌿"])
def test_name_without_a_letter_of_the_font_has_no_pdf(name: str) -> None:
    for make in (card_pdf, card_png):
        with pytest.raises(NotInFont):
            make(replace(FULL, name=name))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_card_comes_as_a_file_in_each_format(practice: Practice) -> None:
    def fill(request, provider) -> None:
        content = request.find_service(ContentService)
        content.set_line(provider, "Massages in Freiburg")
        content.set_contact(provider, phone="+4976112345")
        designs = request.find_service(DesignService)
        designs.choose(provider, "calm")
        designs.configure(provider, {"accent": "blue"})

    practice.work(fill)
    practice.publish()
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("View page")
    olga.press("Printable card")
    files = [olga.cards[-1].attachment]
    for label in ("PNG", "SVG"):
        olga.press(label, on=olga.cards[-1])
        files.append(olga.cards[-1].attachment)

    assert [(file.name, file.media_type) for file in files] == [
        ("olga.pdf", "application/pdf"),
        ("olga.png", "image/png"),
        ("olga.svg", "image/svg+xml"),
    ]
    # They are drawn when they are sent; the transaction only says of what.
    composed = practice.stage.channel.composed.values()
    waiting = [screen.attachment.content for screen in composed if screen.attachment]
    assert [drawing.values["format"] for drawing in waiting] == ["pdf", "png", "svg"]
    root = ET.fromstring(files[2].content)
    texts = " ".join(one.text or "" for one in root.iter(f"{SVG}text"))
    assert "Massages in Freiburg" in texts
    assert "+49 761 12345" in texts
    assert Themes.find().get("calm").in_accent("blue").colours("light")["accent"].encode() in files[2].content
    assert read_code(root) == ["http://127.0.0.1:6543/olga"]
