"""The connection to the fake Bot API, for the Telegram adapter."""

from dataclasses import dataclass

from kalenner_playground.fake_telegram import TOKEN


@dataclass(frozen=True)
class PlaygroundConnection:
    """A connection as the Telegram adapter takes it."""

    token: str
    base_url: str
    base_file_url: str

    @classmethod
    def at(cls, port: int) -> "PlaygroundConnection":
        """Return the connection to the playground on this machine."""
        base_url = f"http://127.0.0.1:{port}/-/botapi"
        return cls(TOKEN, f"{base_url}/bot", f"{base_url}/file/bot")
