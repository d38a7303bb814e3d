"""What a channel is: an adapter between updates and screens, and what sending can meet."""

from dataclasses import dataclass
from typing import Any, Protocol

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.screens import Arrival, Screen, Visit

CHANNELS = "kalenner.channels"


class Unreachable(Exception):
    """The person has blocked us, or never spoke to us."""


class TryLater(Exception):
    """Not now: `seconds` to wait, for this address alone or, with `is_for_all`, for everybody.

    Without `seconds` it is tried again after longer and longer pauses.
    """

    def __init__(self, seconds: float | None, *, is_for_all: bool = False) -> None:
        super().__init__("try again later" if seconds is None else f"try again in {seconds} s")
        self.seconds = seconds
        self.is_for_all = is_for_all


class Refused(Exception):
    """The channel will never take this message."""


@dataclass(frozen=True)
class Reachability:
    """A person blocked us, or let us in again."""

    is_reachable: bool


class Channel(Protocol):
    """An adapter. Everything but `send` and `prepare` runs inside a unit of work."""

    name: str
    messages_per_second: float

    async def prepare(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Fetch what an update points to, such as a file, before its unit of work; return the payload."""
        ...

    def read(self, request: Request, payload: dict[str, Any]) -> Arrival | Reachability | None:
        """Understand an update; None for one that does not concern us."""
        ...

    def show(self, request: Request, visit: Visit, payload: dict[str, Any], screen: Screen) -> None:
        """Write the outbox rows that show a screen in answer to an update."""
        ...

    def hush(self, payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """Return the dedupe key and payload that stop a press from waiting; None if nothing waits."""
        ...

    def compose(self, request: Request, visit: Visit, screen: Screen) -> dict[str, Any]:
        """Return the payload of a message of its own, such as a notification."""
        ...

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send; return what is to be remembered. Raises Unreachable, TryLater, Refused."""
        ...

    def sent(
        self, dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]
    ) -> None:
        """Remember what sending gave, such as the number of the menu's message."""
        ...

    async def listen(self) -> None:
        """Receive updates until cancelled; returns at once where they come by another way."""
        ...

    def start_link(self, request: Request, payload: str) -> str | None:
        """Return the link that opens the channel with a start payload; None until we know who we are."""
        ...

    def opens(self, url: str) -> bool:
        """Tell whether a button may lead to this web address."""
        ...

    async def start(self) -> None:
        """Open connections; tell the channel who we are."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...


def add_channel(config: Configurator, channel: Channel) -> None:
    """Register a channel (directive)."""
    channels = config.registry.setdefault(CHANNELS, {})
    if channel.name in channels:
        raise ConfigurationError(f"channel {channel.name}: registered twice")
    channels[channel.name] = channel


def channels_of(registry: Registry) -> dict[str, Channel]:
    """Return the registered channels by name."""
    channels: dict[str, Channel] = registry.get(CHANNELS, {})
    return channels


def can_open(request: Request, url: str) -> bool:
    """Tell whether every channel lets a button lead to a web address (``request.can_open``)."""
    return all(channel.opens(url) for channel in channels_of(request.registry).values())


def start_link(request: Request, payload: str) -> str | None:
    """Return a link that starts the bot with a payload, or None (``request.start_link``)."""
    links = (channel.start_link(request, payload) for channel in channels_of(request.registry).values())
    return next((link for link in links if link), None)
