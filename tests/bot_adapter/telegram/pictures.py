"""A small picture."""

import base64
import io

from PIL import Image


def picture(width: int = 40, height: int = 30) -> bytes:
    """A blue PNG of that size."""
    image = io.BytesIO()
    Image.new("RGB", (width, height), (16, 128, 240)).save(image, "PNG")
    return image.getvalue()


PNG = base64.b64encode(picture()).decode()
"""As a payload carries it."""
