"""Ends with one sentence where the Python that runs this is none that all tests have passed with."""

import sys

FIRST = (3, 11)
LAST = (3, 11)

if not FIRST <= sys.version_info[:2] <= LAST:
    first, last, this = (".".join(map(str, version)) for version in (FIRST, LAST, sys.version_info[:2]))
    tested = first if FIRST == LAST else f"{first} to {last}"
    sys.exit(f"KALENNER is tested with Python {tested}, not {this}: choose one by PYTHON=python{last}")
