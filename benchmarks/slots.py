"""Targets S1, S2, S3 and S5: how fast free starts are found, against the smallest code that finds the same.

`python -m benchmarks.slots [--peer PYTHON]`; PYTHON is an interpreter that has mroudai-django-slots 0.1.0.
"""

import argparse
import json
import platform
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import availability as data
from benchmarks.measure import interleave, report

from kalenner_scheduling.availability.slots import by_local_day, open_slots
from kalenner_scheduling.working_hours.windows import windows_between

ROUNDS = 7
LIMITS = {"month": 2.5, "year": 4.0}
PEER = Path(__file__).parent / "peers" / "django_slots.py"
Cases = dict[tuple[str, int], data.Case]


def ours(case: data.Case) -> list[int]:
    """Answer as the scheduling plugin does once the rows are read."""
    windows = windows_between(data.PERIODS, data.ZONE, case.first_day, case.last_day, closed=data.CLOSED)
    return open_slots(windows, case.busy, duration=data.DURATION, step=data.STEP, not_before=0)


def shown(case: data.Case) -> dict[date, list[tuple[int, str]]]:
    """Answer as a screen needs it: by the day of the viewer, with the times as text."""
    return by_local_day(ours(case), data.ZONE)


def same_answers(cases: Cases) -> None:
    """Stop if the floor and we do not find the same starts: then it would not be the same work."""
    for name, case in cases.items():
        if ours(case) != [minute * 60 for minute in data.floor(case)]:
            sys.exit(f"the floor and the plugin disagree: {name}")


def sweeps(cases: Cases) -> None:
    """Report S1 for every range and size, and S3 as the growth within the same rounds."""
    for name in ("month", "year"):
        calls = {}
        for size in data.SIZES:
            case = cases[name, size]
            calls[f"ours {size}"] = partial(ours, case)
            calls[f"floor {size}"] = partial(data.floor, case)
        seconds = interleave(ROUNDS, **calls)
        for size in data.SIZES:
            ratio = seconds[f"ours {size}"] / seconds[f"floor {size}"]
            found = len(ours(cases[name, size]))
            what = (
                f"{name}, {size} appointments, {found} starts, {seconds[f'ours {size}'] * 1e6:.0f} us / floor"
            )
            report("S1", what, ratio, "<= 2", ratio <= 2)
        growth = seconds[f"ours {data.SIZES[-1]}"] / seconds[f"ours {data.SIZES[0]}"]
        limit = LIMITS[name]
        report(
            "S3", f"{name}, t({data.SIZES[-1]}) / t({data.SIZES[0]})", growth, f"<= {limit}", growth <= limit
        )


def labels(cases: Cases) -> None:
    """Report S5: the month with its labels by local day, against the sweep alone and against the floor."""
    for size in data.SIZES:
        case = cases["month", size]
        seconds = interleave(
            ROUNDS,
            shown=partial(shown, case),
            ours=partial(ours, case),
            floor=partial(data.floor, case),
        )
        ratio = seconds["shown"] / seconds["ours"]
        floors = seconds["shown"] / seconds["floor"]
        what = f"month, {size} appointments, labels / sweep ({floors:.1f} floors)"
        report("S5", what, ratio, "<= 4", ratio <= 4)


def peer(cases: Cases, python: Path) -> None:
    """Report S2: the peer's time over ours, asked by turns; stop if it finds other starts than we do."""
    months = {f"month {size}": cases["month", size] for size in data.SIZES}
    told = {
        "closed": [day.isoformat() for day in sorted(data.CLOSED)],
        "week": data.WEEK,
        "cases": {
            name: {
                "first_day": case.first_day.isoformat(),
                "last_day": case.last_day.isoformat(),
                "busy": case.busy,
            }
            for name, case in months.items()
        },
    }
    with subprocess.Popen(
        [python, PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the peer cannot be asked")
        print(json.dumps(told), file=process.stdin, flush=True)
        for name, case in months.items():
            own, other = [], []
            for _ in range(ROUNDS):
                own.append(interleave(1, ours=partial(ours, case))["ours"])
                print(name, file=process.stdin, flush=True)
                seconds, count = json.loads(process.stdout.readline())
                other.append(seconds)
            if count != len(ours(case)):
                sys.exit(f"the peer finds {count} starts, not {len(ours(case))}: {name}")
            ratio = median(other) / median(own)
            report("S2", f"{name} appointments, mroudai-django-slots / ours", ratio, ">= 25", ratio >= 25)
        process.stdin.close()


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="the interpreter that has the peer of S2")
    options = parser.parse_args()
    print(f"slots: Python {platform.python_version()}, pure, seed {data.SEED}, medians of {ROUNDS} rounds")
    cases = data.cases()
    same_answers(cases)
    sweeps(cases)
    labels(cases)
    if options.peer:
        peer(cases, options.peer)
    else:
        print("S2  | not measured: --peer names no interpreter")


if __name__ == "__main__":
    main()
