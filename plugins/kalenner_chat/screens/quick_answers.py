"""Quick answers: chosen while the chat is open, and kept in order under Settings."""

import re
from collections.abc import Mapping

import colander
from pyramid.request import Request

from kalenner.people.policy import ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    MessageKind,
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
from kalenner.screens.widgets import confirm_rows
from kalenner_chat import _, routes
from kalenner_chat.content import Content
from kalenner_chat.errors import NameTaken, TooManyAnswers
from kalenner_chat.message_service import MessageService, Origin
from kalenner_chat.models import NAME_LENGTH, TEXT_LENGTH
from kalenner_chat.quick_answer_service import MOST_ANSWERS, QuickAnswerService
from kalenner_chat.relations import Relation
from kalenner_chat.screens.contexts import ProfessionalThreadContext, QuickAnswerContext, ThreadAnswerContext
from kalenner_chat.screens.intake import REFUSALS, confirmation, place_of, refusal
from kalenner_chat.words import LONG_TEXT, other_name

PLACEHOLDERS = {"name": "{name}", "appointment": "{appointment}"}
_PLACE = re.compile(rf"\{{({'|'.join(PLACEHOLDERS)})\}}")


@screen(routes.quick, context=ProfessionalThreadContext)
def show_quick(context: ProfessionalThreadContext, request: Request) -> Screen:
    """Show the quick answers; a press shows what would be sent."""
    thread = context.thread.id
    answers = request.find_service(QuickAnswerService).list_answers(context.account)
    rows: list[Row] = [
        (Button(answer.name, routes.quick_preview(thread=thread, quick_answer=answer.id)),)
        for answer in answers
    ]
    rows.append((Button(request.label(_("button-edit-answers")), routes.answers()),))
    text = request.text(_("quick-heading") if answers else _("quick-empty"))
    return Screen(text, rows=tuple(rows), back=place_of(context.relation))


@screen(routes.quick_preview, context=ThreadAnswerContext)
def preview(context: ThreadAnswerContext, request: Request) -> Screen:
    """Show the text as it would be sent."""
    name = other_name(request, context.relation)
    send_now = routes.quick_send(thread=context.thread.id, quick_answer=context.answer.id)
    button = Button(request.label(_("button-send-to"), name=name), send_now, Style.PRIMARY)
    return Screen(
        paragraphs(request.text(_("quick-preview"), name=name), filled_text(context, request)),
        rows=((button,),),
        back=routes.quick(thread=context.thread.id),
    )


@screen(routes.quick_send, context=ThreadAnswerContext)
def send(context: ThreadAnswerContext, request: Request) -> Screen:
    """Send a quick answer."""
    relation, content = context.relation, Content(MessageKind.TEXT, filled_text(context, request))
    try:
        request.find_service(MessageService).send(relation, content, Origin())
    except REFUSALS as error:
        text = request.text(refusal(error, relation), name=other_name(request, relation))
        return Screen(text, at=place_of(relation))
    return confirmation(request, relation, place_of(relation))


def filled_text(context: ThreadAnswerContext, request: Request) -> str:
    """Return a quick answer with the client's name and next appointment in their places.

    It is cut where names make it longer than a message that shows its sender.
    """
    text = request.find_service(QuickAnswerService).read(context.answer).text
    values = _values(request, context.relation, text)
    return _PLACE.sub(lambda place: values[place[1]], text)[:LONG_TEXT]


def _values(request: Request, relation: Relation, text: str) -> Mapping[str, str]:
    values = {"name": relation.client.account.client_name or ""}
    if PLACEHOLDERS["appointment"] in text:
        starts_at = request.hooks.scheduling_find_next(client=relation.client)
        none = request.label(_("no-appointment"))
        values["appointment"] = none if starts_at is None else request.reader.moment(starts_at)
    return values


