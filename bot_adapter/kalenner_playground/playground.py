"""One playground in one application: the fake Telegram, its Bot API, the open pages, the clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Protocol, cast

from pyramid.registry import Registry

from kalenner.clock import CLOCK
from kalenner.registry import RegistryKey
from kalenner_playground.botapi import BotApi
from kalenner_playground.fake_telegram import FAKE_TELEGRAM, FakeTelegram
from kalenner_playground.watchers import Watchers

_lock = Lock()


class PlaygroundClock(Protocol):
    """The product's clock, as far as the page moves it."""

    @property
    def offset(self) -> float:
        """How many seconds it is ahead of the real time."""
        ...

    def move(self, seconds: float) -> None:
        """Put it ahead by so many seconds more."""
        ...

    def now(self) -> datetime:
        """The time it shows, as an aware UTC instant."""
        ...


class OffsetClock:
    """A clock for a playground without the product, as in tests."""

    def __init__(self) -> None:
        self.offset = 0.0

    def move(self, seconds: float) -> None:
        """Put it ahead by so many seconds more."""
        self.offset += seconds

    def now(self) -> datetime:
        """Return the time it shows."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)


class Playground:
    """The parts that the views share."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram
        self.bot_api = BotApi(telegram)
        self.watchers = Watchers(telegram.store, telegram.journal)


_PLAYGROUND: RegistryKey[Playground] = RegistryKey("playground")
_OWN_CLOCK: RegistryKey[PlaygroundClock] = RegistryKey("playground.clock", OffsetClock)


def clock_of(registry: Registry) -> PlaygroundClock:
    """Return the product's clock, or our own if there is none."""
    clock = cast("PlaygroundClock | None", CLOCK.find(registry))
    return _OWN_CLOCK.of(registry) if clock is None else clock


def playground_of(registry: Registry) -> Playground:
    """Return the playground of an application, made at the first call.

    The fake Telegram is the registry's, or is made in `<kalenner.data_dir>/playground`.
    """
    with _lock:
        playground = _PLAYGROUND.find(registry)
        if playground is None:
            if FAKE_TELEGRAM.find(registry) is None:
                folder = Path(registry.settings["kalenner.data_dir"]) / "playground"
                FAKE_TELEGRAM.put(registry, FakeTelegram(folder, now=lambda: clock_of(registry).now()))
            playground = Playground(FAKE_TELEGRAM.of(registry))
            _PLAYGROUND.put(registry, playground)
        return playground
