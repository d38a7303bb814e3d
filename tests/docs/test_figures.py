"""The figures: each one that docs/safety.md claims is shown by tests, and the page says what they counted."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from tools.figures.claims import MEASURED, MUTANTS, TO_COME
from tools.figures.page import SURVIVORS, faults, page
from tools.figures.report import Count, Row, read

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 12, 1)


def test_every_figure_that_is_claimed_is_shown_by_a_test_and_every_one_shown_is_claimed() -> None:
    claimed = set(re.findall(r"\[(F\d+)\]\(figures\.md\)", (ROOT / "docs" / "safety.md").read_text()))
    sources = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    marked = {name for source in sources for name in re.findall(r'mark\.figure\("(F\d+)"\)', source)}

    assert marked == set(MEASURED)
    assert claimed == {*MEASURED, MUTANTS}


def test_page_has_every_figure() -> None:
    written = (ROOT / "docs" / "figures.md").read_text()

    assert set(re.findall(r"\bF\d+\b", written)) == {*MEASURED, MUTANTS, *TO_COME}


def test_every_module_of_the_mutants_has_its_number_and_day() -> None:
    text = SURVIVORS.read_text()
    numbers = re.findall(r"^\d+ of \d+ killed on \d{4}-\d\d-\d\d\.$", text, flags=re.MULTILINE)

    assert len(numbers) == len(re.findall(r"^## ", text, flags=re.MULTILINE)) > 0


def case(name: str, outcome: str = "", engine: str = "sqlite", **recorded: object) -> str:
    """One test in a report, as pytest writes it."""
    properties = {"figure": ["F1", engine]} | ({"F1": recorded} if recorded else {})
    lines = "".join(
        f"<property name='{key}' value='{json.dumps(value).replace(chr(39), '&apos;')}'/>"
        for key, value in properties.items()
    )
    result = f"<{outcome}/>" if outcome else ""
    return (
        f"<testcase file='tests/test_a.py' name='{name}'><properties>{lines}</properties>{result}</testcase>"
    )


def test_tests_of_one_function_add_up() -> None:
    requests = {"what": "requests", "seed": 7}
    cases = [
        case("test_a[1]", number=50, found={"lost": 1, "at_most_in_a_chat": 3}, **requests),
        case("test_a[2]", number=50, found={"lost": 2, "at_most_in_a_chat": 2}, **requests),
        case("test_a[3]", engine="postgresql", number=5, found={}, **requests),
        case("test_b[1]"),
        case("test_c", "failure"),
        case("test_d", "skipped"),
    ]

    counts = read(f"<testsuites>{''.join(cases)}</testsuites>")

    assert counts == {
        Row("F1", "tests/test_a.py::test_a", "sqlite", "7", "requests"): Count(
            100, 0, {"lost": 3, "at_most_in_a_chat": 3}
        ),
        Row("F1", "tests/test_a.py::test_a", "postgresql", "7", "requests"): Count(5, 0, {}),
        Row("F1", "tests/test_a.py", "sqlite", "", "cases"): Count(2, 1, {}),
    }


@pytest.mark.parametrize(
    ("failed", "said", "wrong"),
    [(0, "| 30 links | 9 | 1 opened |", []), (1, "**1 failed**", ["F9: tests/test_a.py::test_a failed"])],
)
def test_page_says_what_failed_and_what_did_not_run(failed: int, said: str, wrong: list[str]) -> None:
    row = Row("F9", "tests/test_a.py::test_a", "sqlite", "9", "links")
    counts = {row: Count(30, failed, {"opened": 1})}

    text = page(counts, DAY, slow=False)

    assert said in text
    assert "2026-12-01" in text
    assert text.count("**no test ran**") == len(MEASURED) - 1
    assert [fault for fault in faults(counts) if "no test ran" not in fault] == wrong
    assert len(faults(counts)) == len(MEASURED) - 1 + len(wrong)
