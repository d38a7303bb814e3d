"""The professional marks transfers as received, one by one, or sends a bank statement with the browser."""

from pyramid.request import Request

from kalenner.i18n import at_start
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import Button, Notice, Screen, Style, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner.transfers import TransferLink, link_screen
from kalenner_bank_transfer import _, routes
from kalenner_bank_transfer.receiving import STATEMENT, list_awaited
from kalenner_bank_transfer.services import BankDetailsService
from kalenner_payments.api import MoreThanDue, PaymentService, find_balance
from kalenner_scheduling.api import PresentAppointmentContext, booked, when


@screen(routes.waiting, context=ProfessionalContext)
def list_waiting(context: ProfessionalContext, request: Request) -> Screen:
    """List the appointments that a transfer may come for, with what is due."""
    awaited = list_awaited(request, context.provider.id)
    awaited_of_page, page, pages = page_of(awaited, request.args["page"])
    rows: list[Row] = [
        (
            Button(
                request.reader.joined(
                    (
                        request.reader.money(each.due_minor, each.appointment.currency),
                        each.appointment.client.name,
                        at_start(request.reader.short_moment(each.appointment.starts_at)),
                    )
                ),
                routes.received(appointment=each.appointment.id),
            ),
        )
        for each in awaited_of_page
    ]
    rows += pager(page, pages, lambda number: routes.waiting(page=number))
    text = request.text(_("waiting-title") if awaited else _("nothing-waits"))
    return Screen(text, rows=tuple(rows), back=routes.settings())


@screen(routes.received, context=PresentAppointmentContext)
def ask_received(context: PresentAppointmentContext, request: Request) -> Screen:
    """Ask whether what is due for an appointment has arrived."""
    appointment = context.appointment
    back = routes.waiting(page=0)
    due = find_balance(request.dbsession, appointment).due_minor
    key = request.find_service(BankDetailsService).key_of(context.provider.id)
    if not due or key is None:
        return Screen(request.text(_("nothing-due")), back=back)
    reference = request.find_service(BankDetailsService).reference(appointment)
    amount = request.reader.money(due, appointment.currency)
    button = Button(
        request.label(_("button-received"), amount=amount),
        routes.received_now(appointment=appointment.id, amount=due),
        Style.SUCCESS,
    )
    return Screen(
        paragraphs(
            lines(
                request.reader.joined((appointment.client.name, booked(request, appointment))),
                when(request, appointment.starts_at, appointment.client.account.zone),
            ),
            request.text(_("received-question"), amount=amount, reference=reference),
        ),
        rows=((button,),),
        back=back,
    )


@screen(routes.received_now, context=PresentAppointmentContext)
def enter_received(context: PresentAppointmentContext, request: Request) -> Screen:
    """Enter what was due as received; what was paid meanwhile is not entered twice."""
    amount, back = request.args["amount"], routes.waiting(page=0)
    if amount < 1:
        raise NotAvailable
    try:
        request.find_service(PaymentService).add_payment(context.appointment, amount, context.account)
    except MoreThanDue:
        return show(request, back, notice=Notice(request.label(_("changed-meanwhile")), is_alert=True))
    return show(request, back, notice=Notice(request.label(_("payment-entered"))))


@screen(routes.statement, context=ProfessionalContext)
def offer_statement(context: ProfessionalContext, request: Request) -> Screen:
    """Lead to the page that a bank statement is sent with."""
    account = context.account
    link = TransferLink(
        request.label(_("button-open-page")), lambda: request.upload_url(account, STATEMENT, 0), Style.PRIMARY
    )
    return link_screen(request, request.text(_("statement-hint")), [link], routes.settings())
