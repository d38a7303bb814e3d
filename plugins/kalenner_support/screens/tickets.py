"""A person's own tickets: the list, one with its answers, a reply, and that it is solved."""

from typing import Any

from pyramid.request import Request

from kalenner.files import PrivateFileGone
from kalenner.people.policy import PersonContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    form_of,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.screens.file_refusals import FILE_GONE
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner_support import _, routes
from kalenner_support.errors import TicketFull
from kalenner_support.models import MOST_UNANSWERED, TEXT_LENGTH, Ticket
from kalenner_support.queries import count_sent, list_sent
from kalenner_support.screens.answers import TextOrFile
from kalenner_support.screens.words import files_row, files_screen, thread, ticket_heading, ticket_label
from kalenner_support.staff import TicketContext, tell_staff
from kalenner_support.ticket_service import TicketService


@screen(routes.tickets)
def show_tickets(context: PersonContext, request: Request) -> Screen:
    """Show the tickets that were sent, those that changed last first."""
    account_id = context.account.id
    count = count_sent(request.dbsession, account_id)
    _places, page, pages = page_of(range(count), request.args["page"])
    tickets = list_sent(request.dbsession, account_id, start=page * PAGE_SIZE, limit=PAGE_SIZE)
    rows: list[Row] = [
        (Button(ticket_label(request, ticket), routes.ticket(ticket=ticket.id)),) for ticket in tickets
    ]
    rows += pager(page, pages, lambda number: routes.tickets(page=number))
    text = request.text(_("tickets-heading")) if count else request.text(_("tickets-empty"))
    return Screen(text, rows=tuple(rows), back=routes.write())


@screen(routes.ticket, context=TicketContext)
def show_ticket(context: TicketContext, request: Request) -> Screen:
    """Show what was written and answered."""
    ticket = context.ticket
    return Screen(
        paragraphs(ticket_heading(request, ticket), thread(request, ticket, for_staff=False)),
        rows=(*files_row(request, ticket, routes.files(ticket=ticket.id)), reply_row(request, ticket)),
        back=routes.tickets(page=0),
    )


def reply_row(request: Request, ticket: Ticket) -> Row:
    """Return how a person goes on with a ticket."""
    reply = Button(request.label(_("button-reply")), routes.reply(ticket=ticket.id))
    if ticket.is_solved:
        return (reply,)
    return (reply, Button(request.label(_("button-solved")), routes.solve(ticket=ticket.id)))


@screen(routes.files, context=TicketContext)
def show_files(context: TicketContext, request: Request) -> Screen:
    """Show the files of a ticket."""
    return files_screen(request, context.ticket, routes.ticket(ticket=context.ticket.id))


def reply_form(context: TicketContext, request: Request) -> Any:
    """Ask for what is to be added."""
    del request
    ask = Ask(_("ask-reply"), values={"number": context.ticket.number})
    return form_of(question("reply", TextOrFile(*TEXT_LENGTH), ask))


@screen(routes.reply, context=TicketContext, form=reply_form)
def reply(context: TicketContext, request: Request) -> Screen:
    """Add a text or a file to a ticket; who has taken it is told."""
    ticket, account, written = context.ticket, context.account, request.values["reply"]
    try:
        message = request.find_service(TicketService).write(ticket, account, written)
    except TicketFull as error:
        raise AnswerRefused("reply", _("ticket-full", mapping={"most": MOST_UNANSWERED})) from error
    except PrivateFileGone as error:
        raise AnswerRefused("reply", FILE_GONE) from error
    tell_staff(request, ticket, routes.replied(ticket_message=message.id), dedupe=f"reply:{message.id}")
    return show(request, routes.ticket(ticket=ticket.id), notice=Notice(request.label(_("reply-sent"))))


@screen(routes.solve, context=TicketContext)
def solve(context: TicketContext, request: Request) -> Screen:
    """Say that a ticket is solved."""
    request.find_service(TicketService).solve(context.ticket)
    shown = routes.ticket(ticket=context.ticket.id)
    return show(request, shown, notice=Notice(request.label(_("solved-thanks"))))
