"""Looking back in a chat: searching its words, and its files."""

import colander
from pyramid.request import Request

from kalenner.screens import Ask, Button, Notice, Screen, form_of, question, screen, show
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner_chat import _, routes
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.draft_service import DraftService
from kalenner_chat.queries import count_files, list_files
from kalenner_chat.screens.contexts import MessageContext, SearchContext, ThreadContext
from kalenner_chat.search import find_messages
from kalenner_chat.words import kind_text, moment, other_name, summary

SEARCH_LENGTH = (1, 60)
LABEL = 50


def search_form(context: ThreadContext, request: Request) -> colander.SchemaNode:
    """Ask for words."""
    ask = Ask(_("ask-search"), values={"name": other_name(request, context.relation)})
    return form_of(question("words", Text(*SEARCH_LENGTH), ask))


@screen(routes.search, context=ThreadContext, form=search_form)
def search(context: ThreadContext, request: Request) -> Screen:
    """Promise what is found as a message of its own: it is looked for where nothing is written."""
    draft = request.find_service(DraftService).keep_search(context.relation, request.values["words"])
    request.notify(context.account.id, routes.found(draft=draft.id))
    notice = Notice(request.label(_("searching")))
    return show(request, routes.thread(thread=context.thread.id, up_to=0), notice=notice)


@screen(routes.found, context=SearchContext)
def show_found(context: SearchContext, request: Request) -> Screen:
    """Show the messages that hold the words, each a button that leads there."""
    wanted = context.words
    matches = find_messages(request, context.thread, wanted)
    rows: list[Row] = []
    for match in matches[:PAGE_SIZE]:
        is_own = match.message.account_id == context.account.id
        sender = request.label(_("you")) if is_own else other_name(request, context.relation)
        label = f"{moment(request, match.message.sent_at)} {sender}: {summary(request, match.content, LABEL)}"
        rows.append((Button(label, routes.thread(thread=context.thread.id, up_to=match.message.id)),))
    heading = request.text(_("found"), words=wanted, count=len(matches))
    if not matches:
        heading = request.text(_("found-nothing"), words=wanted)
    return Screen(heading, rows=tuple(rows), is_card=True, is_silent=True)


@screen(routes.files, context=ThreadContext)
def show_files(context: ThreadContext, request: Request) -> Screen:
    """Show the files of a chat; a press sends one again."""
    dbsession, thread = request.dbsession, context.thread
    cipher: ChatCipher = request.find_service(ChatCipher)
    count = count_files(dbsession, thread.id)
    _places, page, pages = page_of(range(count), request.args["page"])
    rows: list[Row] = []
    for message in list_files(dbsession, thread.id, start=page * PAGE_SIZE, limit=PAGE_SIZE):
        content = cipher.content_of(thread, message)
        if content is not None:
            label = f"{kind_text(request, content)} · {moment(request, message.sent_at)}"
            rows.append((Button(label, routes.file(chat_message=message.id)),))
    rows += pager(page, pages, lambda number: routes.files(thread=thread.id, page=number))
    name = other_name(request, context.relation)
    text = request.text(_("files-heading") if count else _("files-empty"), name=name)
    return Screen(text, rows=tuple(rows), back=routes.thread(thread=thread.id, up_to=0))


@screen(routes.file, context=MessageContext)
def send_file(context: MessageContext, request: Request) -> Screen:
    """Send the file of a message once more."""
    request.notify(context.account.id, routes.again(chat_message=context.message.id))
    notice = Notice(request.label(_("file-comes")))
    return show(request, routes.files(thread=context.thread.id, page=0), notice=notice)
