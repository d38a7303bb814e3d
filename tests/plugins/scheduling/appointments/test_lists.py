"""Lists of appointments: what is in them, and that their number of queries does not grow."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, insert
from tests.plugins.scheduling.conftest import Queries
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments import lists, open_requests
from kalenner_scheduling.appointments import queries as rows
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import find_last_located, find_successor

HOUR = dt.timedelta(hours=1)


def fill(practice: Practice, number: int) -> None:
    for count in range(number):
        practice.stand(Status.ACCEPTED if count % 2 else Status.PENDING, TEN + count * HOUR)


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_every_list_takes_one_query_however_long(practice: Practice, queries: Queries, number: int):
    fill(practice, number)
    now, dbsession = practice.clock.now(), practice.dbsession
    provider_id, account_id = practice.provider.id, practice.client.account_id
    queries.clear()

    coming = lists.list_coming(dbsession, provider_id, now)
    assert (len(coming), queries.number) == (number, 1)

    client_lines = lists.list_coming_of_client(dbsession, account_id, now)
    assert (len(client_lines), queries.number) == (number, 2)

    one_by_one = rows.list_appointments(dbsession, provider_id, [line.id for line in coming])
    names = {
        (appointment.client.account.client_name, appointment.provider.nickname) for appointment in one_by_one
    }
    assert (names, queries.number) == ({("Ada", "Olga")} if number else set(), 3)

    open_requests.count_for_menu(dbsession, provider_id, now, (now, now + 24 * HOUR))
    assert queries.number == 4


def test_coming_are_those_that_are_active_and_have_not_ended(practice: Practice, clock: FixedClock):
    for count, status in enumerate(Status):
        practice.stand(status, TEN + count * HOUR)
    clock.set(TEN + HOUR)

    coming = lists.list_coming(practice.dbsession, practice.provider.id, clock.now())

    assert [(line.status, line.name, line.service_name) for line in coming] == [
        (Status.ACCEPTED, "Ada", "Massage")
    ]


def test_coming_are_in_order_of_time(practice: Practice):
    for count in (3, 1, 2):
        practice.stand(Status.PENDING, TEN + count * HOUR)

    coming = lists.list_coming(practice.dbsession, practice.provider.id, practice.clock.now())

    assert [line.starts_at for line in coming] == [TEN + HOUR, TEN + 2 * HOUR, TEN + 3 * HOUR]


def test_client_sees_own_appointments_only(practice: Practice):
    practice.stand(Status.ACCEPTED)
    other = practice.add_client("Ben")
    now, dbsession = practice.clock.now(), practice.dbsession

    assert lists.list_coming_of_client(dbsession, other.account_id, now) == []
    assert [
        line.name for line in lists.list_coming_of_client(dbsession, practice.client.account_id, now)
    ] == ["Olga"]
    elsewhere = practice.add_provider("Piotr")
    assert lists.list_coming_of_client(dbsession, practice.client.account_id, now, elsewhere.id) == []


def test_next_is_the_first_accepted_one_that_has_not_begun(practice: Practice, clock: FixedClock):
    practice.stand(Status.PENDING, TEN)
    practice.stand(Status.ACCEPTED, TEN + HOUR)
    practice.stand(Status.ACCEPTED, TEN + 2 * HOUR)
    account_id = practice.client.account_id

    following = lists.find_next_of_client(practice.dbsession, account_id, clock.now())
    assert following is not None
    assert following.starts_at == TEN + HOUR

    clock.set(TEN + 2 * HOUR)
    assert lists.find_next_of_client(practice.dbsession, account_id, clock.now()) is None


def test_menu_counts_open_requests_and_what_starts_today(practice: Practice, clock: FixedClock):
    day = (TEN - 10 * HOUR, TEN + 14 * HOUR)
    practice.stand(Status.PENDING, TEN - HOUR)  # over by now, and not yet declined by itself
    practice.stand(Status.PENDING, TEN + HOUR)
    practice.stand(Status.ACCEPTED, TEN + 2 * HOUR)
    practice.stand(Status.DECLINED, TEN + 3 * HOUR)
    practice.stand(Status.PENDING, TEN + 24 * HOUR)
    clock.set(TEN)

    counts = open_requests.count_for_menu(practice.dbsession, practice.provider.id, clock.now(), day)

    assert (counts.requests, counts.today) == (2, 3)


def test_reason_stands_with_the_last_change(practice: Practice):
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)
    practice.appointments.cancel(appointment, practice.owner, "Ill")

    change = rows.find_last_change(practice.dbsession, appointment.id)
    assert change is not None
    assert (change.before, change.after, change.reason) == ("accepted", "cancelled", "Ill")


def plan_of(practice: Practice, ask: Callable[[], object]) -> str:
    """Return how the database would answer the first statement of what is asked."""
    connection = practice.dbsession.connection()
    is_on_postgresql = connection.dialect.name == "postgresql"
    if is_on_postgresql:  # for a handful of rows it would not use any index
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    statements: list[tuple[str, Any]] = []
    event.listen(
        connection, "before_cursor_execute", lambda _c, _u, *statement: statements.append(statement[:2])
    )
    ask()
    explain = "EXPLAIN" if is_on_postgresql else "EXPLAIN QUERY PLAN"
    return str(connection.exec_driver_sql(f"{explain} {statements[0][0]}", statements[0][1]).all())


def test_what_an_appointment_has_become_is_found_by_an_index(practice: Practice):
    off = practice.stand(Status.CANCELLED)
    assert find_successor(practice.dbsession, off) is off

    plan = plan_of(practice, lambda: find_successor(practice.dbsession, off))
    assert "ix_scheduling_appointment_replaces" in plan


def test_what_was_moved_is_left_out_of_lists_by_an_index(practice: Practice):
    off = practice.stand(Status.CANCELLED)
    row = {column.name: getattr(off, column.name) for column in Appointment.__table__.c}
    del row["id"]
    practice.dbsession.execute(insert(Appointment), [row] * 2_000)
    practice.dbsession.connection().exec_driver_sql("ANALYZE")
    now, provider_id = practice.clock.now(), practice.provider.id
    assert lists.page_of_past(practice.dbsession, provider_id, now, 0, 8).total == 2_001

    plan = plan_of(practice, lambda: lists.page_of_past(practice.dbsession, provider_id, now, 0, 8))
    assert "ix_scheduling_appointment_replaces" in plan


def test_the_location_used_last_is_found_by_an_index_however_few_are_located(practice: Practice):
    first = practice.stand(Status.COMPLETED)
    row = {column.name: getattr(first, column.name) for column in Appointment.__table__.c}
    del row["id"]
    rows = [row] * 2_000
    practice.dbsession.execute(insert(Appointment), rows)
    practice.dbsession.connection().exec_driver_sql("ANALYZE")
    assert find_last_located(practice.dbsession, first) is None
    located = practice.stand(Status.COMPLETED, TEN - HOUR)
    practice.amendments.locate(located, practice.owner, place=(52.5, 13.4))
    assert find_last_located(practice.dbsession, first) is located

    plan = plan_of(practice, lambda: find_last_located(practice.dbsession, first))
    assert "ix_scheduling_appointment_located" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
