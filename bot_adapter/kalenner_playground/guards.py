"""Access to the playground: only for clients on this machine, and for a browser only from its own page.

Whoever has access can act as any of the people, so each request is checked, whatever address the server
listens on.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from pyramid.request import Request
from pyramid.response import Response

from kalenner_playground.links import is_loopback

View = Callable[[Any, Request], Response]

OWN_HEADER = "X-Kalenner-Playground"
CONTENT_TYPES = frozenset({"application/json", "multipart/form-data"})
# Behind a reverse proxy every visitor has this machine's address, so proxied requests are refused.
# They arrive because `kalenner.server` takes none of them away; waitress by itself does.
_PROXY_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "X-Forwarded-By",
    "X-Real-IP",
    "Via",
)
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def from_here(view: View) -> View:
    """Let a view answer only clients on this machine who ask for it under a name of this machine."""

    @wraps(view)
    def guarded(context: Any, request: Request) -> Response:
        reason = _reason_against(request)
        return _refused(reason) if reason else _secured(view(context, request))

    return guarded


def from_own_page(view: View) -> View:
    """Let a view that changes something answer only our own page: own header, own origin, no form."""

    @wraps(view)
    def guarded(context: Any, request: Request) -> Response:
        origin = request.headers.get("Origin")
        if request.headers.get(OWN_HEADER) != "1":
            return _refused(f"the header {OWN_HEADER} is missing")
        if request.content_type not in CONTENT_TYPES:
            return _refused("the content type must be JSON or multipart")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return _refused("another site may not do this")
        return view(context, request)

    return from_here(guarded)


def from_bot(view: View) -> View:
    """Let a view answer bots on this machine, never a browser, which other sites could send here."""

    @wraps(view)
    def guarded(context: Any, request: Request) -> Response:
        if "Origin" in request.headers or request.headers.get("Sec-Fetch-Site", "none") != "none":
            return _refused("a browser may not do this")
        return view(context, request)

    return from_here(guarded)


def _reason_against(request: Request) -> str:
    # Not `client_addr`, which trusts a header.
    if not is_loopback(str(request.environ.get("REMOTE_ADDR", ""))):
        return "the playground answers only clients on its own machine"
    if any(header in request.headers for header in _PROXY_HEADERS):
        return "the playground answers nothing that came through a proxy"
    # A foreign host name that resolves to this machine (DNS rebinding) would share its page's origin.
    host = urlsplit(f"//{request.host}").hostname or ""
    return "" if is_loopback(host) else "the playground is opened as localhost or 127.0.0.1"


def _refused(reason: str) -> Response:
    return _secured(Response(f"Forbidden: {reason}.\n", status=403, content_type="text/plain"))


def _secured(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    return response
