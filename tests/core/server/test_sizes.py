"""Sizes: what is too large is refused as soon as that is known, not when all of it has arrived."""

import pytest
from tests.core.server.conftest import Serve, echo
from tests.sockets import answer, ask, connect, request, send, status

from kalenner.server.limits import LARGE_BODY, LARGE_HEADER, MALFORMED

LARGE = str(300 * 1024 * 1024)


def test_body_within_the_limit_is_taken(serve: Serve) -> None:
    server = serve(echo)

    assert ask(server.port, request("POST", "/", b"x" * 65536)).endswith(b"65536 bytes")


def test_large_body_is_refused_at_its_header(serve: Serve) -> None:
    server = serve(echo)

    for length in (65537, LARGE):
        assert status(ask(server.port, request("POST", "/", Content_Length=str(length)))) == 413
    assert server.refusals.counts == {LARGE_BODY: 2}


def test_large_body_is_not_asked_for(serve: Serve) -> None:
    server = serve(echo)

    asked = request("POST", "/", Content_Length=LARGE, Expect="100-continue")

    assert status(ask(server.port, asked)) == 413


def test_body_in_chunks_ends_at_the_limit(serve: Serve) -> None:
    server = serve(echo)
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"

    with connect(server.port) as connection:
        send(connection, request("POST", "/", Transfer_Encoding="chunked"))
        for _ in range(5):  # 80 KiB, and the client would go on
            send(connection, chunk)
        assert status(answer(connection)) == 413
    assert ask(
        server.port, request("POST", "/", Transfer_Encoding="chunked") + chunk + b"0\r\n\r\n"
    ).endswith(b"16384 bytes")


def test_line_of_a_chunk_that_never_ends_is_refused(serve: Serve) -> None:
    server = serve(echo)

    with connect(server.port) as connection:
        send(connection, request("POST", "/", Transfer_Encoding="chunked") + b"1" * 70_000)
        assert status(answer(connection)) == 413


def test_paths_have_limits_of_their_own(serve: Serve) -> None:
    def with_key(header):
        return 200_000 if header("X-Key") == "right" else None

    server = serve(echo, bodies={"/one": with_key, "/many/": lambda _header: 300_000})
    wanted = {
        ("/one", "right", 200_000): 200,
        ("/one", "right", 200_001): 413,
        ("/one", "wrong", 65_536): 200,
        ("/one", "wrong", 65_537): 413,
        ("/one/more", "right", 65_537): 413,
        ("/many/of/them", "", 300_000): 200,
        ("/many", "", 65_537): 413,
    }

    got = {
        (path, key, size): status(ask(server.port, request("POST", path, b"x" * size, X_Key=key)))
        if wanted[path, key, size] == 200
        else status(ask(server.port, request("POST", path, Content_Length=str(size), X_Key=key)))
        for path, key, size in wanted
    }

    assert got == wanted


def test_large_header_is_refused(serve: Serve) -> None:
    server = serve(echo)

    assert status(ask(server.port, request("GET", "/", X_Long="x" * 5000))) == 431
    with connect(server.port) as connection:
        send(connection, b"GET /" + b"x" * 5000)
        assert status(answer(connection)) == 431
    assert server.refusals.counts == {LARGE_HEADER: 2}


@pytest.mark.parametrize("length", ["9" * 3000, "-1", "1e3"])
def test_length_that_is_no_number_is_refused(serve: Serve, length: str) -> None:
    server = serve(echo)

    assert status(ask(server.port, request("POST", "/", Content_Length=length))) in {400, 413}


def test_length_of_more_digits_than_python_reads_is_refused(serve: Serve, caplog) -> None:
    server = serve(echo, header_bytes=16384)

    assert status(ask(server.port, request("POST", "/", Content_Length="9" * 5000))) == 400
    assert server.refusals.counts == {MALFORMED: 1}
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_rest_of_what_was_refused_is_no_request(serve: Serve) -> None:
    server = serve(echo)

    got = ask(server.port, request("POST", "/", Content_Length=LARGE) + request("GET", "/second"))

    assert got.count(b"HTTP/1.1 ") == 1
