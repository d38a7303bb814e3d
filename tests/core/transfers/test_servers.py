"""Downloads and uploads over real sockets, by each server that is shipped, in a process of its own."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from tests.core.transfers.served import Served, serving
from tests.core.transfers.serving import BROKEN_SEGMENT, pattern
from tests.sockets import PATIENCE, answer, ask, connect, request, status

MEGABYTES = 60
AT_ONCE = 4
SLACK = 8_000_000
"""Bytes by which a process may grow: as much as issue and figures allow."""


@pytest.fixture(scope="module", params=["waitress", "granian"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    pytest.importorskip(request.param)
    with serving(request.param, tmp_path_factory.mktemp(request.param), MEGABYTES) as served:
        yield served


def read_whole(connection: socket.socket) -> tuple[int, str]:
    """How long the body is that a client reads to its end, and its digest."""
    data, digest, size = b"", sha256(), 0
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    data = data.partition(b"\r\n\r\n")[2] or connection.recv(65536)
    while data:
        digest.update(data)
        size += len(data)
        data = connection.recv(65536)
    return size, digest.hexdigest()


def digest_of(size: int) -> str:
    digest = sha256()
    for chunk in pattern(size):
        digest.update(chunk)
    return digest.hexdigest()


def test_large_file_is_sent_whole_and_not_held(served: Served) -> None:
    size = MEGABYTES * 1_000_000
    with served.open("large") as connection:
        assert read_whole(connection) == (size, digest_of(size))
    before = served.memory
    with served.open("large") as connection:
        assert read_whole(connection)[0] == size

    assert served.memory < before + SLACK


def test_parts_and_heads_are_answered(served: Served) -> None:
    size = MEGABYTES * 1_000_000
    code, headers, body = served.answer("large", Range=f"bytes={size - 8}-")
    assert (code, len(body), headers["content-length"]) == (206, 8, "8")
    assert headers["content-range"] == f"bytes {size - 8}-{size - 1}/{size}"

    code, headers, body = served.answer("large", "HEAD")
    assert (code, body, headers["content-length"]) == (200, b"", str(size))

    code, headers, _body = served.answer("large", Range=f"bytes={size}-")
    assert (code, headers["content-range"]) == (416, f"bytes */{size}")


def test_fault_in_the_middle_breaks_the_connection(served: Served) -> None:
    code, headers, body = served.answer("broken")
    whole = b"".join(pattern(3_000_000))

    assert (code, headers["content-length"]) == (200, "3000000")
    assert (BROKEN_SEGMENT - 1) * 65_000 < len(body) < (BROKEN_SEGMENT + 1) * 65_536
    assert body == whole[: len(body)]


def test_fault_at_the_beginning_is_an_error(served: Served) -> None:
    code, headers, body = served.answer("broken at once")

    assert code == 500
    assert "content-disposition" not in headers
    assert b"<html" in body


def test_clients_that_do_not_read_cost_neither_memory_nor_files_nor_the_others(served: Served) -> None:
    with served.open("large") as connection:
        read_whole(connection)
    before, files = served.memory, served.files
    with ExitStack() as connections:
        slow = [connections.enter_context(served.open("large")) for _ in range(AT_ONCE)]
        assert {status(connection.recv(15)) for connection in slow} == {200}
        buffered_at = time.monotonic() + 1
        while time.monotonic() < buffered_at:  # what a server buffers, it has buffered by then
            assert served.files == files
        assert served.memory < before + SLACK
        assert status(ask(served.port, request("GET", served.paths["large"]))) == 503
        assert status(ask(served.port, request("GET", "/-/health"))) == 200
    assert _within_patience(lambda: served.answer("large", Range="bytes=0-9")[0] == 206)


@pytest.mark.slow
@pytest.mark.parametrize("server", ["waitress", "granian"])
def test_half_a_gigabyte_is_received_and_sent_whole_and_not_held(server: str, tmp_path: Path) -> None:
    pytest.importorskip(server)
    size = 500_000_000
    with serving(server, tmp_path / "served", 500) as served:
        served.answer("large", Range="bytes=0-9")
        before = served.memory
        with served.open("large") as connection:
            assert read_whole(connection) == (size, digest_of(size))
        assert served.memory < before + SLACK
        check_upload(served, size)


BOUNDARY = "a-boundary"


def form_header(name: str = "large.bin") -> bytes:
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()


FORM_END = f"\r\n--{BOUNDARY}--\r\n".encode()


def post_header(path: str, length: int, **more: str) -> bytes:
    headers = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}", "Content_Length": str(length)}
    return request("POST", path, **headers, **more)


def upload(served: Served, size: int, look: Callable[[], None]) -> bytes:
    """Send a form with one file, and look at the server now and then; return the answer."""
    header = form_header()
    with connect(served.port) as connection:
        connection.sendall(post_header(served.paths["form"], len(header) + size + len(FORM_END)))
        connection.sendall(header)
        for number, chunk in enumerate(pattern(size)):
            connection.sendall(chunk)
            if number % 100 == 0:
                look()
        connection.sendall(FORM_END)
        return answer(connection)


def stored(served: Served) -> dict[Path, int]:
    """The encrypted files, whole and half, and how large they are."""
    sizes = {}
    for path in (served.folder / "files" / "private").glob("*/*"):
        with suppress(FileNotFoundError):  # it broke off a moment ago
            sizes[path] = path.stat().st_size
    return sizes


def test_large_file_is_received_while_it_arrives(served: Served) -> None:
    upload(served, 2_000_000, lambda: None)
    check_upload(served, MEGABYTES * 1_000_000)


def check_upload(served: Served, size: int) -> None:
    files, memory, before = served.files, served.memory, stored(served)
    opened: set[str] = set()

    def look() -> None:
        opened.update(served.files - files)
        assert served.memory < memory + SLACK

    page = upload(served, size, look)

    assert status(page) == 200
    assert b"large.bin</b>: received" in page
    assert opened == set()  # but for the folder of the installation, where it is encrypted:
    (new,) = set(stored(served)) - set(before)
    assert new.stat().st_size > size
    start = next(pattern(65536))
    with new.open("rb") as file:
        while block := file.read(1_000_000):
            assert start[:64] not in block
    with served.open("uploaded") as connection:
        assert read_whole(connection) == (size, digest_of(size))
    assert served.memory < memory + SLACK


def test_client_that_breaks_off_leaves_nothing(served: Served) -> None:
    before = stored(served)
    header = form_header()
    with connect(served.port) as connection:
        connection.sendall(post_header(served.paths["form"], len(header) + 50_000_000) + header)
        for chunk in pattern(3_000_000):
            connection.sendall(chunk)
        assert _within_patience(lambda: sum(stored(served).values()) > sum(before.values()) + 2_000_000)

    assert _within_patience(lambda: stored(served) == before)
    assert _within_patience(lambda: served.answer("large", Range="bytes=0-9")[0] == 206)


def test_form_of_nobody_is_answered_before_its_files(served: Served) -> None:
    before = stored(served)
    with connect(served.port) as connection:
        connection.sendall(post_header(served.paths["forged form"], 50_000_000))
        connection.sendall(form_header())
        assert status(answer(connection)) == 404
    assert stored(served) == before


def test_who_may_no_longer_send_is_told_once_all_is_sent(served: Served) -> None:
    before, size = stored(served), 20_000_000
    with connect(served.port) as connection:
        connection.sendall(post_header(served.paths["closed form"], size))
        for chunk in pattern(size):
            connection.sendall(chunk)
        assert status(answer(connection)) == 404
    assert stored(served) == before


def test_body_is_asked_for_where_the_client_waits_for_that(served: Served) -> None:
    body = form_header("asked.pdf") + b"Findings" + FORM_END
    with connect(served.port) as connection:
        connection.sendall(post_header(served.paths["form"], len(body), Expect="100-continue"))
        assert connection.recv(25).startswith(b"HTTP/1.1 100 Continue")
        connection.sendall(body)
        assert b"asked.pdf</b>: received" in answer(connection)


def test_form_without_a_length_is_refused(served: Served) -> None:
    header = request(
        "POST", served.paths["form"], Transfer_Encoding="chunked", Content_Type="multipart/form-data"
    )
    assert status(ask(served.port, header + b"5\r\nhello\r\n0\r\n\r\n")) in {400, 411}


def _within_patience(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if is_so():
            return True
    return False
