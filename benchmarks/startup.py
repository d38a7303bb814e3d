"""U1 and U2: how long a command and the server take to start, against bare Python and the bare imports."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measure import report

ROUNDS = 7
WEB_SET = "import pyramid.config, sqlalchemy.orm, chameleon, waitress"


def timed(*arguments: str) -> float:
    """Seconds that a Python process takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def first_answer(folder: Path, port: int) -> float:
    """Seconds until ``kalenner web`` answers its first request."""
    environ = {**os.environ, "KALENNER_DATA_DIR": str(folder), "KALENNER_WEB__PORT": str(port)}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "kalenner", "web"], env=environ, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/-/health").read()
        seconds = time.perf_counter() - start
        process.terminate()
    return seconds


def median(values: list[float]) -> float:
    """The middle value."""
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Print both, interleaved."""
    bare, helps, versions, imports, answers = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        first_answer(Path(folder), 17654)  # makes the tables and the caches
        for _ in range(ROUNDS):
            bare.append(timed("-c", "pass"))
            helps.append(timed("-m", "kalenner", "--help"))
            versions.append(timed("-m", "kalenner", "--version"))
            imports.append(timed("-W", "ignore", "-c", WEB_SET))
            answers.append(first_answer(Path(folder), 17654))
    for what, times in (("--help", helps), ("--version", versions)):
        ratio = median(times) / median(bare)
        report("U1", f"kalenner {what}, x bare Python", ratio, "<= 4", ratio <= 4)
    ratio = median(answers) / median(imports)
    report("U2", "kalenner web: first 200, x bare import of the web set", ratio, "<= 2", ratio <= 2)


if __name__ == "__main__":
    main()
