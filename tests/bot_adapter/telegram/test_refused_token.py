"""A token that Telegram refuses is said once, in a line, and works again as soon as Telegram takes it."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bot_adapter.telegram.hostile_plugin import HOSTILE
from tests.bot_adapter.telegram.product import RunningProduct
from tests.live import running

from kalenner_playground.fake_telegram import TOKEN

REFUSED = "channel telegram: telegram.token: Telegram refuses it; it was revoked or mistyped."


class Refusals(logging.Handler):
    """What is logged of refusals, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self._levels: list[int] = []
        self._changed = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        """Note a refusal."""
        if record.getMessage().startswith(REFUSED):
            with self._changed:
                self._levels.append(record.levelno)
                self._changed.notify_all()

    def count(self, level: int) -> int:
        """How many were logged at a level."""
        return self._levels.count(level)

    def wait(self, level: int) -> None:
        """Wait for one at a level."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.count(level), 20)


@pytest.fixture
def refusals(caplog: pytest.LogCaptureFixture) -> Iterator[Refusals]:
    caplog.set_level(logging.DEBUG, "kalenner.failures")
    heard = Refusals()
    logging.getLogger("kalenner.failures").addHandler(heard)
    yield heard
    logging.getLogger("kalenner.failures").removeHandler(heard)


def test_revoked_token(tmp_path: Path, caplog: pytest.LogCaptureFixture, refusals: Refusals) -> None:
    with running(tmp_path, HOSTILE) as live:
        product = RunningProduct(live)
        ada = product.person()

        live.telegram.token = "7000000001:another-token-that-nobody-was-told"
        ada.send("/desk")  # ends the long poll; the next one is refused
        refusals.wait(logging.DEBUG)
        live.telegram.token = TOKEN
        live.telegram.wait(lambda: not live.telegram.updates.count(), 20)
        product.settle(ada)

    assert refusals.count(logging.ERROR) == 1
    assert "Traceback" not in caplog.text
