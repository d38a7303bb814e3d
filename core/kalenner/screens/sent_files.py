"""Files that people send while a screen is on show whose route accepts them."""

from dataclasses import replace
from typing import Any

from pyramid.request import Request

from kalenner.file_use import FileUse
from kalenner.files import FileFault
from kalenner.i18n import _
from kalenner.route import Press, Route
from kalenner.screens.dispatch import run
from kalenner.screens.model import Screen, Upload
from kalenner.screens.registry import View
from kalenner.screens.visit import AnswerRefused, SentAnswer, Visit


def receiving(route: Route[Any], view: View, receive: View) -> View:
    """Return the view that hands a file to `receive` as ``request.upload``; without one it is `view`."""

    def take(context: Any, request: Request) -> Screen:
        visit = Visit.of(request)
        upload = visit.arrival.upload if isinstance(visit.answer, SentAnswer) else None
        if upload is None:
            return view(context, request)
        if route.accepts_files in {FileUse.FILE, FileUse.PRIVATE}:
            _refuse_unkept(upload, route.accepts_files.most_bytes)
        request.upload = upload
        return receive(context, request)

    return take


def _refuse_unkept(upload: Upload, most: int) -> None:
    """Raise AnswerRefused for a file that was not kept; faults of pictures are told where one is taken."""
    if upload.fault is FileFault.TOO_MANY:
        raise AnswerRefused("", _("too-many-files"))
    if upload.size > most:
        raise AnswerRefused("", _("file-too-big", mapping={"megabytes": most // 2**20}))


def answer_form(request: Request, form: Press) -> Screen:
    """Open a form and answer its first question by the file that was sent (the end of a `receive` view)."""
    run(request, form)
    return run(request, replace(form, is_effect=True), SentAnswer())
