"""Views for monitoring: health and readiness."""

from typing import Any

from pyramid.httpexceptions import HTTPServiceUnavailable
from pyramid.request import Request

from kalenner.web.readiness import READINESS


def health(request: Request) -> str:
    """Say that the process answers."""
    del request
    return "ok"


def ready(request: Request) -> Any:
    """Say whether the database answers and is up to date; status 503 where not."""
    state = READINESS.of(request.registry).state()
    return state if state["ready"] else HTTPServiceUnavailable(json_body=state)
