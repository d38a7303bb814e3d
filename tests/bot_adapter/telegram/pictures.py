"""A small picture."""

import base64
import io

from PIL import Image


def picture(width: int = 40, height: int = 30) -> bytes:
    """A blue PNG of that size."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), (16, 128, 240)).save(made, "PNG")
    return made.getvalue()


PNG = base64.b64encode(picture()).decode()
"""As a payload carries it."""
