"""Messages about tickets, each a card of its own: an answer (N13), a new ticket, a reply."""

from pyramid.request import Request

from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Button, Screen, paragraphs, screen
from kalenner_support import _, routes
from kalenner_support.models import TicketMessage
from kalenner_support.screens.tickets import reply_row
from kalenner_support.screens.words import content_of, files_row, person_line, thread, ticket_heading
from kalenner_support.staff import StaffContext, StaffTicketContext


class TicketAnswerContext(PersonContext):
    """An answer to a ticket of the person, named by the argument ``ticket_message``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        message = request.dbsession.get(TicketMessage, request.args["ticket_message"])
        if message is None or not message.is_answer or message.ticket.account_id != self.account.id:
            raise NotAvailable
        self.message: TicketMessage = message


class ReplyContext(StaffContext):
    """What the person of a ticket has replied, named by the argument ``ticket_message``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        message = request.dbsession.get(TicketMessage, request.args["ticket_message"])
        if message is None or message.is_answer:
            raise NotAvailable
        self.message: TicketMessage = message


@screen(routes.answered, context=TicketAnswerContext)
def show_answered(context: TicketAnswerContext, request: Request) -> Screen:
    """Tell a person what support answers (N13)."""
    message, ticket = context.message, context.message.ticket
    files = files_row(request, ticket, routes.files(ticket=ticket.id)) if message.file is not None else []
    return Screen(
        paragraphs(request.text(_("answer-heading"), number=ticket.number), content_of(request, message)),
        rows=(*files, reply_row(request, ticket)),
        is_card=True,
    )


@screen(routes.arrived, context=StaffTicketContext)
def show_arrived(context: StaffTicketContext, request: Request) -> Screen:
    """Tell those who answer of a new ticket."""
    ticket = context.ticket
    return Screen(
        paragraphs(
            ticket_heading(request, ticket),
            person_line(request, ticket),
            thread(request, ticket, for_staff=True),
        ),
        rows=((_open_button(request, ticket.id),),),
        is_card=True,
    )


@screen(routes.replied, context=ReplyContext)
def show_replied(context: ReplyContext, request: Request) -> Screen:
    """Tell who has taken a ticket that its person has replied."""
    message, ticket = context.message, context.message.ticket
    return Screen(
        paragraphs(request.text(_("reply-heading"), number=ticket.number), content_of(request, message)),
        rows=((_open_button(request, ticket.id),),),
        is_card=True,
    )


def _open_button(request: Request, ticket_id: int) -> Button:
    return Button(request.label(_("button-open")), routes.case(ticket=ticket_id))
