"""``make bench``: every measured target, each as a ratio to a floor of the same run."""

import subprocess
import sys
import venv
from pathlib import Path

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


def main() -> int:
    """Run all of them, one after the other; return 1 if one broke or missed a target, as it says itself."""
    parts = [
        ["benchmarks.slots", "--peer", str(peer_python())],
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
        ["benchmarks.startup"],
    ]
    codes = [
        subprocess.run([sys.executable, "-m", *part], cwd=ROOT, check=False).returncode for part in parts
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
