"""The inbox of those who answer: tickets by state, one ticket, taking, answering and closing it."""

from collections.abc import Callable, Sequence
from typing import Any

from pyramid.request import Request

from kalenner.files import PrivateFileGone
from kalenner.i18n import Translatable
from kalenner.people.policy import NotAvailable
from kalenner.route import Press
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    Style,
    form_of,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.screens import routes as screen_routes
from kalenner.screens.file_refusals import FILE_GONE
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, list_behind, page_of, pager
from kalenner_support import _, routes
from kalenner_support.models import TEXT_LENGTH, Ticket, TicketState
from kalenner_support.queries import (
    count_by_state,
    count_taken,
    list_in_state,
    list_ready_answers,
    list_taken,
)
from kalenner_support.screens.answers import TextOrFile
from kalenner_support.screens.words import (
    STATES,
    files_row,
    files_screen,
    person_line,
    thread,
    ticket_heading,
    ticket_label,
)
from kalenner_support.staff import StaffContext, StaffTicketContext
from kalenner_support.ticket_service import TicketService

READY_ANSWERS_SHOWN = 12


@screen(routes.inbox, context=StaffContext)
def show_inbox(context: StaffContext, request: Request) -> Screen:
    """Show how many tickets there are of each state."""
    counts = count_by_state(request.dbsession)
    mine = count_taken(request.dbsession, context.account.id)
    rows: list[Row] = [
        (_state_button(request, TicketState.OPEN, counts),),
        (Button(request.label(_("button-mine"), count=mine), routes.mine(page=0)),),
        (
            _state_button(request, TicketState.WAITING, counts),
            _state_button(request, TicketState.SOLVED, counts),
        ),
        (Button(request.label(_("button-ready-answers")), routes.ready(page=0)),),
    ]
    return Screen(request.text(_("inbox-heading")), rows=tuple(rows), back=screen_routes.menu())


def _state_button(request: Request, state: TicketState, counts: dict[TicketState, int]) -> Button:
    label = request.label(_("state-count"), state=request.label(STATES[state]), count=counts.get(state, 0))
    return Button(label, routes.state(state=state.value, page=0))


@screen(routes.state, context=StaffContext)
def show_state(context: StaffContext, request: Request) -> Screen:
    """Show the tickets in one state."""
    del context
    state = _state_of(request)
    count = count_by_state(request.dbsession).get(state, 0)
    return _list(
        request,
        STATES[state],
        count,
        lambda start: list_in_state(request.dbsession, state, start=start, limit=PAGE_SIZE),
        lambda page: routes.state(state=state.value, page=page),
    )


@screen(routes.mine, context=StaffContext)
def show_mine(context: StaffContext, request: Request) -> Screen:
    """Show the unsolved tickets that the person has taken."""
    account_id = context.account.id
    return _list(
        request,
        _("mine-heading"),
        count_taken(request.dbsession, account_id),
        lambda start: list_taken(request.dbsession, account_id, start=start, limit=PAGE_SIZE),
        lambda page: routes.mine(page=page),
    )


def _state_of(request: Request) -> TicketState:
    try:
        state = TicketState(request.args["state"])
    except ValueError as error:
        raise NotAvailable from error
    if state is TicketState.DRAFT:
        raise NotAvailable
    return state


def _list(
    request: Request,
    heading: Translatable,
    count: int,
    tickets_from: Callable[[int], Sequence[Ticket]],
    turn: Callable[[int], Press],
) -> Screen:
    _places, page, pages = page_of(range(count), request.args["page"])
    rows: list[Row] = [
        (Button(ticket_label(request, ticket), routes.case(ticket=ticket.id)),)
        for ticket in tickets_from(page * PAGE_SIZE)
    ]
    rows += pager(page, pages, turn)
    title = request.text(_("list-heading"), state=request.label(heading), count=count)
    return Screen(
        title if count else paragraphs(title, request.text(_("list-empty"))),
        rows=tuple(rows),
        back=routes.inbox(),
    )


@screen(routes.case, context=StaffTicketContext)
def show_case(context: StaffTicketContext, request: Request) -> Screen:
    """Show one ticket to those who answer."""
    ticket, place = context.ticket, {"ticket": context.ticket.id}
    answer = Button(request.label(_("button-answer")), routes.answer(**place), Style.PRIMARY)
    rows: list[Row] = [(answer,), *files_row(request, ticket, routes.case_files(**place))]
    ways = []
    if ticket.assignee_id != context.account.id:
        ways.append(Button(request.label(_("button-take")), routes.take(**place)))
    if not ticket.is_solved:
        ways.append(Button(request.label(_("button-close")), routes.close(**place)))
    rows.append(tuple(ways))
    return Screen(
        paragraphs(
            ticket_heading(request, ticket),
            person_line(request, ticket),
            _assignee_line(context, request),
            thread(request, ticket, for_staff=True),
        ),
        rows=tuple(rows),
        back=list_behind(request, [routes.state, routes.mine], routes.inbox()),
    )


def _assignee_line(context: StaffTicketContext, request: Request) -> Any:
    assignee_id = context.ticket.assignee_id
    if assignee_id is None:
        return None
    is_mine = assignee_id == context.account.id
    return request.text(_("taken-by-you") if is_mine else _("taken-by-other"))


@screen(routes.case_files, context=StaffTicketContext)
def show_case_files(context: StaffTicketContext, request: Request) -> Screen:
    """Show the files of a ticket to those who answer."""
    return files_screen(request, context.ticket, routes.case(ticket=context.ticket.id))


@screen(routes.take, context=StaffTicketContext)
def take(context: StaffTicketContext, request: Request) -> Screen:
    """Be who answers a ticket: its person's replies are told to nobody else."""
    request.find_service(TicketService).take(context.ticket, context.account)
    shown = routes.case(ticket=context.ticket.id)
    return show(request, shown, notice=Notice(request.label(_("taken"))))


@screen(routes.close, context=StaffTicketContext)
def close(context: StaffTicketContext, request: Request) -> Screen:
    """Mark a ticket as solved."""
    request.find_service(TicketService).solve(context.ticket)
    shown = routes.case(ticket=context.ticket.id)
    return show(request, shown, notice=Notice(request.label(_("closed"))))


def answer_form(context: StaffTicketContext, request: Request) -> Any:
    """Ask for the answer; ready ones are buttons."""
    ready = list_ready_answers(request.dbsession)[:READY_ANSWERS_SHOWN]
    ask = Ask(
        _("ask-answer"),
        [Choice(answer.name, answer.text) for answer in ready],
        per_row=2,
        values={"number": context.ticket.number},
    )
    return form_of(question("answer", TextOrFile(*TEXT_LENGTH), ask))


@screen(routes.answer, context=StaffTicketContext, form=answer_form)
def answer(context: StaffTicketContext, request: Request) -> Screen:
    """Answer a ticket; its person is told (N13)."""
    ticket, account, written = context.ticket, context.account, request.values["answer"]
    try:
        message = request.find_service(TicketService).answer(ticket, account, written)
    except PrivateFileGone as error:
        raise AnswerRefused("answer", FILE_GONE) from error
    request.notify(
        ticket.account_id,
        routes.answered(ticket_message=message.id),
        origin_id=account.id,
        dedupe=f"support:answer:{message.id}",
    )
    return show(request, routes.case(ticket=ticket.id), notice=Notice(request.label(_("answered"))))
