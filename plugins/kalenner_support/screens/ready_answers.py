"""Ready answers: texts that those who answer use again and again."""

from typing import Any

from pyramid.request import Request

from kalenner.people.policy import NotAvailable
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner_support import _, routes
from kalenner_support.errors import NameTaken
from kalenner_support.models import NAME_LENGTH, TEXT_LENGTH, ReadyAnswer
from kalenner_support.queries import list_ready_answers
from kalenner_support.staff import StaffContext
from kalenner_support.ticket_service import TicketService


class ReadyAnswerContext(StaffContext):
    """One ready answer, named by the argument ``ready_answer``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        answer = request.dbsession.get(ReadyAnswer, request.args["ready_answer"])
        if answer is None:
            raise NotAvailable
        self.answer: ReadyAnswer = answer


@screen(routes.ready, context=StaffContext)
def show_ready_answers(context: StaffContext, request: Request) -> Screen:
    """Show the ready answers by name."""
    del context
    answers, page, pages = page_of(list_ready_answers(request.dbsession), request.args["page"])
    rows: list[Row] = [
        (Button(answer.name, routes.ready_card(ready_answer=answer.id)),) for answer in answers
    ]
    rows += pager(page, pages, lambda number: routes.ready(page=number))
    rows.append((Button(request.label(_("button-ready-add")), routes.ready_add()),))
    return Screen(request.text(_("ready-heading")), rows=tuple(rows), back=routes.inbox())


@screen(routes.ready_card, context=ReadyAnswerContext)
def show_ready_answer(context: ReadyAnswerContext, request: Request) -> Screen:
    """Show one ready answer."""
    answer = context.answer
    delete = Button(
        request.label(_("button-delete")), routes.ready_delete(ready_answer=answer.id), Style.DANGER
    )
    text = paragraphs(request.text(_("ready-title"), name=answer.name), answer.text)
    return Screen(text, rows=((delete,),), back=routes.ready(page=0))


@screen(routes.ready_delete, context=ReadyAnswerContext)
def delete_ready_answer(context: ReadyAnswerContext, request: Request) -> Screen:
    """Delete a ready answer."""
    request.find_service(TicketService).delete_ready_answer(context.answer)
    return show(request, routes.ready(page=0), notice=Notice(request.label(_("deleted"))))


def add_form(context: StaffContext, request: Request) -> Any:
    """Ask for a name and a text."""
    del context, request
    return form_of(
        question("name", Text(*NAME_LENGTH), Ask(_("ask-ready-name"))),
        question("text", Text(*TEXT_LENGTH, multiline=True), Ask(_("ask-ready-text"))),
    )


@screen(routes.ready_add, context=StaffContext, form=add_form)
def add_ready_answer(context: StaffContext, request: Request) -> Screen:
    """Keep a ready answer."""
    del context
    try:
        request.find_service(TicketService).add_ready_answer(request.values["name"], request.values["text"])
    except NameTaken as error:
        raise AnswerRefused("name", _("name-taken")) from error
    return show(request, routes.ready(page=0), notice=saved(request))
