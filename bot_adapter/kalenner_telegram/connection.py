"""Which Bot API server the adapter calls, and as which bot."""

from dataclasses import dataclass, field

from pyramid.exceptions import ConfigurationError
from pyramid.registry import Registry

from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS
from kalenner_telegram.settings import TelegramSettings

FALLBACK_CONNECTION: RegistryKey["Connection"] = RegistryKey("kalenner.bot_api")
"""Registry key of a :class:`Connection` to use while no token is set, as the playground provides it."""


@dataclass(frozen=True)
class Connection:
    """A Bot API server and the bot's account at it."""

    token: str = field(repr=False)
    base_url: str
    base_file_url: str
    start_links: str = "https://t.me/{username}?start="
    """What a link begins with that starts the bot; its payload follows."""

    def start_link(self, username: str | None, payload: str) -> str | None:
        """Return the link that starts the bot; None where it needs the username, which is not known yet."""
        if username is None and "{username}" in self.start_links:
            return None
        return self.start_links.format(username=username) + payload

    @property
    def bot_id(self) -> int:
        """The bot's id, with which its token begins."""
        return int(self.token.partition(":")[0])


class NoConnection(ConfigurationError):
    """There is neither a token nor a fallback."""


def connection_of(registry: Registry) -> Connection:
    """Return the configured connection, or the fallback; raises :class:`NoConnection`."""
    settings = SETTINGS.of(registry).of(TelegramSettings)
    if settings.token:
        return Connection(settings.token, settings.base_url, settings.base_file_url)
    fallback = FALLBACK_CONNECTION.find(registry)
    if fallback is None:
        raise NoConnection("telegram.token: expected a bot token, because the playground is switched off")
    return Connection(fallback.token, fallback.base_url, fallback.base_file_url, fallback.start_links)
