"""A picture in the sizes and formats of a page: small, never enlarged, and kept under keys of its own."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kalenner.file_use import FileUse
from kalenner.files import (
    FileStore,
    PictureSet,
    StoredPicture,
    clean_picture,
    make_picture,
    make_variants,
    store_variants,
)
from kalenner.files.variants import budget
from kalenner.storage import FolderStore, StorageFault

RED = (200, 30, 40)
PAGE = 50_000
"""Bytes that a page with one photo may have in all; its HTML and CSS take some 4,000 of them."""


def encoded(picture: Image.Image, kind: str = "JPEG") -> bytes:
    file = BytesIO()
    picture.save(file, kind, quality=95)
    return file.getvalue()


def plain(size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size, RED)


def smooth(size: tuple[int, int]) -> Image.Image:
    across, around = Image.linear_gradient("L").resize(size), Image.radial_gradient("L").resize(size)
    return Image.merge("RGB", (around, across, around))


def noisy(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 60) for _ in range(3)])


def grainy(size: tuple[int, int]) -> Image.Image:
    """Noise in every size, the coarse as strong as the fine: a photo of leaves and gravel."""
    picture = smooth(size)
    for part in (128, 32, 8, 2):
        leaves = noisy((size[0] // part, size[1] // part)).resize(size, Image.Resampling.BICUBIC)
        picture = Image.blend(picture, leaves, 0.3)
    return picture


def transparent(size: tuple[int, int]) -> Image.Image:
    picture = noisy(size).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1]))
    return picture


def shapes(made: PictureSet) -> list[tuple[str, int, int]]:
    return [(one.format, one.width, one.height) for one in made.variants]


def test_every_width_comes_as_webp_and_jpeg() -> None:
    made = make_variants(encoded(plain((2000, 1000))))

    assert (made.width, made.height) == (2000, 1000)
    assert shapes(made) == [
        *[("webp", 400, 200), ("jpeg", 400, 200)],
        *[("webp", 800, 400), ("jpeg", 800, 400)],
        *[("webp", 1200, 600), ("jpeg", 1200, 600)],
    ]
    assert {one.suffix for one in made.variants} == {".webp", ".jpg"}


def test_every_variant_is_what_it_says_and_nothing_else() -> None:
    for clean in (encoded(grainy((900, 600))), encoded(transparent((900, 600)), "PNG")):
        for one in make_variants(clean).variants:
            with Image.open(BytesIO(one.data)) as picture:
                picture.load()
                assert (picture.format, *picture.size) == (one.format.upper(), one.width, one.height)
                assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)


@pytest.mark.parametrize(
    ("size", "widths"),
    [((1000, 500), [400, 800, 1000]), ((300, 900), [300]), ((1, 1), [1]), ((1200, 1), [400, 800, 1200])],
)
def test_picture_is_never_enlarged(size: tuple[int, int], widths: list[int]) -> None:
    made = make_variants(encoded(plain(size)))

    assert [one.width for one in made.variants if one.format == "webp"] == widths
    assert max(one.height for one in made.variants) <= size[1]


def test_widths_can_be_chosen() -> None:
    assert shapes(make_variants(encoded(plain((500, 500))), widths=[64])) == [
        ("webp", 64, 64),
        ("jpeg", 64, 64),
    ]


@pytest.mark.parametrize("size", [(1200, 900), (900, 1350)])
@pytest.mark.parametrize("make", [plain, smooth, grainy, noisy])
def test_page_with_one_photo_stays_within_its_weight(make, size: tuple[int, int]) -> None:
    made = make_variants(encoded(make(size)), widths=(400, 800))
    webp = {one.width: len(one.data) for one in made.variants if one.format == "webp"}

    assert webp[800] + 4_000 <= PAGE
    assert webp[400] <= budget(400)


def test_simple_picture_keeps_the_best_quality() -> None:
    """Of a plain colour next to nothing changes; at the lowest level more does than an eye overlooks."""
    (one, _jpeg) = make_variants(encoded(smooth((400, 300))), widths=[400]).variants

    with Image.open(BytesIO(one.data)) as picture:
        pairs = zip(picture.convert("RGB").tobytes(), smooth((400, 300)).tobytes(), strict=True)
        assert sum(abs(mine - its) for mine, its in pairs) / (400 * 300 * 3) < 2


def test_transparent_picture_stays_so_in_webp_and_png() -> None:
    made = make_variants(encoded(transparent((800, 600)), "PNG"), widths=[800])

    assert [one.format for one in made.variants] == ["webp", "png"]
    for one in made.variants:
        with Image.open(BytesIO(one.data)) as picture:
            pixels = picture.convert("RGBA")
            assert (pixels.getpixel((10, 10))[3], pixels.getpixel((700, 10))[3]) == (0, 255)


def test_average_colour_is_told() -> None:
    assert make_variants(encoded(plain((20, 20)), "PNG")).colour == "#c81e28"


def test_stored_picture_is_found_again_by_its_json(tmp_path: Path) -> None:
    store = FileStore(FolderStore(tmp_path))
    stored = store_variants(store, make_picture(encoded(smooth((900, 600))), FileUse.PICTURE).sizes)

    again = StoredPicture.from_json(json.loads(json.dumps(stored.to_json())))

    assert again == stored
    assert (again.width, again.height) == (900, 600)
    assert [one.width for one in again.of_format("webp")] == [400, 800, 900]
    assert [one.width for one in again.fallbacks] == [400, 800, 900]
    assert [store.get(key)[:4] for key in again.keys()[:2]] == [b"RIFF", b"\xff\xd8\xff\xe0"]


def test_longest_side_is_bounded() -> None:
    made = make_picture(encoded(plain((3000, 1500))), FileUse.PICTURE)

    assert (made.sizes.width, made.sizes.height) == (2000, 1000)


class FullStore(FolderStore):
    """A disk with room for three files."""

    def put(self, key: str, data: bytes, *, media_type: str = "", cache_control: str = "") -> None:
        if sum(file.is_file() for file in self.folder.rglob("*")) == 3:
            raise StorageFault("no space left")
        super().put(key, data, media_type=media_type, cache_control=cache_control)


def test_full_disk_keeps_no_part_of_a_picture(tmp_path: Path) -> None:
    with pytest.raises(StorageFault, match="no space left"):
        store_variants(FileStore(FullStore(tmp_path)), make_variants(encoded(plain((900, 900)))))

    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_cleaned_picture_is_what_variants_are_made_from() -> None:
    made = make_variants(clean_picture(encoded(transparent((64, 64)), "WEBP")), widths=[64])

    assert [one.format for one in made.variants] == ["webp", "png"]
