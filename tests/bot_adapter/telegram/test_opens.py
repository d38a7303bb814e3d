"""Where a button may lead: Telegram refuses the reader's own machine, its stand-in does not."""

import pytest
from pyramid.registry import Registry

from kalenner.settings import SETTINGS, Settings
from kalenner_telegram.channel import TelegramChannel
from kalenner_telegram.connection import FALLBACK_CONNECTION, Connection
from kalenner_telegram.settings import TelegramSettings


def channel(fallback: Connection | None = None) -> TelegramChannel:
    registry = Registry()
    SETTINGS.put(registry, Settings({TelegramSettings: TelegramSettings()}))
    if fallback is not None:
        FALLBACK_CONNECTION.put(registry, fallback)
    return TelegramChannel(registry)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/en/olga", True),
        ("http://192.0.2.1:6543/en/olga", True),
        ("http://localhost:6543/en/olga", False),
        ("http://127.0.0.1:6543/en/olga", False),
        ("http://[::1]:6543/en/olga", False),
    ],
)
def test_telegram_refuses_the_readers_own_machine(url: str, expected: bool) -> None:
    assert channel().opens(url) is expected


def test_what_stands_in_for_telegram_takes_it() -> None:
    assert channel(Connection("token", "base", "files")).opens("http://127.0.0.1:6543/en/olga") is True
