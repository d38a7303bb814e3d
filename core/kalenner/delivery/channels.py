"""What a channel is: an adapter between updates and screens, and the errors that sending can raise."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.registry import RegistryKey
from kalenner.screens import Arrival, Screen, Visit


class Unreachable(Exception):
    """The person has blocked the bot, or has never written to it."""


class TryLater(Exception):
    """The message is to be retried after `seconds`, by the sender's own backoff for None.

    With `is_for_all` no message may be sent to anybody in the meantime, else none to this address.
    """

    def __init__(self, seconds: float | None, *, is_for_all: bool = False) -> None:
        super().__init__("try again later" if seconds is None else f"try again in {seconds} s")
        self.seconds = seconds
        self.is_for_all = is_for_all


class Refused(Exception):
    """The channel will never take this message; it becomes a dead letter."""


class ChannelRefused(Exception):
    """The channel cannot work before an operator has mended what the text says, in one line."""


@dataclass(frozen=True)
class Reachability:
    """An update that says that a person blocked the bot, or unblocked it."""

    is_reachable: bool


@dataclass(frozen=True)
class Receipt:
    """What has become of raw updates: how many are stored, and how many nobody can read.

    `offset` is the number from which on to receive; None where none of them had a number.
    """

    stored: int
    unreadable: int
    offset: int | None = None


class Channel(Protocol):
    """An adapter. What takes a request or a session runs inside a unit of work."""

    name: str
    title: str
    """What people call it, such as "Telegram"."""
    messages_per_second: float
    most_file_bytes: int
    """How large a file may be that is fetched from it."""
    removable_hours: int
    """For how long what a person has sent can be removed from the chat."""

    def has_file(self, payload: dict[str, Any]) -> bool:
        """Tell whether an update points to a file, which is fetched first where it is wanted."""
        ...

    async def fetch(self, payload: dict[str, Any], most: int) -> bytes | Path | None:
        """Return the file that an update points to; None for one of more than `most` bytes.

        A path is a copy on this machine, which is deleted as soon as it was read.
        """
        ...

    def read(self, request: Request, payload: dict[str, Any]) -> Arrival | Reachability | None:
        """Return what a person did; None for an update that does not concern us.

        A file that was fetched is the `upload` of the payload, for ``Upload.from_json``; name and caption,
        and the number and time of its message, are the channel's to add.
        """
        ...

    def show(self, request: Request, visit: Visit, payload: dict[str, Any], screen: Screen) -> None:
        """Write the outbox rows that show a screen in answer to an update, behind others if that was."""
        ...

    def remove(self, request: Request, visit: Visit, messages: Sequence[int]) -> None:
        """Write the outbox rows that remove messages of the person from the chat."""
        ...

    def acknowledgement(self, payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """Return idempotency key and payload of the empty answer to a press; None if it is no press."""
        ...

    def compose(
        self, request: Request, visit: Visit, screen: Screen, earlier: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the payload of a new message, such as a notification.

        `earlier` is the receipt of the message in which it is to be shown instead, where that is possible.
        """
        ...

    def removal(self, numbers: Sequence[int]) -> dict[str, Any]:
        """Return the payload that takes messages out of a chat, of either side, where that is possible."""
        ...

    def recall(self, dbsession: Session, messages: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Add to payloads about to be sent, each (address, payload), what `send` must know of their chats.

        It is asked for many at once, while they are read; `send` itself asks the database nothing.
        """
        ...

    def supersedes(self, later: dict[str, Any], earlier: dict[str, Any]) -> bool:
        """Tell whether nobody needs to see a message to a chat once the later one was sent.

        It is asked of two answers that both wait, one right after the other.
        """
        ...

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send; return a receipt for `sent` and, later, for `compose`.

        Raises Unreachable, TryLater, Refused.
        """
        ...

    def sent(
        self, dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]
    ) -> None:
        """Store what the receipt of `send` says, such as the id of the menu's message."""
        ...

    def receive(self, updates: Sequence[bytes]) -> Receipt:
        """Store updates as they were received, and set aside what nobody can read; commits by itself."""
        ...

    async def listen(self) -> None:
        """Receive updates until cancelled; returns at once if they arrive otherwise, as by a webhook."""
        ...

    def start_link(self, request: Request, payload: str) -> str | None:
        """Return the link that opens the channel with a start payload; None before the first start."""
        ...

    def opens(self, url: str) -> bool:
        """Tell whether a button may lead to this web address."""
        ...

    async def start(self) -> None:
        """Open the connection. Raises ChannelRefused, as `listen` does."""
        ...

    async def stop(self) -> None:
        """Close the connection."""
        ...


def add_channel(config: Configurator, channel: Channel) -> None:
    """Register a channel (directive)."""
    channels = CHANNELS.of(config.registry)
    if channel.name in channels:
        raise ConfigurationError(f"channel {channel.name}: registered twice")
    channels[channel.name] = channel


def channels_of(registry: Registry) -> dict[str, Channel]:
    """Return the registered channels by name."""
    return CHANNELS.of(registry)


def can_open(request: Request, url: str) -> bool:
    """Tell whether every channel lets a button lead to a web address (``request.can_open``)."""
    return all(channel.opens(url) for channel in channels_of(request.registry).values())


def start_link(request: Request, payload: str) -> str | None:
    """Return a link that starts the bot with a payload, or None (``request.start_link``)."""
    links = (channel.start_link(request, payload) for channel in channels_of(request.registry).values())
    return next((link for link in links if link), None)


CHANNELS: RegistryKey[dict[str, Channel]] = RegistryKey("kalenner.channels", dict)
