"""Colours are those of sRGB: by the profile of the picture, before that is dropped."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from kalenner.files import clean_picture
from kalenner.files.coded_colours import CodedColours, coded_colours
from kalenner.files.colour_profiles import in_srgb
from tests.core.files.heic_files import RED_HEIC
from tests.core.files.profiles import ADOBE_RGB, DISPLAY_P3, GREY, LINEAR
from tests.core.files.test_pictures import encoded, is_near, opened, red

GREEN = (30, 160, 60)
IN_SRGB = (0, 161, 47)
"""What a green of Adobe RGB is in sRGB, as other programs have it."""


def green(kind: str, mode: str = "RGB", **options: object) -> bytes:
    return encoded(Image.new("RGB", (64, 48), GREEN).convert(mode), kind, **options)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"quality": 95, "subsampling": 0}),
        ("JPEG", {"quality": 95, "subsampling": 0, "progressive": True}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"quality": 95}),
        ("AVIF", {"quality": 95}),
    ],
)
def test_wide_colours_look_as_they_did(kind: str, options: dict[str, object]) -> None:
    kept = opened(clean_picture(green(kind, icc_profile=ADOBE_RGB, **options)))

    assert is_near(kept.getpixel((30, 20)), IN_SRGB)
    assert "icc_profile" not in kept.info


def test_transparency_stays_with_converted_colours() -> None:
    picture = Image.new("RGBA", (20, 20), (*GREEN, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 10, 20))

    kept = opened(clean_picture(encoded(picture, "PNG", icc_profile=ADOBE_RGB)))

    assert is_near(kept.getpixel((15, 5))[:3], IN_SRGB)
    assert kept.getpixel((5, 5)) == (0, 0, 0, 0)


def test_palette_is_converted() -> None:
    kept = opened(clean_picture(green("PNG", "P", icc_profile=ADOBE_RGB)))

    assert kept.getpixel((30, 20))[0] < GREEN[0]


def test_grey_is_converted_by_a_profile_of_greys() -> None:
    kept = opened(clean_picture(encoded(Image.new("L", (64, 48), 55), "PNG", icc_profile=GREY)))

    assert is_near(kept.getpixel((30, 20)), (128, 128, 128))


def test_linear_light_becomes_brighter() -> None:
    kept = opened(clean_picture(green("PNG", icc_profile=LINEAR)))

    assert kept.getpixel((30, 20))[1] > 200


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        b"no profile",
        b"x" * 200,
        ADOBE_RGB[:300],
        ADOBE_RGB[:40] + bytes(len(ADOBE_RGB) - 40),
        ADOBE_RGB[:12] + b"link" + ADOBE_RGB[16:],
        ADOBE_RGB[:16] + b"CMYK" + ADOBE_RGB[20:],
        GREY,
        ADOBE_RGB + bytes(5 * 2**20),
    ],
    ids=["none", "text", "noise", "cut off", "emptied", "no class", "other space", "of greys", "too long"],
)
def test_profile_that_is_none_of_the_picture_changes_nothing(profile: bytes) -> None:
    picture = Image.new("RGB", (4, 4), GREEN)

    assert in_srgb(picture, profile).getpixel((1, 1)) == GREEN


def test_profile_that_unpacks_to_very_much_is_not_unpacked() -> None:
    bomb = b"x\0\0" + zlib.compress(bytes(50 * 2**20))
    png = green("PNG")
    chunk = len(bomb).to_bytes(4, "big") + b"iCCP" + bomb + zlib.crc32(b"iCCP" + bomb).to_bytes(4, "big")

    kept = opened(clean_picture(png[:33] + chunk + png[33:]))

    assert is_near(kept.getpixel((30, 20)), GREEN)


def test_srgb_stays_as_it_is() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    kept = Image.open(BytesIO(clean_picture(red(icc_profile=profile, quality=95))))

    assert is_near(kept.getpixel((30, 20)), (200, 30, 40))


WIDE = (180, 90, 70)
"""A red of Display P3, and what it is in sRGB by the matrices of CSS Color 4."""
WIDE_IN_SRGB = (193, 83, 63)


def with_code_points(file: bytes, primaries: int, transfer: int) -> bytes:
    """A file that says by code points (ITU-T H.273) which colours its values mean."""
    place = file.index(b"colrnclx") + 8
    return file[:place] + struct.pack(">HH", primaries, transfer) + file[place + 4 :]


def avif(colour: tuple[int, int, int] = WIDE, **options: object) -> bytes:
    return encoded(Image.new("RGB", (64, 48), colour), "AVIF", quality=95, **options)


@pytest.mark.parametrize("kind", ["PNG", "AVIF"])
def test_a_profile_of_display_p3_is_converted(kind: str) -> None:
    sent = encoded(Image.new("RGB", (64, 48), WIDE), kind, icc_profile=DISPLAY_P3, quality=95)

    assert is_near(opened(clean_picture(sent)).getpixel((30, 20)), WIDE_IN_SRGB)


@pytest.mark.parametrize(
    ("primaries", "transfer", "expected"),
    [
        (12, 13, WIDE_IN_SRGB),  # Display P3, as telephones write it
        (12, 1, WIDE_IN_SRGB),  # screens show the function of video as that of sRGB
        (1, 13, WIDE),  # sRGB
        (2, 2, WIDE),  # nothing said
        (9, 16, WIDE),  # brighter than any profile can say (HDR): the values as they are
        (77, 13, WIDE),  # no such colours
    ],
)
def test_code_points_of_an_avif_are_converted(
    primaries: int, transfer: int, expected: tuple[int, int, int]
) -> None:
    kept = opened(clean_picture(with_code_points(avif(), primaries, transfer)))

    assert is_near(kept.getpixel((30, 20)), expected)


def test_code_points_of_a_heic_are_converted() -> None:
    red_of_srgb = opened(clean_picture(RED_HEIC)).getpixel((30, 20))
    red_of_p3 = opened(clean_picture(with_code_points(RED_HEIC, 12, 13))).getpixel((30, 20))

    assert red_of_p3[0] > red_of_srgb[0]
    assert red_of_p3[1] <= red_of_srgb[1]


def test_a_profile_goes_before_code_points() -> None:
    both = with_code_points(avif(GREEN, icc_profile=ADOBE_RGB), 12, 13)

    assert is_near(opened(clean_picture(both)).getpixel((30, 20)), IN_SRGB)


def test_a_file_that_is_cut_off_has_no_code_points_or_the_same() -> None:
    file = avif()

    assert {coded_colours(file[:length]) for length in range(len(file))} == {None, CodedColours(1, 13)}
