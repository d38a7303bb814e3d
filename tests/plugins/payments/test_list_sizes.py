"""The payments of an appointment with 0, 1, 9 and 500 of them: pages, text, buttons, statements."""

import pytest
from pyramid.request import Request
from sqlalchemy import insert
from tests.plugins.payments.till import TEN
from tests.plugins.scheduling.many_appointments import labels_of, shown
from tests.plugins.scheduling.town import Town

from kalenner.testing import go
from kalenner_payments.models import Entry
from kalenner_scheduling.appointments.models import Appointment


def pay(town: Town, appointment_id: int, number: int) -> None:
    """Let the professional have entered payments of 1.00."""

    def work(request: Request) -> None:
        by = request.dbsession.get_one(Appointment, appointment_id).provider.account_id
        entry = {"appointment_id": appointment_id, "kind": "payment", "amount_minor": 100, "account_id": by}
        request.dbsession.execute(insert(Entry), [{**entry, "at": request.clock.now()}] * number)

    if number:
        town.stage.run(work)


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
    town: Town, number: int, rows: int, lines: int, pager: list[list[str]], last: int
):
    appointment_id = town.request(TEN)
    pay(town, appointment_id, number)

    screen, statements = shown(town.olga, go("payments.card", appointment=appointment_id))
    assert (len(screen.rows), len(screen.text.splitlines()), statements) == (rows, lines, 3)
    assert [row for row in labels_of(screen) if row[0] == "‹"] == pager
    end, statements = shown(town.olga, go("payments.page", appointment=appointment_id, page=number // 8))
    assert (len(end.rows), statements) == (last, 3)
