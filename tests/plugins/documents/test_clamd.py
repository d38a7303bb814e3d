"""The client of clamd: what is found is named, and everything that is no answer is a fault."""

import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.clamd import CLAMDS, NAME, SIGNATURE

from kalenner.hooks.documents import FileToCheck
from kalenner_documents.clamd import Clamd, ClamdFault
from kalenner_documents.settings import clamd_address

MEGABYTE = 2**20


def file(*chunks: bytes) -> FileToCheck:
    return FileToCheck("a", sum(map(len, chunks)), lambda: iter(chunks))


@pytest.fixture(params=CLAMDS, ids=lambda clamd: clamd.__name__)
def clamd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable:
    """What runs a clamd: such as ``with clamd() as address``; its folder has a short name, as sockets must."""
    return partial(request.param, tmp_path_factory.mktemp("c"))


def test_signature_is_found_and_named_wherever_it_stands(clamd: Callable) -> None:
    with clamd() as address:
        find = Clamd(address).find

        assert find(file(b"harmless")) == []
        for place in (0, 2**16 - 5, MEGABYTE):
            content = bytes(place) + SIGNATURE + bytes(10)
            (found,) = find(file(content[:70_000], content[70_000:]))
            assert found.startswith(NAME)


def test_file_that_is_too_long_for_it_is_a_fault_that_says_so(clamd: Callable) -> None:
    with clamd(most=MEGABYTE) as address, pytest.raises(ClamdFault, match="size limit exceeded"):
        Clamd(address).find(file(*[bytes(MEGABYTE)] * 20))


def test_nobody_at_the_socket_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ClamdFault, match="No such file"):
        Clamd(str(tmp_path / "nobody.sock")).find(file(b"a"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ClamdFault, match="refused"):
        Clamd(f"127.0.0.1:{port}").find(file(b"a"))


@pytest.mark.parametrize("answer", [b"", b"stream: ", b"UNKNOWN COMMAND\0", b"stream: OK and more\0"])
def test_answer_that_says_nothing_is_a_fault(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection, connection.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                assert sent.read(4 + 3 + 4) == b"\0\0\0\3abc\0\0\0\0"
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(ClamdFault):
            Clamd(f"127.0.0.1:{server.getsockname()[1]}").find(file(b"abc"))
        thread.join(30)


@pytest.mark.parametrize("text", ["", "/run/clamav/clamd.ctl", "clamd.example:3310", "[::1]:3310"])
def test_setting_is_a_path_or_host_and_port(text: str) -> None:
    assert clamd_address(f" {text}") == text


@pytest.mark.parametrize("text", ["clamd", "run/clamd.ctl", "host:", "host:a", "tcp://host:1"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        clamd_address(text)
