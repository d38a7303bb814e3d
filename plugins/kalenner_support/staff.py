"""Who answers tickets, as the setting ``support.accounts`` says, and who of them is told of what."""

from pyramid.request import Request

from kalenner.people import Account
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.route import Press
from kalenner.settings import SETTINGS
from kalenner_support.models import Ticket, TicketState
from kalenner_support.queries import staff_ids
from kalenner_support.settings import SupportSettings


def staff_of(request: Request) -> list[int]:
    """Return the accounts that answer tickets; nothing is read where the setting names nobody."""
    names = SETTINGS.of(request.registry).of(SupportSettings).accounts
    return staff_ids(request.dbsession, names)


def is_staff(request: Request, account: Account) -> bool:
    """Tell whether somebody answers tickets."""
    return account.id in staff_of(request)


def tell_staff(request: Request, ticket: Ticket, press: Press, *, dedupe: str) -> None:
    """Tell who has taken a ticket, or else all who answer, of what its person has written."""
    staff = staff_of(request)
    for account_id in [ticket.assignee_id] if ticket.assignee_id in staff else staff:
        request.notify(
            account_id, press, origin_id=ticket.account_id, dedupe=f"support:{dedupe}:{account_id}"
        )


class StaffContext(PersonContext):
    """Somebody who answers tickets."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not is_staff(request, self.account):
            raise NotAvailable


class StaffTicketContext(StaffContext):
    """A ticket of anybody, named by the argument ``ticket``, as those see it who answer."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        ticket = request.dbsession.get(Ticket, request.args["ticket"])
        if ticket is None or ticket.state == TicketState.DRAFT:
            raise NotAvailable
        self.ticket: Ticket = ticket


class TicketContext(PersonContext):
    """A ticket that the person has sent, named by the argument ``ticket``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        ticket = request.dbsession.get(Ticket, request.args["ticket"])
        if ticket is None or ticket.account_id != self.account.id or ticket.state == TicketState.DRAFT:
            raise NotAvailable
        self.ticket: Ticket = ticket
