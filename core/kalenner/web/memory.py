"""What is answered before a request is made of it: pages and files that are the same for all, and webhooks.

Making a request, routing it and running the tweens takes several times as long as such an answer.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, TypeAlias

from pyramid.router import Router

from kalenner.registry import RegistryKey
from kalenner.server import STREAMED
from kalenner.web.protection import PROTECTION
from kalenner.web.representations import Representation

Environ: TypeAlias = dict[str, Any]
Recall: TypeAlias = Callable[[Environ], Representation | None]
"""Gives what is remembered for a GET or HEAD, None for anything else; it never raises."""
Receive: TypeAlias = Callable[[Environ], HTTPStatus]
"""Takes what was sent to its path, and answers with a status alone; it never raises."""
WsgiApplication: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

RECALLS: RegistryKey[list[Recall]] = RegistryKey("kalenner.recalls", list)

RECEIVERS: RegistryKey[dict[str, Receive]] = RegistryKey("kalenner.receivers", dict)
"""What takes deliveries of other programs, each at its path."""


def answering_from_memory(app: Router) -> WsgiApplication:
    """Return a WSGI application that answers with what is remembered, and hands all else to `app`."""
    recalls, protection = RECALLS.of(app.registry), PROTECTION.of(app.registry)
    receivers, streamed = RECEIVERS.of(app.registry), STREAMED.of(app.registry)

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            for recall in recalls:
                remembered = recall(environ)
                if remembered is not None:
                    status, headers, chunks = remembered.answer(environ)
                    start_response(status, protection.added_to(headers))
                    return chunks
        receive = receivers.get(environ["PATH_INFO"])
        if receive is not None:
            outcome = receive(environ)
            empty = [("Content-Length", "0"), ("Content-Type", "text/plain")]
            start_response(f"{outcome.value} {outcome.phrase}", protection.added_to(empty))
            return []
        if environ["REQUEST_METHOD"] == "POST":
            for place, read_body in streamed.items():
                if environ["PATH_INFO"].startswith(place):
                    read_body(app, environ)
        return app(environ, start_response)

    return answer
