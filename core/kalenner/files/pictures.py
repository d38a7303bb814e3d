"""Pictures that people send, made safe to show to others.

Nothing of the file that came in is kept but its pixels: a picture may carry where it was taken, by whom, a
preview of what was cut off, a program. So it is decoded within limits and encoded anew; what is no pixel
does not even reach the decoder (``kalenner.files.picture_sanitizer``).
"""

import math
from dataclasses import replace
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from kalenner.files.coded_colours import coded_colours, profile_of
from kalenner.files.colour_profiles import in_srgb
from kalenner.files.decoding_apart import container_kind, decode_apart
from kalenner.files.picture_sanitizer import StrippedPicture, TooCostly, strip_picture

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 20 * 1024 * 1024
"""What Telegram lets bots fetch."""
MEGAPIXELS, PNG_MEGAPIXELS = 64, 24
# A JPEG is decoded no larger than needed, the others whole: telephones take 12 to 50 million pixels.
MAX_PIXELS = dict.fromkeys(("JPEG", "WEBP", "HEIF", "AVIF"), MEGAPIXELS * 1_000_000)
MAX_PIXELS["PNG"] = PNG_MEGAPIXELS * 1_000_000
MAX_MEMORY = 192_000_000  # bytes of the decoder and of what it decodes; scaling takes half as much once more
_JPEG_QUALITY = 88


class FileFault(StrEnum):
    """Why a file is refused: a picture for what it is, any file where its person has sent too much."""

    TOO_BIG = "too_big"
    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOO_MANY = "too_many"


class PictureRefused(Exception):
    """What was sent is not shown; `reason` says why."""

    def __init__(self, reason: FileFault) -> None:
        self.reason = reason
        super().__init__(reason.value)


def clean_picture(data: bytes, *, max_side: int = 1024) -> bytes:
    """Return the picture upright, at most `max_side` pixels wide and high, without anything but its pixels.

    JPEG, PNG, WebP, HEIC and AVIF are read. A JPEG stays one, a PNG too; the others become what suits. Of an
    animation the first picture stays. Colours are those of sRGB. Raises PictureRefused.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(FileFault.TOO_BIG)
    try:
        return _clean(data, max_side)
    except TooCostly as error:
        raise PictureRefused(FileFault.TOO_MANY_PIXELS) from error
    except PictureRefused:
        raise
    except Exception as error:  # decoders raise whatever broken data leads them to
        raise PictureRefused(FileFault.BROKEN) from error


def _clean(data: bytes, max_side: int) -> bytes:
    container = container_kind(data)
    if container is not None:
        decoded = decode_apart(data, container, max_side=max_side, most_pixels=MAX_PIXELS[container])
        stripped, colours = _stripped(decoded), coded_colours(data)
        if not stripped.profile and colours is not None:
            stripped = replace(stripped, profile=profile_of(colours))
        return _clean_stripped(stripped, max_side, container)
    stripped = _stripped(data)
    if stripped.width * stripped.height > MAX_PIXELS[stripped.kind]:
        raise TooCostly
    return _clean_stripped(stripped, max_side, stripped.kind)


def _stripped(data: bytes) -> StrippedPicture:
    stripped = strip_picture(data)
    if stripped is None:
        raise PictureRefused(FileFault.NOT_A_PICTURE)
    return stripped


def _clean_stripped(stripped: StrippedPicture, max_side: int, kind: str) -> bytes:
    """Return a picture of what makes its pixels; `kind` is that of the file that was sent."""
    from PIL import Image  # import here: slow library

    with Image.open(BytesIO(stripped.data), formats=(stripped.kind,)) as picture:
        if picture.size != (stripped.width, stripped.height):
            raise ValueError("the decoder sees another size")
        share = min(1.0, max_side / max(picture.size))
        if stripped.kind == "JPEG":  # decoded in a half, a quarter or an eighth, if that is still fine enough
            picture.draft(
                None, (math.ceil(picture.width * share * 1.5), math.ceil(picture.height * share * 1.5))
            )
        is_costly = stripped.overhead + 4 * picture.width * picture.height > MAX_MEMORY
        if not is_costly:
            upright = _bring_upright(picture, max_side, stripped.orientation, stripped.profile)
            return _encode(upright, kind)
    pixels = MAX_PIXELS[stripped.kind]
    decoded = decode_apart(stripped.data, stripped.kind, max_side=max_side, most_pixels=pixels)
    small = replace(_stripped(decoded), orientation=stripped.orientation, profile=stripped.profile)
    return _clean_stripped(small, max_side, kind)


def _bring_upright(picture: "Image", max_side: int, orientation: int, profile: bytes) -> "Image":
    """Return the picture in RGB or RGBA of sRGB, scaled down, turned as its EXIF says."""
    from PIL import Image  # import here: slow library

    if picture.mode.startswith("I"):  # 16 bits of grey; converted as they are, all but black would be white
        picture = picture.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode in ("1", "P", "PA"):  # a palette cannot be scaled smoothly
        picture = picture.convert(mode)
    picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    if profile and mode == "RGBA" and picture.mode != "RGBA":
        picture = picture.convert("RGBA")
    picture = in_srgb(picture, profile)
    turn = Image.Transpose
    turns = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }
    if orientation in turns:
        picture = picture.transpose(turns[orientation])
    return picture.convert(mode)


def _encode(picture: "Image", kind: str) -> bytes:
    """Write the pixels from a new image, which has no metadata to write."""
    from PIL import Image  # import here: slow library

    if picture.mode == "RGBA":
        picture = picture.convert("RGBa").convert("RGBA")  # what lies under full transparency becomes black
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    output = BytesIO()
    if kind == "PNG" or clean.mode == "RGBA":
        clean.save(output, "PNG", optimize=True)
    else:
        clean.save(output, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return output.getvalue()
