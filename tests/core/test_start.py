"""Starting in a terminal: what is in the way is one line that names the setting to change."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kalenner.delivery.leader_locks import FileLock

COMMAND = [sys.executable, "-m", "kalenner"]


def up(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Start everything in a folder; it is expected to end by itself."""
    values = {**os.environ, "KALENNER_DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [*COMMAND, "up"], cwd=folder, env=values, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_second_start_on_the_same_folder_is_one_line(tmp_path: Path) -> None:
    lock = FileLock(tmp_path, "up")
    assert lock.take()

    done = up(tmp_path)

    lock.release()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"kalenner.data_dir: expected a folder without a running `kalenner up`, not {tmp_path.resolve()}; "
        "end that one, or let KALENNER_DATA_DIR name another folder\n"
    )


def test_a_port_that_is_taken_names_the_setting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = up(tmp_path, KALENNER_WEB__PORT=str(port))

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"web.host, web.port: expected a free address, not 127.0.0.1:{port} (Address already in use); "
        "KALENNER_WEB__PORT names another port"
    )


@pytest.mark.parametrize("command", [["settings"], ["plugins"], ["screens"]])
def test_a_reader_that_has_gone_is_no_fault(tmp_path: Path, command: list[str]) -> None:
    values = {**os.environ, "KALENNER_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        [*COMMAND, *command], env=values, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # before anything is written, unlike `head`
        said = process.stderr.read()

    assert (process.returncode, said) == (0, b"")
