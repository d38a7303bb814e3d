"""The page of figures: one table, and what went wrong."""

import datetime as dt
import re
import sqlite3
from collections.abc import Mapping

from tests import servers
from tools.figures.claims import MEASURED, MUTANTS, TO_COME
from tools.figures.report import ROOT, Count, Row

SURVIVORS = ROOT / "tests" / "mutants.md"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "": "–"}
HEAD = """# Figures

What [safety.md](safety.md) claims, as the tests counted it on {day}, on {engines}{slow}.

`make figures` runs these tests and writes this page; `make figures SLOW=1` runs the slow ones too, with the
larger numbers. A row adds up the tests of one function that count the same. Tests that count nothing but
themselves are cases, and a row adds up those of a file.

| figure | engine | N | seed | found | shown by |
| --- | --- | --- | --- | --- | --- |
"""


def page(counts: Mapping[Row, Count], day: dt.date, *, slow: bool) -> str:
    """Return the page in Markdown."""
    lines = []
    for figure, claim in MEASURED.items():
        lines.append(f"| **{figure}** {claim} | | | | {_summary(counts, figure)} | |")
        rows = sorted((row for row in counts if row.figure == figure), key=_order)
        lines += [_line(row, counts[row]) for row in rows]
    lines.append(_mutants())
    lines.append(f"| {', '.join(TO_COME)} | | | | come with what they measure | |")
    head = HEAD.format(day=day, engines=_versions(), slow=", the slow ones too" if slow else "")
    return head + "\n".join(lines) + "\n"


def faults(counts: Mapping[Row, Count]) -> list[str]:
    """Return what keeps the page from being whole, a line each."""
    shown = {row.figure for row in counts}
    missing = [f"{figure}: no test ran" for figure in MEASURED if figure not in shown]
    failed = [f"{row.figure}: {row.test} failed" for row, count in counts.items() if count.failed]
    return missing + failed


def _order(row: Row) -> tuple[str, bool, str, str]:
    return row.test, row.engine == "postgresql", row.what, row.seed


def _summary(counts: Mapping[Row, Count], figure: str) -> str:
    """Say whether all tests of a figure passed."""
    of_it = [count for row, count in counts.items() if row.figure == figure]
    if not of_it:
        return "**no test ran**"
    failed = sum(count.failed for count in of_it)
    return f"**{failed} failed**" if failed else "holds"


def _line(row: Row, count: Count) -> str:
    found = [f"{number:,} {name.replace('_', ' ')}" for name, number in count.found.items()]
    failed = [f"**{count.failed} failed**"] if count.failed else [] if found else ["0 failed"]
    what = "case" if (row.what, count.number) == ("cases", 1) else row.what
    cells = (ENGINES[row.engine], f"{count.number:,} {what}", row.seed or "–", ", ".join(found + failed))
    return f"| {row.figure} | {' | '.join(cells)} | `{row.test}` |"


def _mutants() -> str:
    """Return the row of the mutants, from the file that `make mutants` compares with."""
    modules = re.findall(r"^(\d+) of (\d+) killed on (\S+)\.$", SURVIVORS.read_text(), flags=re.MULTILINE)
    killed, total = sum(int(module[0]) for module in modules), sum(int(module[1]) for module in modules)
    days = sorted({module[2] for module in modules})
    tried = " to ".join(dict.fromkeys([days[0], days[-1]]))
    what = f"**{MUTANTS}** mutants of the {len(modules)} modules that matter most, tried {tried}"
    found = f"{killed:,} noticed, {killed / total:.1%}"
    return f"| {what} | – | {total:,} mutants | – | {found} | [tests/mutants.md](../tests/mutants.md) |"


def _versions() -> str:
    return f"SQLite {sqlite3.sqlite_version} and PostgreSQL {servers.postgresql().version()}"
