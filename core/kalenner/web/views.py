"""Views for monitoring: health and readiness."""

from typing import Any

from pyramid.httpexceptions import HTTPServiceUnavailable
from pyramid.request import Request
from sqlalchemy import text

from kalenner.database import MIGRATIONS, SESSIONS, pending


def health(request: Request) -> str:
    """Say that the process answers."""
    del request
    return "ok"


def ready(request: Request) -> Any:
    """Say whether the database answers and is up to date; status 503 where not."""
    request.dbsession.execute(text("SELECT 1"))
    unmigrated = pending(SESSIONS.of(request.registry).engine, MIGRATIONS.of(request.registry))
    if unmigrated:
        return HTTPServiceUnavailable(json_body={"ready": False, "migrations_pending": unmigrated})
    return {"ready": True}
