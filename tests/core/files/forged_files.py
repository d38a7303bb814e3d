"""How files are forged: PNG, JPEG and WebP by their parts, and what else hides in them."""

import struct
import zipfile
import zlib
from functools import reduce
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

CANARY = b"Canary-7f3a"
RED = (200, 30, 40)
SMALL = (64, 48)
PNG_START = b"\x89PNG\r\n\x1a\n"


def encoded(kind: str, size: tuple[int, int] = SMALL, mode: str = "RGB", **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, RED).convert(mode).save(file, kind, **options)
    return file.getvalue()


def noisy(kind: str, **options: Any) -> bytes:
    file = BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def deflated(row: bytes, count: int) -> bytes:
    """`row`, so many times, compressed without ever standing in memory: blocks that know nothing of each other."""
    squeeze = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = squeeze.compress(row) + squeeze.flush(zlib.Z_FULL_FLUSH)
    check = reduce(lambda so_far, _number: zlib.adler32(row, so_far), range(count), 1)
    return b"\x78\xda" + block * count + b"\x03\0" + struct.pack(">I", check)


def zeros() -> bytes:
    return deflated(bytes(2**20), 100)


def zipped() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.exe", CANARY)
        archive.writestr("bomb", bytes(2**20) * 20)
    return file.getvalue()


# PNG


def chunk(name: bytes, content: bytes, check: int | None = None) -> bytes:
    check = zlib.crc32(name + content) if check is None else check
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(
    width: int,
    height: int,
    *more: bytes,
    bits: int = 8,
    colour: int = 2,
    interlace: int = 0,
    pixels: bytes | None = None,
) -> bytes:
    """A PNG of one shade; `more` are chunks before its pixels."""
    row = b"\0" + b"\x55" * (-(-width * bits * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] // 8))
    content = deflated(row, height) if pixels is None else pixels
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace))
    return b"".join([PNG_START, head, *more, chunk(b"IDAT", content), chunk(b"IEND", b"")])


def interlaced(side: int) -> bytes:
    """A PNG in Adam7's seven passes; `side` is a multiple of 8."""
    eighths = ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4))
    squeeze = zlib.compressobj(9)
    parts = []
    for across, down in eighths:
        row = b"\0" + b"\x55" * (3 * across * side // 8)
        parts += [squeeze.compress(row) for _ in range(down * side // 8)]
    return png(side, side, interlace=1, pixels=b"".join([*parts, squeeze.flush()]))


def animated_png() -> bytes:
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, *SMALL, 0, 0, 1, 1, 0, 0))
    more = b"".join(
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * number + 1, *SMALL, 0, 0, 1, 1, 0, 0))
        + chunk(b"fdAT", struct.pack(">I", 2 * number + 2) + zlib.compress(CANARY))
        for number in range(5000)
    )
    first, last = png(*SMALL, chunk(b"acTL", struct.pack(">II", 5001, 0)), frame), chunk(b"IEND", b"")
    return first.removesuffix(last) + more + last


# JPEG


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*segments: bytes, **options: Any) -> bytes:
    """A JPEG with segments after its beginning."""
    plain = encoded("JPEG", **options)
    return plain[:2] + b"".join(segments) + plain[2:]


def with_frame(data: bytes, old: bytes, new: bytes) -> bytes:
    """`data` with its frame's marker and beginning changed, such as its size."""
    assert data.count(old) == 1
    return data.replace(old, new)


def scans(side: int, count: int) -> bytes:
    """A progressive JPEG whose first scan comes so many times."""
    data = encoded("JPEG", (side, side), progressive=True)
    first = data.index(b"\xff\xda")
    following = data.index(b"\xff\xc4", first)
    return data[:following] + data[first:following] * count + data[following:]


def greedy_exif(tags: int, length: int) -> bytes:
    """EXIF whose tags all point to the same `length` bytes."""
    entries = b"".join(struct.pack(">HHII", 1000 + tag, 7, length, 8) for tag in range(tags))
    exif = b"MM\0*\0\0\0\x08" + struct.pack(">H", tags) + entries + bytes(4)
    return exif.ljust(length + 8, b"\0")


def exif() -> bytes:
    made = Image.Exif()
    made[0x013B] = CANARY.decode()
    made.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return made.tobytes()


def two_pictures() -> bytes:
    file = BytesIO()
    pictures = [Image.new("RGB", SMALL, RED), Image.new("RGB", SMALL, "blue")]
    pictures[0].save(file, "MPO", save_all=True, append_images=pictures[1:], comment=CANARY)
    return file.getvalue()


# WebP


def riff(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def webp(*chunks: bytes) -> bytes:
    return riff(b"RIFF", b"WEBP" + b"".join(chunks))


def lossless(width: int, height: int) -> bytes:
    return riff(b"VP8L", struct.pack("<BI", 0x2F, (width - 1) | (height - 1) << 14) + bytes(20))


def animated_webp() -> bytes:
    file = BytesIO()
    frames = [Image.new("RGB", SMALL, (200, number, 40)) for number in range(250)]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], exif=exif())
    return file.getvalue()


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
