"""People who use scheduling on a stage: Olga in Berlin offers a massage, Ada in Berlin is her client."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from pyramid.request import Request
from tests.snapshots import prepared

from kalenner.hooks.scheduling import Status
from kalenner.i18n import reader_for
from kalenner.people import Account, AccountService, Client, ClientService, Provider, ProviderService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.services import RulesService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.working_hours.hours_text import spans_of
from kalenner_scheduling.working_hours.services import WorkingHoursService

T = TypeVar("T")


class People:
    """A stage with a professional, who works Monday to Friday 9:00-12:00, and one client."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.olga, self.ada = prepared(stage, ("people",), self._add_people)

    def _add_people(self) -> tuple[Person, Person]:
        olga = self.add_professional("Olga")
        return olga, self.add_client("Ada", of=olga)

    def add_person(self, name: str, zone: str = "Europe/Berlin", language: str = "en") -> Person:
        """Return somebody who has answered every question of the start."""
        person = self.stage.person(name, language)
        person.send("/start")

        def introduce(request: Request) -> None:
            account = _account(request, person)
            account.client_name, account.timezone = name, zone

        self.stage.run(introduce)
        return person

    def add_professional(
        self, name: str, zone: str = "Europe/Berlin", language: str = "en", *, is_ready: bool = True
    ) -> Person:
        """Return a professional; one who is ready offers a massage."""
        person = self.add_person(name, zone, language)
        self.stage.run(partial(_open_practice, person=person, is_ready=is_ready))
        return person

    def add_client(
        self, name: str, zone: str = "Europe/Berlin", language: str = "en", of: Person | None = None
    ) -> Person:
        """Return a client of Olga, or of another professional."""
        person = self.add_person(name, zone, language)
        self.connect(person, of or self.olga)
        return person

    def connect(self, client: Person, professional: Person) -> None:
        """Make somebody a client."""

        def connect(request: Request) -> None:
            account = _account(request, client)
            request.find_service(ClientService).connect(_provider(request, professional), account)

        self.stage.run(connect)

    def add_service(
        self, professional: Person, name: str, minutes: int = 60, price_minor: int | None = None
    ) -> int:
        """Let a professional offer something; return its id."""

        def add(request: Request) -> int:
            service = request.find_service(CatalogueService).add(
                _provider(request, professional),
                name=name,
                minutes=minutes,
                description=None,
                price_minor=price_minor,
            )
            return service.id

        return self.stage.run(add)

    def request(
        self,
        starts_at: dt.datetime,
        client: Person | None = None,
        of: Person | None = None,
        note: str | None = None,
    ) -> int:
        """Let a client ask for a massage; return the appointment's id. Nobody has read a message yet."""

        def ask(request: Request) -> int:
            link = _link(request, client or self.ada, of or self.olga)
            service = list_services(request.dbsession, link.provider_id)[0]
            return request.find_service(AppointmentService).request(link, service, starts_at, note).id

        appointment_id = self.stage.run(ask)
        self.stage.settle()
        return appointment_id

    def accept(self, appointment_id: int, by: Person | None = None) -> None:
        """Let the professional accept a request."""

        def accept(request: Request) -> None:
            appointment = request.dbsession.get_one(Appointment, appointment_id)
            request.find_service(AppointmentService).accept(appointment, _account(request, by or self.olga))

        self.stage.run(accept)
        self.stage.settle()

    def book_for(self, starts_at: dt.datetime, client: Person | None = None) -> int:
        """Let Olga book a massage for a client; return the appointment's id."""

        def book(request: Request) -> int:
            link = _link(request, client or self.ada, self.olga)
            service = list_services(request.dbsession, link.provider_id)[0]
            by = _account(request, self.olga)
            return request.find_service(AppointmentService).book_for(link, service, starts_at, by).id

        appointment_id = self.stage.run(book)
        self.stage.settle()
        return appointment_id

    def request_move(self, appointment_id: int, starts_at: dt.datetime, by: Person | None = None) -> int:
        """Let a client ask for another time; return the id of the move."""
        move = self.work(
            appointment_id,
            by or self.ada,
            lambda appointments, appointment, account: (
                appointments.request_move(appointment, starts_at, account).id
            ),
        )
        self.stage.settle()
        return move

    def change(
        self, appointment_id: int, after: Status, by: Person | None = None, reason: str | None = None
    ) -> None:
        """Let Olga, or the client, change a status."""
        self.work(
            appointment_id,
            by or self.olga,
            lambda appointments, appointment, account: appointments.change_many(
                [appointment], after, by=account, reason=reason
            ),
        )
        self.stage.settle()

    def work(
        self, appointment_id: int, by: Person, work: Callable[[AppointmentService, Appointment, Account], T]
    ) -> T:
        """Do something with an appointment on somebody's behalf; nobody has read a message yet."""

        def do(request: Request) -> T:
            appointment = request.dbsession.get_one(Appointment, appointment_id)
            return work(request.find_service(AppointmentService), appointment, _account(request, by))

        return self.stage.run(do)

    def amend(
        self, appointment_id: int, work: Callable[[AmendmentService, Appointment, Account], object]
    ) -> None:
        """Let Olga change something within an appointment."""

        def do(request: Request) -> None:
            appointment = request.dbsession.get_one(Appointment, appointment_id)
            work(request.find_service(AmendmentService), appointment, _account(request, self.olga))

        self.stage.run(do)
        self.stage.settle()

    def delete_service(self, service_id: int) -> None:
        """Stop offering something."""

        def delete(request: Request) -> None:
            request.find_service(CatalogueService).delete(request.dbsession.get_one(Service, service_id))

        self.stage.run(delete)

    def change_rule(self, name: str, value: int | str, of: Person | None = None) -> None:
        """Let a professional demand something of all bookings."""

        def change(request: Request) -> None:
            request.find_service(RulesService).change(_provider(request, of or self.olga), name, value)

        self.stage.run(change)

    def close_day(self, day: dt.date) -> None:
        """Let Olga take a day off."""

        def close(request: Request) -> None:
            blocks: TimeOffService = request.find_service(TimeOffService)
            blocks.add_closure(_provider(request, self.olga), ClosureKind.HOLIDAY, day, day)

        self.stage.run(close)

    def block(self, client: Person) -> None:
        """Let Olga block a client."""

        def block(request: Request) -> None:
            request.find_service(ClientService).block(_link(request, client, self.olga))

        self.stage.run(block)
        self.stage.settle()

    def price(self, minor: int = 5_000) -> str:
        """Return an amount as an English reader reads it, with plain spaces."""
        money = reader_for(self.stage.app.registry, "en", None).money(minor, "EUR")
        return money.replace("\N{NO-BREAK SPACE}", " ")

    def status(self, appointment_id: int) -> str:
        """Return how an appointment stands."""
        return self.read(lambda request: request.dbsession.get_one(Appointment, appointment_id).status)

    def read(self, work: Callable[[Request], T]) -> T:
        """Look at something in the database."""
        return self.stage.run(work, only_reads=True)


