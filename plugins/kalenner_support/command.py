"""``kalenner support``: the tickets, for who has no account to answer them with."""

import datetime as dt
from argparse import ArgumentParser, Namespace

from pyramid.request import Request
from sqlalchemy import select

from kalenner_support.models import Ticket, TicketState
from kalenner_support.queries import last_messages
from kalenner_support.ticket_cipher import TicketCipher
from kalenner_support.ticket_service import TicketService

DONE, MISTAKE = 0, 2
MOST = 1_000
"""Tickets and messages that are printed."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="print a line for each ticket, who waits longest first")
    listing.add_argument("--all", action="store_true", help="solved ones too")
    for action, purpose in (("show", "print what was written"), ("close", "mark a ticket as solved")):
        one = actions.add_parser(action, help=purpose)
        one.add_argument("number", type=int)


def run(request: Request, options: Namespace) -> int:
    """Do what was asked; return 0, or 2 for a ticket that does not exist."""
    if options.action == "list":
        for ticket in _list(request, with_solved=options.all):
            print(_line(ticket))  # noqa: T201 -- what a command says
        return DONE
    ticket = request.dbsession.scalar(select(Ticket).where(Ticket.number == options.number))
    if ticket is None:
        print(f"there is no ticket {options.number}; `kalenner support list --all` names all")  # noqa: T201
        return MISTAKE
    if options.action == "close":
        request.find_service(TicketService).solve(ticket)
    else:
        print("\n".join(_thread(request, ticket)))  # noqa: T201
    return DONE


def _list(request: Request, *, with_solved: bool) -> list[Ticket]:
    states = [TicketState.OPEN, TicketState.WAITING, *([TicketState.SOLVED] if with_solved else [])]
    query = select(Ticket).where(Ticket.state.in_(states)).order_by(Ticket.state, Ticket.changed_at)
    return list(request.dbsession.scalars(query.limit(MOST)))


def _line(ticket: Ticket) -> str:
    parts = [f"#{ticket.number}", ticket.state, ticket.kind, ticket.role or "-", ticket.language or "-"]
    return "  ".join([*parts, _instant(ticket.changed_at)])


def _thread(request: Request, ticket: Ticket) -> list[str]:
    cipher = request.find_service(TicketCipher)
    said = [_line(ticket)]
    for message in last_messages(request.dbsession, ticket, MOST):
        author = "support" if message.is_answer else "person"
        what = cipher.text(message) or f"[file] {cipher.file_name(message)}"
        said += ["", f"{_instant(message.created_at)}  {author}", what]
    return said


def _instant(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
