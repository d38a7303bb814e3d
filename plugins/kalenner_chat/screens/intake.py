"""What people send in a chat: stored and sent, or kept until they confirm it, or refused with a sentence."""

from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.files import MAX_BYTES, PrivateFileGone, SpaceUsedUp
from kalenner.people.policy import NotAvailable
from kalenner.route import Press
from kalenner.screens import Button, Link, MessageKind, Screen, Style, Visit, paragraphs, screen
from kalenner.screens.file_refusals import FILE_GONE, file_refusal
from kalenner.screens.model import Arrival, Row
from kalenner_chat import _, routes
from kalenner_chat.content import Content, content_of
from kalenner_chat.draft_service import DraftContent, DraftService
from kalenner_chat.errors import EditTooLate, NotWritable, TooManyMessages
from kalenner_chat.message_service import MessageService, Origin
from kalenner_chat.models import ChatMessage
from kalenner_chat.relations import Relation
from kalenner_chat.screens.contexts import DraftContext, MessageContext, MessageDraftContext, ThreadContext
from kalenner_chat.thread_service import ThreadService
from kalenner_chat.uploads import FILE
from kalenner_chat.words import other_name

REFUSALS = (NotWritable, TooManyMessages, SpaceUsedUp, PrivateFileGone)


def receive(context: ThreadContext, request: Request) -> Screen:
    """Send what was typed while the chat is open; offer it where the chat was closed meanwhile.

    An offer is a card, since the next one would take its place; so is what is refused of an album.
    """
    relation, arrival = context.relation, Visit.of(request).arrival
    service: ThreadService = request.find_service(ThreadService)
    content = content_of(arrival)
    if content is None:
        return refused(request, relation, arrival).replace(is_card=arrival.album is not None)
    if not service.is_open(relation, arrival.sent_at):
        return offered(request, relation, content, _("chat-was-closed")).replace(is_card=True)
    service.note_activity(relation)
    return send_or_ask(request, relation, content, None, at=place_of(relation))


def receive_reply(context: MessageContext, request: Request) -> Screen:
    """Send what replies to a message to its other side, whatever is open; keep what was edited."""
    visit = Visit.of(request)
    if visit.arrival.edits is not None:
        return _edited(context, request)
    content = content_of(visit.arrival)
    if content is None:
        return refused(request, context.relation, visit.arrival).replace(is_card=True)
    return send_or_ask(request, context.relation, content, context.message, at=None)


def send_or_ask(
    request: Request, relation: Relation, content: Content, reply_to: ChatMessage | None, *, at: Press | None
) -> Screen:
    """Send a message; a contact that is the sender's own is confirmed first.

    The screen that says so stands at `at`; without one it is a card, and the person stays where they are.
    """
    arrival = Visit.of(request).arrival
    if arrival.contact is not None and arrival.contact.is_own:
        own = Content(MessageKind.CONTACT, name=relation.own_name or "", phone=content.phone)
        screen = offered(request, relation, own, _("ask-own-contact"), _("button-send"), reply_to)
        return screen.replace(at=at) if at is not None else screen.replace(is_card=True)
    try:
        send(request, relation, content, reply_to)
    except REFUSALS as error:
        text = request.text(refusal(error, relation), name=other_name(request, relation))
        return Screen(text, at=at, is_card=at is None or arrival.album is not None)
    return confirmation(request, relation, at)


def send(
    request: Request, relation: Relation, content: Content, reply_to: ChatMessage | None = None
) -> ChatMessage:
    """Send what has just arrived. Raises one of the `REFUSALS`."""
    visit = Visit.of(request)
    origin = Origin(visit.channel, visit.arrival.message or 0, visit.arrival.sent_at)
    message: ChatMessage = request.find_service(MessageService).send(
        relation, content, origin, reply_to=reply_to
    )
    return message


def confirmation(request: Request, relation: Relation, at: Press | None) -> Screen:
    """Say to whom a message went, and how to leave the chat."""
    text = request.text(_("sent-to"), name=other_name(request, relation))
    if at is None:
        return Screen(text, is_card=True)
    label, thread = request.label, relation.thread.id
    leave = Button(label(_("button-leave-chat")), routes.leave(thread=thread))
    return Screen(text, rows=((Button(label(_("button-show-chat")), at), leave),), at=at)


