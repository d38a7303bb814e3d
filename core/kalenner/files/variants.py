"""The sizes and formats in which a web page shows a picture, and how they are kept.

Each width is written as WebP and as a fallback, JPEG or, with transparency, PNG. A width has a budget of
bytes; the best quality within it is taken. Measured at 800 x 600 as WebP: a smooth picture takes 5 kB at the
highest level; one with detail of every size, as of leaves and gravel, 110 kB there and 30 kB at the lowest;
noise, the worst case, 218 kB and 86 kB. What is over its budget at the lowest level loses its
finest detail, which at that level is little more than guessed, and finds one then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kalenner.files.stores import FileStore
from kalenner.storage import content_digest

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (400, 800, 1200)
"""In pixels. A telephone of 412 CSS pixels at 1.75 takes 800."""
_LEVELS = (80, 72, 64, 56, 48, 40, 30, 20)
_COARSER = (2, 3)  # parts of the finest detail, one after the other
_BUDGET = 45_000  # bytes at 800 pixels: with a page of some 4 kB it stays below 50 kB
_FALLBACK_SHARE = 1.5  # JPEG needs so much more for the same looks


@dataclass(frozen=True)
class Variant:
    """A picture in one width and format: "webp", "jpeg" or "png"; sizes in pixels."""

    format: str
    width: int
    height: int
    data: bytes

    @property
    def suffix(self) -> str:
        """What its name ends with, such as ``.webp``."""
        return _suffix(self.format)


@dataclass(frozen=True)
class PictureSet:
    """A picture of `width` by `height` pixels in all its variants, and its average colour, "#rrggbb"."""

    width: int
    height: int
    colour: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class StoredVariant:
    """A variant in the file store, under `key`; `digest` tells its content, for a public name."""

    format: str
    width: int
    height: int
    key: str
    digest: str

    @property
    def name(self) -> str:
        """The name under which it is published, which changes with its content."""
        return f"{self.digest}{_suffix(self.format)}"


@dataclass(frozen=True)
class StoredPicture:
    """A picture whose variants stand in the file store; its JSON is what a table keeps."""

    width: int
    height: int
    colour: str
    variants: tuple[StoredVariant, ...]

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all files that belong to the picture."""
        return tuple(variant.key for variant in self.variants)

    def of_format(self, *formats: str) -> tuple[StoredVariant, ...]:
        """Return the variants of one of these formats, the narrowest first."""
        variants = (variant for variant in self.variants if variant.format in formats)
        return tuple(sorted(variants, key=lambda variant: variant.width))

    @property
    def fallbacks(self) -> tuple[StoredVariant, ...]:
        """The variants that every browser and messenger reads, the narrowest first."""
        return self.of_format("jpeg", "png")

    def to_json(self) -> dict[str, Any]:
        """Return the picture as JSON."""
        variants = [
            [variant.format, variant.width, variant.height, variant.key, variant.digest]
            for variant in self.variants
        ]
        return {"width": self.width, "height": self.height, "colour": self.colour, "variants": variants}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "StoredPicture":
        """Return the picture that :meth:`to_json` wrote; raises KeyError or TypeError for anything else."""
        variants = tuple(StoredVariant(*fields) for fields in values["variants"])
        return cls(values["width"], values["height"], values["colour"], variants)


def budget(width: int) -> int:
    """Return how many bytes a WebP of this width, in pixels, should have at most.

    45 kB at 800; narrower pictures need more for each pixel, hence less than the area's power.
    """
    return round(_BUDGET * (width / 800) ** 1.5)


