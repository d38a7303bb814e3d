"""However many clients there are, their screens ask the database as often."""

from typing import Any

import pytest
from pyramid.request import Request
from sqlalchemy import event, insert

from kalenner.people import Account, Client
from kalenner.screens import Arrival, Press, Screen, Visit, render
from kalenner.testing import Person, Stage, go
from kalenner.testing.channel import NAME
from tests.conftest import FEATURES, MakeApp
from tests.core.home.people import add_specialists, connect, professional, provider_of
from tests.rows_read import rows_read

pytestmark = pytest.mark.slow_on_postgresql


@pytest.fixture
def olga(make_application: MakeApp) -> Person:
    """A professional; what plugins add to these screens is not counted here."""
    return professional(Stage(make_application(off=FEATURES)))


def make_clients(olga: Person, number: int) -> None:
    """Make clients Name 000, Name 001 … with the numbers 1, 2 …."""

    def work(request: Request) -> None:
        session, now = request.dbsession, request.clock.now()
        provider = provider_of(request, olga)
        names = [{"client_name": f"Name {one:03d}", "created_at": now} for one in range(number)]
        ids = session.scalars(insert(Account).returning(Account.id), names).all()
        links = [{"provider_id": provider.id, "account_id": one, "created_at": now} for one in sorted(ids)]
        session.execute(insert(Client), links)

    if number:
        olga.stage.run(work)


def shown(olga: Person, press: Press) -> tuple[Screen, int]:
    """Return a screen and how many statements it takes once the person is known."""
    counted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    def work(request: Request) -> Screen:
        account = provider_of(request, olga).account
        assert account.provider is not None
        engine = request.dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            return render(request, Visit(account, NAME, Arrival(olga.subject)), press)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return olga.stage.run(work, only_reads=True), len(counted)


@pytest.mark.parametrize(("clients", "rows", "statements"), [(0, 0, 1), (1, 1, 2), (9, 10, 2), (500, 10, 2)])
def test_list(olga: Person, clients: int, rows: int, statements: int) -> None:
    make_clients(olga, clients)

    screen, counted = shown(olga, go("clients"))

    assert (len(screen.rows), counted) == (rows, statements)


@pytest.mark.parametrize(("clients", "rows"), [(0, 1), (1, 2), (9, 10), (500, 10)])
def test_search(olga: Person, clients: int, rows: int) -> None:
    make_clients(olga, clients)

    screen, counted = shown(olga, go("clients.found", search="näme", page=0))

    assert (len(screen.rows), counted) == (rows, 1)


@pytest.mark.parametrize("clients", [1, 9, 500])
def test_card(olga: Person, clients: int) -> None:
    make_clients(olga, clients)

    screen, counted = shown(olga, go("clients.card", client=clients))

    assert (screen.text.splitlines()[0], counted) == (f"<b>Name {clients - 1:03d}</b>", 2)


def test_last_page_of_500_has_the_last_names(olga: Person) -> None:
    make_clients(olga, 500)

    screen, _counted = shown(olga, go("clients.page", page=62))

    assert [row[0].label for row in screen.rows[:5]] == [
        *("Name 496", "Name 497", "Name 498", "Name 499"),
        "‹",
    ]


@pytest.mark.parametrize("number", [9, 500])
def test_specialists_are_read_page_by_page(olga: Person, number: int) -> None:
    ada = olga.stage.person("Ada")
    connect(olga.stage, olga, ada)
    add_specialists(ada, number - 1)

    screen, rows = rows_read(ada, go("specialists"))

    assert (len(screen.rows), rows) == (9, [1, 8])


def test_card_of_a_specialist_counts_the_others(olga: Person) -> None:
    ada = olga.stage.person("Ada")
    connect(olga.stage, olga, ada)
    add_specialists(ada, 499)

    _screen, rows = rows_read(ada, go("specialists.card", provider=1))

    assert max(rows) == 1
