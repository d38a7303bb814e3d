"""Help in the chat: topics, their questions, one answer, and what is found by words that are typed."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.menus import role_of
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Button, Link, Screen, lines, paragraphs, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.registry import specs_of
from kalenner_help import _, routes
from kalenner_help.answers import Answer, number_of
from kalenner_help.library import library_of
from kalenner_help.opened_screens import opened_screen
from kalenner_help.topics import TOPICS, TOPICS_BY_ID, Topic
from kalenner_help.web import page_url


class TopicContext(PersonContext):
    """One topic, named by its number: the argument ``topic``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        topic = next((topic for topic in TOPICS if number_of(topic.id) == request.args["topic"]), None)
        if topic is None:
            raise NotAvailable
        self.topic: Topic = topic


class AnswerContext(PersonContext):
    """One answer in the reader's language, named by its number: the argument ``answer``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        language = request.reader.language
        answer = library_of(request.registry).find_by_number(language, request.args["answer"])
        if answer is None:
            raise NotAvailable
        self.answer: Answer = answer


def receive_words(context: PersonContext, request: Request) -> Screen:
    """Show the answers that fit what was typed."""
    found = library_of(request.registry).search(
        request.reader.language, request.sent_text or "", _role(request, context)
    )
    if not found:
        return _topics(context, request, request.text(_("nothing-found")))
    return Screen(
        request.text(_("found"), words=request.sent_text),
        rows=tuple(_question_rows(found)),
        back=routes.topics(),
    )


@screen(routes.topics, receive=receive_words)
def show_topics(context: PersonContext, request: Request) -> Screen:
    """Show the topics, and say that words can be typed."""
    return _topics(context, request, request.text(_("topics-lead")))


@screen(routes.topic, context=TopicContext, receive=receive_words)
def show_topic(context: TopicContext, request: Request) -> Screen:
    """Show the questions of a topic."""
    answers = library_of(request.registry).list_answers(
        request.reader.language, topic=context.topic.id, role=_role(request, context)
    )
    return Screen(
        request.text(_("topic-heading"), topic=request.label(context.topic.title)),
        rows=(*_question_rows(answers), *_web_row(request, context.topic)),
        back=routes.topics(),
    )


@screen(routes.answer, context=AnswerContext, receive=receive_words)
def show_answer(context: AnswerContext, request: Request) -> Screen:
    """Show an answer, with a button that opens what it speaks of."""
    answer = context.answer
    press = opened_screen(specs_of(request.registry), answer)
    rows: list[Row] = [(Button(request.label(_("button-open-it")), press),)] if press else []
    return Screen(
        paragraphs(Markup("<b>{}</b>").format(answer.title), answer.chat),
        rows=(*rows, *_web_row(request, TOPICS_BY_ID[answer.topic], answer)),
        back=routes.topic(topic=number_of(answer.topic)),
    )


def _role(request: Request, context: PersonContext) -> str | None:
    role = role_of(request, context.account)
    return None if role is None else role.value


def _topics(context: PersonContext, request: Request, lead: Markup) -> Screen:
    topics = library_of(request.registry).list_topics(_role(request, context))
    rows = [
        (Button(request.label(topic.title), routes.topic(topic=number_of(topic.id))),) for topic in topics
    ]
    return Screen(
        lines(request.text(_("help-heading")), lead),
        rows=(*rows, *_web_row(request)),
        back=screen_routes.menu(),
    )


def _question_rows(answers: list[Answer]) -> list[Row]:
    return [(Button(answer.title, routes.answer(answer=answer.number)),) for answer in answers]


def _web_row(request: Request, topic: Topic | None = None, answer: Answer | None = None) -> list[Row]:
    """Return the button that opens the same on the web, where every channel can open it."""
    url = page_url(request, request.reader.language, topic, answer)
    return [(Button(request.label(_("button-on-the-web")), Link(url)),)] if request.can_open(url) else []
