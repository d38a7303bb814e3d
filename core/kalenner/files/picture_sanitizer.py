"""The first half of sanitizing a picture: its file without anything that does not make pixels, within limits.

Decoders are lenient: they unpack profiles and texts, follow offsets in EXIF, and go through as many scans as
a file holds. So a file is taken apart here, by its published structure, and put together without anything
that does not make pixels: JPEG (ITU T.81), PNG (ISO/IEC 15948), WebP (RFC 9649). Of the rest the
orientation (EXIF, tag 274) and the colour profile (ICC.1) alone are read.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MOST_SCANS = 60  # a progressive JPEG has some 10; each one of many goes through all pixels
MOST_PARTS = 20_000  # segments or chunks; a file of 20 MB has some thousand of them
_PNG_START = b"\x89PNG\r\n\x1a\n"
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_EXIF_START = b"Exif\0\0"
_OTHER_FRAMES = set(range(0xC0, 0xD0)) - {0xC4}
_PROFILE_START = b"ICC_PROFILE\0"
_MOST_TAGS = 200
MOST_PROFILE = 4 * 1024 * 1024
"""Bytes of a colour profile; those of printers have about 2 MB."""


class TooCostly(Exception):
    """To decode this would take too much memory or time."""


@dataclass(frozen=True)
class StrippedPicture:
    """A file with nothing but pixels: `kind` as Pillow calls it, the size, and EXIF's orientation, 1 to 8.

    `overhead` is how many bytes of memory the decoder needs besides the decoded picture; `profile` is the
    colour profile, which the decoder does not get.
    """

    kind: str
    data: bytes
    width: int
    height: int
    orientation: int
    overhead: int = 0
    profile: bytes = b""


def strip_picture(data: bytes) -> StrippedPicture | None:
    """Return what makes the pixels of a JPEG, PNG or WebP; None for anything else.

    Raises TooCostly, and ValueError, IndexError or struct.error for a broken file.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(_PNG_START):
        return _png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


# JPEG


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment up to the end: its marker, content, and, of a scan, the coded pixels after it."""
    place = 2
    for _part in range(MOST_PARTS):
        match = _NEXT_MARKER.search(data, place)
        if match is None:
            return
        marker, start = data[match.start() + 1], match.end()
        if marker == 0xD9:
            yield marker, b"", b""
            return
        if marker == 0x01:
            place = start
            continue
        (length,) = struct.unpack_from(">H", data, start)
        if length < 2 or start + length > len(data):
            raise ValueError("a segment is cut off")
        place = start + length
        coded = b""
        if marker == 0xDA:
            following = _NEXT_MARKER.search(data, place)
            coded = data[place : following.start() if following else len(data)]
            place += len(coded)
        yield marker, data[start + 2 : start + length], coded
    raise TooCostly


def _jpeg(data: bytes) -> StrippedPicture:
    parts, scans, orientation = [b"\xff\xd8"], 0, 0
    frame: bytes | None = None
    is_buffered = False
    profile: dict[int, bytes] = {}
    for marker, content, coded in _segments(data):
        if marker in {0xC0, 0xC1, 0xC2} and frame is None:
            frame, is_buffered = content, marker == 0xC2
        elif marker in _OTHER_FRAMES:
            raise ValueError("a second frame, or one in arithmetic coding or without loss")
        elif marker == 0xE1 and content.startswith(_EXIF_START):
            orientation = orientation or _orientation(content[6:])
        if marker == 0xE0 and content.startswith(b"JFIF\0"):
            parts.append(_JFIF)
        elif marker == 0xD9:
            parts.append(b"\xff\xd9")  # without it the decoder sees by itself whether pixels are missing
        elif _makes_pixels(marker, content):
            parts.append(struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + coded)
        profile |= _part_of_profile(marker, content)
        scans += marker == 0xDA
        if scans > MOST_SCANS:
            raise TooCostly
    if frame is None or not scans:
        raise ValueError("no picture in it")
    width, height, coefficients = _frame_size(frame)
    overhead = 2 * coefficients if is_buffered or scans > 1 else 0
    colours = b"".join(part for _number, part in sorted(profile.items()))
    return StrippedPicture("JPEG", b"".join(parts), width, height, orientation or 1, overhead, colours)


def _part_of_profile(marker: int, content: bytes) -> dict[int, bytes]:
    """Return the part of a colour profile that a segment holds, by its number; empty for any other."""
    start = len(_PROFILE_START)
    is_part = marker == 0xE2 and content.startswith(_PROFILE_START) and len(content) > start + 2
    return {content[start]: content[start + 2 :]} if is_part else {}


def _makes_pixels(marker: int, content: bytes) -> bool:
    """Tell whether a segment holds pixels or tables for them, or how to read their colours (Adobe's)."""
    is_of_adobe = marker == 0xEE and content.startswith(b"Adobe")
    return is_of_adobe or marker in {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD}


def _frame_size(content: bytes) -> tuple[int, int, int]:
    """Return width and height, and the number of all components' coefficients."""
    bits, height, width, count = struct.unpack_from(">BHHB", content)
    if bits != 8 or not width or not height or len(content) != 6 + 3 * count or count not in {1, 3, 4}:
        raise ValueError("not a frame that pages show")
    sampling = [content[7 + 3 * number] for number in range(count)]
    across, down = [factor >> 4 for factor in sampling], [factor & 15 for factor in sampling]
    if not all(1 <= factor <= 4 for factor in (*across, *down)):
        raise ValueError("a component is sampled in no way")
    share = sum(factor * factor_down for factor, factor_down in zip(across, down, strict=True)) / (
        max(across) * max(down)
    )
    return width, height, round(width * height * share)


# PNG


def _png(data: bytes) -> StrippedPicture:
    chunk_of: dict[bytes, bytes] = {}
    pixels: list[bytes] = []
    orientation, place, profile = 1, len(_PNG_START), b""
    for _part in range(MOST_PARTS):
        length, name = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", data, place + 8 + length)
        place += 12 + length
        if name == b"IEND":
            break
        if name in {b"IHDR", b"PLTE", b"tRNS", b"IDAT"} and zlib.crc32(name + content) != check:
            raise ValueError("a chunk is damaged")
        if name == b"IDAT":
            pixels.append(content)
        elif name in {b"IHDR", b"PLTE", b"tRNS"}:
            chunk_of.setdefault(name, content)
        elif name == b"eXIf":
            orientation = _orientation(content)
        elif name == b"iCCP":
            profile = _unpacked_profile(content)
    else:
        raise TooCostly
    width, height = struct.unpack_from(">II", chunk_of.get(b"IHDR", b""))
    if not width or not height:
        raise ValueError("no pixel")
    chunk_of[b"IDAT"], chunk_of[b"IEND"] = b"".join(pixels), b""
    order = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
    chunks = [_png_chunk(name, chunk_of[name]) for name in order if name in chunk_of]
    data = b"".join([_PNG_START, *chunks])
    return StrippedPicture("PNG", data, width, height, orientation, profile=profile)


def _unpacked_profile(content: bytes) -> bytes:
    """Return a profile from its chunk, up to `MOST_PROFILE` bytes; nothing where it cannot be unpacked."""
    _name, _end, packed = content.partition(b"\0")
    try:
        return zlib.decompressobj().decompress(packed[1:], MOST_PROFILE)
    except zlib.error:
        return b""


def _png_chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(name))
    return b"".join([struct.pack(">I4s", len(content), name), content, struct.pack(">I", check)])


