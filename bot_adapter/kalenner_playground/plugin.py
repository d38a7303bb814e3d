"""The playground as a plugin: active while no bot token is set, and on this machine only."""

from typing import Any

from pyramid.config import Configurator

from kalenner.clock import MovableClock, SystemClock
from kalenner.plugins import Plugin
from kalenner.settings import KalennerSettings, Settings, WebSettings
from kalenner.web.home import FRONT_DOOR
from kalenner_playground import reason_against
from kalenner_playground.connection import PlaygroundConnection
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.start import prepare


def is_wanted(settings: Settings) -> bool:
    """Tell whether neither a real bot nor a public address is configured."""
    values: dict[str, Any] = {
        name: settings.value(name) for name in ("telegram.token", "web.public_url", "web.host")
    }
    return not reason_against(values)


plugin = Plugin(
    name="playground",
    title="Playground, a stand-in for Telegram",
    package="kalenner_playground.plugin",
    has_texts=False,
    is_wanted=is_wanted,
    prefixes=("botapi",),
)


def includeme(config: Configurator) -> None:
    """Make the fake Telegram, and point the bot and the home page to it."""
    registry = config.registry
    settings: Settings = registry["kalenner.settings"]
    folder = settings.of(KalennerSettings).data_dir / "playground"
    if isinstance(registry["kalenner.clock"], SystemClock):
        registry["kalenner.clock"] = MovableClock(folder / "clock")
    registry.setdefault("playground.telegram", FakeTelegram(folder, now=registry["kalenner.clock"].now))
    registry["kalenner.bot_api"] = PlaygroundConnection.at(settings.of(WebSettings).port)
    registry[FRONT_DOOR] = "/-/playground/"
    registry.setdefault("kalenner.at_start", []).append(prepare)
    registry.setdefault("kalenner.at_stop", []).append(registry["playground.telegram"].store.end_waits)
    config.include("kalenner_playground")
