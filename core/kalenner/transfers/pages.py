"""What somebody sees at an address of a transfer that gives nothing."""

from pathlib import Path

from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable, _
from kalenner.web.layout import public_page, template

RETRY_AFTER = 30  # seconds
_TEMPLATES = Path(__file__).parent / "templates"


def closed_page(request: Request) -> Response:
    """Say that an address is closed and where to get another; the same words for every reason."""
    return _page(request, 404, _("transfer-closed"), _("transfer-closed-text"))


def busy_page(request: Request) -> Response:
    """Say that too many files are being sent."""
    response = _page(request, 503, _("transfer-busy"), _("transfer-busy-text"))
    response.retry_after = RETRY_AFTER
    return response


def _page(request: Request, status: int, title: Translatable, text: Translatable) -> Response:
    page = template(_TEMPLATES / "closed.pt")
    bot = request.start_link("")
    response = public_page(
        request, page, title=title, description=title, status=status, message=text, bot=bot
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
