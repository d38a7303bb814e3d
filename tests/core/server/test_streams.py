"""Bodies that are read while they arrive: never whole here, and a deadline for each part of them."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.core.server.conftest import Serve, echo
from tests.sockets import PATIENCE, answer, connect, is_open, request, send, status, trickle

from kalenner.server.limits import ENDED_BODY, LARGE_BODY, LATE_BODY, MALFORMED
from kalenner.server.streams import ROOM

SIZE = 10_000_000
PLACE = "/stream/"


class Reader:
    """An application that reads a body part by part, and notes how much it has read."""

    def __init__(self) -> None:
        self.may_read = threading.Event()
        self.may_read.set()
        self.has_begun = threading.Event()
        self.count = 0
        self.fault: Exception | None = None
        self.has_ended = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.has_begun.set()
        try:
            while self.may_read.wait(PATIENCE) and (chunk := environ["wsgi.input"].read(65536)):
                self.count += len(chunk)
        except OSError as error:
            self.fault = error
        self.has_ended.set()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"%d bytes" % self.count]


def serve_streams(serve: Serve, app: Callable[..., Any], **limits: Any) -> int:
    bodies = {PLACE: lambda _header: SIZE}
    server = serve(app, bodies=bodies, streamed=(PLACE,), **limits)
    return int(server.port)


def header(size: int = SIZE, path: str = f"{PLACE}a") -> bytes:
    return request("POST", path, Content_Length=str(size))


def test_body_is_read_whole(serve: Serve) -> None:
    port = serve_streams(serve, Reader())
    with connect(port) as connection:
        connection.sendall(header() + bytes(SIZE))
        told = answer(connection)

    assert told.endswith(b"\r\n\r\n10000000 bytes")
    assert b"\r\nConnection: close\r\n" in told


def test_reading_begins_before_the_body_is_whole(serve: Serve) -> None:
    reader = Reader()
    with connect(serve_streams(serve, reader)) as connection:
        connection.sendall(header(100))
        assert reader.has_begun.wait(PATIENCE)
        connection.sendall(bytes(100))
        assert answer(connection).endswith(b"100 bytes")


def test_who_reads_slowly_is_sent_no_more_than_there_is_room_for(serve: Serve) -> None:
    reader = Reader()
    reader.may_read.clear()
    port = serve_streams(serve, reader, body_seconds=1)
    with connect(port) as connection:
        connection.sendall(header())
        sender = threading.Thread(target=partial(connection.sendall, bytes(SIZE)))
        sender.start()
        sender.join(2)  # longer than the deadline, which is the client's and not ours
        assert sender.is_alive()
        reader.may_read.set()
        sender.join(PATIENCE)
        assert answer(connection).endswith(b"10000000 bytes")
    assert ROOM < SIZE / 10


def test_byte_now_and_then_is_late(serve: Serve) -> None:
    reader = Reader()
    server = serve(reader, bodies={PLACE: lambda _header: SIZE}, streamed=(PLACE,), body_seconds=1)
    with connect(server.port) as connection:
        connection.sendall(header())
        assert 1 < trickle(connection, b"x" * 50, 0.2) < 50

    assert server.refusals.counts == {LATE_BODY: 1}
    assert reader.has_ended.wait(PATIENCE)
    assert isinstance(reader.fault, ConnectionResetError)


def test_who_goes_on_sending_has_as_long_as_it_takes(serve: Serve) -> None:
    port = serve_streams(serve, Reader(), body_seconds=1)
    pause = threading.Event()
    with connect(port) as connection:
        connection.sendall(header(8 * 65_536))
        for _ in range(8):
            pause.wait(0.4)
            connection.sendall(bytes(65_536))
        assert answer(connection).endswith(b"524288 bytes")


def test_who_leaves_ends_the_reading(serve: Serve) -> None:
    reader = Reader()
    with connect(serve_streams(serve, reader)) as connection:
        connection.sendall(header() + bytes(1000))
        assert reader.has_begun.wait(PATIENCE)

    assert reader.has_ended.wait(PATIENCE)
    assert isinstance(reader.fault, ConnectionResetError)
    assert reader.count == 1000


def test_what_follows_the_body_is_no_request(serve: Serve) -> None:
    asked = []

    def note(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return Reader()(environ, start_response)

    with connect(serve_streams(serve, note)) as connection:
        connection.sendall(header(5) + b"hello" + request("GET", "/smuggled"))
        assert answer(connection).endswith(b"5 bytes")
    assert asked == [f"{PLACE}a"]


def test_who_answers_at_once_is_sent_nothing_more(serve: Serve) -> None:
    def refuse(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("404 Not Found", [("Content-Length", "0")])
        return []

    with connect(serve_streams(serve, refuse)) as connection:
        connection.sendall(header())
        assert status(answer(connection)) == 404


def test_limits_hold_before_anything_is_read(serve: Serve) -> None:
    reader = Reader()
    server = serve(reader, bodies={PLACE: lambda _header: SIZE}, streamed=(PLACE,))
    for sent, code, kind in (
        (header(SIZE + 1), 413, LARGE_BODY),
        (request("POST", f"{PLACE}a", Transfer_Encoding="chunked"), 400, MALFORMED),
    ):
        with connect(server.port) as connection:
            send(connection, sent)
            assert status(answer(connection)) == code
        assert kind in server.refusals.counts
    assert not reader.has_begun.is_set()
    assert ENDED_BODY not in server.refusals.counts


def test_other_paths_are_as_they_were(serve: Serve) -> None:
    port = serve_streams(serve, echo)
    with connect(port) as connection:
        connection.sendall(header(5, "/streams") + b"hello")
        assert answer(connection).endswith(b"5 bytes")
    with connect(port) as connection:
        connection.sendall(header(5, "/streams") + b"hell")
        assert is_open(connection, 0.3)
