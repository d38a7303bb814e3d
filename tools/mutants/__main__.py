"""The command: `python -m tools.mutants`."""

import argparse
import signal
import sys

import tools.mutants
from tools.mutants.modules import LEAST_KILLED, MODULES
from tools.mutants.report import compare, write
from tools.mutants.trial import Trial, workplace


def main() -> int:
    """Try the modules that were asked for."""
    parser = argparse.ArgumentParser(
        description=tools.mutants.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="modules whose paths contain one of these")
    parser.add_argument("--write", action="store_true", help="write tests/mutants.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    modules = [one for one in MODULES if not options.words or any(word in one for word in options.words)]
    faults, total, killed = [], 0, 0
    with workplace() as (folder, template):
        for module in modules:
            trial = Trial(module, template, folder)
            survivors = trial.survivors()
            total += len(trial.mutants)
            killed += len(trial.mutants) - len(survivors)
            if options.write:
                write(module, survivors, len(trial.mutants))
            faults += [f"{module}: {fault}" for fault in compare(module, survivors)]
    print(*faults, f"killed {killed} of {total}, {killed / total:.1%}", sep="\n")
    return int(bool(faults) or killed < LEAST_KILLED * total)


if __name__ == "__main__":
    sys.exit(main())
