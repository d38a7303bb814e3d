"""Presses whose screen takes long are answered with nothing, and then not again."""

import pytest

from kalenner.delivery import Priority, TryLater, Update, store
from kalenner.delivery.acknowledgements import Acknowledgements, WaitingPress
from kalenner.delivery.models import Inbox
from tests.core.delivery.conftest import Post
from tests.core.delivery.scripted import NAME, failing


def open_press(post: Post, number: int) -> None:
    """An update with a press that nobody handles."""

    update = Update(number, "ada", {"press": number})
    post.run(lambda request: store(request.dbsession, request.clock, NAME, [update]))


def test_press_that_waits_is_answered_with_nothing_after_three_seconds(post: Post) -> None:
    acknowledgement = Acknowledgements(post.channel)
    open_press(post, 1)

    post.clock.move(2.9)
    assert post.run(acknowledgement.find_waiting) == []
    post.clock.move(0.1)
    assert post.run(acknowledgement.find_waiting) == [WaitingPress("press:1", "ada", {"hush": 1})]


@pytest.mark.parametrize("is_taken", [True, False])
def test_answer_of_the_screen_is_sent_only_if_the_empty_one_was_not(post: Post, is_taken: bool) -> None:
    open_press(post, 1)
    post.clock.move(4)
    if not is_taken:
        post.channel.script = failing(*(TryLater(None) for _ in range(1)))

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)
        post.run(lambda request: setattr(request.dbsession.get(Inbox, 1), "state", "done"))
        post.promise("ada", "late", priority=Priority.PRESS, dedupe="press:1")
        post.promise("ada", "screen")
        await post.noted(lambda: post.states == ["sent", "sent"])

    post.send(see)

    assert (("ada", "late") in post.channel.tried) is not is_taken
