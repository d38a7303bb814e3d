"""``make bench``: every measured target, each as a ratio to a floor of the same run."""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from benchmarks.measure import RESULTS, Result

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "var" / "bench-venv"
PEER_PACKAGE = "mroudai-django-slots==0.1.0"


def peer_python() -> Path:
    """The interpreter of the environment that holds the peers, built when it is missing."""
    python = PEERS / "bin" / "python"
    if not (PEERS / "made").exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER_PACKAGE], check=True)
        (PEERS / "made").touch()
    return python


PARTS = (
    ["benchmarks.booking"],
    ["benchmarks.bot"],
    ["benchmarks.presses"],
    ["benchmarks.backlogs"],
    ["benchmarks.crowd"],
    ["benchmarks.screens"],
    ["benchmarks.cities"],
    ["benchmarks.serving"],
    ["benchmarks.pages"],
    ["benchmarks.reminders"],
    ["benchmarks.sending"],
    ["benchmarks.files"],
    ["benchmarks.startup"],
)


def run(part: list[str], results: Path) -> bool:
    """Run one benchmark, whose results go to a file; return whether it measured everything."""
    command, environ = [sys.executable, "-m", *part], {**os.environ, RESULTS: str(results)}
    code = subprocess.run(command, cwd=ROOT, check=False, env=environ).returncode
    if code:
        print(f"{part[0]} broke off: {code}", flush=True)
    return code == 0


def summarise(results: list[Result]) -> bool:
    """Print each value once more, the missed ones last; return whether all that must hold was held."""
    print("\nAll values: what must hold, and what is better")
    for result in sorted(results, key=lambda result: not result.is_held):
        better = "" if result.is_stretched or not result.is_held else ", not the better one"
        print(f"{result.line}{better}")
    missed = sum(not result.is_held for result in results)
    print(f"{len(results) - missed} of {len(results)} hold, {missed} missed")
    return missed == 0


def main() -> int:
    """Run all of them, one after the other; return 1 if one broke off or missed what must hold."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results"
        file.touch()
        parts = [["benchmarks.slots", "--peer", str(peer_python())], *PARTS]
        are_whole = [run(part, file) for part in parts]
        results = [Result(**json.loads(line)) for line in file.read_text().splitlines()]
    return 0 if summarise(results) and all(are_whole) else 1


if __name__ == "__main__":
    sys.exit(main())
