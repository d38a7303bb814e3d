"""Colour profiles (ICC.1, version 2), made of a matrix and one power of light."""

import struct

# The primaries as XYZ of D50: one column for red, green and blue each.
_ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
_SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
_WHITE = (0.96420, 1.0, 0.82491)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, values))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


_SRGB_CURVE = (
    b"para" + bytes(4) + b"\0\3\0\0" + b"".join(map(_fixed, (2.4, 0.94787, 0.05213, 0.0774, 0.04045)))
)


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(4 + 4 + 2 + 1 + 67 + 3)
    tags = {b"desc": text, b"wtpt": _xyz(_WHITE), b"cprt": b"text" + bytes(4) + b"none\0\0\0\0", **tags}
    place = 128 + 4 + 12 * len(tags)
    table, content = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", place + len(content), len(data))
        content += data + bytes(-len(data) % 4)
    size = struct.pack(">I", place + len(content))
    head = size + bytes(4) + struct.pack(">I", 0x02100000) + b"mntr" + space + b"XYZ " + bytes(12) + b"acsp"
    illuminant = b"".join(map(_fixed, _WHITE))
    return (head + bytes(28) + illuminant).ljust(128, b"\0") + table + content


def _of_matrix(primaries: tuple[tuple[float, ...], ...], curve: bytes) -> bytes:
    names = zip((b"r", b"g", b"b"), primaries, strict=True)
    tags = {name + b"XYZ": _xyz(values) for name, values in names}
    return _profile(b"RGB ", tags | {name + b"TRC": curve for name in (b"r", b"g", b"b")})


ADOBE_RGB = _of_matrix(_ADOBE, _curve(2.19921875))
LINEAR = _of_matrix(_SRGB, _curve(1.0))
DISPLAY_P3 = _of_matrix(_P3, _SRGB_CURVE)
GREY = _profile(b"GRAY", {b"kTRC": _curve(1.0)})
"""Of linear light, in which 55 of 255 is the middle of what people see."""
