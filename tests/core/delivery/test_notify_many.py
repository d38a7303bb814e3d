"""Many notifications promised at once are what as many single ones would be."""

from typing import Any

from pyramid.request import Request
from sqlalchemy import event

from kalenner.delivery import Notification, routes
from kalenner.delivery.models import Outbox
from tests.core.delivery.conftest import OutboxHarness

COLUMNS = (
    *(Outbox.channel, Outbox.address, Outbox.account_id, Outbox.origin_id, Outbox.payload, Outbox.dedupe),
    *(Outbox.priority, Outbox.state, Outbox.tries, Outbox.not_before, Outbox.created_at),
)


def many(*subjects: str, harness: OutboxHarness) -> list[Notification]:
    accounts = [harness.account(subject) for subject in subjects]
    return [
        Notification(account, routes.undeliverable(message=account), accounts[0], f"many:{account}")
        for account in accounts
    ]


def test_as_single_ones(harness: OutboxHarness) -> None:
    notifications = many("ada", "bob", harness=harness)

    def single(request: Request) -> None:
        for each in notifications:
            request.notify(each.account_id, each.press, origin_id=each.origin_id, dedupe=each.dedupe)

    harness.run(single)
    singles = harness.rows(*COLUMNS)
    harness.run(lambda request: request.dbsession.query(Outbox).delete())
    harness.run(lambda request: request.notify_many(notifications))

    assert harness.rows(*COLUMNS) == singles
    assert len(singles) == 2


def test_what_was_promised_before_is_not_promised_again(harness: OutboxHarness) -> None:
    notifications = many("ada", "bob", harness=harness)

    harness.run(lambda request: request.notify_many(notifications[:1]))
    harness.run(lambda request: request.notify_many(notifications))

    assert [address for (address,) in harness.rows(Outbox.address)] == ["ada", "bob"]


def test_for_nobody_and_for_who_has_no_address(harness: OutboxHarness) -> None:
    harness.run(lambda request: request.notify_many([]))
    harness.run(lambda request: request.notify_many([Notification(99, routes.undeliverable(message=1))]))

    assert harness.states == []


def test_in_as_many_statements_as_for_one(harness: OutboxHarness) -> None:
    notifications = many(*map(str, range(20)), harness=harness)
    counted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    def enqueue(request: Request) -> None:
        engine = request.dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            request.notify_many(notifications)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    harness.run(enqueue)

    assert [statement.split()[0] for statement in counted if "pg_notify" not in statement] == [
        "SELECT",
        "INSERT",
    ]
    assert len(harness.states) == 20
