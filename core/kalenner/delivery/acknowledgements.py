"""Answering presses whose screen takes long, so that the person's device stops waiting.

A press is answered once, and the second answer is refused by Telegram. So what is answered here, past the
outbox, is remembered until the screen's own answer comes by. It goes past the outbox because on SQLite the
slow unit of work may be the very one that holds the writer.
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

log = logging.getLogger(__name__)

PATIENCE = dt.timedelta(seconds=3)  # a press that waits longer for its screen is answered with nothing
REMEMBERED = 600.0  # seconds; no press can be answered after so long
BATCH = 500


@dataclass(frozen=True)
class WaitingPress:
    """A press that waits too long: the key of its answer, whom it is from, the empty answer."""

    key: str
    address: str
    payload: dict[str, Any]


class Acknowledgements:
    """The empty answers of one channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._answers: dict[str, asyncio.Task[bool]] = {}
        self._begun: dict[str, float] = {}

    def find_waiting(self, request: Request) -> list[WaitingPress]:
        """Return the presses that have waited too long, in a unit that only reads."""
        found = (
            select(Inbox.subject, Inbox.payload)
            .where(
                Inbox.channel == self._channel.name,
                Inbox.state == InboxState.OPEN,
                Inbox.received_at <= request.clock.now() - PATIENCE,
            )
            .order_by(Inbox.id)
            .limit(BATCH)
        )
        presses = []
        for row in request.dbsession.execute(found):
            acknowledgement = self._channel.acknowledgement(row.payload or {})
            if acknowledgement is not None and acknowledgement[0] not in self._answers:
                presses.append(WaitingPress(acknowledgement[0], row.subject, acknowledgement[1]))
        return presses

    def start(self, presses: list[WaitingPress]) -> None:
        """Answer presses, each once."""
        now = asyncio.get_running_loop().time()
        for key in [key for key, begun in self._begun.items() if begun < now - REMEMBERED]:
            del self._begun[key], self._answers[key]
        for press in presses:
            if press.key not in self._answers:
                self._begun[press.key] = now
                self._answers[press.key] = asyncio.create_task(self._answer(press))

    async def has_answered(self, key: str | None) -> bool:
        """Tell whether a press has been answered with nothing; waits for an answer that is under way."""
        task = self._answers.get(key or "")
        return task is not None and await asyncio.shield(task)

    async def stop(self) -> None:
        """Leave the answers that are under way."""
        for task in self._answers.values():
            task.cancel()
        await asyncio.gather(*self._answers.values(), return_exceptions=True)

    async def _answer(self, press: WaitingPress) -> bool:
        try:
            await self._channel.send(press.address, press.payload)
        except Exception as error:  # noqa: BLE001 -- its screen will answer it, or the next look
            log.info("a press that waits could not be answered: %s", error)
            self._answers.pop(press.key, None)
            self._begun.pop(press.key, None)
            return False
        return True
