"""Writing to support: message by message, then Send."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.files import PrivateFileGone
from kalenner.home.menus import role_of
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import (
    AnswerRefused,
    Button,
    Notice,
    Screen,
    Style,
    in_rows,
    lines,
    paragraphs,
    screen,
    show,
)
from kalenner.screens import routes as screen_routes
from kalenner.screens.file_refusals import FILE_GONE
from kalenner.screens.model import Row
from kalenner_support import _, routes
from kalenner_support.errors import DraftFull, NothingWritten, TooManyOpen
from kalenner_support.models import MOST_MESSAGES, TEXT_LENGTH, Ticket, TicketKind
from kalenner_support.queries import count_sent, find_draft, last_messages
from kalenner_support.screens.words import EXCERPT, KINDS, content_of
from kalenner_support.staff import tell_staff
from kalenner_support.ticket_service import TicketService


def receive(context: PersonContext, request: Request) -> Screen:
    """Add what was sent to the ticket that is being written."""
    service, account = request.find_service(TicketService), context.account
    text, upload = request.sent_text, request.upload
    if text is not None and len(text) > TEXT_LENGTH[1]:
        raise AnswerRefused("", _("text-too-long", mapping={"high": TEXT_LENGTH[1]}))
    try:
        ticket = service.draft(account)
        if upload is not None:
            service.write(ticket, account, upload)
            text = upload.caption
        if text and text.strip():
            service.write(ticket, account, text.strip()[: TEXT_LENGTH[1]])
    except TooManyOpen as error:
        raise AnswerRefused("", _("too-many-open", mapping={"most": error.most})) from error
    except DraftFull as error:
        raise AnswerRefused("", _("draft-full", mapping={"most": MOST_MESSAGES})) from error
    except PrivateFileGone as error:
        raise AnswerRefused("", FILE_GONE) from error
    return show(request, routes.write())


@screen(routes.write, receive=receive)
def show_write(context: PersonContext, request: Request) -> Screen:
    """Show what was written so far, and how to go on."""
    dbsession, account = request.dbsession, context.account
    draft = find_draft(dbsession, account.id)
    written = _written(request, draft)
    chosen = TicketKind(draft.kind) if draft is not None else TicketKind.QUESTION
    rows: list[Row] = [*in_rows([_kind_button(request, kind, chosen) for kind in KINDS], 2)]
    if written:
        send = Button(request.label(_("button-send")), routes.send(), Style.SUCCESS)
        rows.append((send, Button(request.label(_("button-discard")), routes.discard())))
    sent = count_sent(dbsession, account.id)
    if sent:
        rows.append((Button(request.label(_("button-tickets"), count=sent), routes.tickets(page=0)),))
    prompt = request.text(_("write-more")) if written else request.text(_("write-prompt"))
    text = paragraphs(
        request.text(_("support-heading")), written, prompt, None if written else _privacy(request)
    )
    return Screen(text, rows=tuple(rows), back=screen_routes.menu())


@screen(routes.kind)
def choose_kind(context: PersonContext, request: Request) -> Screen:
    """Say what the ticket is about."""
    try:
        kind = TicketKind(request.args["kind"])
    except ValueError as error:
        raise NotAvailable from error
    try:
        request.find_service(TicketService).draft(context.account).kind = kind
    except TooManyOpen as error:
        notice = Notice(request.label(_("too-many-open"), most=error.most), is_alert=True)
        return show(request, routes.write(), notice=notice)
    return show(request, routes.write())


@screen(routes.send)
def send(context: PersonContext, request: Request) -> Screen:
    """Send the ticket; those who answer are told."""
    ticket = find_draft(request.dbsession, context.account.id)
    if ticket is None:
        return _nothing_written(request)
    role = role_of(request, context.account)
    try:
        request.find_service(TicketService).send(
            ticket,
            role=None if role is None else role.value,
            language=request.reader.language,
            fault=request.dialog.fault,
        )
    except NothingWritten:
        return _nothing_written(request)
    tell_staff(request, ticket, routes.arrived(ticket=ticket.id), dedupe=f"new:{ticket.id}")
    notice = Notice(request.label(_("ticket-sent"), number=ticket.number))
    return show(request, routes.ticket(ticket=ticket.id), notice=notice)


@screen(routes.discard)
def discard(context: PersonContext, request: Request) -> Screen:
    """Throw away what was written and not sent."""
    ticket = find_draft(request.dbsession, context.account.id)
    if ticket is not None:
        request.find_service(TicketService).discard(ticket)
    return show(request, routes.write(), notice=Notice(request.label(_("discarded"))))


def _nothing_written(request: Request) -> Screen:
    return show(request, routes.write(), notice=Notice(request.label(_("nothing-written")), is_alert=True))


def _written(request: Request, draft: Ticket | None) -> Markup:
    messages = [] if draft is None else last_messages(request.dbsession, draft, MOST_MESSAGES)
    return lines(*(f"✍️ {_excerpt(content_of(request, message))}" for message in messages))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"


def _kind_button(request: Request, kind: TicketKind, chosen: TicketKind) -> Button:
    label = request.label(KINDS[kind])
    return Button(f"✔ {label}" if kind is chosen else label, routes.kind(kind=kind.value))


def _privacy(request: Request) -> Markup:
    text: Markup = request.text(_("who-reads"))
    return text
