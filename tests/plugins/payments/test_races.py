"""Two devices at the same instant: money is given back once, and nothing is paid twice unasked."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from tests.figures import RecordFigure
from tests.plugins.scheduling.practice import Practice

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner.hooks.scheduling import Status
from kalenner_payments.errors import MoreThanDue, MoreThanLeft
from kalenner_payments.models import Entry
from kalenner_payments.services import PaymentService
from kalenner_scheduling.appointments.models import Appointment

DEVICES = 4


class PaidAppointment:
    """A database with one appointment for €50.00, of which €20.00 were paid."""

    def __init__(self, url: str, clock: FixedClock) -> None:
        self.engine = make_engine(url)
        self.clock = clock
        with Session(self.engine) as dbsession:
            practice = Practice(dbsession, clock)
            appointment = practice.stand(Status.ACCEPTED)
            payments = PaymentService(dbsession, clock)
            self.payment_id = payments.add_payment(appointment, 2_000, practice.owner).id
            self.appointment_id = appointment.id
            dbsession.commit()

    def run(self, work: Callable[[PaymentService, Appointment, Entry], object]) -> list[str]:
        """Let every device do the same; return how each of them ended."""
        ready, ends = threading.Barrier(DEVICES), []

        def work_once() -> None:
            with Session(self.engine) as dbsession:
                ready.wait(30)
                payment = dbsession.get_one(Entry, self.payment_id)
                try:
                    work(PaymentService(dbsession, self.clock), payment.appointment, payment)
                except (MoreThanDue, MoreThanLeft) as refusal:
                    ends.append(type(refusal).__name__)
                    return
                dbsession.commit()
                ends.append("done")

        devices = [threading.Thread(target=work_once) for _number in range(DEVICES)]
        for device in devices:
            device.start()
        for device in devices:
            device.join(60)
        return sorted(ends)

    def paid(self) -> int:
        with Session(self.engine) as dbsession:
            appointment = dbsession.get_one(Appointment, self.appointment_id)
            return PaymentService(dbsession, self.clock).balance_of(appointment).paid_minor


@pytest.fixture
def paid_appointment(database_url: str, clock: FixedClock):
    paid_appointment = PaidAppointment(database_url, clock)
    yield paid_appointment
    paid_appointment.engine.dispose()


@pytest.mark.figure("F12")
def test_money_is_given_back_once(paid_appointment: PaidAppointment, record_figure: RecordFigure):
    ends = paid_appointment.run(
        lambda service, appointment, payment: service.refund(payment, 2_000, appointment.provider.account)
    )

    record_figure("F12", DEVICES, "devices that give back or pay at once", allowed=ends.count("done"))
    assert ends == ["MoreThanLeft"] * (DEVICES - 1) + ["done"]
    assert paid_appointment.paid() == 0


@pytest.mark.figure("F12")
def test_what_is_due_is_paid_once(paid_appointment: PaidAppointment, record_figure: RecordFigure):
    ends = paid_appointment.run(
        lambda service, appointment, _payment: service.add_payment(
            appointment, 3_000, appointment.provider.account
        )
    )

    record_figure("F12", DEVICES, "devices that give back or pay at once", allowed=ends.count("done"))
    assert ends == ["MoreThanDue"] * (DEVICES - 1) + ["done"]
    assert paid_appointment.paid() == 5_000
