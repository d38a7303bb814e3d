"""What people send while no question is open: a screen on show takes it where its route accepts it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pyramid.request import Request

from kalenner.file_use import FileUse
from kalenner.route import Press, Route
from kalenner.screens.dispatch import run
from kalenner.screens.file_refusals import file_refusal
from kalenner.screens.model import Screen, Upload
from kalenner.screens.registry import View
from kalenner.screens.visit import AnswerRefused, SentAnswer, Visit


def receiving(route: Route[Any], view: View, receive: View) -> View:
    """Return the view that hands what was sent to `receive`; where nothing was, it is `view`.

    A file is ``request.upload``, a text ``request.sent_text``; the other of the two is None. All files of an
    album are ``request.uploads``, in the order in which they were sent, for a route that accepts
    ``FileUse.PRIVATE_ALBUM``. A route that accepts messages of every kind takes them from the visit's
    arrival, those that are edited later too.
    """

    def take(context: Any, request: Request) -> Screen:
        visit = Visit.of(request)
        arrival = visit.arrival if isinstance(visit.answer, SentAnswer) else None
        if route.accepts_messages:
            return view(context, request) if arrival is None else receive(context, request)
        request.upload = None if arrival is None else arrival.upload
        request.uploads = () if arrival is None else arrival.uploads
        request.sent_text = None if arrival is None else arrival.text
        if not request.upload and not request.sent_text:
            return view(context, request)
        use = route.accepts_files
        if request.upload and use is not None and (use is FileUse.FILE or use.is_private):
            _refuse_unkept(request.uploads)
        return receive(context, request)

    return take


def _refuse_unkept(uploads: Sequence[Upload]) -> None:
    """Raise AnswerRefused where no file was kept; faults of pictures are told where one is taken."""
    refusals = [file_refusal(each.refusal, each.size) for each in uploads if each.refusal is not None]
    if len(refusals) == len(uploads):
        raise AnswerRefused("", refusals[0])


def answer_form(request: Request, form: Press) -> Screen:
    """Open a form and answer its first question by what was sent (the end of a `receive` view)."""
    run(request, form)
    return run(request, replace(form, is_effect=True), SentAnswer())
