"""What waits is sealed: no word of it is on the disk, and what is moved, forged or plain is not believed."""

import json
from typing import Any

import pytest
from pyramid.request import Request
from sqlalchemy import text, update

from kalenner.database import Base
from kalenner.delivery import Update, store
from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.queries import list_next
from kalenner.security import KEYS, Tampered
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME


def arrive(harness: OutboxHarness, *subjects: str) -> None:
    """Store an update of each person."""
    updates = [Update(key, subject, {"said": subject}) for key, subject in enumerate(subjects, 1)]
    harness.run(lambda request: store(request, NAME, updates))


def payloads(harness: OutboxHarness) -> list[Any]:
    """What the open updates say; the kind of fault where one does not open."""

    def work(request: Request) -> list[Any]:
        said = []
        for one in list_next(request, 10):
            try:
                said.append(one.payload)
            except Tampered as error:
                said.append(type(error))
        return said

    return harness.run(work)


def write(harness: OutboxHarness, model: type[Base], row_id: int, payload: Any) -> None:
    """Write a payload as somebody does who has the database and no keys."""
    statement = update(model).where(model.__table__.c.id == row_id).values(payload=payload)
    harness.run(lambda request: request.dbsession.execute(statement))


def test_update_moved_to_another_row_does_not_open(harness: OutboxHarness) -> None:
    arrive(harness, "ada", "bob")
    (_ada, bob) = harness.run(
        lambda request: list(request.dbsession.scalars(text("SELECT payload FROM core_inbox ORDER BY id")))
    )

    write(harness, Inbox, 1, bob)

    assert payloads(harness) == [Tampered, {"said": "bob"}]


@pytest.mark.parametrize("forged", [b'{"said": "ada"}', b"", b"\1" + b"x" * 60])
def test_update_that_was_not_sealed_by_us_does_not_open(harness: OutboxHarness, forged: bytes) -> None:
    arrive(harness, "ada")

    write(harness, Inbox, 1, forged)

    assert payloads(harness) == [Tampered]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_plain_words_in_a_column_of_bytes_are_not_believed(harness: OutboxHarness) -> None:
    arrive(harness, "ada")

    harness.run(
        lambda request: request.dbsession.execute(
            text("UPDATE core_inbox SET payload = :plain"), {"plain": json.dumps({"said": "ada"})}
        )
    )

    assert payloads(harness) == [Tampered]


def test_what_an_older_key_has_sealed_is_read(harness: OutboxHarness) -> None:
    arrive(harness, "ada")
    harness.enqueue("ada", "a")

    KEYS.of(harness.app.registry).rotate()
    harness.run(lambda request: store(request, NAME, [Update(9, "bob", {"said": "bob"})]))

    assert payloads(harness) == [{"said": "ada"}, {"said": "bob"}]
    harness.send_until_recorded(lambda: harness.states == ["sent"])
    assert harness.channel.accepted == [("ada", "a")]


def test_message_that_does_not_open_is_given_up_and_holds_up_no_other(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a", "b")
    harness.enqueue("bob", "c")
    write(harness, Outbox, 1, b"forged")

    harness.send_until_recorded(lambda: "waiting" not in harness.states)

    assert harness.states == ["dead", "sent", "sent"]
    assert sorted(harness.channel.accepted) == [("ada", "b"), ("bob", "c")]
    assert harness.rows(Outbox.error)[0][0].startswith("Tampered")
