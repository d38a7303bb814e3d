"""Presses whose screen takes long are answered with nothing, and then not again."""

import pytest

from kalenner.delivery import Priority, TryLater, Update, store
from kalenner.delivery.acknowledgements import Acknowledgements, WaitingPress
from kalenner.delivery.models import Inbox
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME, raising


def open_press(harness: OutboxHarness, number: int) -> None:
    """An update with a press that nobody handles."""

    update = Update(number, "ada", {"press": number})
    harness.run(lambda request: store(request, NAME, [update]))


def test_press_that_waits_is_answered_with_nothing_after_three_seconds(harness: OutboxHarness) -> None:
    acknowledgements = Acknowledgements(harness.channel)
    open_press(harness, 1)

    harness.clock.move(2.9)
    assert harness.run(acknowledgements.find_waiting) == []
    harness.clock.move(0.1)
    assert harness.run(acknowledgements.find_waiting) == [WaitingPress("press:1", "ada", {"acknowledged": 1})]


@pytest.mark.parametrize("is_taken", [True, False])
def test_answer_of_the_screen_is_sent_only_if_the_empty_one_was_not(
    harness: OutboxHarness, is_taken: bool
) -> None:
    open_press(harness, 1)
    harness.clock.move(4)
    if not is_taken:
        harness.channel.script = raising(*(TryLater(None) for _ in range(1)))

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)
        harness.run(lambda request: setattr(request.dbsession.get(Inbox, 1), "state", "done"))
        harness.enqueue("ada", "late", priority=Priority.PRESS, dedupe="press:1")
        harness.enqueue("ada", "screen")
        await harness.until_recorded(lambda: harness.states == ["sent", "sent"])

    harness.send(see)

    assert (("ada", "late") in harness.channel.tried) is not is_taken
