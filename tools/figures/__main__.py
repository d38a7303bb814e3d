"""The command: `python -m tools.figures`."""

import argparse
import datetime as dt
import sys

import tools.figures
from tools.figures.page import faults, page
from tools.figures.report import ROOT, run_tests

PAGE = ROOT / "docs" / "figures.md"


def main() -> int:
    """Run the tests, print the page and write it."""
    parser = argparse.ArgumentParser(
        description=tools.figures.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--slow", action="store_true", help="run the slow tests too")
    options = parser.parse_args()
    counts = run_tests(slow=options.slow)
    text = page(counts, dt.datetime.now(dt.UTC).date(), slow=options.slow)
    PAGE.write_text(text)
    print(text)
    print(*faults(counts), sep="\n", file=sys.stderr)
    return int(bool(faults(counts)))


if __name__ == "__main__":
    sys.exit(main())
