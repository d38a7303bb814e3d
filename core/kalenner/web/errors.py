"""Error pages in the language of the path: what went wrong and what to do next, without the exception."""

import logging
import secrets

from pyramid.httpexceptions import HTTPClientError, HTTPTooManyRequests
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable, _
from kalenner.units import unit_of
from kalenner.web.layout import own, public_page

log = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds until a database that was restarted is likely to answer


def error_page(
    request: Request, status: int, title: Translatable, text: Translatable, *, code: str = ""
) -> Response:
    """Return an error page; `code` is what the log has too."""
    page = own("error")
    return public_page(request, page, title=title, description=title, status=status, message=text, code=code)


def not_found(request: Request) -> Response:
    """Say that there is no such page."""
    return error_page(request, 404, _("page-not-found"), _("page-not-found-text"))


def refused(error: HTTPClientError, request: Request) -> Response:
    """Say that a request cannot be answered; what technical paths answer with is left as it is."""
    if unit_of(request) is not None:
        raise error
    if request.environ.get("PATH_INFO", "").startswith("/-/"):
        return error
    response = error_page(request, error.status_int, _("page-refused"), _("page-refused-text"))
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response


def too_many(error: HTTPTooManyRequests, request: Request) -> Response:
    """Say that an address has asked for too much, and when to try again."""
    response = error_page(request, error.status_int, _("page-too-many"), _("page-too-many-text"))
    response.headers["Retry-After"] = error.headers["Retry-After"]
    return response


def undecodable(error: Exception, request: Request) -> Response:
    """Say that the address is not written in UTF-8."""
    del error
    return error_page(request, 400, _("page-refused"), _("page-refused-text"))


def unavailable(error: Exception, request: Request) -> Response:
    """Say that the database does not answer now."""
    if unit_of(request) is not None:
        raise error
    code = _logged(error, request)
    response = error_page(request, 503, _("page-unavailable"), _("page-unavailable-text"), code=code)
    response.retry_after = RETRY_AFTER
    return response


def fault(error: Exception, request: Request) -> Response:
    """Say that something went wrong, with a code that the log has too; nothing of the fault is shown."""
    if unit_of(request) is not None:
        raise error
    code = _logged(error, request)
    return error_page(request, 500, _("page-fault"), _("page-fault-text"), code=code)


def _logged(error: Exception, request: Request) -> str:
    code = secrets.token_hex(2).upper()
    log.error("fault %s on %s", code, _path_without_token(request), exc_info=error)
    return code


def _path_without_token(request: Request) -> str:
    """Return the path for the log, where a token that it holds must not be read."""
    path, token = request.path, (request.matchdict or {}).get("token")
    return path.replace(token, "…") if token else path
