"""Deadlines: of a whole header and a whole body, so that a byte now and then does not help."""

from tests.core.server.conftest import Serve, echo
from tests.sockets import answer, ask, connect, is_open, request, status, trickle

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
