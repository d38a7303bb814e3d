"""Pictures that people send, made safe to show to others.

Nothing of the file that came in is kept but its pixels: a picture may carry where it was taken, by whom, a
preview of what was cut off, a program. So it is decoded within limits and encoded anew.
"""

from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

import filetype

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # decoded, 160 MB; telephones make pictures of 12 to 50 million
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_JPEG_QUALITY = 88


class PictureFault(StrEnum):
    """Why a picture is refused."""

    TOO_BIG = "too_big"
    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"


class PictureRefused(Exception):
    """What was sent is not shown; `reason` says why."""

    def __init__(self, reason: PictureFault) -> None:
        self.reason = reason
        super().__init__(reason.value)


def clean_picture(data: bytes, *, max_side: int = 1024) -> bytes:
    """Return the picture upright, at most `max_side` pixels wide and high, without anything but its pixels.

    JPEG, PNG and WebP are read. A JPEG stays one, a PNG too; WebP becomes the one that suits. Of an animation
    the first picture stays. Raises PictureRefused.
    """
    from PIL import Image

    if len(data) > MAX_BYTES:
        raise PictureRefused(PictureFault.TOO_BIG)
    kind = _FORMATS.get(filetype.guess_mime(data) or "")
    if kind is None:
        raise PictureRefused(PictureFault.NOT_A_PICTURE)
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureRefused(PictureFault.TOO_MANY_PIXELS)
            return _encode(_bring_upright(picture, max_side), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(PictureFault.TOO_MANY_PIXELS) from error
    except PictureRefused:
        raise
    except Exception as error:  # decoders raise whatever broken data leads them to
        raise PictureRefused(PictureFault.BROKEN) from error


def _bring_upright(picture: "Image", max_side: int) -> "Image":
    """Return the picture in RGB or RGBA, scaled down, turned as its EXIF says."""
    from PIL import Image, ImageOps

    if picture.mode.startswith("I"):  # 16 bits of grey; converted as they are, all but black would be white
        picture = picture.point(lambda value: value / 256).convert("L")
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode in ("1", "P", "PA"):  # a palette cannot be scaled smoothly
        picture = picture.convert(wanted)
    picture.thumbnail(
        (max_side, max_side), Image.Resampling.LANCZOS
    )  # a JPEG is decoded no larger than needed
    return ImageOps.exif_transpose(picture).convert(wanted)


def _encode(picture: "Image", kind: str) -> bytes:
    """Write the pixels from a new image, which has no metadata to write."""
    from PIL import Image

    if picture.mode == "RGBA":
        picture = picture.convert("RGBa").convert("RGBA")  # what lies under full transparency becomes black
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    written = BytesIO()
    if kind == "PNG" or clean.mode == "RGBA":
        clean.save(written, "PNG", optimize=True)
    else:
        clean.save(written, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return written.getvalue()
