"""Payments of the sample world: most in full, some in part, one too much, one given back."""

from itertools import cycle
from typing import cast

from pyramid.request import Request
from sqlalchemy import select

from kalenner.clock import FixedClock
from kalenner.hooks.platform import SampleProfessional
from kalenner.hooks.scheduling import Status
from kalenner.people import Provider
from kalenner_payments.services import PaymentService
from kalenner_scheduling.api import Appointment

PAID = ((100,), (50, 50), (50,), (110,), (100,), ())
"""What was paid for one completed appointment after the other, in hundredths of its price."""

REFUNDED = 110
"""Who paid so much got the rest back."""


def fill(request: Request, sample: SampleProfessional) -> None:
    """Enter the payments for a professional's completed appointments, each when it had ended."""
    provider = cast("Provider", sample.provider)
    owner = provider.professional
    completed = select(Appointment).where(
        Appointment.provider_id == provider.id,
        Appointment.status == Status.COMPLETED.value,
        Appointment.price_minor > 0,
    )
    appointments = request.dbsession.scalars(completed.order_by(Appointment.starts_at, Appointment.id))
    for appointment, parts in zip(appointments.all(), cycle(PAID), strict=False):
        service = PaymentService(request.dbsession, FixedClock(appointment.ends_at))
        price = appointment.price_minor or 0
        for part in parts:
            entry = service.add_payment(appointment, price * part // 100, owner, beyond_due=True)
            if part == REFUNDED:
                service.refund(entry, entry.amount_minor - price, owner)
