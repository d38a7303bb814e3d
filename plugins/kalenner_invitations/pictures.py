"""The QR code of a link, with a logo or photo in its middle."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

BOX = 12  # pixels a module: a scanner still reads the picture at a third of its size
QUIET = 4  # modules of white around it, ISO/IEC 18004
LOGO_RATIO = 0.22  # of the width: about a twelfth of the modules, far below the 30 % that level H repairs
LOGO_SIDE = 240
LOGO_MARGIN = 12


def qr_picture(link: str, logo: bytes | None = None) -> bytes:
    """Return a PNG of the link as a QR code; `logo` is a picture that Pillow can read."""
    import qrcode  # import here: slow library
    from qrcode.image.styledpil import StyledPilImage  # import here: slow library

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, box_size=BOX, border=QUIET)
    code.add_data(link)
    code.make(fit=True)
    if logo is None:
        image = code.make_image(image_factory=StyledPilImage)
    else:
        image = code.make_image(
            image_factory=StyledPilImage, embedded_image=_badge(logo), embedded_image_ratio=LOGO_RATIO
        )
    buffer = io.BytesIO()
    image.get_image().convert("RGB").save(buffer, format="PNG")
    return buffer.getvalue()


def _badge(logo: bytes) -> "Image":
    """Return the logo whole, in the middle of a white rounded square, so that it stands off the modules."""
    from PIL import Image, ImageDraw  # import here: slow library

    badge = Image.new("RGBA", (LOGO_SIDE, LOGO_SIDE), (255, 255, 255, 0))
    square = (0, 0, LOGO_SIDE - 1, LOGO_SIDE - 1)
    ImageDraw.Draw(badge).rounded_rectangle(square, radius=2 * LOGO_MARGIN, fill=(255, 255, 255, 255))
    with Image.open(io.BytesIO(logo)) as opened:
        picture = opened.convert("RGBA")
    inner = LOGO_SIDE - 2 * LOGO_MARGIN
    scale = inner / max(picture.size)
    picture = picture.resize(
        (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))),
        Image.Resampling.LANCZOS,
    )
    place = ((LOGO_SIDE - picture.width) // 2, (LOGO_SIDE - picture.height) // 2)
    badge.alpha_composite(picture, place)
    return badge
