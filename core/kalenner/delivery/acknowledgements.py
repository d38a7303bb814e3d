"""Early acknowledgements: empty answers to presses whose screen takes long, so that the device stops waiting.

A press can be answered once; Telegram refuses a second answer. An early acknowledgement is therefore
remembered until the screen's own answer is due, which is then left out. It is sent directly and not through
the outbox, because on SQLite the slow unit of work may hold the only writer.
"""

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from kalenner.delivery.channels import Channel
from kalenner.delivery.models import Inbox, InboxState
from kalenner.delivery.payloads import SealedPayload, update_binding
from kalenner.security import JSON_CIPHER, Tampered

log = logging.getLogger(__name__)

ACKNOWLEDGE_AFTER = dt.timedelta(seconds=3)
REMEMBERED = 600.0  # seconds; a channel takes no answer to a press after that
BATCH = 500


@dataclass(frozen=True)
class WaitingPress:
    """A press to acknowledge: the idempotency key of its answer, the chat's address, the empty answer."""

    key: str
    address: str
    payload: dict[str, Any]


class Acknowledgements:
    """The early acknowledgements of one channel; used from the event loop, but for `find_waiting`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._tasks: dict[str, asyncio.Task[bool]] = {}
        self._started_at: dict[str, float] = {}

    def find_waiting(self, request: Request) -> list[WaitingPress]:
        """Return the presses that have waited three seconds, in a unit of work that only reads."""
        open_updates = (
            select(Inbox.key, Inbox.subject, Inbox.payload)
            .where(
                Inbox.channel == self._channel.name,
                Inbox.state == InboxState.OPEN,
                Inbox.received_at <= request.clock.now() - ACKNOWLEDGE_AFTER,
            )
            .order_by(Inbox.id)
            .limit(BATCH)
        )
        presses = []
        cipher = JSON_CIPHER.of(request.registry)
        for key, subject, sealed in request.dbsession.execute(open_updates):
            binding = update_binding(self._channel.name, key, subject)
            try:
                update = SealedPayload(cipher, sealed, binding).open()
            except Tampered:  # which is told when it is handled
                continue
            acknowledgement = self._channel.acknowledgement(update)
            if acknowledgement is not None and acknowledgement[0] not in self._tasks:
                presses.append(WaitingPress(acknowledgement[0], subject, acknowledgement[1]))
        return presses

    def start(self, presses: list[WaitingPress]) -> None:
        """Acknowledge presses, each once."""
        now = asyncio.get_running_loop().time()
        expired = [key for key, started_at in self._started_at.items() if started_at < now - REMEMBERED]
        for key in expired:
            del self._started_at[key], self._tasks[key]
        for press in presses:
            if press.key not in self._tasks:
                self._started_at[press.key] = now
                self._tasks[press.key] = asyncio.create_task(self._acknowledge(press))

    async def is_acknowledged(self, key: str | None) -> bool:
        """Tell whether a press has been acknowledged; waits for a call that is under way."""
        task = self._tasks.get(key or "")
        return task is not None and await asyncio.shield(task)

    async def stop(self) -> None:
        """Cancel the calls that are under way."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _acknowledge(self, press: WaitingPress) -> bool:
        try:
            await self._channel.send(press.address, press.payload)
        except Exception as error:  # noqa: BLE001 -- the screen's answer or the next poll tries again
            log.info("a press that waits could not be answered: %s", error)
            self._tasks.pop(press.key, None)
            self._started_at.pop(press.key, None)
            return False
        return True
