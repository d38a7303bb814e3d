"""The icon and the shared picture of a page: their sizes, and that nothing of a logo is cut off."""

from io import BytesIO

import pytest
from PIL import Image

from kalenner.files.derived import ICON_SIDE, SHARED_SIZE, derive, make_derived
from kalenner.files.variants import StoredPicture, StoredVariant


def stored(width: int, height: int) -> StoredPicture:
    variants = tuple(
        StoredVariant(format_, each, each * height // width, f"{each}.{format_}", f"{each}{format_}")
        for each in (200, 400, 800, 1200)
        if each <= width
        for format_ in ("webp", "jpeg")
    )
    return StoredPicture(width, height, "#336699", variants)


def drawn(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "#336699").save(file, "PNG")
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize(("width", "height"), [(800, 800), (800, 300), (300, 800), (1, 1), (1200, 630)])
def test_shared_picture_has_the_size_that_networks_show(width: int, height: int) -> None:
    derived = derive(stored(1200, 1200), "shared", "#fbf7f0")

    picture = opened(make_derived(derived, drawn(width, height)))

    assert (picture.size, picture.format) == (SHARED_SIZE, "JPEG")


def test_square_logo_is_whole_on_the_colour_of_the_page() -> None:
    picture = opened(make_derived(derive(stored(800, 800), "shared", "#fbf7f0"), drawn(800, 800))).convert(
        "RGB"
    )

    def is_near(place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
        pixel = picture.getpixel(place)
        return all(abs(part - wanted) < 8 for part, wanted in zip(pixel, colour, strict=True))

    assert is_near((10, 300), (0xFB, 0xF7, 0xF0))
    assert is_near((600, 5), (0x33, 0x66, 0x99))
    assert is_near((600, 625), (0x33, 0x66, 0x99))


def test_icon_is_small_and_made_of_the_smallest_variant() -> None:
    derived = derive(stored(800, 400), "icon", "#ffffff")
    picture = opened(make_derived(derived, drawn(200, 100)))

    assert (derived.source.width, derived.source.format) == (200, "jpeg")
    assert (picture.size, picture.format) == ((ICON_SIDE, ICON_SIDE // 2), "PNG")


def test_name_tells_what_it_is_made_of() -> None:
    names = {
        derive(stored(width, 400), kind, colour).name
        for width in (400, 800)
        for kind in ("icon", "shared")
        for colour in ("#ffffff", "#000000")
    }

    assert len(names) == 6
    assert derive(stored(400, 400), "icon", "#fff").name == derive(stored(400, 400), "icon", "#fff").name
