"""However many appointments there are, reminders ask the database as often."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, insert
from tests.plugins.reminders.people import NIGHT, ReminderPeople, at

from kalenner.hooks.scheduling import Status
from kalenner.people import AccountService
from kalenner.screens import Arrival, Visit, render
from kalenner.testing import Person, go
from kalenner_reminders.due_times import Preferences
from kalenner_reminders.models import Reminder
from kalenner_reminders.queries import take_due
from kalenner_reminders.services import ReminderService
from kalenner_scheduling.appointments.models import Appointment

COUNTS = (1, 9, 200)


def fill(people: ReminderPeople, number: int) -> None:
    """Fill in accepted appointments of Olga and Ada, one an hour."""

    def work(request: Any) -> None:
        start, hour = at("12-05 00:00"), dt.timedelta(hours=1)
        request.dbsession.execute(
            insert(Appointment),
            [
                {
                    "provider_id": 1,
                    "client_id": 1,
                    "service_id": 1,
                    "service_name": "Massage",
                    "minutes": 60,
                    "currency": "EUR",
                    "starts_at": start + place * hour,
                    "ends_at": start + (place + 1) * hour,
                    "held_from": start + place * hour,
                    "held_until": start + (place + 1) * hour,
                    "status": Status.ACCEPTED.value,
                    "created_at": request.clock.now(),
                }
                for place in range(number)
            ],
        )

    people.stage.run(work)


def counted(people: ReminderPeople, person: Person, work: Callable[[Any, Any], Any]) -> int:
    """Return how many statements something takes, once the person is known."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    def run(request: Any) -> None:
        account = request.find_service(AccountService).find("fake", person.subject)
        assert account is not None
        _ = account.provider
        engine = request.dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            work(request, account)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    people.stage.run(run)
    return len(statements)


@pytest.mark.parametrize("screen", ["reminders.settings", "reminders.quiet", "reminders.choice"])
@pytest.mark.parametrize("number", [0, 200])
def test_settings(people: ReminderPeople, screen: str, number: int) -> None:
    if number:
        fill(people, number)

    def show(request: Any, account: Any) -> None:
        render(request, Visit(account, "fake", Arrival("1")), go(screen))

    assert counted(people, people.olga, show) == 1


@pytest.mark.parametrize("number", [1, 9, 200])
def test_a_change_of_the_settings(people: ReminderPeople, number: int) -> None:
    fill(people, number)

    def change(request: Any, account: Any) -> None:
        preferences = Preferences((1440, 120), NIGHT)
        request.find_service(ReminderService).set_preferences(account.provider, preferences)

    taken_by_the_lock = int(people.is_on_postgresql)
    assert counted(people, people.olga, change) == 5 + taken_by_the_lock
    assert people.count_waiting() == 2 * number


def test_looking_for_what_is_due_does_not_read_what_was_sent(people: ReminderPeople) -> None:
    """What was sent is all due, what waits is not: PostgreSQL takes that for chance, and the first row for near."""
    hours, hour = 2_000, dt.timedelta(hours=1)

    def plan(request: Any) -> str:
        connection, now = request.dbsession.connection(), request.clock.now()
        rows = [
            {
                "appointment_id": 1,
                "lead_minutes": 1440,
                "starts_at": now + (number - 1_800) * hour,
                "due_at": now + (number - 1_800) * hour,
                "state": "sent" if number <= 1_800 else "waiting",
            }
            for number in range(hours)
        ]
        connection.execute(insert(Reminder), rows)
        connection.exec_driver_sql("ANALYZE")
        statements: list[tuple[str, Any]] = []
        event.listen(
            connection, "before_cursor_execute", lambda _c, _u, *statement: statements.append(statement[:2])
        )
        assert take_due(request.dbsession, now - hour / 2, 500) == []
        explain = "EXPLAIN" if people.is_on_postgresql else "EXPLAIN QUERY PLAN"
        return str(connection.exec_driver_sql(f"{explain} {statements[0][0]}", statements[0][1]).all())

    fill(people, 1)
    assert "ix_reminders_reminder_due" in people.stage.run(plan)
