"""The report of a run of tests, read from the XML that pytest writes."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Row:
    """What some tests count together: those of one function, engine and seed that count the same.

    `test` is their function; of those that count nothing but themselves it is the file.
    """

    figure: str
    test: str
    engine: str
    seed: str
    what: str


@dataclass
class Count:
    """How many a row has, what was found among them, and how many of its tests failed."""

    number: int = 0
    failed: int = 0
    found: Counter[str] = field(default_factory=Counter)


def run_tests(*, slow: bool) -> dict[Row, Count]:
    """Run the tests marked as showing a figure, and return what they counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        options = ["-n", "2", "--dist", "worksteal", "-m", "figure" if slow else "figure and not slow"]
        report = ["--junit-xml", str(path), "-o", "junit_family=xunit1"]
        command = [sys.executable, "-m", "pytest", "-q", *options, *report]
        subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)  # noqa: S603 -- our own words
        return read(path.read_text()) if path.exists() else {}


def read(xml: str) -> dict[Row, Count]:
    """Return what the tests of a report counted; one that gives no number is one case."""
    counts: dict[Row, Count] = {}
    for case in ET.fromstring(xml).iter("testcase"):  # noqa: S314 -- written by pytest just now
        failed = any(case.find(name) is not None for name in ("failure", "error"))
        if case.find("skipped") is not None:
            continue
        for row, number, found in _counted(case):
            count = counts.setdefault(row, Count())
            count.number += number
            count.failed += failed
            _add(count.found, found)
    return counts


def _counted(case: ET.Element) -> Iterator[tuple[Row, int, dict[str, int]]]:
    """Yield the rows of a test with what it adds to them."""
    properties = [(one.get("name", ""), json.loads(one.get("value", ""))) for one in case.iter("property")]
    file, function = case.get("file", ""), case.get("name", "").partition("[")[0]
    for figure, engine in (value for name, value in properties if name == "figure"):
        recorded: list[dict[str, Any]] = [value for name, value in properties if name == figure]
        for one in recorded:
            seed = "" if one["seed"] is None else str(one["seed"])
            yield Row(figure, f"{file}::{function}", engine, seed, one["what"]), one["number"], one["found"]
        if not recorded:
            yield Row(figure, file, engine, "", "cases"), 1, {}


def _add(found: Counter[str], more: dict[str, int]) -> None:
    """Add up what was found; of what is "at most" something, the largest counts."""
    for name, number in more.items():
        found[name] = max(found[name], number) if "at_most" in name else found[name] + number
