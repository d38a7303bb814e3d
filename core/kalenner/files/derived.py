"""Small pictures that are made of a stored one when a page is written: its icon, and what networks share."""

from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from kalenner.files.variants import StoredPicture, StoredVariant
from kalenner.storage.digests import content_digest

SHARED_SIZE = (1200, 630)
"""Pixels of a shared picture, 1.91:1 as networks show it."""
ICON_SIDE = 96
_COVERS = 1.3
"""From this ratio of width to height on a photo fills the shared picture; anything else stands within it."""


@dataclass(frozen=True)
class DerivedPicture:
    """A picture to be made: its file's name tells of what and how, so that it is made once."""

    name: str
    kind: Literal["icon", "shared"]
    source: StoredVariant
    colour: str
    """What is around a picture that does not fill the shared one, as ``#rrggbb``."""


def derive(picture: StoredPicture, kind: Literal["icon", "shared"], colour: str) -> DerivedPicture:
    """Return what has to be made of a picture; of its variants the nearest in width is taken."""
    width = ICON_SIDE if kind == "icon" else SHARED_SIZE[0]
    plain = picture.fallbacks or picture.variants
    wide = [variant for variant in plain if variant.width >= width]
    source = min(wide, key=lambda variant: variant.width) if wide else max(plain, key=_width)
    digest = content_digest(f"{kind} {source.digest} {colour}".encode(), 16)
    ending = "png" if kind == "icon" else "jpg"
    return DerivedPicture(f"{kind}.{digest}.{ending}", kind, source, colour)


def make_derived(derived: DerivedPicture, content: bytes) -> bytes:
    """Return the file of a derived picture from the content of its source."""
    from PIL import Image, ImageOps  # import here: slow library

    file = BytesIO()
    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGBA")
    if derived.kind == "icon":
        ImageOps.contain(picture, (ICON_SIDE, ICON_SIDE)).save(file, "PNG", optimize=True)
        return file.getvalue()
    if picture.width / picture.height >= _COVERS:
        shown = ImageOps.fit(picture, SHARED_SIZE)
    else:
        shown = ImageOps.contain(picture, SHARED_SIZE)
    ground = Image.new("RGB", SHARED_SIZE, derived.colour)
    place = ((SHARED_SIZE[0] - shown.width) // 2, (SHARED_SIZE[1] - shown.height) // 2)
    ground.paste(shown, place, shown)
    ground.save(file, "JPEG", quality=82, optimize=True)
    return file.getvalue()


def _width(variant: StoredVariant) -> int:
    return variant.width
