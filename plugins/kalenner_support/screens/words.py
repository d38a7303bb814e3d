"""How tickets are put into words, the same on every screen."""

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import LANGUAGES
from kalenner.people.models import Role
from kalenner.route import Press
from kalenner.screens import Button, Screen, lines, paragraphs
from kalenner.screens.model import Row
from kalenner.transfers import TransferLink, link_screen
from kalenner_support import _
from kalenner_support.downloads import FILE
from kalenner_support.models import Ticket, TicketKind, TicketMessage, TicketState
from kalenner_support.queries import last_messages
from kalenner_support.ticket_cipher import TicketCipher

KINDS = {
    TicketKind.QUESTION: _("kind-question"),
    TicketKind.PROBLEM: _("kind-problem"),
    TicketKind.IDEA: _("kind-idea"),
    TicketKind.FEEDBACK: _("kind-feedback"),
}
STATES = {
    TicketState.OPEN: _("state-open"),
    TicketState.WAITING: _("state-waiting"),
    TicketState.SOLVED: _("state-solved"),
}
SIGNS = {TicketState.OPEN: "🟡", TicketState.WAITING: "💬", TicketState.SOLVED: "✅"}
ROLES = {Role.PROFESSIONAL.value: _("role-professional"), Role.CLIENT.value: _("role-client")}
MOST_SHOWN = 10
"""Messages of a ticket on one screen."""
MOST_CHARACTERS = 3_200
"""Of the messages on one screen; the newest is shown whatever its length."""
EXCERPT = 40


def ticket_label(request: Request, ticket: Ticket) -> str:
    """Return a ticket as a button names it."""
    kind = request.label(KINDS[TicketKind(ticket.kind)])
    label: str = request.label(_("ticket-label"), number=ticket.number, kind=kind)
    return f"{SIGNS[TicketState(ticket.state)]} {label}"


def ticket_heading(request: Request, ticket: Ticket) -> Markup:
    """Return number, kind and state of a ticket."""
    heading: Markup = request.text(
        _("ticket-heading"),
        number=ticket.number,
        kind=request.label(KINDS[TicketKind(ticket.kind)]),
        state=request.label(STATES[TicketState(ticket.state)]),
    )
    return heading


def person_line(request: Request, ticket: Ticket) -> Markup:
    """Return what those who answer know of a ticket's person."""
    role = ROLES.get(ticket.role or "", _("role-newcomer"))
    line = request.text(
        _("ticket-person"),
        role=request.label(role),
        language=LANGUAGES.get(ticket.language or "", "?"),
        release=ticket.release or "?",
    )
    fault = request.text(_("ticket-fault"), code=ticket.fault) if ticket.fault else None
    return lines(line, fault)


def thread(request: Request, ticket: Ticket, *, for_staff: bool) -> Markup:
    """Return the last messages of a ticket, the oldest first, with who wrote each and when."""
    shown: list[Markup] = []
    room = MOST_CHARACTERS
    for message in reversed(last_messages(request.dbsession, ticket, MOST_SHOWN)):
        part = message_text(request, message, for_staff=for_staff)
        room -= len(part)
        if shown and room < 0:
            shown.append(request.text(_("earlier-messages")))
            break
        shown.append(part)
    return paragraphs(*reversed(shown))


def message_text(request: Request, message: TicketMessage, *, for_staff: bool) -> Markup:
    """Return one message with who wrote it and when."""
    if for_staff:
        author = _("by-support") if message.is_answer else _("by-person")
    else:
        author = _("by-support") if message.is_answer else _("by-you")
    heading = request.text(
        _("message-heading"), author=request.label(author), moment=request.reader.moment(message.created_at)
    )
    return lines(heading, content_of(request, message))


def content_of(request: Request, message: TicketMessage) -> str:
    """Return the text of a message, or the name of its file."""
    cipher: TicketCipher = request.find_service(TicketCipher)
    if message.file_id is not None or message.file_name is not None:
        return f"📎 {cipher.file_name(message)}"
    return cipher.text(message)


def with_files(messages: Sequence[TicketMessage]) -> list[TicketMessage]:
    """Return the messages that are files."""
    return [message for message in messages if message.file is not None]


def files_row(request: Request, ticket: Ticket, press: Press) -> list[Row]:
    """Return the button to the files of a ticket, where it has any."""
    files = with_files(last_messages(request.dbsession, ticket, MOST_SHOWN))
    return [(Button(request.label(_("button-files"), count=len(files)), press),)] if files else []


def files_screen(request: Request, ticket: Ticket, back: Press) -> Screen:
    """Return the last files of a ticket, each as a link for five minutes."""
    cipher: TicketCipher = request.find_service(TicketCipher)
    links = [
        TransferLink(
            f"⬇️ {cipher.file_name(message)}",
            partial(request.download_url, request.account, FILE, message.id, 0),
        )
        for message in with_files(last_messages(request.dbsession, ticket, MOST_SHOWN))
    ]
    return link_screen(request, request.text(_("files-heading")), links, back)
