"""What operators see of messages that were not delivered, and what they can do with them."""

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kalenner.cli import main
from kalenner.clock import FixedClock
from kalenner.delivery import Priority, outcomes
from kalenner.delivery.dead_letters import MOST_LISTED, NotFailed, drop, list_failed, send_again
from kalenner.delivery.models import Outbox
from tests.conftest import TOKEN, MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import SCRIPTED


def listed(harness: OutboxHarness) -> list[int]:
    return list(harness.run(lambda request: [row.id for row in list_failed(request.dbsession)]))


def refuse(harness: OutboxHarness, outbox_id: int) -> None:
    harness.run(partial(outcomes.mark_refused, outbox_id=outbox_id, error="no"))


def test_what_failed_or_waits_after_a_try_is_listed_the_newest_first(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "refused", "given up", "tried", "new", "obsolete", priority=Priority.NOTIFICATION)
    refuse(harness, 1)
    harness.run(partial(outcomes.mark_dead, outbox_id=2, error="KeyError"))
    harness.run(partial(outcomes.retry_rendering, outbox_id=3, seconds=9, error="KeyError"))
    harness.run(partial(outcomes.mark_obsolete, outbox_id=5, error="gone"))

    assert listed(harness) == [3, 2, 1]


def test_list_has_an_end(harness: OutboxHarness) -> None:
    harness.enqueue("ada", *(str(number) for number in range(MOST_LISTED + 1)))
    harness.run(lambda request: request.dbsession.query(Outbox).update({"state": "refused"}))

    assert listed(harness) == list(range(MOST_LISTED + 1, 1, -1))


def test_message_that_is_sent_again_arrives(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION)
    harness.run(partial(outcomes.retry_rendering, outbox_id=1, seconds=9, error="KeyError"))
    harness.run(partial(outcomes.mark_dead, outbox_id=1, error="KeyError"))

    harness.run(partial(send_again, outbox_id=1))

    columns = (Outbox.state, Outbox.priority, Outbox.tries, Outbox.error, Outbox.not_before)
    assert harness.rows(*columns) == [("waiting", Priority.NOTIFICATION, 0, None, None)]
    harness.send_until(lambda: harness.channel.accepted == [("ada", "a")])


def test_dropped_message_is_forgotten_and_cannot_be_sent_again(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")
    refuse(harness, 1)

    harness.run(partial(drop, outbox_id=1))

    assert harness.rows(Outbox.state, Outbox.payload) == [("dropped", None)]
    with pytest.raises(NotFailed):
        harness.run(partial(send_again, outbox_id=1))


@pytest.mark.parametrize("work", [send_again, drop])
@pytest.mark.parametrize("outbox_id", [1, 99])
def test_what_was_sent_or_is_not_there_is_left_alone(
    harness: OutboxHarness, work: Any, outbox_id: int
) -> None:
    harness.enqueue("ada", "a")
    harness.send_until_recorded(lambda: harness.states == ["sent"])

    with pytest.raises(NotFailed):
        harness.run(partial(work, outbox_id=outbox_id))

    assert harness.states == ["sent"]


@pytest.fixture
def _own_logs() -> Iterator[None]:
    """Give the root logger back as it was: a command configures it."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.mark.usefixtures("_own_logs")
def test_command_lists_no_word_of_anybody(
    make_core: MakeApp,
    tmp_path: Path,
    database_url: str,
    clock: FixedClock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harness = OutboxHarness(make_core(SCRIPTED), clock)
    harness.enqueue("ada", "a secret")
    refuse(harness, 1)
    ini = tmp_path / "kalenner.ini"
    ini.write_text(
        f"[app:main]\nkalenner.data_dir = {tmp_path}\ndatabase.url = {database_url.replace('%', '%%')}\n"
        f"telegram.token = {TOKEN}\n"
    )

    assert main(["outbox", "list", str(ini)]) == 0
    listed_lines = capsys.readouterr().out.splitlines()
    assert main(["outbox", "show", "1", str(ini)]) == 0
    shown = capsys.readouterr().out
    assert main(["outbox", "drop", "1", str(ini)]) == 0
    assert main(["outbox", "retry", "1", str(ini)]) == 2

    assert [line.split("  ")[2:] for line in listed_lines] == [
        ["scripted", "refused", "0 tries", "answer", "no"]
    ]
    assert "a secret" in shown
    assert "expected a number that `kalenner outbox list` shows, not 1" in capsys.readouterr().err
