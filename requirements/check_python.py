"""Ends with one sentence where the Python that runs this is none that the pinned versions are tested with."""

import sys

FIRST = (3, 11)
LAST = (3, 13)

if not FIRST <= sys.version_info[:2] <= LAST:
    first, last, this = (".".join(map(str, version)) for version in (FIRST, LAST, sys.version_info[:2]))
    sys.exit(
        f"KALENNER is tested with Python {first} to {last}, not {this}: choose one by PYTHON=python{last}"
    )
