"""Messages as the other side gets them (N10), and answers to one of them."""

from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.files import PrivateFileService
from kalenner.people.policy import NotAvailable
from kalenner.screens import (
    Ask,
    Button,
    Media,
    MessageKind,
    Place,
    Screen,
    SharedContact,
    Visit,
    form_of,
    lines,
    question,
    screen,
)
from kalenner.screens.answers import SentFile
from kalenner.screens.model import Row
from kalenner_chat import _, routes
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.content import Content, content_of
from kalenner_chat.screens.contexts import MessageContext
from kalenner_chat.screens.intake import place_of, receive_reply, refused, send_or_ask
from kalenner_chat.words import QUOTED, needs_name_line, other_name, summary


class AnyMessage(SentFile):
    """A message of any kind; what it says is read from what arrived."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return the answer as it was given; raises Invalid for none, and for several at once."""
        if isinstance(cstruct, dict) and "files" in cstruct:
            return super().deserialize(node, cstruct)
        if not cstruct:
            raise colander.Invalid(node, _("not-carried"))
        return cstruct

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """A message is not offered again."""
        del node, appstruct
        return colander.null


@screen(routes.incoming, context=MessageContext, receive=receive_reply)
def show_incoming(context: MessageContext, request: Request) -> Screen:
    """Show one message with its sender's name, and the ways to answer it."""
    content = _content(context, request)
    label, message = request.label, context.message
    rows: tuple[Row, ...] = ()
    if not context.is_own:
        reply = Button(label(_("button-reply")), routes.reply(chat_message=message.id))
        chat = Button(label(_("button-open-chat")), routes.open_thread(thread=context.thread.id))
        rows = ((reply, chat),)
    text = content.markup if needs_name_line(content) else _with_name(context, request, content)
    is_long = content.kind is not MessageKind.TEXT and needs_name_line(content)
    return Screen(
        Markup("") if is_long else text,
        rows=rows,
        media=media_of(context, request, content),
        is_silent=message.is_silent or needs_name_line(content),
        is_card=True,
    )


@screen(routes.name_line, context=MessageContext, receive=receive_reply)
def show_name_line(context: MessageContext, request: Request) -> Screen:
    """Say whose message comes next, which has no room for the name."""
    content = _content(context, request)
    if content.kind is MessageKind.TEXT:
        content = Content(MessageKind.TEXT)
    return Screen(_with_name(context, request, content), is_card=True, is_silent=context.message.is_silent)


@screen(routes.again, context=MessageContext, receive=receive_reply)
def show_again(context: MessageContext, request: Request) -> Screen:
    """Send the file of a message once more, to whoever wants to see it."""
    content = _content(context, request)
    return Screen(content.markup, media=media_of(context, request, content), is_card=True, is_silent=True)


def reply_form(context: MessageContext, request: Request) -> colander.SchemaNode:
    """Ask for one message that answers this one."""
    name = other_name(request, context.relation)
    return form_of(question("message", AnyMessage(), Ask(_("ask-reply"), values={"name": name})))


@screen(routes.reply, context=MessageContext, form=reply_form)
def reply(context: MessageContext, request: Request) -> Screen:
    """Send one answer to a message; the chat is not opened by it."""
    arrival = Visit.of(request).arrival
    content = content_of(arrival)
    if content is None:
        return refused(request, context.relation, arrival)
    return send_or_ask(request, context.relation, content, context.message, at=place_of(context.relation))


def media_of(
    context: MessageContext, request: Request, content: Content
) -> Media | Place | SharedContact | None:
    """Return what a message brings besides its text."""
    if content.kind is MessageKind.CONTACT:
        return SharedContact(content.name, content.phone)
    if content.kind is MessageKind.PLACE:
        return Place(content.latitude, content.longitude)
    file = context.message.file
    if file is None:
        return None
    opened = request.find_service(PrivateFileService).open(file)
    return Media(content.kind, content.name, opened.size, lambda: b"".join(opened.read()))


def _content(context: MessageContext, request: Request) -> Content:
    content: Content | None = request.find_service(ChatCipher).content_of(context.thread, context.message)
    if content is None:
        raise NotAvailable
    return content


def _with_name(context: MessageContext, request: Request, content: Content) -> Markup:
    """Return the name, what is quoted, and the text."""
    message = context.message
    name = request.label(_("you")) if context.is_own else other_name(request, context.relation)
    quoted = message.reply_to and request.find_service(ChatCipher).content_of(
        context.thread, message.reply_to
    )
    text = content.markup if content.text else Markup("")
    edited = request.text(_("edited")) if message.edits else ""
    head = Markup("💬 {}{}").format(name, ":" if text or quoted else "")
    if not quoted:
        return Markup(" ").join(part for part in (head, text, edited) if part)
    return lines(head, f"↪ {summary(request, quoted, QUOTED)}", text, edited)
