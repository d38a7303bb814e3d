"""The payments of an appointment with 0, 1, 9 and 500 of them: pages, text, buttons, statements."""

import pytest
from pyramid.request import Request
from sqlalchemy import insert
from tests.plugins.payments.payment_steps import TEN
from tests.plugins.scheduling.many_appointments import labels_of, shown
from tests.plugins.scheduling.people import People

from kalenner.testing import go
from kalenner_payments.models import Entry
from kalenner_scheduling.appointments.models import Appointment


def pay(people: People, appointment_id: int, number: int) -> None:
    """Let the professional have entered payments of 1.00."""

    def work(request: Request) -> None:
        by = request.dbsession.get_one(Appointment, appointment_id).provider.account_id
        entry = {"appointment_id": appointment_id, "kind": "payment", "amount_minor": 100, "account_id": by}
        request.dbsession.execute(insert(Entry), [{**entry, "at": request.clock.now()}] * number)

    if number:
        people.stage.run(work)


@pytest.mark.parametrize(
    ("number", "rows", "lines", "pager", "last"),
    [
        (0, 1, 8, [], 1),
        (1, 2, 10, [], 2),
        (9, 10, 17, [["‹", "1/2", "›"]], 3),
        (500, 10, 17, [["‹", "1/63", "›"]], 6),
    ],
)
def test_any_number_of_payments_has_pages_and_takes_as_many_statements(
    people: People, number: int, rows: int, lines: int, pager: list[list[str]], last: int
):
    appointment_id = people.request(TEN)
    pay(people, appointment_id, number)

    screen, statements = shown(people.olga, go("payments.card", appointment=appointment_id))
    assert (len(screen.rows), len(screen.text.splitlines()), statements) == (rows, lines, 3)
    assert [row for row in labels_of(screen) if row[0] == "‹"] == pager
    end, statements = shown(people.olga, go("payments.page", appointment=appointment_id, page=number // 8))
    assert (len(end.rows), statements) == (last, 3)
