"""The chat with one person: its last messages, and what can be done from there."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_entries
from kalenner.people.policy import ClientOfMineContext, NotAvailable, PersonContext, SpecialistContext
from kalenner.route import Press
from kalenner.screens import (
    Button,
    Notice,
    Screen,
    in_rows,
    lines,
    paragraphs,
    screen,
    show,
)
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.traces import TraceState, list_traces
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner_chat import _, routes
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.keys import copy_key
from kalenner_chat.models import ChatMessage
from kalenner_chat.queries import PAGE, Cursor, list_messages
from kalenner_chat.relations import Relation, relation_of
from kalenner_chat.screens.contexts import ThreadContext
from kalenner_chat.screens.intake import receive
from kalenner_chat.thread_service import ThreadService
from kalenner_chat.unread_queries import count_unread, list_unread
from kalenner_chat.words import (
    QUOTED,
    SHOWN,
    STORED,
    TAKEN,
    moment,
    newest_fitting,
    other_name,
    summary,
)

FROM_HERE = ("book", "appointments", "documents")
"""The keys of what a card of either side offers that the chat offers as well."""


@screen(routes.threads)
def show_threads(context: PersonContext, request: Request) -> Screen:
    """Show the chats in which something is unread."""
    account = context.account
    count = count_unread(request.dbsession, account.id).threads
    _places, page, pages = page_of(range(count), request.args["page"])
    unread = list_unread(request.dbsession, account.id, start=page * PAGE_SIZE, limit=PAGE_SIZE)
    rows: list[Row] = []
    for participant in unread:
        relation = relation_of(participant.thread, account)
        if relation is not None:
            label = f"💬 {other_name(request, relation)} ({request.reader.number(participant.unread)})"
            rows.append((Button(label, routes.open_thread(thread=participant.thread_id)),))
    rows += pager(page, pages, lambda number: routes.threads(page=number))
    text = request.text(_("threads-heading")) if rows else request.text(_("threads-empty"))
    return Screen(text, rows=tuple(rows), back=screen_routes.menu())


@screen(routes.open_client, context=ClientOfMineContext)
def open_with_client(context: ClientOfMineContext, request: Request) -> Screen:
    """Open the chat with a client."""
    return _open(request, request.find_service(ThreadService).thread_of(context.client).id)


@screen(routes.open_specialist, context=SpecialistContext)
def open_with_specialist(context: SpecialistContext, request: Request) -> Screen:
    """Open the chat with a specialist."""
    return _open(request, request.find_service(ThreadService).thread_of(context.client).id)


@screen(routes.open_thread, context=ThreadContext)
def open_thread(context: ThreadContext, request: Request) -> Screen:
    """Open a chat: from now on, what is typed is sent."""
    request.find_service(ThreadService).open(context.relation)
    return show(request, routes.thread(thread=context.thread.id, up_to=0))


@screen(routes.thread, context=ThreadContext, receive=receive)
def show_thread(context: ThreadContext, request: Request) -> Screen:
    """Show the last messages of a chat, or those up to one of them."""
    relation = context.relation
    name = other_name(request, relation)
    messages, has_older = _page(request, relation)
    states = _states(request, relation, messages)
    shown = [
        _with_state(request, _line(request, relation, message), states.get(message.id), name)
        for message in messages
    ]
    fitting = newest_fitting(shown)
    has_older = has_older or fitting < len(messages)
    messages, shown = messages[len(messages) - fitting :], shown[len(shown) - fitting :]
    is_open = request.find_service(ThreadService).is_open(relation)
    return Screen(
        paragraphs(
            request.text(_("chat-heading"), name=name),
            *shown,
            None if messages else request.text(_("chat-empty")),
            _prompt(request, relation, name, is_open=is_open),
        ),
        rows=tuple(_rows(request, relation, messages, has_older=has_older, is_open=is_open)),
        back=back_of(relation),
    )


@screen(routes.leave, context=ThreadContext)
def leave(context: ThreadContext, request: Request) -> Screen:
    """Close the chat: what is typed from now on goes to nobody."""
    request.find_service(ThreadService).leave(context.account)
    name = other_name(request, context.relation)
    return show(request, back_of(context.relation), notice=Notice(request.label(_("chat-left"), name=name)))


@screen(routes.mute, context=ThreadContext)
def mute(context: ThreadContext, request: Request) -> Screen:
    """Let messages of this chat arrive without a sound, or ring again."""
    service = request.find_service(ThreadService)
    is_muted = not service.is_muted(context.relation)
    service.mute(context.relation, is_muted=is_muted)
    notice = Notice(request.label(_("muted") if is_muted else _("unmuted")))
    return show(request, routes.thread(thread=context.thread.id, up_to=0), notice=notice)


@screen(routes.closed, context=ThreadContext)
def show_closed(context: ThreadContext, request: Request) -> Screen:
    """Say that a chat was closed because nothing was written for a while."""
    name = other_name(request, context.relation)
    open_again = Button(request.label(_("button-open-chat")), routes.open_thread(thread=context.thread.id))
    return Screen(
        request.text(_("chat-closed"), name=name), rows=((open_again,),), is_card=True, is_silent=True
    )


def back_of(relation: Relation) -> Press:
    """Return the card of the other side."""
    client = relation.client
    if relation.is_professional:
        return home_routes.clients_card(client=client.id)
    return home_routes.specialists_card(provider=client.provider_id)


def _open(request: Request, thread_id: int) -> Screen:
    return request.show(routes.open_thread(thread=thread_id))


def _page(request: Request, relation: Relation) -> tuple[list[ChatMessage], bool]:
    """Return the messages on show, and whether there are older ones."""
    dbsession, thread_id = request.dbsession, relation.thread.id
    last = dbsession.get(ChatMessage, request.args["up_to"]) if request.args["up_to"] else None
    if last is not None and last.thread_id != thread_id:
        raise NotAvailable
    place = None if last is None else Cursor.of(last)
    messages = list_messages(dbsession, thread_id, up_to=place, limit=PAGE + 1)
    return messages[-PAGE:], len(messages) > PAGE


def _line(request: Request, relation: Relation, message: ChatMessage) -> Markup:
    cipher: ChatCipher = request.find_service(ChatCipher)
    content = cipher.content_of(relation.thread, message)
    is_own = message.account_id == relation.account.id
    sender = request.label(_("you")) if is_own else other_name(request, relation)
    head = request.text(_("message-head"), name=sender, moment=moment(request, message.sent_at))
    quoted = message.reply_to and cipher.content_of(relation.thread, message.reply_to)
    return lines(
        head + (Markup(" ✏️") if message.edits else ""),
        f"↪ {summary(request, quoted, QUOTED)}" if quoted else None,
        request.label(_("message-unreadable")) if content is None else summary(request, content, SHOWN),
    )


def _states(
    request: Request, relation: Relation, messages: list[ChatMessage]
) -> dict[int, TraceState | None]:
    """Return what became of the messages of one's own, by their ids."""
    own = {
        copy_key(message.id): message.id for message in messages if message.account_id == relation.account.id
    }
    states: dict[int, TraceState | None] = dict.fromkeys(own.values())
    for trace in list_traces(request.dbsession, own):
        if states[own[trace.key]] is not TraceState.SENT:
            states[own[trace.key]] = TraceState(trace.state)
    return {message_id: state or TraceState.RECEIVED for message_id, state in states.items()}


