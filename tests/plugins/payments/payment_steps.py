"""What the tests of the payments' screens have in common."""

import datetime as dt
from collections.abc import Sequence

from pyramid.request import Request
from tests.plugins.scheduling.people import People

from kalenner.hooks.scheduling import Status
from kalenner.people import AccountService
from kalenner.testing import Person, go
from kalenner.testing.channel import NAME
from kalenner_payments.services import PaymentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import CatalogueService, PreferencesService

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin: tomorrow, and free."""


def charge(people: People, professional: Person, price_minor: int | None, currency: str = "EUR") -> None:
    """Give a professional's massage another price."""

    def change(request: Request) -> None:
        account = request.find_service(AccountService).find(NAME, professional.subject)
        request.find_service(PreferencesService).change_currency(account.provider, currency)
        massage = list_services(request.dbsession, account.provider.id)[0]
        request.find_service(CatalogueService).change_price(massage, price_minor)

    people.stage.run(change)


def ask_to_move(people: People, appointment_id: int, starts_at: dt.datetime) -> int:
    """Let a client ask for another time; return the id of the appointment that waits for its answer."""

    def ask(request: Request) -> int:
        moved = request.dbsession.get_one(Appointment, appointment_id)
        service = request.find_service(AppointmentService)
        return service.request_move(moved, starts_at, moved.client.account).id

    move_id: int = people.stage.run(ask)
    people.stage.settle()
    return move_id


def move(people: People, appointment_id: int, starts_at: dt.datetime) -> int:
    """Let a client ask for another time, and the professional accept it; return the new appointment's id."""
    move_id = ask_to_move(people, appointment_id, starts_at)
    people.accept(move_id)
    return move_id


def end(people: People, appointment_id: int, after: Status = Status.COMPLETED) -> None:
    """Let the professional say how an appointment that is over has ended."""

    def change(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        by = appointment.provider.account
        request.find_service(AppointmentService).change_many([appointment], after, by=by)

    people.stage.run(change)
    people.stage.settle()


def enter(people: People, appointment_id: int, minor: int) -> None:
    """Let the professional enter a payment."""

    def add(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        service = request.find_service(PaymentService)
        service.add_payment(appointment, minor, appointment.provider.account, beyond_due=True)

    people.stage.run(add)


def correct_all(people: People, appointment_id: int, minors: Sequence[int]) -> None:
    """Let the professional correct every payment of an appointment to one amount after the other."""

    def correct(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        service = request.find_service(PaymentService)
        for payment in service.list_payments(appointment):
            for minor in minors:
                service.correct(payment.entry, minor, appointment.provider.account)

    people.stage.run(correct)


def paid(people: People, appointment_id: int) -> int:
    """Return what was paid for an appointment."""

    def look(request: Request) -> int:
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        minor: int = request.find_service(PaymentService).balance_of(appointment).paid_minor
        return minor

    return people.read(look)


def open_payments(person: Person, appointment_id: int) -> None:
    """Show a professional the payments of an appointment."""
    person.press_data(go("payments.card", appointment=appointment_id))


def shown(person: Person) -> list[str]:
    """Return the lines on show; no-break spaces count as spaces."""
    return str(person.screen.text).replace("\N{NO-BREAK SPACE}", " ").splitlines()
