"""A client of clamd: sends a file as a stream and reads what was found in it.

The protocol is that of INSTREAM in the manual page of clamd(8).
"""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from kalenner.hooks.documents import FileToCheck

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 300.0
"""How long clamd may look at a large archive."""
PART = 2**16
_MOST_ANSWERED = 4096
_MOST_NAMED = 100
_ANSWER = re.compile(r"stream: (?:(?P<name>.+) FOUND|OK)", re.DOTALL)


class ClamdFault(Exception):
    """clamd cannot be reached, or did not look at the file; the text says why."""


@dataclass(frozen=True)
class Clamd:
    """A clamd at a socket: a path, or host:port."""

    address: str

    def find(self, file: FileToCheck) -> list[str]:
        """Return the name of what is found in a file, at most one.

        Raises ClamdFault, and what reading raises.
        """
        try:
            with self._connected() as connection:
                answer = _ask(connection, file.read())
        except OSError as error:
            raise ClamdFault(f"clamd at {self.address}: {error}") from error
        match = _ANSWER.fullmatch(answer)
        if match is None:
            raise ClamdFault(f"clamd at {self.address} answered: {answer[:_MOST_NAMED]!r}")
        return [match["name"][:_MOST_NAMED]] if match["name"] else []

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(CONNECT_SECONDS)
            try:
                connection.connect(self.address)
            except OSError:
                connection.close()
                raise
        else:
            host, _colon, port = self.address.rpartition(":")
            connection = socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
        connection.settimeout(ANSWER_SECONDS)
        return connection


def _ask(connection: socket.socket, chunks: Iterator[bytes]) -> str:
    """Send a file and return the answer without its end. Raises OSError."""
    connection.sendall(b"zINSTREAM\0")
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), PART):
                part = chunk[start : start + PART]
                connection.sendall(len(part).to_bytes(4, "big") + part)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd has said why before it closed, such as that the file is too long for it
    answer = bytearray()
    while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWERED:
        received = connection.recv(_MOST_ANSWERED)
        if not received:
            break
        answer += received
    return answer.rstrip(b"\0").decode(errors="replace")
