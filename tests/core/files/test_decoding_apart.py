"""HEIC and AVIF, and whatever is too large to be decoded beside the bot: in a process of its own."""

import os
import struct
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from kalenner.files import FileFault, clean_picture
from kalenner.files.decoding_apart import container_kind, decode_apart
from kalenner.files.picture_sanitizer import TooCostly
from tests.core.files.forged_files import CANARY
from tests.core.files.heic_files import RED_HEIC, TURNED_HEIC
from tests.core.files.test_pictures import RED, encoded, is_near, opened, red, refusal

BLUE = (0, 0, 255)


def turned_avif() -> bytes:
    picture = Image.new("RGB", (64, 48), RED)
    picture.paste(BLUE, (0, 0, 64, 24))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Jane Roe"
    return encoded(picture, "AVIF", exif=exif, quality=95)


@pytest.mark.parametrize("sent", [RED_HEIC, red("AVIF", quality=95)], ids=["HEIC", "AVIF"])
def test_picture_keeps_its_pixels_and_becomes_a_jpeg(sent: bytes) -> None:
    picture = opened(clean_picture(sent))

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (64, 48))
    assert is_near(picture.getpixel((30, 20)), RED)


@pytest.mark.parametrize("sent", [TURNED_HEIC, turned_avif()], ids=["HEIC", "AVIF"])
def test_picture_stands_upright_and_has_no_author(sent: bytes) -> None:
    assert b"Jane Roe" in sent
    clean = clean_picture(sent)
    picture = opened(clean)

    assert picture.size == (48, 64)
    assert is_near(picture.getpixel((40, 30)), BLUE)
    assert is_near(picture.getpixel((5, 30)), RED)
    assert b"Jane Roe" not in clean


def test_transparent_avif_stays_transparent() -> None:
    picture = Image.new("RGBA", (20, 20), (*RED, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 10, 20))

    kept = opened(clean_picture(encoded(picture, "AVIF", quality=100)))

    assert (kept.format, kept.mode) == ("PNG", "RGBA")
    assert kept.getpixel((3, 5)) == (0, 0, 0, 0)


@pytest.mark.parametrize("sent", [RED_HEIC, red("AVIF")], ids=["HEIC", "AVIF"])
def test_what_is_cut_off_or_filled_with_something_else_is_refused(sent: bytes) -> None:
    for hostile in (sent[: len(sent) * 2 // 3], sent[:40], sent[:32] + CANARY * 100, sent[:32] + bytes(1000)):
        assert refusal(hostile) is FileFault.BROKEN


def test_more_pixels_than_are_taken_are_refused_before_they_are_decoded() -> None:
    avif = red("AVIF")
    place = avif.index(b"ispe") + 8
    forged = avif[:place] + struct.pack(">II", 9_000, 9_000) + avif[place + 8 :]

    assert refusal(forged) is FileFault.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (RED_HEIC, "HEIF"),
        (red("AVIF"), "AVIF"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0heic", "HEIF"),
        (b"\0\0\0\x14ftypisom\0\0\0\0mp42", None),
        (b"\xff\xff\xff\xffftyp", None),
        (b"ftyp", None),
        (b"", None),
        (red(), None),
    ],
)
def test_container_is_told_by_its_brands(data: bytes, kind: str | None) -> None:
    assert container_kind(data) == kind


def test_film_is_no_picture() -> None:
    assert refusal(b"\0\0\0\x18ftypisom\0\0\0\0mp42isom" + bytes(100)) is FileFault.NOT_A_PICTURE


def test_picture_of_a_telephone_is_taken_as_webp_as_in_jpeg() -> None:
    pictures = [opened(clean_picture(red(kind, size=(4032, 3024), quality=50))) for kind in ("JPEG", "WEBP")]

    assert [picture.size for picture in pictures] == [(1024, 768), (1024, 768)]
    assert all(is_near(picture.getpixel((500, 400)), RED) for picture in pictures)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_sixty_four_megapixels_are_taken_and_not_one_line_more(kind: str) -> None:
    quick = {"WEBP": {"method": 0, "quality": 10}, "AVIF": {"speed": 10}}.get(kind, {})
    assert opened(clean_picture(red(kind, size=(8000, 8000), **quick))).size == (1024, 1024)
    assert refusal(red(kind, size=(8000, 8001), **quick)) is FileFault.TOO_MANY_PIXELS


def test_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text("import os, sys\nsys.stdout.write(' '.join(os.environ))")
    monkeypatch.setattr("kalenner.files.decoding_apart.SCRIPT", spy)
    monkeypatch.setenv("KALENNER_TELEGRAM__TOKEN", "1:secret")

    names = decode_apart(b"", "HEIF", max_side=1, most_pixels=1).decode().split()

    assert "KALENNER_TELEGRAM__TOKEN" in os.environ
    assert set(names) <= {"PATH", "SYSTEMROOT", "PYTHONPATH", "MALLOC_ARENA_MAX", "LC_CTYPE"}


def test_what_takes_too_much_memory_ends_the_process_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        "import sys\nfrom kalenner.files import decoder_process\n"
        "decoder_process._limit()\n"
        "try:\n    bytearray(2_000 * 2**20)\nexcept MemoryError:\n    sys.exit(3)\n"
    )
    monkeypatch.setattr("kalenner.files.decoding_apart.SCRIPT", greedy)

    with pytest.raises(TooCostly):
        decode_apart(b"", "HEIF", max_side=1, most_pixels=1)
