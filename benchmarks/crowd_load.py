"""A Telegram with a crowd: some people who write without pause, and others who wait for each answer.

``python -m benchmarks.crowd_load`` prints its port, reads a `Load` as JSON, runs it, and prints what it saw.
Updates wait in one queue, in the order they were made, and are given to whoever polls, or are posted to the
webhook over as many connections as Telegram uses.
"""

import asyncio
import json
import sys
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from benchmarks.bot_api import BOT
from benchmarks.updates import press_of

CONNECTIONS = 40
"""What setWebhook's max_connections is unless it is said otherwise (https://core.telegram.org/bots/api)."""
MOST_POLLED = 100
PATIENCE = 60.0
BEFORE = 5.0
"""Seconds of the crowd alone: at first nobody knows who of it writes without pause."""


@dataclass
class Load:
    """Who presses what: ids on Telegram with the data of a button each."""

    flooding: list[tuple[int, str]]
    waiting: list[tuple[int, str]]
    per_second: float
    """How many updates each of the flooding ones sends."""
    pause: float
    """Seconds between an answer and the next press of those who wait."""
    seconds: float
    webhook: str = ""
    secret: str = ""


@dataclass
class Seen:
    """What came of it: seconds until the end of the device's waiting, and until the screen was shown."""

    acknowledged: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    offered: int = 0
    lost: int = 0
    """Presses of those who wait that had no answer within a minute."""


class Crowd:
    """The people, their queue at Telegram, and the Bot API."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._queue: deque[dict[str, Any]] = deque()
        self._has_some = asyncio.Event()
        self._pressed: dict[str, float] = {}
        self._shown: dict[int, asyncio.Event] = {}
        self._waiting: set[int] = set()
        self.seen = Seen()

    def _send(self, person: int, data: str) -> str:
        number = next(self._numbers)
        self._queue.append(press_of(number, person, data))
        self._has_some.set()
        self.seen.offered += 1
        return f"q{number}"

    async def _flood(self, person: int, data: str, load: Load) -> None:
        until = monotonic() + BEFORE + load.seconds
        while monotonic() < until:
            self._send(person, data)
            await asyncio.sleep(1 / load.per_second)

    async def _wait(self, person: int, data: str, load: Load) -> None:
        until = monotonic() + load.seconds
        while monotonic() < until:
            shown = self._shown[person] = asyncio.Event()
            start = monotonic()
            self._pressed[self._send(person, data)] = start
            try:
                await asyncio.wait_for(shown.wait(), PATIENCE)
            except TimeoutError:
                self.seen.lost += 1
            else:
                self.seen.shown.append(monotonic() - start)
            await asyncio.sleep(load.pause)

    async def run(self, load: Load) -> None:
        """Let everybody act until the time is over."""
        posting = [asyncio.create_task(task) for task in self._posts(load)]
        flooding = asyncio.gather(*(self._flood(person, data, load) for person, data in load.flooding))
        await asyncio.sleep(BEFORE)
        await asyncio.gather(*(self._wait(person, data, load) for person, data in load.waiting))
        await flooding
        for task in posting:
            task.cancel()
        await asyncio.gather(*posting, return_exceptions=True)

    # The inlets

    def _posts(self, load: Load) -> list[Any]:
        if not load.webhook:
            return []
        return [self._post(load) for _connection in range(CONNECTIONS)]

    async def _post(self, load: Load) -> None:
        """Post one update after the other over one connection, with as little as HTTP needs."""
        url = urlsplit(load.webhook)
        secret = f"X-Telegram-Bot-Api-Secret-Token: {load.secret}"
        head = f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n{secret}\r\n"
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        try:
            while True:
                update = (await self._next(1))[0]
                body = json.dumps(update)
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
                answer = await reader.readuntil(b"\r\n\r\n")
                if not answer.startswith(b"HTTP/1.1 200"):
                    self._queue.appendleft(update)
        finally:
            writer.close()

    async def _next(self, most: int) -> list[dict[str, Any]]:
        while not self._queue:
            self._has_some.clear()
            await self._has_some.wait()
        return [self._queue.popleft() for _ in range(min(most, len(self._queue)))]

    # The Bot API

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call, and note what it tells those who wait."""
        values, method = await request.post(), request.path.rpartition("/")[2].lower()
        values = {**request.query, **values}
        result: Any = True
        if method == "getme":
            result = BOT
        elif method == "getwebhookinfo":
            result = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        elif method == "getupdates":
            result = await self._polled(float(str(values.get("timeout", 0))))
        elif method == "answercallbackquery":
            self._note_acknowledged(str(values["callback_query_id"]))
        elif method.startswith(("send", "edit")):
            result = self._shown_message(values)
        return web.json_response({"ok": True, "result": result})

    async def _polled(self, seconds: float) -> list[dict[str, Any]]:
        """Return waiting updates; here an update that was given out is acknowledged."""
        with suppress(TimeoutError):
            return await asyncio.wait_for(self._next(MOST_POLLED), seconds)
        return []

    def _note_acknowledged(self, query: str) -> None:
        start = self._pressed.pop(query, None)
        if start is not None:
            self.seen.acknowledged.append(monotonic() - start)

    def _shown_message(self, values: dict[str, Any]) -> dict[str, Any]:
        person = int(str(values["chat_id"]))
        if person in self._shown:
            self._shown[person].set()
        chat = {"id": person, "type": "private", "first_name": "Ada"}
        number = int(str(values.get("message_id", 1)))
        return {"message_id": number, "date": 1_790_000_000, "chat": chat, "text": values.get("text", "")}


async def main() -> None:
    """Serve, run the load that is asked for, and print what came of it."""
    crowd = Crowd()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", crowd.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    load = Load(**json.loads(await asyncio.to_thread(sys.stdin.readline)))
    await crowd.run(load)
    print(json.dumps(asdict(crowd.seen)), flush=True)
    await asyncio.to_thread(sys.stdin.read)  # the product goes on calling until it is stopped
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
