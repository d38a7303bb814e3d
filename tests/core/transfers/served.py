"""A library that is served in a process of its own, and what can be seen of that process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live import free_port
from tests.sockets import PATIENCE, ask, connect, request, status

ROOT = Path(__file__).parents[3]


@dataclass
class Served:
    """A server, and the paths of the files it has."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    paths: dict[str, str]

    def answer(self, name: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        whole = ask(self.port, request(method, self.paths[name], **headers))
        head, _, body = whole.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
        return status(whole), {key.lower(): value for key, value in lines}, body

    def open(self, name: str) -> socket.socket:
        connection = connect(self.port)
        connection.sendall(request("GET", self.paths[name]))
        return connection

    @property
    def processes(self) -> list[int]:
        """The process and those it has begun."""
        ids = [self.process.pid]
        for number in ids:
            children = Path(f"/proc/{number}/task/{number}/children").read_text()
            ids += map(int, children.split())
        return ids

    @property
    def memory(self) -> int:
        """Bytes that the processes hold."""
        pages = (int(Path(f"/proc/{number}/statm").read_text().split()[1]) for number in self.processes)
        return sum(pages) * os.sysconf("SC_PAGE_SIZE")

    @property
    def files(self) -> set[str]:
        """The files that the processes have open, but for those of the installation itself."""
        names = set()
        for number in self.processes:
            for link in Path(f"/proc/{number}/fd").iterdir():
                try:
                    name = str(link.readlink())
                except FileNotFoundError:
                    continue
                if name.startswith("/") and not name.startswith(("/dev/null", "/dev/urandom")):
                    names.add(name)
        return {name for name in names if not name.startswith((str(self.folder), f"{self.folder}.log"))}


@contextmanager
def serving(server: str, folder: Path, megabytes: int) -> Iterator[Served]:
    """Serve until the end of the block."""
    port = free_port()
    command = [sys.executable, "-m", "tests.core.transfers.serving", server, str(port), str(folder)]
    with folder.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen([*command, str(megabytes)], cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
        try:
            assert process.stdout is not None
            paths = json.loads(process.stdout.readline())
            _wait_for(port)
            yield Served(port, process, folder, paths)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            process.stdout.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            ask(port, request("GET", "/-/health"))
        except OSError:
            continue
        return
    raise TimeoutError("the server does not listen")
