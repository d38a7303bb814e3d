"""The playground as `kalenner up` serves it, over real sockets: what a server in front hides is seen by none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.live import free_port
from tests.sockets import ask, is_body_awaited, request, status

from kalenner.app import make_app
from kalenner.cli.processes import Web, prepare_database
from kalenner.database import SESSIONS
from kalenner.plugins import load_plugins
from kalenner.settings import Source

STATE = "/-/playground/api/state"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a web with a playground."""
    folder: Path = tmp_path_factory.mktemp("playground")
    port = free_port()
    values = {"kalenner.data_dir": str(folder), "web.port": str(port)}
    app = make_app(Source(values, environ={}), loaded=load_plugins())
    prepare_database(app)
    web = Web(app)
    web.start()
    yield port
    web.stop()
    SESSIONS.of(app.registry).engine.dispose()


def test_this_machine_is_let_in(port: int) -> None:
    for host in ("127.0.0.1", f"localhost:{port}"):
        assert status(ask(port, request("GET", STATE, Host=host))) == 200


@pytest.mark.parametrize(
    "header",
    [
        "X_Forwarded_For",
        "X_Forwarded_Host",
        "X_Forwarded_Proto",
        "X_Forwarded_Port",
        "X_Forwarded_By",
        "Forwarded",
        "X_Real_IP",
        "Via",
    ],
)
def test_what_came_through_a_proxy_is_refused(port: int, header: str) -> None:
    assert status(ask(port, request("GET", STATE, **{header: "203.0.113.9"}))) == 403


def test_other_names_of_this_machine_are_refused(port: int) -> None:
    assert status(ask(port, request("GET", STATE, Host="rebound.example"))) == 403


def test_front_door_leads_to_no_name_that_a_request_brings(port: int) -> None:
    for host in ("evil.example", "localhost", "127.0.0.1:1"):
        got = ask(port, request("GET", "/", Host=host))
        assert status(got) == 302
        assert f"\r\nLocation: http://127.0.0.1:{port}/-/playground/\r\n".encode() in got


def test_a_file_may_be_as_large_as_telegram_takes(port: int) -> None:
    path = "/-/playground/api/people/1/send"

    assert is_body_awaited(port, request("POST", path, Content_Length="50000000"))
    assert status(ask(port, request("POST", path, Content_Length="100000000"))) == 413
