"""Colours that an AVIF or HEIC names by code points (ITU-T H.273) instead of by a profile.

Its property ``colr`` of the type ``nclx`` (ISO/IEC 14496-12) names the primaries and the transfer function;
decoders give the values as they are. Here a profile (ICC.1) is made of them, by which they become sRGB.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_MOST_BOXES = 2_000
_ICC_D50 = (0.9642, 1.0, 0.8249)
_D65, _DCI = (0.3127, 0.3290), (0.314, 0.351)
_Point = tuple[float, float]
_Vector = tuple[float, float, float]
_Matrix = tuple[_Vector, _Vector, _Vector]
_BRADFORD: _Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
# Red, green, blue and white, as x and y.
_PRIMARIES: dict[int, tuple[_Point, _Point, _Point, _Point]] = {
    1: ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), _D65),
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), _D65),
    6: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65),
    7: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65),
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _DCI),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _D65),
}
_SRGB_PRIMARIES, _UNSAID = 1, 2
# The functions of video (BT.709, BT.601, BT.2020) are shown by screens as that of sRGB is.
_AS_SRGB = {1, 2, 6, 13, 14, 15}
_POWERS = {4: 2.2, 5: 2.8, 8: 1.0}


@dataclass(frozen=True)
class CodedColours:
    """The code points of primaries and transfer function."""

    primaries: int
    transfer: int


def coded_colours(data: bytes) -> CodedColours | None:
    """Return the code points of the picture that a file shows first; None where it has none to be read."""
    try:
        return _colours_of_primary(data)
    except (struct.error, IndexError, ValueError):
        return None


@cache
def profile_of(colours: CodedColours) -> bytes:
    """Return a profile of these colours; nothing for those of sRGB, and for what no profile holds (HDR)."""
    primaries = _SRGB_PRIMARIES if colours.primaries == _UNSAID else colours.primaries
    is_srgb_curve = colours.transfer in _AS_SRGB
    if primaries not in _PRIMARIES or not (is_srgb_curve or colours.transfer in _POWERS):
        return b""
    if primaries == _SRGB_PRIMARIES and is_srgb_curve:
        return b""
    curve = _srgb_curve() if is_srgb_curve else _power_curve(_POWERS[colours.transfer])
    tags = {b"wtpt": _xyz(_ICC_D50)}
    for name, column in zip((b"r", b"g", b"b"), _transposed(_to_d50(primaries)), strict=True):
        tags[name + b"XYZ"], tags[name + b"TRC"] = _xyz(column), curve
    return _profile(tags)


# The file


def _colours_of_primary(data: bytes) -> CodedColours | None:
    meta = dict(_boxes(_first(data, b"meta")[4:]))
    is_long = meta[b"pitm"][0] > 0 if b"pitm" in meta else False
    (primary,) = struct.unpack_from(">I" if is_long else ">H", meta.get(b"pitm", b""), 4)
    properties = list(_boxes(_first(meta.get(b"iprp", b""), b"ipco")))
    for number in _properties_of(primary, _first(meta.get(b"iprp", b""), b"ipma")):
        name, content = properties[number - 1]
        if name == b"colr" and content[:4] == b"nclx":
            return CodedColours(*struct.unpack_from(">HH", content, 4))
    return None


def _properties_of(item: int, associations: bytes) -> list[int]:
    """Return the numbers of an item's properties, from 1."""
    version, flags, count = associations[0], associations[3], struct.unpack_from(">I", associations, 4)[0]
    place, is_wide = 8, flags & 1
    for _entry in range(min(count, _MOST_BOXES)):
        (number,) = struct.unpack_from(">I" if version else ">H", associations, place)
        place += 4 if version else 2
        length = associations[place]
        numbers = struct.unpack_from(f">{length}{'H' if is_wide else 'B'}", associations, place + 1)
        place += 1 + length * (2 if is_wide else 1)
        if number == item:
            return [one & (0x7FFF if is_wide else 0x7F) for one in numbers if one & 0x7FFF]
    return []


def _first(data: bytes, name: bytes) -> bytes:
    return next((content for box, content in _boxes(data) if box == name), b"")


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    for _box in range(_MOST_BOXES):
        if place + 8 > len(data):
            return
        length, name = struct.unpack_from(">I4s", data, place)
        start = place + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = place + length if length else len(data)
        if end < start or end > len(data):
            raise ValueError("a box is cut off")
        yield name, data[start:end]
        place = end


# The profile


def _to_d50(primaries: int) -> _Matrix:
    """Return what makes linear values into XYZ of the white that profiles have."""
    *corners, white = _PRIMARIES[primaries]
    red, green, blue = map(_of_point, corners)
    amounts = _times(_inverse(_transposed((red, green, blue))), _of_point(white))
    a, b, c = (
        _adapted(_scaled(corner, (amount, amount, amount)), _of_point(white))
        for amount, corner in zip(amounts, (red, green, blue), strict=True)
    )
    return _transposed((a, b, c))


def _adapted(colour: _Vector, white: _Vector) -> _Vector:
    """Return a colour as it looks under the profile's white (Bradford)."""
    seen, source, target = (_times(_BRADFORD, one) for one in (colour, white, _ICC_D50))
    a, b, c = (to / of for to, of in zip(target, source, strict=True))
    return _times(_inverse(_BRADFORD), _scaled(seen, (a, b, c)))


def _of_point(point: _Point) -> _Vector:
    x, y = point
    return x / y, 1.0, (1 - x - y) / y


def _scaled(vector: _Vector, factors: _Vector) -> _Vector:
    a, b, c = (part * factor for part, factor in zip(vector, factors, strict=True))
    return a, b, c


def _transposed(matrix: _Matrix) -> _Matrix:
    a, b, c = zip(*matrix, strict=True)
    return a, b, c


def _times(matrix: _Matrix, vector: _Vector) -> _Vector:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def _inverse(matrix: _Matrix) -> _Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / whole, (c * h - b * i) / whole, (b * f - c * e) / whole),
        ((f * g - d * i) / whole, (a * i - c * g) / whole, (c * d - a * f) / whole),
        ((d * h - e * g) / whole, (b * g - a * h) / whole, (a * e - b * d) / whole),
    )


def _fixed(number: float) -> bytes:
    return struct.pack(">i", round(number * 65536))


def _xyz(numbers: _Vector) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, numbers))


def _power_curve(power: float) -> bytes:
    return b"para\0\0\0\0" + struct.pack(">HH", 0, 0) + _fixed(power)


def _srgb_curve() -> bytes:
    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(map(_fixed, numbers))


def _profile(tags: dict[bytes, bytes]) -> bytes:
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(content))
        body += content.ljust(-(-len(content) // 4) * 4, b"\0")
    white = b"".join(map(_fixed, _ICC_D50))
    header = struct.pack(
        ">I4sI4s4s4s12s4s", start + len(body), b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ", b"", b"acsp"
    )
    return header.ljust(68, b"\0") + white.ljust(60, b"\0") + table + body
