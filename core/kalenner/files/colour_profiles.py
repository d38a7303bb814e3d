"""Colours by the profile of a picture (ICC.1), which a page does not get: made into those of sRGB."""

from io import BytesIO
from typing import TYPE_CHECKING

from kalenner.files.picture_sanitizer import MOST_PROFILE

if TYPE_CHECKING:
    from PIL.Image import Image

_SPACES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
_CLASSES = {b"mntr", b"scnr", b"prtr", b"spac"}
_HEADER = 128


def in_srgb(picture: "Image", profile: bytes) -> "Image":
    """Return a picture of mode L, RGB, RGBA or CMYK with its colours in sRGB, CMYK and L as RGB.

    It is returned as it is without a profile, and where the profile is none of its colours or cannot be read.
    """
    from PIL import Image, ImageCms  # import here: slow library

    mode = "RGB" if picture.mode == "RGBA" else picture.mode
    if not _is_of(profile, mode):
        return picture
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
    try:
        converted = ImageCms.profileToProfile(
            colours,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    assert isinstance(converted, Image.Image)  # noqa: S101 -- it is not converted in place
    converted.info.pop("icc_profile", None)
    if picture.mode == "RGBA":
        converted.putalpha(picture.getchannel("A"))
    return converted


def _is_of(profile: bytes, mode: str) -> bool:
    """Tell whether the header of a profile says that it is one, and of pictures of this mode."""
    is_profile = _HEADER < len(profile) <= MOST_PROFILE and profile[36:40] == b"acsp"
    return is_profile and profile[12:16] in _CLASSES and _SPACES.get(profile[16:20]) == mode
