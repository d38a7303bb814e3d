"""What the tests of Stripe have in common: a practice that is connected, and events as Stripe sends them."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import select
from stripe import WebhookSignature
from webtest import TestApp, TestResponse

from kalenner.clock import CLOCK
from kalenner.people import AccountService, ClientService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of, professional
from kalenner_payment_links.references import Reference, References
from kalenner_payments.models import Entry
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_stripe.accounts import StripeAccountService
from kalenner_stripe.models import StripeEvent

PUBLIC = {"web.public_url": "https://kalenner.example"}
SECRET = "whsec_" + "k" * 32
PRICE = 5_000


@dataclass
class Practice:
    """Olga, whose Stripe account is connected, her client Ada, and an appointment of theirs for €50."""

    stage: Stage
    olga: Person
    ada: Person
    appointment_id: int
    reference: str
    token: str

    @classmethod
    def of(cls, stage: Stage) -> "Practice":
        olga = professional(stage)
        ada = client_of(olga)
        return cls(stage, olga, ada, *stage.run(lambda request: _prepare(request, olga, ada)))

    def body(
        self,
        kind: str = "checkout.session.completed",
        *,
        key: str = "evt_1",
        live: bool = True,
        **changes: Any,
    ) -> str:
        """Return an event as Stripe writes it; `changes` are those of its object."""
        thing = {
            "id": "cs_1",
            "object": "checkout.session",
            "payment_intent": "pi_1",
            "client_reference_id": self.reference,
            "amount_total": PRICE,
            "currency": "eur",
            "payment_status": "paid",
            "customer_details": {"name": "Ada Lovelace", "email": "ada@example.org"},
            **changes,
        }
        event = {"id": key, "object": "event", "type": kind, "livemode": live, "data": {"object": thing}}
        return json.dumps(event, indent=2)

    def refund(self, amount: int, key: str, intent: str = "pi_1") -> str:
        """Return the event of a refund: `amount` is all that was given back so far."""
        thing = {
            "id": "ch_1",
            "object": "charge",
            "payment_intent": intent,
            "amount_refunded": amount,
            "currency": "eur",
        }
        event = {"id": key, "type": "charge.refunded", "livemode": True, "data": {"object": thing}}
        return json.dumps(event)

    def signed(self, body: str, *, secret: str = SECRET, seconds: int = 0) -> str:
        """Return the header with which Stripe signs a body, so many seconds from now."""
        now = CLOCK.of(self.stage.app.registry).now() + dt.timedelta(seconds=seconds)
        return WebhookSignature.generate_signature_header(body, secret, int(now.timestamp()))

    def post(self, body: str, header: str | None = None, *, token: str | None = None) -> TestResponse:
        """Let an event arrive, signed as it should be unless a header is given."""
        headers = {"Stripe-Signature": self.signed(body) if header is None else header}
        path = f"/-/stripe/{token or self.token}"
        answer = TestApp(self.stage.app).post(path, body.encode(), headers, status="*")
        self.stage.settle()
        return answer

    @property
    def entries(self) -> list[int]:
        """The amounts in the ledger of the appointment."""
        query = select(Entry.amount_minor).order_by(Entry.id)
        return self.stage.run(lambda request: list(request.dbsession.scalars(query)), only_reads=True)

    @property
    def states(self) -> list[str]:
        """What has become of the stored events."""
        query = select(StripeEvent.state).order_by(StripeEvent.id)
        return self.stage.run(lambda request: list(request.dbsession.scalars(query)), only_reads=True)


def _prepare(request: Request, olga: Person, ada: Person) -> tuple[int, str, str]:
    accounts = request.find_service(AccountService)
    provider = accounts.find(NAME, olga.subject).practice
    client = request.find_service(ClientService).find(provider.id, accounts.find(NAME, ada.subject).id)
    service = request.find_service(CatalogueService).add(
        provider, name="Massage", minutes=60, description=None, price_minor=PRICE
    )
    starts_at = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)
    appointment = Appointment(
        provider_id=provider.id,
        client_id=client.id,
        service_id=service.id,
        service_name="Massage",
        minutes=60,
        price_minor=PRICE,
        currency="EUR",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        status="accepted",
        created_at=request.clock.now(),
    )
    request.dbsession.add(appointment)
    request.dbsession.flush()
    reference = request.find_service(References).make(Reference(client.id, service.id, appointment.id))
    stripe = request.find_service(StripeAccountService)
    account = stripe.prepare(provider)
    stripe.enter(account, SECRET)
    return appointment.id, reference, account.token
