"""What a picture that a person sent is made into: up to seconds of work, which needs no transaction."""

from dataclasses import dataclass

from kalenner.file_use import FileUse
from kalenner.files.pictures import clean_picture
from kalenner.files.variants import WIDTHS, PictureSet, make_variants

MAX_SIDE = 2000
"""In pixels; also of what the sizes of a logo are made from, which is smaller."""
LOGO_WIDTHS = (200, 400, 800)
"""In pixels: a logo or photo takes a part of a page's width."""
_JPEG_START = b"\xff\xd8"


@dataclass(frozen=True)
class MadePicture:
    """A picture in its sizes, and of a logo `clean`, the one small file, JPEG or PNG."""

    sizes: PictureSet
    clean: bytes | None = None

    @property
    def suffix(self) -> str:
        """What the name of the small file ends with."""
        return ".jpg" if self.clean and self.clean.startswith(_JPEG_START) else ".png"


def make_picture(data: bytes, use: FileUse) -> MadePicture:
    """Make of the bytes of a file what a picture is wanted for; raises PictureRefused."""
    if use is FileUse.LOGO:
        clean = clean_picture(data)
        return MadePicture(make_logo_sizes(clean), clean)
    return MadePicture(make_variants(clean_picture(data, max_side=MAX_SIDE), widths=WIDTHS))


def make_logo_sizes(clean: bytes) -> PictureSet:
    """Return the sizes of a logo from its small file; raises PictureRefused."""
    return make_variants(clean_picture(clean, max_side=MAX_SIDE), widths=LOGO_WIDTHS)
