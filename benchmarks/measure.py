"""How every benchmark here measures and prints: medians of interleaved rounds, ratios of one run."""

import gc
import json
import operator
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

SHORTEST_BATCH = 0.005
RESULTS = "KALENNER_BENCHMARK_RESULTS"
"""Names the file, in the environment, to which `report` appends each result as a line of JSON."""


@dataclass(frozen=True)
class Result:
    """One row: the id of the target, what was measured, the ratio, what must hold, what is better."""

    row: str
    what: str
    ratio: float
    target: str
    stretch: str
    is_held: bool

    @property
    def is_stretched(self) -> bool:
        """Whether what is better than the target held as well."""
        comparison, _space, bound = self.stretch.partition(" ")
        return _COMPARISONS[comparison](self.ratio, float(bound)) if self.stretch else self.is_held

    @property
    def line(self) -> str:
        """The row as it is printed."""
        wanted = f"{self.target}, better {self.stretch}" if self.stretch else self.target
        held = "ok" if self.is_held else "MISSED"
        return f"{self.row:<3} | {self.what:<58} | {self.ratio:>8.2f} | {wanted:>8} | {held}"


_COMPARISONS = {"<=": operator.le, ">=": operator.ge}


def interleave(rounds: int, **callables: Callable[[], object]) -> dict[str, float]:
    """Call all of them by turns and return the median seconds that one call of each took.

    Quick ones are called in batches of some milliseconds; garbage is collected between the batches.
    """
    numbers = {name: _batch_size(call) for name, call in callables.items()}
    times: dict[str, list[float]] = {name: [] for name in callables}
    for _ in range(rounds):
        for name, call in callables.items():
            times[name].append(_seconds(call, numbers[name]))
    return {name: median(seconds) for name, seconds in times.items()}


def processor_seconds(call: Callable[[], object]) -> float:
    """Return the seconds of processor time that a call takes in all threads of this process."""
    gc.collect()
    start = process_time()
    call()
    return process_time() - start


def report(row: str, what: str, ratio: float, target: str, ok: bool, *, stretch: str = "") -> None:  # noqa: FBT001 - a column of a row
    """Print one line: the id of the target, what was measured, the ratio, the target, whether it is met.

    `stretch` is what is wanted beyond the target.
    """
    result = Result(row, what, ratio, target, stretch, is_held=ok)
    print(result.line, flush=True)
    if RESULTS in os.environ:
        with Path(os.environ[RESULTS]).open("a") as file:
            print(json.dumps(asdict(result)), file=file)


def _batch_size(call: Callable[[], object]) -> int:
    number = 1
    while _seconds(call, number) * number < SHORTEST_BATCH:
        number *= 2
    return number


def _seconds(call: Callable[[], object], number: int) -> float:
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        for _ in range(number):
            call()
        return (perf_counter() - start) / number
    finally:
        gc.enable()
