"""The web by granian: one process that answers in threads, started anew where it dies.

A body has no deadline here, and no connection gives way to another: a proxy in front must see to both, as
docs/operating.md says.
"""

import logging
import multiprocessing
import socket
from collections.abc import Callable, Iterable
from contextlib import closing
from http import HTTPStatus
from importlib.util import find_spec
from typing import Any

from webob.request import DisconnectionError

from kalenner.limits import Refusals
from kalenner.server.limits import ENDED_BODY, LARGE_BODY, MALFORMED, Limits
from kalenner.settings import WebSettings

_SMALLEST_BUFFER = 8192
"""Bytes; granian takes no smaller one for the header."""
_PATIENCE = 10
"""Seconds that requests in progress have when it is to stop."""

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def is_granian_installed() -> bool:
    """Tell whether granian can be used."""
    return find_spec("granian") is not None


def with_body_limits(app: Application, limits: Limits, refusals: Refusals) -> Application:
    """Return an application that reads no body larger than its path may have, and none of unknown length."""

    def limited(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def header(name: str) -> str:
            return str(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))

        status = None
        length = environ.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in environ:
            status, kind = HTTPStatus.LENGTH_REQUIRED, MALFORMED
        elif not (length.isascii() and length.isdigit() and len(length) < 20):
            status, kind = HTTPStatus.BAD_REQUEST, MALFORMED
        elif int(length) > limits.body_bytes_at(environ.get("PATH_INFO", ""), header):
            status, kind = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, LARGE_BODY
        if status is None:
            try:
                return app(environ, start_response)
            except DisconnectionError:
                status, kind = HTTPStatus.BAD_REQUEST, ENDED_BODY
        refusals.count(kind)
        start_response(
            f"{status.value} {status.phrase}", [("Content-Type", "text/plain"), ("Connection", "close")]
        )
        return [f"{status.phrase}\n".encode()]

    return limited


def serve_by_granian(
    app: Application, settings: WebSettings, limits: Limits, prepare: Callable[[], object]
) -> None:
    """Serve until SIGINT or SIGTERM; `prepare` is called in the process that answers.

    That process is a copy of this one, so nothing may be running or connected here. Raises OSError where the
    address is not free, and SystemExit where the process that answers keeps dying.
    """
    from granian.constants import HTTPModes, Interfaces  # import here: optional extra
    from granian.http import HTTP1Settings  # import here: optional extra
    from granian.server import Server  # import here: optional extra

    _refuse_taken(settings.host, settings.port)
    multiprocessing.set_start_method("fork", force=True)

    def load(_target: str) -> Application:
        prepare()
        return with_body_limits(app, limits, Refusals())

    Server(
        "kalenner",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=int(limits.header_seconds * 1000),
            max_buffer_size=max(limits.header_bytes, _SMALLEST_BUFFER),
        ),
        websockets=False,
        blocking_threads=settings.threads,
        backpressure=limits.connections,
        workers_kill_timeout=_PATIENCE,
        respawn_failed_workers=True,
        log_dictconfig={"handlers": {}, "formatters": {}, "loggers": {"_granian": {}}},  # as all others
        log_level=_level(),
    ).serve(target_loader=load)


def _level() -> Any:
    from granian.log import LogLevels  # import here: optional extra

    return LogLevels(logging.getLevelName(logging.getLogger().getEffectiveLevel()).lower())


def _refuse_taken(host: str, port: int) -> None:
    """Raise OSError where something listens there: granian would share the port with it."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
