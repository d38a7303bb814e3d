"""T1 and T2: what handling an update costs, against python-telegram-bot doing nothing with it.

T1: an update is stored, handled in its unit of work (dialog row, outbox row) and committed, without
network; the floor is python-telegram-bot's own dispatch to a trivial handler.
T2: the same with the replies sent to a local stub, 16 in flight; the floor is python-telegram-bot
with its default HTTP client only replying.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from aiohttp import web
from benchmarks.measure import report
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import func, select
from telegram import Bot, Update
from telegram.ext import Application, CommandHandler

from kalenner.app import make_app
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.delivery import channels_of
from kalenner.delivery.inbox import OpenUpdate, handle, list_next
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.delivery.sender import Sender
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.units import run_unit
from kalenner_telegram.channel import TelegramChannel

TOKEN = "7000000001:benchmark-benchmark-benchmark"
PEOPLE = 16
UPDATES = 480
ROUNDS = 3


def update(number: int) -> dict[str, Any]:
    """The command /menu of one of the people."""
    person = {"id": 5000 + number % PEOPLE, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": {"id": person["id"], "type": "private", "first_name": "Ada"},
            "from": person,
            "text": "/menu",
            "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
        },
    }


@contextmanager
def product(port: int = 1) -> Iterator[Router]:
    """The application on SQLite in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        values = {
            "kalenner.data_dir": folder,
            "telegram.token": TOKEN,
            "telegram.base_url": f"http://127.0.0.1:{port}/bot",
            "telegram.messages_per_second": "1000",
        }
        app = make_app(Source(values, environ={}), loaded=load_plugins(off=["playground"]))
        prepare_database(app)
        yield app
        SESSIONS.of(app.registry).engine.dispose()


def channel_of(app: Router) -> TelegramChannel:
    """The Telegram channel of the application."""
    channel = channels_of(app.registry)["telegram"]
    assert isinstance(channel, TelegramChannel)
    return channel


def handle_all(app: Router, first: int) -> float:
    """Store and handle UPDATES updates; return the seconds it took."""
    channel = channel_of(app)
    start = time.perf_counter()
    for offset in range(0, UPDATES, PEOPLE):
        channel.store([update(first + offset + place) for place in range(PEOPLE)])
        for one in run_unit(app, "inbox/open", _open, only_reads=True):
            run_unit(app, f"inbox/{one.id}", partial(handle, update=one, payload=one.payload))
    return time.perf_counter() - start


def _open(request: Request) -> list[OpenUpdate]:
    return list_next(request.dbsession, request.clock.now(), PEOPLE)


async def trivial(number: int) -> float:
    """Let python-telegram-bot dispatch as many updates to a handler that does nothing."""
    runner, port = await stub()
    base = f"http://127.0.0.1:{port}/bot"
    application = Application.builder().token(TOKEN).base_url(base).updater(None).job_queue(None).build()

    async def nothing(_update: Any, _context: Any) -> None:
        pass

    application.add_handler(CommandHandler("menu", nothing))
    await application.initialize()
    start = time.perf_counter()
    for one in range(number):
        await application.process_update(Update.de_json(update(one), application.bot))
    seconds = time.perf_counter() - start
    await application.shutdown()
    await runner.cleanup()
    return seconds


def t1() -> None:
    """Print T1."""
    ours, floor = [], []
    with product() as app:
        handle_all(app, 1)
        for round_number in range(ROUNDS):
            ours.append(UPDATES / handle_all(app, 100_000 * (round_number + 1)))
            floor.append(UPDATES / asyncio.run(trivial(UPDATES)))
    ratio = sorted(ours)[ROUNDS // 2] / sorted(floor)[ROUNDS // 2]
    what = f"update to commit, {UPDATES} updates, SQLite"
    report("T1", what, ratio, ">= 0.15x PTB trivial", ratio >= 0.15)


async def stub() -> tuple[web.AppRunner, int]:
    """A Bot API that answers every call at once."""
    message = {
        "message_id": 1,
        "date": 1_790_000_000,
        "chat": {"id": 5000, "type": "private", "first_name": "Ada"},
        "text": "x",
    }
    me = {"id": 7_000_000_001, "is_bot": True, "first_name": "K", "username": "kalenner_bot"}

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "result": me if request.path.endswith("getMe") else message})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, runner.addresses[0][1]


async def reply_only(port: int) -> float:
    """Let python-telegram-bot send as many replies with its default client, 16 in flight."""
    bot = Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot")
    await bot.initialize()
    gate = asyncio.Semaphore(PEOPLE)

    async def one(number: int) -> None:
        async with gate:
            await bot.send_message(5000 + number % PEOPLE, "x")

    start = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(UPDATES)))
    seconds = time.perf_counter() - start
    await bot.shutdown()
    return seconds


async def with_replies(app: Router, first: int) -> float:
    """Store, handle and reply to UPDATES updates; return the seconds until the last reply was sent."""
    channel = channel_of(app)
    start = time.perf_counter()
    sender = asyncio.create_task(Sender(app, channel).run())
    await asyncio.to_thread(handle_all, app, first)
    while await asyncio.to_thread(run_unit, app, "outbox/left", _left, only_reads=True):  # noqa: ASYNC110 -- only the rows tell
        await asyncio.sleep(0.01)
    seconds = time.perf_counter() - start
    sender.cancel()
    await asyncio.gather(sender, return_exceptions=True)
    return seconds


def _left(request: Request) -> int:
    found = select(func.count(Outbox.id)).where(Outbox.state == OutboxState.WAITING)
    return int(request.dbsession.scalar(found) or 0)


async def t2() -> None:
    """Print T2."""
    runner, port = await stub()
    ours, floor = [], []
    with product(port) as app:
        await channel_of(app).start()
        for round_number in range(ROUNDS):
            ours.append(UPDATES / await with_replies(app, 100_000 * (round_number + 1)))
            floor.append(UPDATES / await reply_only(port))
        await channel_of(app).stop()
    await runner.cleanup()
    ratio = sorted(ours)[ROUNDS // 2] / sorted(floor)[ROUNDS // 2]
    what = f"update to reply, {PEOPLE} people at once, SQLite"
    report("T2", what, ratio, ">= 1.7x PTB default reply only", ratio >= 1.7)


def main() -> None:
    """Print both."""
    t1()
    asyncio.run(t2())


if __name__ == "__main__":
    main()
