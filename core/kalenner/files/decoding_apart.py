"""Pictures that are decoded in a process of their own: what decoding takes then ends with it.

HEIC and AVIF, whose decoders are young and whose files say in several places how large they are; and whatever
else would take too much memory here.
"""

import os
import subprocess
import sys
from pathlib import Path

from kalenner.files.decoder_process import TOO_MANY_PIXELS
from kalenner.files.picture_sanitizer import TooCostly

SCRIPT = Path(__file__).with_name("decoder_process.py")
SECONDS = 60
_AVIF = {b"avif", b"avis"}
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MOST_BRANDS = 40


def container_kind(data: bytes) -> str | None:
    """Return "AVIF" or "HEIF" by the brands that a file declares (ISO/IEC 14496-12); None for another."""
    if data[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(data[:4], "big"), 16 + 4 * _MOST_BRANDS)
    brands = {data[8:12]} | {data[place : place + 4] for place in range(16, size - 3, 4)}
    if brands & _AVIF:
        return "AVIF"
    return "HEIF" if brands & _HEIF else None


def decode_apart(data: bytes, kind: str, *, max_side: int, most_pixels: int) -> bytes:
    """Return a picture as PNG, at most `max_side` pixels wide and high, with its colour profile.

    Raises TooCostly for more than `most_pixels` pixels, ValueError for what cannot be read.
    """
    # The child is to know none of our secrets, and finds the libraries where we have them.
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment = {**known, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, str(SCRIPT), kind, str(max_side), str(most_pixels)]
    try:
        run = subprocess.run(  # noqa: S603 -- our own script, and numbers
            command, input=data, capture_output=True, env=environment, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooCostly from error
    if run.returncode == TOO_MANY_PIXELS:
        raise TooCostly
    if run.returncode != 0:
        raise ValueError(f"a {kind} cannot be read")
    return run.stdout
