"""Clients that speak HTTP byte by byte, well or badly, over real sockets."""

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from time import monotonic

PATIENCE = 10.0
"""Seconds until a test that waits for a server gives up."""


def connect(port: int) -> socket.socket:
    """A connection to a server on this machine."""
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A whole request; names of headers are written with underscores."""
    lines = {"Host": "127.0.0.1", "Connection": "close", **headers}
    if body:
        lines["Content-Length"] = str(len(body))
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{fields}\r\n".encode() + body


def send(connection: socket.socket, data: bytes) -> None:
    """Send, but for the rest where the server has refused and closed before all of it left."""
    with suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(data)


def answer(connection: socket.socket) -> bytes:
    """What the server sends until it closes; what it sent before a reset."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def ask(port: int, data: bytes) -> bytes:
    """The answer to a request on a connection of its own."""
    with connect(port) as connection:
        send(connection, data)
        return answer(connection)


def is_body_awaited(port: int, header: bytes) -> bool:
    """Whether the server waits for the body of a request whose header it has."""
    with connect(port) as connection:
        connection.sendall(header)
        return is_open(connection, 0.5)


def status(data: bytes) -> int:
    """The status of an answer; 0 where there is none."""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", data)
    return int(found[1]) if found else 0


def is_open(connection: socket.socket, seconds: float) -> bool:
    """Whether the server does not close within so many seconds; the rest of an answer may still come."""
    ends_at = monotonic() + seconds
    try:
        while (left := ends_at - monotonic()) > 0:
            connection.settimeout(left)
            if connection.recv(65536) == b"":
                return False
    except TimeoutError:
        return True
    except OSError:
        return False
    return True


def trickle(connection: socket.socket, data: Iterable[int], seconds: float) -> int:
    """Send byte by byte, with pauses of `seconds`, until the server closes; return how many were sent."""
    sent = 0
    for byte in data:
        try:
            connection.send(bytes([byte]))
        except OSError:
            break
        sent += 1
        if not is_open(connection, seconds):
            break
    return sent
