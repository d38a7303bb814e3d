"""Compression of what browsers load; the same bytes always give the same."""

import gzip

BEST = 9
"""The level for what is compressed once and sent often."""
QUICK = 6
"""The level for what is compressed during a request."""


def gzipped(data: bytes, level: int = QUICK) -> bytes:
    """Return the data as gzip, without a time in it."""
    return gzip.compress(data, level, mtime=0)
