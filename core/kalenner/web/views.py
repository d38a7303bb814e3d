"""Views of the web's own pages."""

import logging
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from chameleon import PageTemplateFile
from pyramid.httpexceptions import HTTPFound, HTTPServiceUnavailable
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import text

from kalenner.database import pending
from kalenner.i18n import LANGUAGES, _

log = logging.getLogger(__name__)

FRONT_DOOR = "kalenner.front_door"
"""Registry key of a path that the home page leads to at once, such as the playground's."""


@lru_cache
def _template(name: str) -> PageTemplateFile:
    return PageTemplateFile(str(Path(__file__).parent / "templates" / f"{name}.pt"))


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page of the core in the visitor's language."""
    html = _template(name).render(
        label=request.label, language=request.reader.language, languages=LANGUAGES, _=_, **values
    )
    return Response(html, status=status, content_type="text/html", charset="utf-8")


def health(request: Request) -> str:
    """Say that the process answers."""
    del request
    return "ok"


def ready(request: Request) -> Any:
    """Say whether the database answers and is up to date; status 503 where not."""
    request.dbsession.execute(text("SELECT 1"))
    behind = pending(request.registry["kalenner.sessions"].engine, request.registry["kalenner.migrations"])
    if behind:
        return HTTPServiceUnavailable(json_body={"ready": False, "migrations_pending": behind})
    return {"ready": True}


def home(request: Request) -> Response:
    """Show the home page: what this is, and the way into the bot."""
    front_door = request.registry.get(FRONT_DOOR)
    if front_door:
        return HTTPFound(front_door)
    return page(request, "home", link=request.start_link("p_"))


def not_found(request: Request) -> Response:
    """Say that there is no such page."""
    return page(
        request, "error", status=404, title=_("page-not-found"), text=_("page-not-found-text"), code=""
    )


def fault(error: Exception, request: Request) -> Response:
    """Say that something went wrong, with a code that the log has too; nothing of the fault is shown."""
    if "kalenner.unit" in request.environ:
        raise error
    code = secrets.token_hex(2).upper()
    log.error("fault %s on %s", code, request.path, exc_info=error)
    return page(request, "error", status=500, title=_("page-fault"), text=_("page-fault-text"), code=code)
