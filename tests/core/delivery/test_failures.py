"""Failures in a row: one traceback a kind, one line for what an operator has to mend, growing distances."""

import asyncio
import logging
import threading
from pathlib import Path

import pytest

from kalenner.database import SESSIONS
from kalenner.delivery import ChannelRefused, channels_of
from kalenner.delivery.bot import Bot
from kalenner.delivery.failures import Failures
from kalenner.delivery.leader import Leadership
from tests.conftest import MakeApp
from tests.core.delivery.scripted_channel import NAME, SCRIPTED, ScriptedChannel


def test_refusal_is_said_once_and_asked_again_at_growing_distance(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    failures = Failures("telegram")

    pauses = [failures.note(ChannelRefused("telegram.token: Telegram refuses it")) for _ in range(12)]

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert caplog.messages == ["channel telegram: telegram.token: Telegram refuses it"]
    assert caplog.records[0].exc_info is None


def test_each_kind_has_one_traceback_and_then_a_counter(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures("telegram")

    pauses = [failures.note(error) for error in [OSError("a"), OSError("b"), ValueError("c"), OSError("d")]]

    assert pauses == [1, 2, 4, 8]
    assert [(record.getMessage(), record.exc_info is not None) for record in caplog.records] == [
        ("channel telegram failed; trying again", True),
        ("channel telegram failed again: builtins.OSError, 2 times in a row", False),
        ("channel telegram failed; trying again", True),
        ("channel telegram failed again: builtins.OSError, 3 times in a row", False),
    ]


def test_after_it_has_worked_everything_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures("telegram")
    for _ in range(9):
        assert failures.note(OSError()) <= 30

    failures.clear()

    assert failures.note(OSError()) == 1
    assert caplog.messages[-1] == "channel telegram failed; trying again"


class RefusedChannel(ScriptedChannel):
    """Refuses to listen; its second start waits for the test."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = 0
        self.is_started_again, self.may_go = threading.Event(), threading.Event()

    async def start(self) -> None:
        self.starts += 1
        if self.starts == 2:
            self.is_started_again.set()
            await asyncio.to_thread(self.may_go.wait, 20)

    async def listen(self) -> None:
        raise ChannelRefused("mend me")


def test_process_that_is_refused_lets_another_lead(
    make_core: MakeApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_core(SCRIPTED)
    channel = RefusedChannel()
    channels_of(app.registry)[NAME] = channel
    bot = Bot(app, tmp_path)
    bot.start()
    assert channel.is_started_again.wait(20)
    other = Leadership(SESSIONS.of(app.registry).engine, tmp_path, NAME)

    is_leader = other.hold()

    other.release()
    channel.may_go.set()
    bot.stop()
    channels_of(app.registry)[NAME] = ScriptedChannel()
    assert is_leader
    assert "channel scripted: mend me" in caplog.messages