def offered(
    request: Request,
    relation: Relation,
    content: Content,
    reason: TranslationString,
    button: TranslationString | None = None,
    reply_to: ChatMessage | None = None,
) -> Screen:
    """Keep a message, and let the person send it by a press."""
    visit, name = Visit.of(request), other_name(request, relation)
    reply_to_id = None if reply_to is None else reply_to.id
    origin = (visit.channel, visit.arrival.message or 0, reply_to_id)
    draft = request.find_service(DraftService).keep_message(relation, DraftContent(content, *origin))
    label = request.label(_("button-send-to") if button is None else button, name=name)
    send_it = Button(label, routes.send_draft(draft=draft.id), Style.PRIMARY)
    cancel = Button(request.label(_("button-cancel")), routes.drop_draft(draft=draft.id))
    return Screen(request.text(reason, name=name), rows=((send_it, cancel),), at=place_of(relation))


@screen(routes.send_draft, context=MessageDraftContext)
def send_draft(context: MessageDraftContext, request: Request) -> Screen:
    """Send what was kept until it was confirmed; the chat stays as it is, open or closed."""
    drafts, relation = request.find_service(DraftService), context.relation
    draft = context.content
    reply_to = None
    if draft.reply_to_id is not None:
        reply_to = request.dbsession.get(ChatMessage, draft.reply_to_id)
    origin = Origin(draft.channel, draft.number)
    try:
        request.find_service(MessageService).send(relation, draft.content, origin, reply_to=reply_to)
    except REFUSALS as error:
        text = request.text(refusal(error, relation), name=other_name(request, relation))
        return Screen(text, at=place_of(relation))
    drafts.forget(context.draft)
    return confirmation(request, relation, place_of(relation))


@screen(routes.drop_draft, context=DraftContext)
def drop_draft(context: DraftContext, request: Request) -> Screen:
    """Send nothing, and forget what was kept."""
    request.find_service(DraftService).forget(context.draft)
    return Screen(request.text(_("not-sent")), at=place_of(context.relation))


def place_of(relation: Relation) -> Press:
    """Return the chat's own screen."""
    return routes.thread(thread=relation.thread.id, up_to=0)


def refused(request: Request, relation: Relation, arrival: Arrival) -> Screen:
    """Say why something is not carried; of a large file, that the browser takes it."""
    place, name = place_of(relation), other_name(request, relation)
    if arrival.upload is None or arrival.upload.refusal is None:
        message = _("file-not-fetched") if arrival.kind.is_file else _("not-carried")
        return Screen(request.text(message, name=name), at=place)
    reason = request.text(file_refusal(arrival.upload.refusal))
    if not arrival.upload.is_too_big or not relation.is_writable:
        return Screen(reason, at=place)
    instead = request.text(_("send-by-browser"), megabytes=MAX_BYTES // 2**20)
    return Screen(paragraphs(reason, instead), rows=tuple(browser_rows(request, relation)), at=place)


def browser_rows(request: Request, relation: Relation) -> list[Row]:
    """Return the button that opens the form for files in the browser; nothing where there is no address."""
    if request.transfer_obstacle() is not None:
        return []
    url = request.upload_url(relation.account, FILE, relation.thread.id)
    return [(Button(request.label(_("button-browser")), Link(url)),)]


def refusal(error: Exception, relation: Relation) -> TranslationString:
    """Return what is said of a message that is not sent."""
    match error:
        case TooManyMessages():
            return _("too-many-messages")
        case SpaceUsedUp(megabytes=megabytes):
            return _("space-used-up", mapping={"megabytes": megabytes})
        case PrivateFileGone():
            return FILE_GONE
        case EditTooLate():
            return _("edit-too-late")
    return _("chat-blocked-by-you") if relation.is_professional else _("chat-not-possible")


def _edited(context: MessageContext, request: Request) -> Screen:
    """Give the other side's copy the text that a message has now."""
    relation, arrival = context.relation, Visit.of(request).arrival
    name = other_name(request, relation)
    content = content_of(Arrival(arrival.subject, text=arrival.text, formatted=arrival.formatted))
    if not context.is_own:
        raise NotAvailable
    content = content or Content(MessageKind.TEXT)
    try:
        request.find_service(MessageService).edit(relation, context.message, content)
    except (EditTooLate, NotWritable) as error:
        return Screen(request.text(refusal(error, relation), name=name), is_card=True)
    return Screen(request.text(_("edited-at"), name=name), is_card=True)
