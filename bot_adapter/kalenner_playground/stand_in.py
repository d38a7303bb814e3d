"""Where the adapter finds the pretended Bot API."""

from dataclasses import dataclass

from kalenner_playground.world import TOKEN


@dataclass(frozen=True)
class StandIn:
    """A connection as the Telegram adapter takes it."""

    token: str
    base_url: str
    base_file_url: str

    @classmethod
    def at(cls, port: int) -> "StandIn":
        """Return the connection to the playground on this machine."""
        here = f"http://127.0.0.1:{port}/-/botapi"
        return cls(TOKEN, f"{here}/bot", f"{here}/file/bot")
