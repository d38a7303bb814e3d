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
HELP, VERSION = ("-m", "kalenner", "--help"), ("-m", "kalenner", "--version")
IMPORTS = ("-W", "ignore", "-c", "import pyramid.config, sqlalchemy.orm, chameleon, waitress")


def environ(folder: Path) -> dict[str, str]:
    """The environment of every process here; compiled modules are kept, wherever this one runs."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "KALENNER_DATA_DIR": str(folder)}


def timed(folder: Path, *arguments: str) -> float:
    """Seconds that a Python process takes."""
    start = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environ(folder))
    return time.perf_counter() - start


def first_answer(folder: Path, port: int) -> float:
    """Seconds until ``kalenner web`` answers its first request."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "kalenner", "web"],
        env={**environ(folder), "KALENNER_WEB__PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_answer(folder, 17654)  # makes the tables and the caches
        for arguments in (HELP, VERSION, IMPORTS):
            timed(folder, *arguments)
        for _ in range(ROUNDS):
            bare.append(timed(folder, "-c", "pass"))
            helps.append(timed(folder, *HELP))
            versions.append(timed(folder, *VERSION))
            imports.append(timed(folder, *IMPORTS))
            answers.append(first_answer(folder, 17654))
    for what, times in (("--help", helps), ("--version", versions)):
        ratio = median(times) / median(bare)
        report("U1", f"kalenner {what}, x bare Python", ratio, "<= 4", ratio <= 4)
    ratio = median(answers) / median(imports)
    report("U2", "kalenner web: first 200, x bare import of the web set", ratio, "<= 2", ratio <= 2)


if __name__ == "__main__":
    main()
