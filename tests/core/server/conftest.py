"""The embedded server with the limits of a test, on a free port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from kalenner.server import Limits
from kalenner.server.embedded import EmbeddedServer

Serve = Callable[..., EmbeddedServer]

LIMITS: dict[str, Any] = {
    "connections": 20,
    "header_bytes": 4096,
    "header_seconds": 60.0,
    "body_bytes": 65536,
    "body_seconds": 60.0,
    "idle_seconds": 60.0,
    "bodies": {},
}


@contextmanager
def running(server: EmbeddedServer) -> Iterator[EmbeddedServer]:
    """Run a server until the end of the block."""
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(timeout=10)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a WSGI application: ``serve(app, connections=…)``."""
    with ExitStack() as servers:

        def start(
            app: Callable[..., Any], *, host: str = "127.0.0.1", threads: int = 8, **limits: Any
        ) -> EmbeddedServer:
            made = EmbeddedServer(app, host=host, port=0, threads=threads, limits=Limits(**(LIMITS | limits)))
            return servers.enter_context(running(made))

        yield start


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Say how long the body was."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{len(body)} bytes".encode()]
