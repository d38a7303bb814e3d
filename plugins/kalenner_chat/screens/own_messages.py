"""Messages of one's own: which of them to delete."""

from pyramid.request import Request

from kalenner.screens import Button, Notice, Screen, paragraphs, screen, show
from kalenner.screens.widgets import PAGE_SIZE, confirm_rows
from kalenner_chat import _, routes
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.message_service import CHANGEABLE, MessageService
from kalenner_chat.queries import list_own
from kalenner_chat.screens.contexts import OwnMessageContext, ThreadContext
from kalenner_chat.words import SHOWN, moment, other_name, summary

LABEL = 50


@screen(routes.own, context=ThreadContext)
def show_own(context: ThreadContext, request: Request) -> Screen:
    """Show the last messages of one's own, to delete one of them."""
    cipher: ChatCipher = request.find_service(ChatCipher)
    rows = []
    for message in list_own(request.dbsession, context.thread.id, context.account, PAGE_SIZE):
        content = cipher.content_of(context.thread, message)
        if content is not None:
            label = f"{moment(request, message.sent_at)} {summary(request, content, LABEL)}"
            rows.append((Button(label, routes.delete(chat_message=message.id)),))
    text = request.text(_("own-heading") if rows else _("own-empty"))
    return Screen(text, rows=tuple(rows), back=routes.more(thread=context.thread.id))


@screen(routes.delete, context=OwnMessageContext)
def ask_delete(context: OwnMessageContext, request: Request) -> Screen:
    """Ask before a message is deleted, and say from where it goes."""
    message, back = context.message, routes.own(thread=context.thread.id)
    content = request.find_service(ChatCipher).content_of(context.thread, message)
    is_recent = message.sent_at > request.clock.now() - CHANGEABLE
    name = other_name(request, context.relation)
    return Screen(
        paragraphs(
            request.text(_("ask-delete")),
            "" if content is None else summary(request, content, SHOWN),
            request.text(_("delete-everywhere") if is_recent else _("delete-here"), name=name),
        ),
        rows=tuple(
            confirm_rows(request, _("button-yes-delete"), routes.delete_now(chat_message=message.id), back)
        ),
        back=back,
    )


@screen(routes.delete_now, context=OwnMessageContext)
def delete(context: OwnMessageContext, request: Request) -> Screen:
    """Delete a message, and say from where it went."""
    is_everywhere = request.find_service(MessageService).delete(context.relation, context.message)
    done = _("deleted-everywhere") if is_everywhere else _("deleted-here")
    notice = Notice(request.label(done, name=other_name(request, context.relation)))
    return show(request, routes.thread(thread=context.thread.id, up_to=0), notice=notice)
