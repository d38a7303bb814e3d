"""Deadlines: of a whole header and a whole body, so that a byte now and then does not help."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

from tests.core.server.conftest import Serve, echo
from tests.sockets import PATIENCE, answer, ask, connect, is_open, request, status, trickle

from kalenner.server.limits import LATE_BODY, LATE_HEADER


def test_connection_that_sends_nothing_is_cut(serve: Serve) -> None:
    server = serve(echo, header_seconds=1)

    with connect(server.port) as connection:
        assert answer(connection) == b""
    assert server.refusals.counts == {LATE_HEADER: 1}


def test_header_byte_by_byte_is_cut(serve: Serve) -> None:
    server = serve(echo, header_seconds=1)

    with connect(server.port) as connection:
        assert 1 < trickle(connection, request("GET", "/", X_Long="x" * 100), 0.2) < 50
    assert server.refusals.counts == {LATE_HEADER: 1}


def test_empty_lines_are_no_header(serve: Serve) -> None:
    server = serve(echo, header_seconds=1)

    with connect(server.port) as connection:
        assert 1 < trickle(connection, b"\r\n" * 50, 0.2) < 50
    assert server.refusals.counts == {LATE_HEADER: 1}


def test_body_byte_by_byte_is_cut(serve: Serve) -> None:
    server = serve(echo, body_seconds=1)

    with connect(server.port) as connection:
        connection.sendall(request("POST", "/", Content_Length="1000"))
        assert 1 < trickle(connection, b"x" * 50, 0.2) < 50
    assert server.refusals.counts == {LATE_BODY: 1}


def test_chunks_byte_by_byte_are_cut(serve: Serve) -> None:
    server = serve(echo, body_seconds=1)

    with connect(server.port) as connection:
        connection.sendall(request("POST", "/", Transfer_Encoding="chunked"))
        assert 1 < trickle(connection, b"1\r\nx\r\n" * 10, 0.2) < 50
    assert server.refusals.counts == {LATE_BODY: 1}


def test_who_begins_a_request_and_is_late_is_told(serve: Serve) -> None:
    server = serve(echo, header_seconds=1)

    assert status(ask(server.port, b"GET / HTTP/1.1\r\n")) == 408


def test_answered_connection_may_wait_longer(serve: Serve) -> None:
    server = serve(echo, header_seconds=1, idle_seconds=4)

    with connect(server.port) as connection:
        connection.sendall(request("GET", "/", Connection="keep-alive"))
        assert status(connection.recv(65536)) == 200
        assert is_open(connection, 2.5)
        connection.sendall(request("GET", "/", Connection="keep-alive"))
        assert status(connection.recv(65536)) == 200
        assert not is_open(connection, 10)
    assert server.refusals.counts == {}


def test_second_request_has_a_deadline_too(serve: Serve) -> None:
    server = serve(echo, header_seconds=1)

    with connect(server.port) as connection:
        connection.sendall(request("GET", "/", Connection="keep-alive"))
        assert status(connection.recv(65536)) == 200
        assert 1 < trickle(connection, request("GET", "/", X_Long="x" * 100), 0.2) < 50
    assert server.refusals.counts == {LATE_HEADER: 1}


def test_refusals_of_a_kind_are_one_line(serve: Serve, caplog) -> None:
    server = serve(echo, header_seconds=1)

    connections = [connect(server.port) for _ in range(8)]
    for connection in connections:
        answer(connection)
        connection.close()

    assert server.refusals.counts == {LATE_HEADER: 8}
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["refused: header not whole in time: 1, 1 in all"]


def test_client_that_does_not_read_holds_no_thread(serve: Serve) -> None:
    has_ended = threading.Event()

    def endless(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "1000000000")])
        try:
            for _ in range(10_000):
                yield bytes(100_000)
        finally:
            has_ended.set()

    server = serve(endless, idle_seconds=1)

    with connect(server.port) as connection:
        connection.sendall(request("GET", "/"))
        assert has_ended.wait(PATIENCE)
    assert server.refusals.counts == {}


def test_client_that_reads_slowly_is_served(serve: Serve) -> None:
    size = 40_000_000

    def large(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", str(size))])
        yield from (bytes(100_000) for _ in range(400))

    server = serve(large, idle_seconds=1)

    with connect(server.port) as connection:
        connection.sendall(request("GET", "/"))
        pause, stream = threading.Event(), connection.makefile("rb")
        for _ in range(6):
            assert len(stream.read(4_000_000)) == 4_000_000  # more than the system keeps for both
            pause.wait(0.4)
        assert len(stream.read()) > size - 24_000_000
