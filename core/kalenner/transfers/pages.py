"""What somebody sees at an address of a transfer that gives nothing."""

from collections.abc import Sequence
from pathlib import Path

from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable, _
from kalenner.transfers.form_reader import FormFile, RefusedFile, UploadFault
from kalenner.web.layout import public_page, template
from kalenner.web.protection import HEADERS

LIMITS = _("upload-limits")
RETRY_AFTER = 30  # seconds
_TEMPLATES = Path(__file__).parent / "templates"
_WITH_SCRIPT = f"{HEADERS['Content-Security-Policy']}; script-src 'self'"
_FAULTS = {
    UploadFault.EMPTY: _("upload-file-empty"),
    UploadFault.TOO_LARGE: _("upload-file-too-large"),
    UploadFault.TOO_MANY: _("upload-file-too-many"),
}


def closed_page(request: Request) -> Response:
    """Say that an address is closed and where to get another; the same words for every reason."""
    return _page(request, 404, _("transfer-closed"), _("transfer-closed-text"))


def busy_page(request: Request) -> Response:
    """Say that too many files are being sent."""
    response = _page(request, 503, _("transfer-busy"), _("transfer-busy-text"))
    response.retry_after = RETRY_AFTER
    return response


def broken_page(request: Request) -> Response:
    """Say that a form did not arrive whole."""
    return _page(request, 400, _("upload-broken"), _("upload-broken-text"))


def upload_page(
    request: Request,
    title: Translatable,
    limits: Translatable,
    megabytes: int,
    files: int,
    outcomes: Sequence[tuple[FormFile, Translatable | None]] = (),
) -> Response:
    """Show the form, below what became of the files of the last one: each with a sentence where not kept."""
    refusals = [
        (file.name, _FAULTS[file.fault] if isinstance(file, RefusedFile) else refusal)
        for file, refusal in outcomes
    ]
    response = public_page(
        request,
        template(_TEMPLATES / "upload.pt"),
        title=title,
        description=title,
        is_private=True,
        limits=limits,
        megabytes=megabytes,
        files=files,
        refusals=refusals,
        bot=request.start_link(""),
    )
    response.headers["Content-Security-Policy"] = _WITH_SCRIPT
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(request: Request, status: int, title: Translatable, text: Translatable) -> Response:
    page = template(_TEMPLATES / "closed.pt")
    bot = request.start_link("")
    response = public_page(
        request, page, title=title, description=title, status=status, message=text, bot=bot
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
