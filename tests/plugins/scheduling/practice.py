"""A practice to test with: one professional in Berlin who offers a massage, and her clients.

Monday to Friday 9:00-12:00, every 30 minutes; the clock stands at noon of Tuesday, 1 December 2026.
"""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Provider
from kalenner.route import Press
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.services import RulesService, SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.services import CatalogueService, PreferencesService
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.working_hours.services import WorkingHoursService

NOON = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)
"""Tuesday, noon in Berlin: the present of these tests."""

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin: tomorrow, and free."""


class Recorder:
    """Keeps what it is told: as the hooks, the changes of status; as ``notify``, the messages."""

    def __init__(self) -> None:
        self.changes: list[tuple[int, Status | None, Status]] = []
        self.messages: list[tuple[int, str]] = []
        self.keys: list[str] = []
        self.origins: list[int | None] = []
        self.amendments: list[tuple[Any, Any]] = []
        self.address: str | None = None
        self.packages: list[int] = []

    def scheduling_appointment_changed(
        self, *, appointment: Any, before: Status | None, after: Status
    ) -> None:
        """Keep a change."""
        self.changes.append((appointment.id, before, after))

    def platform_find_address(self, *, provider: Provider) -> str | None:
        """Know the address that a test has set."""
        del provider
        return self.address

    def scheduling_closed_times(self, **_span: Any) -> list[Any]:
        """Know of nothing."""
        return []

    def scheduling_packages(self, **_provider: Any) -> list[int]:
        """Return the services that a test has made packages."""
        return self.packages

    def scheduling_refusals(self, **_booking: Any) -> list[Any]:
        """Let everybody book."""
        return []

    def scheduling_appointment_amended(self, *, appointment: Any, before: Any) -> None:
        """Keep a change of service, length or time."""
        self.amendments.append((before, appointment))

    def notify(
        self, reader_id: int, press: Press, *, dedupe: str, origin_id: int | None = None, **_values: Any
    ) -> None:
        """Keep a message."""
        self.origins.append(origin_id)
        self.messages.append((reader_id, press.screen))
        self.keys.append(dedupe)


class Practice:
    """A professional with services and clients, and what can be done there."""

    def __init__(self, dbsession: Session, clock: FixedClock) -> None:
        self.dbsession = dbsession
        self.clock = clock
        self.recorder = Recorder()
        self.slots = SlotService(dbsession, self.recorder)
        self.catalogue = CatalogueService(dbsession, clock)
        self.calendar = PreferencesService(dbsession)
        self.appointments = AppointmentService(
            dbsession, self.recorder, clock, self.slots, self.recorder.notify
        )
        self.amendments = AmendmentService(dbsession, self.recorder, clock, self.slots, self.recorder.notify)
        self.offers = OfferService(dbsession, self.recorder, clock, self.slots, self.recorder.notify)
        self.hours = WorkingHoursService(dbsession, self.offers)
        self.blocks = TimeOffService(dbsession, clock, self.offers)
        self.rules = RulesService(dbsession)
        self.provider = self.add_provider("Olga")
        self.client = self.add_client("Ada")
        self.massage = self.add_service("Massage", 60, price_minor=5_000)

    @property
    def owner(self) -> Account:
        return self.provider.account

    def add_account(self, name: str, zone: str = "Europe/Berlin") -> Account:
        account = Account(client_name=name, timezone=zone, created_at=self.clock.now())
        self.dbsession.add(account)
        self.dbsession.flush()
        return account

    def add_provider(self, nickname: str, zone: str = "Europe/Berlin") -> Provider:
        provider = Provider(
            account=self.add_account(nickname, zone),
            nickname=nickname,
            nickname_folded=nickname.lower(),
            created_at=self.clock.now(),
        )
        self.dbsession.add(provider)
        self.dbsession.flush()
        for weekday in range(5):
            self.hours.add_periods(provider, weekday, [(9 * 60, 12 * 60)])
        return provider

    def add_client(self, name: str, provider: Provider | None = None) -> Client:
        account = self.add_account(name)
        client = Client(provider=provider or self.provider, account=account, created_at=self.clock.now())
        self.dbsession.add(client)
        self.dbsession.flush()
        return client

    def add_service(
        self,
        name: str,
        minutes: int = 60,
        *,
        price_minor: int | None = None,
        provider: Provider | None = None,
    ) -> Service:
        return self.catalogue.add(
            provider or self.provider, name=name, minutes=minutes, description=None, price_minor=price_minor
        )

    def query(self, client: Client | None = None, service: Service | None = None) -> SlotQuery:
        """Return what is looked for when the massage is booked: by the professional, or for a client."""
        return self.slots.query(
            self.provider, service or self.massage, client_id=client.id if client else None
        )

    def request(self, starts_at: dt.datetime = TEN, client: Client | None = None) -> Appointment:
        return self.appointments.request(client or self.client, self.massage, starts_at)

    def stand(self, status: Status, starts_at: dt.datetime = TEN) -> Appointment:
        """Return an appointment that has this status, however it came to it."""
        appointment = Appointment(
            provider=self.provider,
            client=self.client,
            service_id=self.massage.id,
            service_name="Massage",
            minutes=60,
            price_minor=5_000,
            currency="EUR",
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=1),
            held_from=starts_at,
            held_until=starts_at + dt.timedelta(hours=1),
            expires_at=starts_at if status is Status.PENDING else None,
            status=status.value,
            created_at=self.clock.now(),
        )
        self.dbsession.add(appointment)
        self.dbsession.flush()
        return appointment

    def history(self, appointment: Appointment) -> list[tuple[int | None, str | None, str, str | None]]:
        """Return who changed an appointment from what to what, and why."""
        statement = (
            select(StatusChange)
            .where(StatusChange.appointment_id == appointment.id)
            .order_by(StatusChange.id)
        )
        return [
            (change.account_id, change.before, change.after, change.reason)
            for change in self.dbsession.scalars(statement)
        ]