def _with_state(request: Request, line: Markup, state: TraceState | None, name: str) -> Markup:
    if state is None:
        return line
    if state is TraceState.SENT:
        return line + f" {TAKEN}"
    if state is TraceState.RECEIVED:
        return line + f" {STORED}"
    reason = _("not-delivered-blocked") if state is TraceState.UNREACHABLE else _("not-delivered")
    return lines(line, request.text(reason, name=name))


def _prompt(request: Request, relation: Relation, name: str, *, is_open: bool) -> Markup:
    if not relation.is_writable:
        message = _("chat-blocked-by-you") if relation.is_professional else _("chat-not-possible")
    else:
        message = _("chat-prompt") if is_open else _("chat-closed")
    prompt: Markup = request.text(message, name=name)
    return prompt


def _rows(
    request: Request, relation: Relation, messages: list[ChatMessage], *, has_older: bool, is_open: bool
) -> list[Row]:
    label, thread = request.label, relation.thread.id
    look_back = []
    if has_older:
        older = routes.thread(thread=thread, up_to=messages[0].id)
        look_back.append(Button(label(_("button-older")), older))
    if request.args["up_to"]:
        look_back.append(Button(label(_("button-newest")), routes.thread(thread=thread, up_to=0)))
    if messages:
        look_back.append(Button(label(_("button-search")), routes.search(thread=thread)))
        look_back.append(Button(label(_("button-files")), routes.files(thread=thread, page=0)))
    rows: list[Row] = [*in_rows(look_back, 2)]
    if relation.is_professional and relation.is_writable:
        rows.append((Button(label(_("button-quick-answers")), routes.quick(thread=thread)),))
    rows += in_rows(_elsewhere(request, relation), 2)
    rows.append((Button(label(_("button-more")), routes.more(thread=thread)),))
    if is_open:
        rows.append((Button(label(_("button-leave-chat")), routes.leave(thread=thread)),))
    elif relation.is_writable:
        rows.append((Button(label(_("button-open-chat")), routes.open_thread(thread=thread)),))
    return rows


def _elsewhere(request: Request, relation: Relation) -> list[Button]:
    """Return what the other side's card offers and is wanted in a chat too."""
    menu = "client_card" if relation.is_professional else "specialist_card"
    entries = {entry.key: entry for entry in menu_entries(request, menu, relation.client)}
    buttons = []
    for key in FROM_HERE:
        entry = entries.get(key)
        if entry is None:
            continue
        text = entry.label
        if key == "book" and relation.is_professional:
            text = request.label(_("button-book-for"), name=other_name(request, relation))
        buttons.append(Button(text, entry.press))
    return buttons
