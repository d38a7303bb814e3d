"""What the tests of analytics have in common."""

import datetime as dt

from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people import AccountService, ClientService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_payments.services import PaymentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.services import WorkingHoursService

TUESDAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
"""A week before the present of the tests; 10:00 in Berlin."""


def fill(stage: Stage, olga: Person, client: Person, number: int) -> None:
    """Give a client two appointments of last week: one completed, of client 0 paid in part, and one missed."""

    def make(request: Request) -> None:
        accounts = request.find_service(AccountService)
        provider = accounts.find(NAME, olga.subject).provider
        link = request.find_service(ClientService).find(provider.id, accounts.find(NAME, client.subject).id)
        if number == 0:
            request.find_service(WorkingHoursService).add_periods(provider, 1, [(540, 1020)])
        service = request.find_service(CatalogueService).add(
            provider, name=f"Massage {number}", minutes=60, description=None, price_minor=5_050
        )
        for place, status in enumerate((Status.COMPLETED, Status.MISSED)):
            starts_at = TUESDAY + dt.timedelta(hours=2 * number + place)
            row = Appointment(
                provider_id=provider.id,
                client_id=link.id,
                service_id=service.id,
                service_name=service.name,
                minutes=60,
                price_minor=5_050,
                currency="EUR",
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=1),
                status=status.value,
                created_at=starts_at - dt.timedelta(days=3),
            )
            request.dbsession.add(row)
            request.dbsession.flush()
            if status is Status.COMPLETED and number == 0:
                request.find_service(PaymentService).add_payment(row, 2_000, provider.account)

    stage.run(make)
