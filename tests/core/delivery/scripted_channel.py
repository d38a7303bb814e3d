"""A channel whose sending follows a script, and a sender that runs until the test has seen enough."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.delivery.sender import Sender
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import Screen, Visit
from kalenner.testing.channel import FakeChannel

NAME = "scripted"
Step = Callable[[str, dict[str, Any]], Awaitable[None]]


class ScriptedChannel(FakeChannel):
    """Notes what is sent; the script may wait or raise before a message counts as accepted."""

    name = NAME
    messages_per_second = 100_000.0

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[tuple[str, Any]] = []
        self.tried: list[tuple[str, Any]] = []
        self.receipts: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.visits: list[tuple[int, str, str]] = []
        """For whom screens were composed: account, channel and address."""
        self.script: Step | None = None
        self.changed = asyncio.Condition()
        """Notified whenever something is tried or accepted."""

    def acknowledgement(self, payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:  # type: ignore[override]
        """Every update with a press can be acknowledged."""
        return (
            (f"press:{payload['press']}", {"acknowledged": payload["press"]}) if "press" in payload else None
        )

    def compose(
        self, request: Request, visit: Visit, screen: Screen, earlier: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Note for whom it is."""
        assert request.dbsession is not None
        self.visits.append((visit.account.id, visit.channel, visit.arrival.subject))
        return super().compose(request, visit, screen, earlier)

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Follow the script."""
        text = next(iter(payload.values()))
        await self._note(self.tried, address, text)
        if self.script is not None:
            await self.script(address, payload)
        await self._note(self.accepted, address, text)
        return {}

    def sent(
        self, dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]
    ) -> None:
        """Note the receipt, in the unit of work that records the message as sent."""
        assert dbsession.in_transaction()
        self.receipts.append((address, payload, receipt))

    async def _note(self, notes: list[tuple[str, Any]], address: str, text: Any) -> None:
        async with self.changed:
            notes.append((address, text))
            self.changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until what was tried or accepted is as it should."""
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(condition)


def includeme(config: Configurator) -> None:
    """Add the channel."""
    config.add_channel(ScriptedChannel())


SCRIPTED = LoadedPlugin(Plugin(NAME, "Scripted", __name__, has_texts=False), object())


async def while_sending(app: Any, channel: ScriptedChannel, work: Callable[[], Awaitable[None]]) -> None:
    """Run a sender while `work` runs; what is under way at its end is finished."""
    channel.changed = asyncio.Condition()
    sender = asyncio.create_task(Sender(app, channel).run())
    try:
        await work()
    finally:
        sender.cancel()
        async with asyncio.timeout(20):
            await asyncio.gather(sender, return_exceptions=True)


def raising(*errors: Exception) -> Any:
    """A script that raises one error after the other, then lets everything through."""
    left = list(errors)

    async def script(address: str, payload: dict[str, Any]) -> None:
        if left:
            raise left.pop(0)

    return script