# WebP


def _webp(data: bytes) -> StrippedPicture:
    """Put the first picture of the file together anew, with its transparency."""
    (size,) = struct.unpack_from("<I", data, 4)
    chunks = dict(_riff_chunks(data[12 : 8 + size]))
    profile = chunks.get(b"ICCP", b"")
    orientation = _orientation(chunks.get(b"EXIF", b"").removeprefix(_EXIF_START))
    if b"ANMF" in chunks:
        chunks = dict(_riff_chunks(chunks[b"ANMF"][16:]))
    if b"VP8L" in chunks:
        width, height = _lossless_size(chunks[b"VP8L"])
        parts = [_riff_chunk(b"VP8L", chunks[b"VP8L"])]
    else:
        lossy = chunks.get(b"VP8 ", b"")
        if lossy[3:6] != b"\x9d\x01\x2a":
            raise ValueError("no picture in it")
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", lossy, 6))
        parts = [_riff_chunk(b"VP8 ", lossy)]
        if b"ALPH" in chunks and width and height:
            sizes = struct.pack("<II", width - 1, height - 1)
            extended = b"\x10\0\0\0" + sizes[:3] + sizes[4:7]
            parts = [_riff_chunk(b"VP8X", extended), _riff_chunk(b"ALPH", chunks[b"ALPH"]), *parts]
    if not width or not height:
        raise ValueError("no pixel")
    body = b"WEBP" + b"".join(parts)
    file = struct.pack("<4sI", b"RIFF", len(body)) + body
    overhead = 12 * width * height
    return StrippedPicture("WEBP", file, width, height, orientation, overhead, profile)


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield chunks, last first: of equal names the first counts."""
    chunks: list[tuple[bytes, bytes]] = []
    place = 0
    while place + 8 <= len(data):
        if len(chunks) == MOST_PARTS:
            raise TooCostly
        name, length = struct.unpack_from("<4sI", data, place)
        content = data[place + 8 : place + 8 + length]
        if len(content) < length:
            raise ValueError("a chunk is cut off")
        chunks.append((name, content))
        place += 8 + length + length % 2
    return reversed(chunks)


def _riff_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def _lossless_size(content: bytes) -> tuple[int, int]:
    mark, bits = struct.unpack_from("<BI", content)
    if mark != 0x2F:
        raise ValueError("no picture in it")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


# EXIF


def _orientation(exif: bytes) -> int:
    """Return how the picture is to be turned, 1 (not at all) to 8; 1 where the data is broken."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}4xI", exif)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(min(count, _MOST_TAGS)):
            tag, kind, values, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * number)
            if (tag, kind, values) == (274, 3, 1):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1
