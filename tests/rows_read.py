"""What a screen reads: how many rows each of its statements returns."""

from typing import Any

from pyramid.request import Request
from sqlalchemy import event

from kalenner.people import AccountService
from kalenner.screens import Arrival, Press, Screen, Visit, render
from kalenner.testing import Person
from kalenner.testing.channel import NAME


def rows_read(person: Person, press: Press) -> tuple[Screen, list[int]]:
    """Return a screen, and of each SELECT it takes once the person is known how many rows it returns."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    def work(request: Request) -> tuple[Screen, list[int]]:
        account = request.find_service(AccountService).find(NAME, person.subject)
        assert account is not None
        assert account.provider is None or account.provider.id  # both sides are known by now
        engine = request.dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            screen = render(request, Visit(account, NAME, Arrival(person.subject)), press)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        connection = request.dbsession.connection()
        return screen, [len(connection.exec_driver_sql(*each).all()) for each in asked]

    return person.stage.run(work, only_reads=True)
