"""Looks: what delivery asks its own tables many times a second, without a unit of work."""

import pytest
from sqlalchemy import Connection, delete, event, func, literal, select

from kalenner.clock import CLOCK
from kalenner.database import SESSIONS, ReadOnlyUnit
from kalenner.delivery.looks import BareRequest, look
from kalenner.delivery.models import Outbox
from tests.core.delivery.conftest import OutboxHarness


def test_look_reads_what_was_committed_and_gives_its_connection_back(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")
    pool = SESSIONS.of(harness.app.registry).engine.pool

    def count(request: BareRequest) -> tuple[int, bool]:
        found = request.dbsession.scalar(select(func.count(Outbox.id)))
        return found or 0, request.clock is CLOCK.of(request.registry)

    assert look(harness.app, "outbox/test", count) == (1, True)
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_look_writes_nothing(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")

    with pytest.raises(ReadOnlyUnit):
        look(harness.app, "outbox/test", lambda request: request.dbsession.execute(delete(Outbox)))

    assert harness.states == ["waiting"]


def test_look_begins_no_transaction_on_postgresql_and_leaves_the_connection_as_it_was(
    harness: OutboxHarness,
) -> None:
    engine = SESSIONS.of(harness.app.registry).engine
    modes: list[object] = []

    def note(connection: Connection, *_statement: object) -> None:
        modes.append(getattr(connection.connection.driver_connection, "autocommit", None))

    event.listen(engine, "before_cursor_execute", note)
    try:
        look(harness.app, "outbox/test", lambda request: request.dbsession.execute(select(literal(1))))
        harness.run(lambda request: request.dbsession.execute(select(literal(1))))
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert modes == ([True, False] if engine.dialect.name == "postgresql" else [None, None])
