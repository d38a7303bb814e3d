"""Whose payments a screen shows: loaded through the professional, else not available."""

from pyramid.request import Request

from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner_payments.balances import Payment
from kalenner_payments.queries import find_payment


class PaymentContext(ProfessionalContext):
    """One payment for an appointment of the professional, named by the argument ``entry``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        payment = find_payment(request.dbsession, request.args["entry"])
        if payment is None or payment.entry.appointment.provider_id != self.provider.id:
            raise NotAvailable
        self.payment: Payment = payment
        self.appointment = payment.entry.appointment