def _account(request: Request, person: Person) -> Account:
    account: Account = request.find_service(AccountService).find(NAME, person.subject)
    return account


def _provider(request: Request, person: Person) -> Provider:
    provider = _account(request, person).provider
    assert provider is not None
    return provider


def _link(request: Request, client: Person, professional: Person) -> Client:
    provider = _provider(request, professional)
    link: Client = request.find_service(ClientService).find(provider.id, _account(request, client).id)
    return link


def _open_practice(request: Request, person: Person, *, is_ready: bool) -> None:
    provider = request.find_service(ProviderService).open_practice(_account(request, person), person.name)
    if not is_ready:
        return
    hours: WorkingHoursService = request.find_service(WorkingHoursService)
    for weekday in range(5):
        hours.add_periods(provider, weekday, spans_of("9:00-12:00"))
    request.find_service(CatalogueService).add(
        provider, name="Massage", minutes=60, description="Back and neck", price_minor=5_000
    )


def tap(person: Person, label: str) -> None:
    """Press the button of the screen with exactly this label, such as a day of a month."""
    buttons = [button for row in person.screen.rows for button in row if button.label == label]
    assert buttons, f"{person.name} sees no button {label!r} among {person.labels}"
    person.follow(buttons[0])


def is_asked(person: Person, text: str) -> bool:
    """Tell whether a person's screen waits for an answer to that question."""
    return person.screen.has_question and text in person.screen.text


def notice_of(person: Person) -> str:
    """Return the short word about what just happened, with plain spaces."""
    return person.screen.notice.text.replace("\N{NO-BREAK SPACE}", " ") if person.screen.notice else ""
