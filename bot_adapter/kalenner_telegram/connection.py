"""Whom the adapter talks to."""

from dataclasses import dataclass, field

from pyramid.exceptions import ConfigurationError
from pyramid.registry import Registry

from kalenner_telegram.settings import TelegramSettings

STAND_IN = "kalenner.bot_api"
"""Registry key of a :class:`Connection` that is used while no token is set."""


@dataclass(frozen=True)
class Connection:
    """A Bot API server and the bot's account at it."""

    token: str = field(repr=False)
    base_url: str
    base_file_url: str


class NoConnection(ConfigurationError):
    """There is neither a token nor a stand-in."""


def connection_of(registry: Registry) -> Connection:
    """Return the configured server, or what stands in for it; raises :class:`NoConnection`."""
    settings = registry["kalenner.settings"].of(TelegramSettings)
    if settings.token:
        return Connection(settings.token, settings.base_url, settings.base_file_url)
    stand_in = registry.get(STAND_IN)
    if stand_in is None:
        raise NoConnection("telegram.token: expected a bot token, because the playground is switched off")
    return Connection(stand_in.token, stand_in.base_url, stand_in.base_file_url)
