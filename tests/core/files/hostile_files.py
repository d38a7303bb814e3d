"""Files made to hurt whoever opens them, or to carry what nobody shall see, and what becomes of each."""

import gzip
import struct
import zlib
from collections.abc import Callable
from functools import partial

from kalenner.files import FileFault
from tests.core.files.forged_files import (
    CANARY,
    PNG_START,
    SMALL,
    animated_png,
    animated_webp,
    chunk,
    deflated,
    encoded,
    exif,
    greedy_exif,
    interlaced,
    jpeg,
    lossless,
    noisy,
    png,
    profile,
    riff,
    scans,
    segment,
    two_pictures,
    webp,
    with_frame,
    zeros,
    zipped,
)

BROKEN, NOT_A_PICTURE, TOO_MANY = (
    FileFault.BROKEN,
    FileFault.NOT_A_PICTURE,
    FileFault.TOO_MANY_PIXELS,
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert('" + CANARY + b"')</script></svg>"

Outcome = FileFault | tuple[int, int]
"""Why a file is refused, or the size of the harmless picture that is made of it."""

SIZE = struct.pack(">HH", SMALL[1], SMALL[0])
ICC = b"ICC_PROFILE\0\x01\x01"
FILES: dict[str, tuple[Callable[[], bytes], Outcome]] = {
    "PNG bomb": (partial(png, 30_000, 30_000, pixels=b""), TOO_MANY),
    "PNG bomb, all rows there": (partial(png, 50_000, 10_000, bits=1, colour=0), TOO_MANY),
    "JPEG bomb": (lambda: with_frame(jpeg(), b"\x08" + SIZE, b"\x08\xff\xff\xff\xff"), TOO_MANY),
    "WebP bomb": (lambda: webp(lossless(16_384, 16_384)), TOO_MANY),
    "WebP bomb in an animation": (
        lambda: webp(riff(b"VP8X", b"\2" + bytes(9)), riff(b"ANMF", bytes(16) + lossless(16_384, 16_384))),
        TOO_MANY,
    ),
    "largest PNG": (partial(png, 6000, 4000, colour=6), (2000, 1333)),
    "largest PNG, interlaced": (partial(interlaced, 4896), (2000, 2000)),
    "largest PNG, 16 bits of grey": (partial(png, 6000, 4000, bits=16, colour=0), (2000, 1333)),
    "largest PNG, palette": (
        partial(png, 6000, 4000, chunk(b"PLTE", bytes(768)), chunk(b"tRNS", b"\0\x80"), colour=3),
        (2000, 1333),
    ),
    "largest WebP": (partial(encoded, "WEBP", (4000, 3000), "RGBA", lossless=True, method=0), (2000, 1500)),
    "large JPEG": (partial(encoded, "JPEG", (5999, 5999)), (2000, 2000)),
    "large progressive JPEG": (partial(encoded, "JPEG", (4800, 4800), progressive=True), (2000, 2000)),
    "progressive JPEG too large": (partial(encoded, "JPEG", (8100, 8000), progressive=True), TOO_MANY),
    "gzip with a PNG's head": (lambda: PNG_START + gzip.compress(bytes(2**20)) * 100, BROKEN),
    "zip with a JPEG's head": (lambda: b"\xff\xd8\xff\xe0" + zipped(), BROKEN),
    "JPEG and zip": (lambda: jpeg() + zipped(), SMALL),
    "PNG and HTML": (lambda: png(*SMALL) + b"<html><script>" + CANARY, SMALL),
    "PNG with HTML inside": (lambda: png(*SMALL, chunk(b"tEXt", b"a\0<script>" + CANARY)), SMALL),
    "GIF and JavaScript": (lambda: b"GIF89a/*" + encoded("GIF") + b"*/=1;" + CANARY, NOT_A_PICTURE),
    "JPEG and PHP": (lambda: jpeg(segment(0xFE, b"<?php system('" + CANARY + b"'); ?>")), SMALL),
    "PDF and JPEG": (lambda: b"%PDF-1.7\n" + jpeg(), NOT_A_PICTURE),
    "JPEG and PDF": (lambda: jpeg() + b"%PDF-1.7\n" + CANARY, SMALL),
    "SVG with a script": (lambda: SVG, NOT_A_PICTURE),
    "SVG with a PNG's head": (lambda: PNG_START + SVG, BROKEN),
    "HTML": (lambda: b"<!doctype html><img src=x onerror=alert(1)>", NOT_A_PICTURE),
    "HTML with a JPEG's head": (lambda: b"\xff\xd8\xff<!doctype html>", BROKEN),
    **{
        f"{kind} cut off at {share} %": (
            lambda kind=kind, share=share: (whole := noisy(kind))[: len(whole) * share // 100],  # type: ignore[misc]
            BROKEN,
        )
        for kind in ("JPEG", "PNG", "WEBP")
        for share in (3, 50, 95)
    },
    "CMYK": (partial(encoded, "JPEG", mode="CMYK"), SMALL),
    "CMYK with a profile": (lambda: encoded("JPEG", mode="CMYK", icc_profile=profile()), SMALL),
    "16 bits of colour": (partial(png, *SMALL, bits=16), SMALL),
    "16 bits of colour and transparency": (partial(png, *SMALL, bits=16, colour=6), SMALL),
    "1 bit": (partial(png, *SMALL, bits=1, colour=0), SMALL),
    "palette of one colour, others used": (partial(png, *SMALL, chunk(b"PLTE", b"abc"), colour=3), SMALL),
    "EXIF with a place": (lambda: encoded("JPEG", exif=exif()), SMALL),
    "EXIF in a PNG": (lambda: encoded("PNG", exif=exif()), SMALL),
    "EXIF in a WebP": (lambda: encoded("WEBP", exif=exif(), xmp=CANARY, icc_profile=profile()), SMALL),
    "XMP": (lambda: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY)), SMALL),
    "IPTC": (lambda: jpeg(segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\0\0\0\x0b" + CANARY)), SMALL),
    "texts of a PNG": (
        lambda: png(
            *SMALL,
            chunk(b"tEXt", b"Author\0" + CANARY),
            chunk(b"iTXt", b"Author\0\0\0\0\0" + CANARY),
            chunk(b"zTXt", b"Author\0\0" + zlib.compress(CANARY)),
        ),
        SMALL,
    ),
    "preview in the head of a JPEG": (
        lambda: jpeg(segment(0xE0, b"JFXX\0\x10" + jpeg(segment(0xFE, CANARY)))),
        SMALL,
    ),
    "profile that unpacks to 100 MB": (lambda: png(*SMALL, chunk(b"iCCP", b"a\0\0" + zeros())), SMALL),
    "text that unpacks to 100 MB": (lambda: png(*SMALL, chunk(b"zTXt", b"a\0\0" + zeros())), SMALL),
    "thousand texts that unpack to 1 MB": (
        lambda: png(*SMALL, chunk(b"zTXt", b"a\0\0" + deflated(bytes(2**20), 1)) * 1000),
        SMALL,
    ),
    "profile of many segments": (lambda: jpeg(segment(0xE2, ICC + CANARY.ljust(65_000)) * 150), SMALL),
    "EXIF that points to itself": (
        lambda: jpeg(segment(0xE1, b"Exif\0\0" + greedy_exif(2000, 65_000))),
        SMALL,
    ),
    "EXIF of a PNG that points to itself": (
        lambda: png(*SMALL, chunk(b"eXIf", greedy_exif(60_000, 5_000_000))),
        SMALL,
    ),
    "EXIF of many segments": (
        lambda: jpeg(segment(0xE1, b"Exif\0\0" + greedy_exif(2000, 65_000)) * 150),
        SMALL,
    ),
    "animated PNG": (animated_png, SMALL),
    "animated WebP": (animated_webp, SMALL),
    "two pictures in a JPEG": (two_pictures, SMALL),
    "interlaced PNG": (partial(interlaced, 64), (64, 64)),
    "one pixel wide": (partial(png, 1, 40_000), (1, 2000)),
    "one pixel high": (partial(encoded, "JPEG", (40_000, 1)), (2000, 1)),
    "PNG of no pixel": (partial(png, 0, 0), BROKEN),
    "JPEG of no pixel": (lambda: with_frame(jpeg(), b"\x08" + SIZE, b"\x08" + bytes(4)), BROKEN),
    "PNG's head with a wrong checksum": (
        lambda: with_frame(png(*SMALL), b"\x08\x02\0\0\0", b"\x08\6\0\0\0"),
        BROKEN,
    ),
    "PNG's pixels with a wrong checksum": (
        lambda: png(*SMALL, chunk(b"IDAT", b"", check=1)),
        BROKEN,
    ),
    "PNG with more pixels than it has room for": (
        lambda: png(1, 1, pixels=deflated(bytes(2**20), 500)),
        (1, 1),
    ),
    "PNG of many chunks": (lambda: png(*SMALL, chunk(b"IDAT", b"") * 800_000), TOO_MANY),
    "PNG without pixels": (partial(png, *SMALL, pixels=b""), BROKEN),
    "PNG with too many colours": (partial(png, *SMALL, chunk(b"PLTE", bytes(300_000)), colour=3), BROKEN),
    "JPEG of thousands of scans": (partial(scans, 512, 5000), TOO_MANY),
    "JPEG of as many scans as are read": (partial(scans, 4800, 48), (2000, 2000)),
    "JPEG of many tables": (lambda: jpeg(segment(0xC4, b"\0" + bytes(16)) * 100_000), TOO_MANY),
    "JPEG of a thousand tables": (lambda: jpeg(segment(0xC4, b"\0" + bytes(16)) * 10_000), SMALL),
    "JPEG of many restarts": (lambda: jpeg(segment(0xDD, b"\0\1"), b"\xff\xd0" * 2_000_000), SMALL),
    "JPEG that restarts for ever": (
        lambda: jpeg().removesuffix(b"\xff\xd9") + b"\xff\xd0" * 4_000_000,
        SMALL,
    ),
    "JPEG of two frames": (lambda: jpeg(segment(0xC0, b"\x08" + SIZE + b"\1\1\x11\0")), BROKEN),
    "JPEG in arithmetic coding": (lambda: with_frame(jpeg(), b"\xff\xc0", b"\xff\xc9"), BROKEN),
    **{kind: (partial(encoded, kind), NOT_A_PICTURE) for kind in ("GIF", "TIFF", "BMP", "ICO", "EPS")},
    "JPEG 2000": (partial(encoded, "JPEG2000"), NOT_A_PICTURE),
    "AVIF": (partial(encoded, "AVIF"), SMALL),
    "HEIC with nothing but a head": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + CANARY, BROKEN),
    "PSD": (lambda: b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\1\0\0\0\1\0\x08\0\3" + bytes(12), NOT_A_PICTURE),
    "PostScript": (lambda: b"%!PS-Adobe-3.0\n(%pipe%id) (w) file", NOT_A_PICTURE),
}
