"""The connection to the fake Bot API, for the Telegram adapter."""

from dataclasses import dataclass

from kalenner.registry import RegistryKey
from kalenner_playground.fake_telegram import TOKEN
from kalenner_playground.links import START


@dataclass(frozen=True)
class PlaygroundConnection:
    """A connection as the Telegram adapter takes it."""

    token: str
    base_url: str
    base_file_url: str
    start_links: str

    @classmethod
    def at(cls, port: int, page: str) -> "PlaygroundConnection":
        """Return the connection to the playground on this machine, whose page has the address `page`."""
        base_url = f"http://127.0.0.1:{port}/-/botapi"
        return cls(TOKEN, f"{base_url}/bot", f"{base_url}/file/bot", f"{page}?{START}=")


FALLBACK_CONNECTION: RegistryKey[PlaygroundConnection] = RegistryKey("kalenner.bot_api")
"""Where the Telegram adapter looks while no token is set; neither package imports the other."""
