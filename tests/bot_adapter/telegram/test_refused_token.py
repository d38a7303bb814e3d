"""A token that Telegram refuses is said once, in a line, and works again as soon as Telegram takes it."""

import logging
from pathlib import Path

import pytest
from tests.bot_adapter.telegram.hostile_plugin import HOSTILE
from tests.bot_adapter.telegram.product import RunningProduct
from tests.live import running

from kalenner_playground.fake_telegram import TOKEN

REFUSED = "channel telegram: telegram.token: Telegram refuses it; it was revoked or mistyped."


def test_revoked_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "kalenner.failures")
    with running(tmp_path, HOSTILE) as live:
        product = RunningProduct(live)
        ada = product.person()

        live.telegram.token = "7000000001:another-token-that-nobody-was-told"
        ada.send("/desk")  # ends the long poll; the next one is refused
        live.telegram.wait(lambda: _said(caplog, logging.DEBUG), 20)
        live.telegram.token = TOKEN
        live.telegram.wait(lambda: not live.telegram.updates.count(), 20)
        product.settle(ada)

    assert len(_said(caplog, logging.ERROR)) == 1
    assert "Traceback" not in caplog.text


def _said(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno == level and record.getMessage().startswith(REFUSED)
    ]
