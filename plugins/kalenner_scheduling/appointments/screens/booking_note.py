"""The note of a request that is not sent yet: typed on the screen that shows what will be asked for."""

import colander
from pyramid.request import Request

from kalenner.screens import AnswerRefused, Ask, Button, Screen, question, screen, show
from kalenner.screens.answers import Text
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.contexts import BookableContext

NOTE_LENGTH = (1, 500)


def receive_note(context: BookableContext, request: Request) -> Screen:
    """Take a text that is sent instead of pressing a button as the note, which goes with the request."""
    node = question("note", Text(*NOTE_LENGTH, multiline=True), Ask(_("ask-note-to-request")))
    try:
        note: str = node.deserialize(request.sent_text)
    except colander.Invalid as refused:
        raise AnswerRefused("", refused.msg) from refused
    request.dialog.keep_draft(_owner(context), note)
    return show(request, routes.book_confirm(**request.args))


def note_of(context: BookableContext, request: Request) -> str | None:
    """Return the note that was typed for a request of this service that is not sent yet."""
    note: str | None = request.dialog.find_draft(_owner(context))
    return note


def note_button(request: Request, note: str | None) -> Button:
    """Return the button that removes the note, or asks for one."""
    if note:
        return Button(request.label(_("button-remove-note")), routes.book_forget_note(**request.args))
    return Button(request.label(_("button-add-note")), routes.book_note(**request.args))


@screen(routes.book_forget_note, context=BookableContext)
def forget_note(context: BookableContext, request: Request) -> Screen:
    """Take the note back that was typed."""
    forget(context, request)
    return show(request, routes.book_confirm(**request.args))


def forget(context: BookableContext, request: Request) -> None:
    """Forget the note, as soon as it is sent."""
    request.dialog.keep_draft(_owner(context), None)


def _owner(context: BookableContext) -> str:
    return f"book:{context.service.id}"
