"""How long rows and received files are kept."""

import pytest
from sqlalchemy import select

from kalenner.delivery import Update, note_files, store
from kalenner.delivery.models import Inbox, Outbox, ReceivedFile
from kalenner.delivery.retention import delete_old
from kalenner.files import FILES
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME

DAY = 24 * 3600


@pytest.mark.parametrize(
    ("days", "states"),
    [
        (7.9, ["waiting", "sent", "refused"]),
        (8.1, ["waiting", "refused"]),
        (29.9, ["waiting", "refused"]),
        (30.1, ["waiting"]),
    ],
)
def test_what_was_sent_is_deleted_after_eight_days_what_failed_after_thirty_and_what_waits_never(
    harness: OutboxHarness, days: float, states: list[str]
) -> None:
    harness.enqueue("ada", "a", "b", "c")
    for outbox_id, state in ((2, "sent"), (3, "refused")):
        harness.run(
            lambda request, i=outbox_id, s=state: setattr(request.dbsession.get(Outbox, i), "state", s)
        )

    harness.clock.move(days * DAY)
    harness.run(delete_old)

    assert harness.states == states


@pytest.mark.parametrize(("state", "is_kept"), [("open", True), ("done", False), ("dead", False)])
def test_updates_are_deleted_after_eight_days_unless_they_are_open(
    harness: OutboxHarness, state: str, is_kept: bool
) -> None:
    harness.run(lambda request: store(request, NAME, [Update(1, "ada", {})]))
    harness.run(lambda request: setattr(request.dbsession.get(Inbox, 1), "state", state))

    harness.clock.move(8.1 * DAY)
    harness.run(delete_old)

    assert harness.run(lambda request: request.dbsession.get(Inbox, 1) is not None) is is_kept


def test_received_file_is_deleted_after_a_day_with_its_row(harness: OutboxHarness) -> None:
    files = FILES.of(harness.app.registry)
    old, new = files.put(b"old"), files.put(b"new")
    harness.run(lambda request: note_files(request, [old]))
    harness.clock.move(1.1 * DAY)
    harness.run(lambda request: note_files(request, [new]))

    harness.run(delete_old)

    keys = harness.run(lambda request: list(request.dbsession.scalars(select(ReceivedFile.key))))
    assert keys == [new]
    assert files.get(new) == b"new"
    with pytest.raises(KeyError):
        files.get(old)
