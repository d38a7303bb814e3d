"""The part of a file that a request asks for, by RFC 9110, section 14; single ranges of bytes."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.ASCII | re.IGNORECASE)
_MOST_DIGITS = 19


class Unsatisfiable(Exception):
    """The part lies behind the end of the file."""


@dataclass(frozen=True)
class ByteRange:
    """The bytes from `start` up to `end` of a file of `size`."""

    start: int
    end: int
    size: int

    @property
    def content_range(self) -> str:
        """The header that says so."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def wanted_range(header: str | None, size: int) -> ByteRange | None:
    """Return the range that a Range header asks for; None for the whole file.

    That is so without a header, for one that says nothing we know, and for several ranges at once, which a
    server may answer with the whole. Raises Unsatisfiable.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None:
        return None
    first, last = match.groups()
    if (not first and not last) or max(len(first), len(last)) > _MOST_DIGITS:
        return None
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable
    return ByteRange(start, end, size)
