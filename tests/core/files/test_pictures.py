import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from kalenner.files import FileFault, PictureRefused, clean_picture
from kalenner.files.pictures import MAX_BYTES

RED = (200, 30, 40)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def red(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    return encoded(Image.new("RGB", size, RED).convert(mode), kind, **options)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def is_near(colour: Any, expected: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 4 for one, other in zip(colour, expected, strict=True))


def refusal(data: bytes) -> FileFault:
    with pytest.raises(PictureRefused) as refused:
        clean_picture(data)
    return refused.value.reason


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it is large and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("kind", "written"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "JPEG")])
def test_picture_keeps_its_pixels(kind: str, written: str) -> None:
    picture = opened(clean_picture(red(kind)))

    assert (picture.format, picture.mode, picture.size) == (written, "RGB", (64, 48))
    assert is_near(picture.getpixel((30, 20)), RED)


def test_place_and_author_are_gone() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Jane Roe"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    sent = red(exif=exif, comment=b"taken at home")
    assert b"Jane Roe" in sent
    assert b"taken at home" in sent

    kept = clean_picture(sent)

    assert b"Jane Roe" not in kept
    assert b"taken at home" not in kept
    assert dict(opened(kept).getexif()) == {}
    assert "comment" not in opened(kept).info


def test_texts_and_profile_of_a_png_are_gone() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Jane Roe")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    kept = opened(clean_picture(red("PNG", pnginfo=texts, icc_profile=profile)))

    assert kept.info == {}


def test_bytes_after_the_end_are_gone() -> None:
    assert clean_picture(red() + b"PK\x03\x04 a program") == clean_picture(red())


def test_picture_taken_sideways_stands_upright() -> None:
    picture = Image.new("RGB", (60, 40), RED)
    picture.paste((0, 0, 255), (0, 0, 60, 20))  # the upper half is blue
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned a quarter clockwise: the upper half comes to the right

    upright = opened(clean_picture(encoded(picture, "JPEG", exif=exif, quality=95)))

    assert upright.size == (40, 60)
    assert is_near(upright.getpixel((35, 30)), (0, 0, 255))
    assert is_near(upright.getpixel((5, 30)), RED)


@pytest.mark.parametrize(
    ("size", "expected"), [((3000, 1500), (1024, 512)), ((100, 2048), (50, 1024)), ((9, 9), (9, 9))]
)
def test_large_picture_is_scaled_down(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert opened(clean_picture(red(size=size))).size == expected


def test_longest_side_can_be_chosen() -> None:
    assert opened(clean_picture(red(), max_side=16)).size == (16, 12)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparent_picture_stays_transparent(kind: str) -> None:
    picture = Image.new("RGBA", (20, 20), (*RED, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 10, 20))

    kept = opened(clean_picture(encoded(picture, kind, lossless=True)))

    assert (kept.format, kept.mode) == ("PNG", "RGBA")
    assert kept.getpixel((5, 5)) == (0, 0, 0, 0)
    assert kept.getpixel((15, 5)) == (*RED, 255)


def test_what_lies_under_transparency_is_gone() -> None:
    hidden = Image.new("RGBA", (4, 4), (*RED, 0))

    assert opened(clean_picture(encoded(hidden, "PNG"))).getpixel((1, 1)) == (0, 0, 0, 0)


def test_palette_with_a_transparent_colour_is_kept() -> None:
    picture = Image.new("P", (10, 10), 1)
    picture.putpalette([0, 0, 0, *RED])
    picture.putpixel((0, 0), 0)

    kept = opened(clean_picture(encoded(picture, "PNG", transparency=0)))

    assert kept.mode == "RGBA"
    assert kept.getpixel((0, 0)) == (0, 0, 0, 0)
    assert kept.getpixel((5, 5)) == (*RED, 255)


def test_picture_for_printing_becomes_rgb() -> None:
    kept = opened(clean_picture(red(mode="CMYK")))

    assert kept.mode == "RGB"
    assert is_near(kept.getpixel((30, 20)), RED)


@pytest.mark.parametrize("mode", ["1", "L"])
def test_grey_picture_becomes_rgb(mode: str) -> None:
    white = encoded(Image.new(mode, (10, 10), 255), "PNG")

    assert opened(clean_picture(white)).getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bits_of_grey_keep_their_shade() -> None:
    half_bright = encoded(Image.new("I;16", (10, 10), 0x8000), "PNG")

    assert opened(clean_picture(half_bright)).getpixel((5, 5)) == (128, 128, 128)


def test_first_picture_of_an_animation_stays() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in (RED, (0, 0, 255))]

    kept = opened(
        clean_picture(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))
    )

    assert is_near(kept.getpixel((5, 5)), RED)


def test_file_over_the_limit_is_refused_unread() -> None:
    assert refusal(red() + b"\0" * MAX_BYTES) is FileFault.TOO_BIG


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a text",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%PDF-1.7",
        b"PK\x03\x04",
        encoded(Image.new("RGB", (4, 4)), "GIF"),
        encoded(Image.new("RGB", (4, 4)), "BMP"),
        encoded(Image.new("RGB", (4, 4)), "TIFF"),
    ],
    ids=["nothing", "text", "svg", "svg in xml", "pdf", "zip", "gif", "bmp", "tiff"],
)
def test_anything_but_three_formats_is_refused(data: bytes) -> None:
    assert refusal(data) is FileFault.NOT_A_PICTURE


@pytest.mark.parametrize(
    "side", [6400, 10_000, 50_000], ids=["over our limit", "Pillow warns", "Pillow refuses"]
)
def test_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    assert refusal(png_of_size(side, side)) is FileFault.TOO_MANY_PIXELS


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_truncated_picture_is_refused(kind: str) -> None:
    whole = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), kind)

    assert refusal(whole[: len(whole) // 2]) is FileFault.BROKEN


@pytest.mark.parametrize("magic", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 "])
def test_beginning_alone_is_no_picture(magic: bytes) -> None:
    assert refusal(magic + b"\0" * 100) is FileFault.BROKEN
