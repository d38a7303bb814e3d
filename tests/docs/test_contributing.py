"""What CONTRIBUTING.md tells a new maintainer to type works in a copy of the repository without an environment."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.live import free_port

ROOT = Path(__file__).parents[2]
NOT_OURS = shutil.ignore_patterns(
    ".venv", ".git", "var", "build", "*.egg-info", "*.mo", "__pycache__", ".*_cache"
)


def commands() -> list[str]:
    """The lines of the page that are typed into a shell."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE | re.DOTALL
    )
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.slow
def test_first_hour_of_a_maintainer(tmp_path: Path) -> None:
    folder = tmp_path / "kalenner"
    shutil.copytree(ROOT, folder, ignore=NOT_OURS)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {
        "PYTHON": getattr(sys, "_base_executable", sys.executable),
        "KALENNER_WEB__PORT": str(free_port()),
    }

    assert commands()[0] == "make run"
    for command in commands():
        with subprocess.Popen(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            lines = []
            for line in process.stdout or ():
                lines.append(line)
                if line.startswith("Press Ctrl-C to stop."):
                    os.killpg(process.pid, signal.SIGINT)
            assert process.wait() in ({0, -signal.SIGINT} if command == "make run" else {0}), (command, lines)
