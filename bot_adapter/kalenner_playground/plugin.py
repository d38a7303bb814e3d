"""The playground as a plugin: active while no bot token is set, and on this machine only."""

from typing import Any

from pyramid.config import Configurator

from kalenner.clock import CLOCK, MovableClock, SystemClock
from kalenner.lifespan import AT_START, AT_STOP
from kalenner.plugins import Plugin
from kalenner.server import BODY_LIMITS
from kalenner.settings import SETTINGS, KalennerSettings, Settings, WebSettings
from kalenner.web.home import ROOT_LOCATION
from kalenner.web.pages import base_url
from kalenner_playground import reason_against
from kalenner_playground.connection import FALLBACK_CONNECTION, PlaygroundConnection
from kalenner_playground.fake_telegram import FAKE_TELEGRAM, FakeTelegram
from kalenner_playground.files import UPLOAD_BYTES_AT_MOST
from kalenner_playground.links import PATH
from kalenner_playground.product import PRODUCT, product_state
from kalenner_playground.start import prepare

_MOST_BYTES = UPLOAD_BYTES_AT_MOST + 1024 * 1024
"""A file as large as Telegram takes, and what is said with it."""


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
    settings: Settings = SETTINGS.of(registry)
    folder = settings.of(KalennerSettings).data_dir / "playground"
    if isinstance(CLOCK.of(registry), SystemClock):
        CLOCK.put(registry, MovableClock(folder / "clock"))
    if FAKE_TELEGRAM.find(registry) is None:
        FAKE_TELEGRAM.put(registry, FakeTelegram(folder, now=CLOCK.of(registry).now))
    page = f"{base_url(settings)}{PATH}"
    FALLBACK_CONNECTION.put(registry, PlaygroundConnection.at(settings.of(WebSettings).port, page))
    ROOT_LOCATION.put(registry, PATH)
    PRODUCT.put(registry, product_state)
    AT_START.of(registry).append(prepare)
    AT_STOP.of(registry).append(FAKE_TELEGRAM.of(registry).store.end_waits)
    for place in ("/-/botapi/", PATH):
        BODY_LIMITS.of(registry)[place] = lambda _header: _MOST_BYTES
    config.include("kalenner_playground")
