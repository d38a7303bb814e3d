"""Decodes one picture in a process of its own, with limits of memory and time; a script, not imported.

Standard input is the file; the arguments are its kind, the longest side to scale down to, and the most pixels
that it may have, width times height. Standard output is the picture as PNG, with its colour profile. The exit
code is `TOO_MANY_PIXELS`, or another one but 0 for a file that cannot be read.
"""

import sys
from io import BytesIO

TOO_MANY_PIXELS = 3
MEGABYTES = 1_600
"""Of addresses; a WebP of 64 megapixels takes 1,000, besides the libraries."""
SECONDS = 40


def _limit() -> None:
    try:
        import resource  # import here: not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(kind: str, max_side: int, most_pixels: int) -> int:
    """Decode the picture; return the exit code."""
    from PIL import Image, ImageOps  # import here: slow library

    _limit()
    data = BytesIO(sys.stdin.buffer.read())
    picture: Image.Image
    if kind == "HEIF":
        import pillow_heif  # import here: slow library

        file = pillow_heif.open_heif(data)
        if file.size[0] * file.size[1] > most_pixels:
            return TOO_MANY_PIXELS
        picture = file.to_pillow()
    else:
        Image.MAX_IMAGE_PIXELS = None
        picture = Image.open(data, formats=(kind,))
        if picture.width * picture.height > most_pixels:
            return TOO_MANY_PIXELS
        picture.draft(None, (max_side * 3 // 2, max_side * 3 // 2))
    profile = picture.info.get("icc_profile")
    picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    if kind == "AVIF":  # others are turned by their decoder, or carry nothing that says how
        picture = ImageOps.exif_transpose(picture)
    if picture.mode not in {"L", "RGB", "RGBA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.save(sys.stdout.buffer, "PNG", compress_level=1, icc_profile=profile, exif=b"")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
    except MemoryError:
        sys.exit(TOO_MANY_PIXELS)
