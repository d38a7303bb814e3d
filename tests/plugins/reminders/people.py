"""People with reminders: Olga in Berlin, Ada who is her client, and the task that sends what is due.

The clock stands at noon of Tuesday, 1 December 2026, in Berlin.
"""

import datetime as dt
from functools import partial
from typing import Any

from sqlalchemy import func, select
from tests.plugins.scheduling.people import People

from kalenner.clock import FixedClock
from kalenner.people import AccountService
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import Person, Stage
from kalenner_reminders.due_times import Preferences, QuietHours
from kalenner_reminders.models import Reminder
from kalenner_reminders.services import ReminderService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService

NIGHT = QuietHours(22 * 60, 8 * 60)


def run_reminders(stage: Stage) -> None:
    """Run the task on a stage."""
    run_task(stage.app, next(task for task in tasks_of(stage.app) if task.name == "reminders.send"))


def at(text: str) -> dt.datetime:
    """Return an instant from its wall time in Berlin in winter: "12-04 10:00"."""
    return dt.datetime.fromisoformat(f"2026-{text}:00+01:00")


class ReminderPeople(People):
    """People whose appointments are reminded of."""

    def __init__(self, stage: Stage, clock: FixedClock) -> None:
        super().__init__(stage)
        self.clock = clock

    def book(self, start: str, client: Person | None = None) -> int:
        """Make an accepted appointment; return its id. What was told of it is forgotten."""
        appointment_id = self.request(at(start), client)
        self.accept(appointment_id)
        self.forget()
        return appointment_id

    def forget(self) -> None:
        """Forget the cards that came."""
        for person in self.stage.people.values():
            person.cards.clear()

    def cancel(self, appointment_id: int, by: Person | None = None) -> None:
        """Let a side cancel, and read of it."""
        self.cancel_only(appointment_id, by)
        self.stage.settle()
        self.forget()

    def cancel_only(self, appointment_id: int, by: Person | None = None) -> None:
        """Let a side cancel; nobody has read a message yet."""

        def cancel(request: Any) -> None:
            account = request.find_service(AccountService).find("fake", (by or self.olga).subject)
            appointment = request.dbsession.get_one(Appointment, appointment_id)
            request.find_service(AppointmentService).cancel(appointment, account)

        self.stage.run(cancel)

    def prefer(self, *leads: int, quiet: QuietHours | None = None) -> None:
        """Let Olga choose leads, in minutes, and quiet hours."""

        def prefer(request: Any) -> None:
            account = request.find_service(AccountService).find("fake", self.olga.subject)
            request.find_service(ReminderService).set_preferences(account.provider, Preferences(leads, quiet))

        self.stage.run(prefer)

    def run(self) -> None:
        """Do what is done every minute, and deliver."""
        self.send_only()
        self.stage.settle()

    def send_only(self) -> None:
        """Do what is done every minute; nobody has read a message yet."""
        run_reminders(self.stage)

    def run_at(self, *moments: str) -> None:
        """Do so at these moments."""
        for moment in moments:
            self.clock.set(at(moment))
            self.run()

    def planned(self, appointment_id: int) -> list[tuple[int, dt.datetime, str]]:
        """Return lead, due time and state of the reminders of an appointment, the first due first."""
        return self.read(partial(_planned, appointment_id=appointment_id))

    def waiting(self, appointment_id: int) -> list[dt.datetime]:
        """Return when the reminders that wait are due."""
        return [due for _lead, due, state in self.planned(appointment_id) if state == "waiting"]

    def count_waiting(self) -> int:
        """Return how many reminders wait, of everybody."""
        counted = select(func.count()).where(Reminder.state == "waiting")
        return self.read(lambda request: request.dbsession.scalar(counted))

    @property
    def is_on_postgresql(self) -> bool:
        """Tell which of the two databases it is."""
        return self.read(lambda request: request.dbsession.get_bind().dialect.name == "postgresql")

    def reminded(self, person: Person | None = None) -> list[str]:
        """Return the second line, which is the time, of each reminder that came."""
        cards = [card.text.splitlines() for card in (person or self.ada).cards]
        return [lines[1] for lines in cards if "Reminder" in lines[0]]


def _planned(request: Any, appointment_id: int) -> list[tuple[int, dt.datetime, str]]:
    statement = select(Reminder.lead_minutes, Reminder.due_at, Reminder.state)
    ordered = statement.where(Reminder.appointment_id == appointment_id).order_by(
        Reminder.due_at, Reminder.id
    )
    return [tuple(row) for row in request.dbsession.execute(ordered)]