def make_variants(clean: bytes, *, widths: Sequence[int] = WIDTHS) -> PictureSet:
    """Return what a page needs of a picture that ``clean_picture`` returned; never wider than it is."""
    from PIL import Image  # import here: slow library

    with Image.open(BytesIO(clean), formats=("JPEG", "PNG")) as image:
        picture = image.convert("RGBA" if image.has_transparency_data else "RGB")
    variants: list[Variant] = []
    for width in sorted({min(width, picture.width) for width in widths}):
        height = max(1, round(picture.height * width / picture.width))
        scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
        variants.append(Variant("webp", width, height, _within(budget(width), scaled, "WEBP", method=4)))
        fallback = budget(width) * _FALLBACK_SHARE
        if scaled.mode == "RGBA":
            variants.append(Variant("png", width, height, _png(scaled, fallback)))
        else:
            data = _within(fallback, scaled, "JPEG", optimize=True, progressive=True)
            variants.append(Variant("jpeg", width, height, data))
    return PictureSet(picture.width, picture.height, _average(picture), tuple(variants))


def store_variants(store: FileStore, pictures: PictureSet) -> StoredPicture:
    """Keep every variant of a picture; where one cannot be kept, those before it are taken back."""
    stored, data_of = allot_keys(store, pictures)
    kept: list[str] = []
    try:
        for key, data in data_of.items():
            store.put_as(key, data)
            kept.append(key)
    except BaseException:
        for key in kept:
            store.delete(key)
        raise
    return stored


def allot_keys(store: FileStore, pictures: PictureSet) -> tuple[StoredPicture, dict[str, bytes]]:
    """Return a picture as it will stand in the store, and what is to be kept under each key."""
    stored: list[StoredVariant] = []
    data_of: dict[str, bytes] = {}
    for variant in pictures.variants:
        key, digest = store.new_key(variant.suffix), content_digest(variant.data, 16)
        data_of[key] = variant.data
        stored.append(StoredVariant(variant.format, variant.width, variant.height, key, digest))
    return StoredPicture(pictures.width, pictures.height, pictures.colour, tuple(stored)), data_of


def _suffix(format: str) -> str:
    return ".jpg" if format == "jpeg" else f".{format}"


def _within(most: float, scaled: "Image", kind: str, **options: Any) -> bytes:
    """Return the best encoding of at most `most` bytes; the smallest tried where there is none."""
    from PIL import Image  # import here: slow library

    encoded = _best_level(most, scaled, kind, options)
    for part in _COARSER:
        if len(encoded) <= most:
            break
        coarse = scaled.resize((-(-scaled.width // part), -(-scaled.height // part)), Image.Resampling.BOX)
        softer = coarse.resize(scaled.size, Image.Resampling.BICUBIC)
        encoded = min(encoded, _best_level(most, softer, kind, options), key=len)
    return encoded


def _best_level(most: float, picture: "Image", kind: str, options: Mapping[str, Any]) -> bytes:
    encoded = _written(picture, kind, quality=_LEVELS[0], **options)
    if len(encoded) <= most:
        return encoded
    low, high = 1, len(_LEVELS) - 1
    encoded = _written(picture, kind, quality=_LEVELS[high], **options)
    if len(encoded) > most:
        return encoded
    while low < high:  # the levels from `high` on fit
        middle = (low + high) // 2
        attempt = _written(picture, kind, quality=_LEVELS[middle], **options)
        if len(attempt) <= most:
            encoded, high = attempt, middle
        else:
            low = middle + 1
    return encoded


def _png(picture: "Image", most: float) -> bytes:
    """Return a PNG; with 256 colours where all of them take too much."""
    from PIL import Image  # import here: slow library

    true_colour = _written(picture, "PNG", optimize=True)
    if len(true_colour) <= most:
        return true_colour
    return _written(picture.quantize(256, Image.Quantize.FASTOCTREE), "PNG", optimize=True)


def _written(picture: "Image", kind: str, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _average(picture: "Image") -> str:
    """Return the average colour of what is visible."""
    from PIL import Image  # import here: slow library

    pixel = picture.resize((1, 1), Image.Resampling.BOX).convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)  # noqa: S101 -- of an RGB picture
    return "#" + "".join(f"{int(part):02x}" for part in pixel)
