"""QR codes are read by a scanner, with and without a logo, at full size and from far away."""

import io

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kalenner_invitations.pictures import qr_picture

LINK = "https://t.me/kalenner_test_bot?start=i_DsSasMV5qU6wzh7FUimZ2Q"
LONGEST = f"https://t.me/{'a' * 32}?start={'x' * 64}"


def logo(size: tuple[int, int], mode: str = "RGB") -> bytes:
    """A dark picture with a pattern that could be taken for modules."""
    picture = Image.new(mode, size, "black")
    drawing = ImageDraw.Draw(picture)
    for place in range(0, max(size), 40):
        drawing.rectangle((place, place, place + 20, place + 20), fill="white")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def scanned(png: bytes, part: int) -> list[str]:
    """What a scanner reads in the picture at a fraction of its size."""
    with Image.open(io.BytesIO(png)) as picture:
        smaller = picture.resize((picture.width // part, picture.height // part), Image.Resampling.BILINEAR)
    return [found.text for found in zxingcpp.read_barcodes(smaller)]


@pytest.mark.parametrize("link", [LINK, LONGEST], ids=["usual", "longest"])
@pytest.mark.parametrize("part", [1, 3])
@pytest.mark.parametrize(
    "inside",
    [None, logo((512, 512)), logo((1024, 120)), logo((90, 1024)), logo((1, 1)), logo((300, 300), "RGBA")],
    ids=["no logo", "square", "wide", "tall", "tiny", "transparent"],
)
def test_picture_is_read_by_a_scanner(link: str, part: int, inside: bytes | None) -> None:
    assert scanned(qr_picture(link, inside), part) == [link]


def test_logo_stands_in_the_middle() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), (0, 128, 128)).save(buffer, "PNG")

    with Image.open(io.BytesIO(qr_picture(LINK, buffer.getvalue()))) as picture:
        assert picture.getpixel((picture.width // 2, picture.height // 2)) == (0, 128, 128)
