"""W1: the processor time that a server takes to answer with a published page, over 16 connections kept open.

The application is served by granian and by waitress; nginx sends the same bytes from a file, compressed
before. All processes and threads of a server count, and the client does not matter.
"""

import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import report
from benchmarks.pages import PAGE, ask, fill, product
from granian import Granian
from granian.constants import Interfaces
from waitress.server import create_server

from kalenner.database import SESSIONS
from kalenner.settings import WebSettings
from kalenner.units import run_unit
from kalenner.web.memory import WsgiApplication, answering_from_memory
from kalenner_profiles import page_writer

ROUNDS, REQUESTS, CONNECTIONS = 7, 2_000, 16
MOST = 4.5
FOLDER = "KALENNER_BENCHMARK_FOLDER"
NGINX = """
daemon off; worker_processes 1; user root; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
    access_log off; keepalive_requests 100000000; default_type text/html; sendfile on; tcp_nopush on;
    server {{ listen 127.0.0.1:{port}; root {folder}/static; gzip_static on; }}
}}
"""


def published() -> WsgiApplication:
    """Return the application whose page is published already; granian asks for it in its own process."""
    return answering_from_memory(product(os.environ[FOLDER]))


def serve(kind: str, port: int) -> None:
    """Be a server."""
    if kind == "granian":
        target, interface = "benchmarks.serving:published", Interfaces.WSGI
        Granian(target, port=port, interface=interface, factory=True, log_enabled=False).serve()
        return
    made: Any = create_server(published(), host="127.0.0.1", port=port, threads=WebSettings().threads)
    made.run()


class Served:
    """Connections to a server process."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self._process = process
        self._connections = [_connected(port) for _number in range(CONNECTIONS)]
        self.take(200)

    def take(self, count: int) -> float:
        """Ask so many times; return the processor seconds that the server took for each."""
        asked = f"GET {PAGE} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        before, left = _processor_seconds(self._process.pid), count
        with selectors.DefaultSelector() as waiting:
            for one in self._connections:
                waiting.register(one, selectors.EVENT_READ)
                one.sendall(asked)
            open_ = len(self._connections)
            left -= open_
            while open_:
                for key, _events in waiting.select():
                    connection: Any = key.fileobj
                    _read_answer(connection)
                    if left > 0:
                        left -= 1
                        connection.sendall(asked)
                    else:
                        open_ -= 1
        return (_processor_seconds(self._process.pid) - before) / count

    def close(self) -> None:
        """Close the connections."""
        for one in self._connections:
            one.close()


def _connected(port: int) -> socket.socket:
    """Connect to a server that may still be starting."""
    for _try in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing serves port {port}")


def _processor_seconds(pid: int) -> float:
    """Return what a process has taken, with its threads and its children."""
    seconds = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        seconds += int((task / "schedstat").read_text().split()[0]) / 1e9
        seconds += sum(_processor_seconds(int(child)) for child in (task / "children").read_text().split())
    return seconds


def _read_answer(connection: socket.socket) -> None:
    """Read one answer whole; it has to be a good one, and compressed."""
    data = connection.recv(65_536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    head, _blank, body = data.partition(b"\r\n\r\n")
    head = head.lower()
    if not head.startswith(b"http/1.1 200") or b"content-encoding: gzip" not in head:
        raise AssertionError(head)
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length"))
    while len(body) < length:
        body += connection.recv(65_536)


@contextmanager
def served(kind: str, folder: Path) -> Iterator[Served]:
    """Start a server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if kind == "nginx":
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    else:
        command = [sys.executable, "-m", "benchmarks.serving", kind, str(port)]
    environ = {**os.environ, FOLDER: str(folder)}
    quiet: Mapping[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environ, **quiet) as process:
        one = Served(process, port)
        yield one
        one.close()
        process.terminate()


def measure(folder: Path, kinds: list[str]) -> dict[str, float]:
    """Return the processor seconds of an answer by each server, asked by turns."""
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    with ExitStack() as stack:
        servers = {kind: stack.enter_context(served(kind, folder)) for kind in kinds}
        for _round in range(ROUNDS):
            for kind, one in servers.items():
                times[kind].append(one.take(REQUESTS))
    return {kind: median(taken) for kind, taken in times.items()}


def publish(folder: Path) -> None:
    """Publish the page, and write its bytes where nginx finds them."""
    app = product(str(folder))
    run_unit(app, "command/bench", fill)
    page_writer.write_due(app)
    page = folder / "static" / PAGE.removeprefix("/")
    page.parent.mkdir(parents=True)
    page.with_name(f"{page.name}.gz").write_bytes(ask(app))
    page.write_bytes(b"")  # nginx looks for the plain file first
    SESSIONS.of(app.registry).engine.dispose()


def main() -> None:
    """Print W1."""
    kinds = ["granian", "waitress"]
    if shutil.which("nginx") is None:
        print("W1  | not measured: there is no nginx, whose static file is the floor")
        return
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder))
        seconds = measure(Path(folder), [*kinds, "nginx"])
    micros = {kind: f"{taken * 1e6:.0f} us" for kind, taken in seconds.items()}
    line = partial(
        "cached page on {kind} ({ours}) against nginx's file ({floor})".format, floor=micros["nginx"]
    )
    ratio = seconds["granian"] / seconds["nginx"]
    report("W1", line(kind="granian", ours=micros["granian"]), ratio, f"<= {MOST}", ok=ratio <= MOST)
    other = line(kind="waitress", ours=micros["waitress"])
    print(f"W1  | {other}: {seconds['waitress'] / seconds['nginx']:.2f}, without a target", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        serve(sys.argv[1], int(sys.argv[2]))
    else:
        main()
