"""What an uploader reads of files that are being checked, and the message of one that was refused."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.people import Account
from kalenner.screens import Notice, Screen, lines, screen
from kalenner.screens.widgets import PAGE_SIZE
from kalenner_documents import _, routes
from kalenner_documents.intake import IntakeKind, IntakeService
from kalenner_documents.screens.contexts import RefusedContext


def uploaded(request: Request, made: object | None) -> Notice:
    """Return the notice after an upload of which `made` was made: None where it is being checked."""
    return Notice(request.label(_("uploaded") if made is not None else _("uploaded-and-checked")))


def checked_lines(request: Request, account: Account, kind: IntakeKind, object_id: int = 0) -> Markup | None:
    """Say which files of somebody are being checked, of many the first; None where none are."""
    names = request.find_service(IntakeService).names_of_waiting(account, kind, object_id)
    more = len(names) - PAGE_SIZE
    shown = lines(
        *(request.text(_("being-checked"), name=name) for name in names[:PAGE_SIZE]),
        request.text(_("and-more"), count=more) if more > 0 else None,
    )
    return shown or None


@screen(routes.refused, context=RefusedContext)
def show_refused(context: RefusedContext, request: Request) -> Screen:
    """Tell an uploader that a file was not kept, and what was found in it."""
    row = context.row
    message = _("file-was-refused") if row.refusal else _("file-had-no-place")
    name = request.find_service(IntakeService).name_of(row)
    return Screen(request.text(message, name=name, found=row.refusal), is_card=True)
