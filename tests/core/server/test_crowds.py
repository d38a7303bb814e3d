"""More connections than the limit: whoever sends a request at once is answered, whoever holds the others."""

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.core.server.conftest import Serve, echo
from tests.sockets import answer, ask, connect, is_open, request, status

from kalenner.server.limits import PUSHED_OUT

LIMIT = 20


@pytest.fixture
def crowd() -> Iterator[ExitStack]:
    """Sockets that are closed at the end of the test."""
    with ExitStack() as sockets:
        yield sockets


def answered_within(port: int, seconds: float) -> bool:
    began = time.monotonic()
    return status(ask(port, request("GET", "/"))) == 200 and time.monotonic() - began < seconds


@pytest.mark.parametrize(
    "beginning", [b"", b"GET / HTTP/1.1\r\nX-A", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"]
)
def test_half_open_connections_give_way(serve: Serve, crowd: ExitStack, beginning: bytes) -> None:
    server = serve(echo, connections=LIMIT)
    for _ in range(2 * LIMIT):
        crowd.enter_context(connect(server.port)).sendall(beginning)

    assert answered_within(server.port, 2)
    assert server.refusals.counts[PUSHED_OUT] >= LIMIT


def test_connections_that_were_answered_give_way(serve: Serve, crowd: ExitStack) -> None:
    server = serve(echo, connections=LIMIT)
    for _ in range(2 * LIMIT):
        connection = crowd.enter_context(connect(server.port))
        connection.sendall(request("GET", "/", Connection="keep-alive"))
        assert status(connection.recv(65536)) == 200

    assert answered_within(server.port, 2)


def test_who_does_not_read_the_answer_gives_way(serve: Serve, crowd: ExitStack) -> None:
    def large(_environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * 8 * 1024 * 1024]

    server = serve(
        lambda environ, start: (large if environ["PATH_INFO"] == "/large" else echo)(environ, start)
    )
    for _ in range(LIMIT):
        crowd.enter_context(connect(server.port)).sendall(request("GET", "/large"))

    assert answered_within(server.port, 5)


def test_the_oldest_gives_way_first(serve: Serve, crowd: ExitStack) -> None:
    server = serve(echo, connections=LIMIT)
    oldest, *others = [crowd.enter_context(connect(server.port)) for _ in range(LIMIT)]

    assert answered_within(server.port, 2)

    assert not is_open(oldest, 2)
    assert all(is_open(other, 0.01) for other in others)


def test_requests_in_progress_are_not_cut_and_others_wait_for_them(serve: Serve, crowd: ExitStack) -> None:
    going_on = threading.Event()

    def slow(environ, start_response):
        going_on.wait(20)
        return echo(environ, start_response)

    server = serve(slow, connections=LIMIT, threads=LIMIT)
    early = [crowd.enter_context(connect(server.port)) for _ in range(LIMIT)]
    for connection in early:
        connection.sendall(request("GET", "/"))
    late = crowd.enter_context(connect(server.port))
    late.sendall(request("GET", "/"))

    assert is_open(late, 0.5)
    going_on.set()
    assert [status(answer(connection)) for connection in (*early, late)] == [200] * (LIMIT + 1)
    assert server.refusals.counts == {}


def test_more_than_select_could_wait_for(serve: Serve, crowd: ExitStack) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4096:
        pytest.skip(f"no more than {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
    crowd.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
    server = serve(echo, connections=1200)
    for _ in range(1100):
        crowd.enter_context(connect(server.port))

    assert answered_within(server.port, 5)
    assert server.refusals.counts == {}


def test_limit_fits_the_files_that_the_process_may_open() -> None:
    code = (
        "import resource; from kalenner.server import Limits; "
        "made = Limits(500, 1, 1, 1, 1, 1, {}).fitted(); "
        "print(made.connections, resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )

    def fitted(soft: int, hard: int) -> str:
        return subprocess.run(
            [
                "/bin/sh",
                "-c",
                f'ulimit -Sn {soft}; ulimit -Hn {hard}; exec "$0" -c "$1"',
                sys.executable,
                code,
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    assert [fitted(256, 1024), fitted(256, 300)] == ["500 700", "100 300"]


@pytest.mark.parametrize("host", ["300.1.1.1", "192.0.2.1"])
def test_address_that_is_none_of_this_machine_is_one_mistake(serve: Serve, host: str) -> None:
    with pytest.raises(OSError, match=r".+"):
        serve(echo, host=host)