@screen(routes.answers, context=ProfessionalContext)
def show_answers(context: ProfessionalContext, request: Request) -> Screen:
    """Show the quick answers, to change them."""
    answers = request.find_service(QuickAnswerService).list_answers(context.account)
    rows: list[Row] = [
        (Button(answer.name, routes.answers_card(quick_answer=answer.id)),) for answer in answers
    ]
    rows.append((Button(request.label(_("button-add-answer")), routes.answers_new()),))
    text = request.text(_("answers-heading") if answers else _("quick-empty"))
    return Screen(text, rows=tuple(rows), back=routes.settings())


def new_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for the name and the text."""
    del context, request
    return form_of(
        question("name", Text(*NAME_LENGTH), Ask(_("ask-answer-name"))),
        question("text", Text(*TEXT_LENGTH, multiline=True), Ask(_("ask-answer-text"), values=PLACEHOLDERS)),
    )


@screen(routes.answers_new, context=ProfessionalContext, form=new_form)
def add(context: ProfessionalContext, request: Request) -> Screen:
    """Keep a quick answer."""
    values = request.values
    try:
        request.find_service(QuickAnswerService).add(context.account, values["name"], values["text"])
    except NameTaken as error:
        raise AnswerRefused("name", _("answer-name-taken")) from error
    except TooManyAnswers:
        notice = Notice(request.label(_("too-many-answers"), count=MOST_ANSWERS), is_alert=True)
        return show(request, routes.answers(), notice=notice)
    return show(request, routes.answers(), notice=saved(request))


@screen(routes.answers_card, context=QuickAnswerContext)
def show_answer(context: QuickAnswerContext, request: Request) -> Screen:
    """Show one quick answer."""
    answer = request.find_service(QuickAnswerService).read(context.answer)
    label = request.label
    change = Button(label(_("button-change")), routes.answers_change(quick_answer=answer.id))
    delete_it = Button(label(_("button-delete")), routes.answers_delete(quick_answer=answer.id), Style.DANGER)
    return Screen(
        paragraphs(request.text(_("answer-title"), name=answer.name), answer.text),
        rows=((change, delete_it),),
        back=routes.answers(),
    )


def change_form(context: QuickAnswerContext, request: Request) -> colander.SchemaNode:
    """Ask for another name and another text."""
    answer = request.find_service(QuickAnswerService).read(context.answer)
    return form_of(
        question(
            "name", Text(*NAME_LENGTH), Ask(_("ask-answer-name"), shown=answer.name), current=answer.name
        ),
        question(
            "text",
            Text(*TEXT_LENGTH, multiline=True),
            Ask(_("ask-answer-text"), values=PLACEHOLDERS, shown=answer.text),
            current=answer.text,
        ),
    )


@screen(routes.answers_change, context=QuickAnswerContext, form=change_form)
def change(context: QuickAnswerContext, request: Request) -> Screen:
    """Keep what was changed."""
    values, service = request.values, request.find_service(QuickAnswerService)
    try:
        service.change(context.answer, context.account, values["name"], values["text"])
    except NameTaken as error:
        raise AnswerRefused("name", _("answer-name-taken")) from error
    return show(request, routes.answers_card(quick_answer=context.answer.id), notice=saved(request))


@screen(routes.answers_delete, context=QuickAnswerContext)
def ask_delete(context: QuickAnswerContext, request: Request) -> Screen:
    """Ask before a quick answer is deleted."""
    answer = request.find_service(QuickAnswerService).read(context.answer)
    back, yes = routes.answers_card(quick_answer=answer.id), routes.answers_delete_now(quick_answer=answer.id)
    rows = confirm_rows(request, _("button-yes-delete"), yes, back)
    return Screen(request.text(_("delete-answer"), name=answer.name), rows=tuple(rows), back=back)


@screen(routes.answers_delete_now, context=QuickAnswerContext)
def delete(context: QuickAnswerContext, request: Request) -> Screen:
    """Delete a quick answer."""
    request.find_service(QuickAnswerService).delete(context.answer)
    return show(request, routes.answers(), notice=Notice(request.label(_("deleted"))))
