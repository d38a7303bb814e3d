"""Processes that are killed: bots on a throw-away plugin, forked from one that has imported everything already.

``python -m tests.journeys.killed`` reads a line of JSON for each process to start, forks it, and writes its number.
It ends, and its processes with it, when its standard input is closed.
"""

import gc
import json
import os
import random
import signal
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kalenner.app import make_app
from kalenner.delivery import Receipt, channels_of
from kalenner.delivery.bot import Bot
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import StartPayload
from kalenner.people import AccountService
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin, load_plugins
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.settings import Source
from kalenner.testing import go

READERS = "killed.readers"

NOTE: Route[Any] = Route("killed.note", "/killed/{token}", {"token": str}, is_effect=True)


class OwnBase(DeclarativeBase):
    """Apart from the product's tables."""


class Noted(OwnBase):
    """One update that took effect."""

    __tablename__ = "killed_noted"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


def note(context: PersonContext, request: Request) -> Screen:
    """Take effect, and promise a notification to somebody else."""
    del context
    number = int(request.args["token"])
    readers: list[str] = request.registry[READERS]
    reader = request.find_service(AccountService).find("telegram", readers[number % len(readers)])
    request.dbsession.add(Noted(number=number))
    request.notify(reader.id, go("killed.told", number=number))
    return Screen(f"Noted {number}", is_menu=True)  # type: ignore[arg-type]


def told(context: PersonContext, request: Request) -> Screen:
    """The notification."""
    del context
    return Screen(f"Told {request.args['number']}", is_card=True)  # type: ignore[arg-type]


def includeme(config: Configurator) -> None:
    """Register the screens."""
    config.add_screen(note, NOTE)
    config.add_screen(told, Route("killed.told", "/killed/told/{number}", {"number": int}))


class Implementations:
    """The hooks of the throw-away plugin."""

    @hookimpl
    def platform_start_payloads(self) -> list[StartPayload]:
        """Claim the links ``k_<number>``."""
        return [StartPayload("k_", NOTE)]


KILLED = LoadedPlugin(Plugin("killed", "Killed", __name__, has_texts=False), Implementations())


def store_twice_and_out_of_order(channel: Any, chance: random.Random) -> None:
    """Let every update be stored twice, in any order, in two transactions."""
    receive = channel.receive

    def receive_badly(updates: list[bytes]) -> Receipt:
        doubled = [*updates, *updates]
        chance.shuffle(doubled)
        middle = chance.randint(0, len(doubled))
        receipts = [receive(doubled[:middle]), receive(doubled[middle:])]
        offsets = [receipt.offset for receipt in receipts if receipt.offset is not None]
        return Receipt(len(updates), 0, max(offsets, default=None))

    channel.receive = receive_badly


def make(folder: str, values: dict[str, str]) -> Router:
    """Make the application: the adapter and the throw-away plugin."""
    only = [plugin for plugin in load_plugins() if plugin.name == "telegram"]
    return make_app(Source({"kalenner.data_dir": folder, **values}, environ={}), loaded=[*only, KILLED])


def run(folder: str, values: dict[str, str], readers: list[str], seed: int) -> None:
    """Be a bot until killed."""
    app = make(folder, values)
    app.registry[READERS] = readers
    store_twice_and_out_of_order(channels_of(app.registry)["telegram"], random.Random(seed))
    Bot(app, Path(folder)).start()
    threading.Event().wait()


def serve() -> None:
    """Fork a process for each line that is read; each finds imported what this one has imported."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with TemporaryDirectory() as folder:
        make(folder, {"telegram.token": "1:" + "A" * 35})
    gc.freeze()  # or each process that is forked would copy what its collector looks through
    started = []
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            run(**json.loads(line))
        started.append(number)
        print(number, flush=True)
    for number in started:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    # Under its importable name, for that is where the plugin's parts are looked up.
    from tests.journeys import killed

    killed.serve()
