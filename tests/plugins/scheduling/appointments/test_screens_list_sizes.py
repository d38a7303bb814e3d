"""The list of coming appointments with 0, 1, 9 and 500 of them: pages, buttons, statements."""

import pytest
from tests.plugins.scheduling.many_appointments import (
    HOUR,
    MOST_BUTTONS,
    TEN,
    buttons_of,
    is_sqlite,
    labels_of,
    shown,
    stand,
)
from tests.plugins.scheduling.people import People

from kalenner.hooks.scheduling import Status
from kalenner.testing import go

ALL, PENDING, ACCEPTED = range(3)


@pytest.mark.parametrize(
    ("number", "rows", "pager", "statements"),
    [
        (0, 1, [], 3),  # the coming ones, whether there are any others, and what the booking link hangs on
        (1, 3, [], 1),
        (9, 11, [["‹", "1/2", "›"]], 1),
        (500, 11, [["‹", "1/63", "›"]], 1),
    ],
)
def test_any_number_of_coming_appointments_has_pages_and_takes_as_many_statements(
    people: People, number: int, rows: int, pager: list[list[str]], statements: int
):
    stand(people, [TEN + count * HOUR for count in range(number)])
    where = "appointments.select" if number else "appointments.list"  # where there is nothing to tick
    if number == 0 and not is_sqlite(people.stage):
        statements += 2  # the savepoint of a hook that reads

    screen, counted = shown(people.olga, go(where, only=ALL, page=0))
    assert (len(screen.rows), counted) == (rows, statements)
    assert [row for row in labels_of(screen) if row[0] == "‹"] == pager
    last, counted = shown(people.olga, go(where, only=ACCEPTED, page=62))
    assert (len(last.rows) <= rows, counted) == (True, statements)
    nothing, counted = shown(people.olga, go(where, only=PENDING, page=0))
    assert (len(nothing.rows), counted) == (min(rows, 2), statements)


@pytest.mark.parametrize("number", [1, 9, 500])
@pytest.mark.parametrize("status", [Status.PENDING, Status.ACCEPTED])
def test_ticking_all_of_them_takes_as_many_statements(people: People, number: int, status: Status):
    ticks = stand(people, [TEN + count * HOUR for count in range(number)], status)

    screen, counted = shown(people.olga, go("appointments.select", only=ALL, page=0), ticks)

    assert (buttons_of(screen) <= MOST_BUTTONS, counted) == (True, 2)  # the list, and what is ticked
