"""The file of survivors, `tests/mutants.md`: written, read, and compared with what survived."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from tools.mutants.modules import MODULES, ROOT
from tools.mutants.operators import Mutant

SURVIVORS = ROOT / "tests" / "mutants.md"
UNKNOWN = "?"
TITLE = """# Mutants that survive

Written by `python -m tools.mutants --write`; the reasons by hand, one for each. `make mutants` compares.
"""

_LINE = re.compile(r"- (\S+): (`` .* `` → `` .* ``): (.*)")


def read_reasons() -> dict[str, dict[tuple[str, str], list[str]]]:
    """Return the survivors that are known, for each module, with their reasons."""
    known: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    module = ""
    for line in SURVIVORS.read_text().splitlines() if SURVIVORS.exists() else ():
        if line.startswith("## "):
            module = line[3:]
        elif (match := _LINE.fullmatch(line)) and match[3] != UNKNOWN:
            known[module][match[1], match[2]].append(match[3])
    return known


def compare(module: str, survivors: Sequence[Mutant]) -> list[str]:
    """Return how the survivors of a module differ from those that are known."""
    known = read_reasons()[module]
    present = Counter((one.place, one.change) for one in survivors)
    listed = Counter({key: len(reasons) for key, reasons in known.items()})
    unexplained = [f"no reason: {place}: {change}" for place, change in (present - listed).elements()]
    return unexplained + [f"killed now: {place}: {change}" for place, change in (listed - present).elements()]


def write(module: str, survivors: Sequence[Mutant], number: int) -> None:
    """Write the part of the file that belongs to a module; what is new there has no reason yet."""
    reasons = read_reasons()[module]
    today = dt.datetime.now(dt.UTC).date()
    lines = [f"## {module}\n", f"{number - len(survivors)} of {number} killed on {today}.\n"]
    for one in survivors:
        known = reasons.get((one.place, one.change))
        lines.append(f"- {one.place}: {one.change}: {known.pop(0) if known else UNKNOWN}")
    sections = re.split(
        r"^(?=## )", SURVIVORS.read_text() if SURVIVORS.exists() else TITLE, flags=re.MULTILINE
    )
    parts = {part.partition("\n")[0][3:]: part.rstrip() for part in sections[1:]}
    parts[module] = "\n".join(lines).rstrip()
    ordered = [parts[name] for name in MODULES if name in parts]
    SURVIVORS.write_text("\n\n".join([sections[0].rstrip(), *ordered]) + "\n")
