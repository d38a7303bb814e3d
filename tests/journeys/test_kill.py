"""Bots that are killed again and again, under load: nothing is lost, and nothing takes effect twice.

What is asserted holds for any moment of death. A message may come twice where a process dies between Telegram's
acceptance and our record of it; as messages of a chat go one after the other, that is one a chat and death at most.
"""

import json
import os
import random
import select as polling
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from tests import servers
from tests.figures import RecordFigure
from tests.journeys.killed import Noted, OwnBase
from tests.pretended import served
from tests.templates import migrate

from kalenner_playground.fake_telegram import TOKEN, FakeTelegram
from kalenner_playground.phone import Phone

ROOT = Path(__file__).parents[2]
SEED = 20261201
WRITERS, READERS = 6, 3
A_LIFE = 12
"""How many updates come in during one life, on average."""
PATIENCE = 60.0
"""Seconds for the last ones to finish; what has not arrived then counts as lost."""
EVENTS_OF_AN_UPDATE = 5
"""What Telegram tells of each, at least: the person's text, two messages, and the calls that sent them."""


class Bots:
    """Bot processes, and their deaths."""

    def __init__(self, count: int, orders: Callable[[], dict]) -> None:
        self._orders = orders
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._count = count
        self._alive: list[int] = []

    def start(self) -> None:
        """Start as many as are missing."""
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        while len(self._alive) < self._count:
            self._nursery.stdin.write(json.dumps(self._orders()) + "\n")
            self._nursery.stdin.flush()
            self._alive.append(int(self._nursery.stdout.readline()))

    def kill(self, chance: random.Random) -> None:
        """Kill one of them, whichever, and wait until it is gone."""
        number = self._alive.pop(chance.randrange(len(self._alive)))
        process = os.pidfd_open(number)
        signal.pidfd_send_signal(process, signal.SIGKILL)
        assert polling.select([process], [], [], 10)[0], "a killed process lives on"
        os.close(process)

    def stop(self) -> None:
        """Kill all."""
        self._nursery.communicate(timeout=10)


class Play:
    """A Telegram with people, and a database, that outlive all bots."""

    def __init__(self, folder: Path, url: str, telegram: FakeTelegram, address: str) -> None:
        self.folder, self.url, self.telegram, self.address = folder, url, telegram, address
        self.readers = [Phone.of_new(telegram, f"Reader {number}") for number in range(READERS)]
        self.writers = [Phone.of_new(telegram, f"Writer {number}") for number in range(WRITERS)]
        self.chance = random.Random(SEED)
        self.sent = 0
        self._quiet = 0

    def orders(self) -> dict:
        """What a new process is told."""
        values = {
            "database.url": self.url,
            "telegram.token": TOKEN,
            "telegram.base_url": f"{self.address}/-/botapi/bot",
            "telegram.base_file_url": f"{self.address}/-/botapi/file/bot",
            "telegram.messages_per_second": "1000",
        }
        readers = [str(phone.id) for phone in self.readers]
        return {
            "folder": str(self.folder),
            "values": values,
            "readers": readers,
            "seed": self.chance.getrandbits(32),
        }

    def write(self, count: int) -> None:
        """Let people open links."""
        for _ in range(count):
            self.chance.choice(self.writers).send(f"/start k_{self.sent}")
            self.sent += 1

    def await_events(self, count: int) -> None:
        """Wait until so much more has happened, or so much that nothing is left to do."""
        goal = min(self.telegram.journal.number + count, self._quiet + EVENTS_OF_AN_UPDATE * self.sent)
        self.telegram.wait(lambda: self.telegram.journal.number >= goal, 30)

    def begin(self) -> None:
        """Count events from here on."""
        self._quiet = self.telegram.journal.number

    def copies(self, phones: list[Phone], word: str) -> dict[int, Counter[int]]:
        """How often each number arrived, by chat."""
        return {
            phone.id: Counter(
                int(shown.text.rpartition(" ")[2])
                for shown in phone.messages
                if shown.from_bot and shown.text.startswith(word)
            )
            for phone in phones
        }

    def has_told_all(self) -> bool:
        """Whether every promised message has arrived."""
        told = sum(len(counter) for counter in self.copies(self.readers, "Told").values())
        return self.telegram.updates.count() == 0 and told >= self.sent

    def noted(self) -> Counter[int]:
        """How often each update took effect."""
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            found = Counter(connection.scalars(select(Noted.number)))
        engine.dispose()
        return found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def play(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    sqlite_template: Path,
) -> Iterator[Play]:
    """The fake Telegram, served, and an empty database."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "kalenner.sqlite")
        url = f"sqlite:///{tmp_path / 'kalenner.sqlite'}"
    else:
        url = servers.create_database(servers.template("kalenner", migrate))
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    OwnBase.metadata.create_all(engine)
    engine.dispose()
    telegram = FakeTelegram(None, now=lambda: datetime.now(UTC))
    with served(telegram) as address:
        yield Play(tmp_path, url, telegram, address)
    if request.param == "postgresql":
        servers.drop_database(url)


def live_and_die(play: Play, kills: int, record_figure: RecordFigure) -> None:
    """Kill bots at random moments under load, then let the last ones finish, and count."""
    processes = 1 if play.url.startswith("sqlite") else 2
    bots = Bots(processes, play.orders)
    began = time.monotonic()
    try:
        bots.start()
        for phone in play.readers:
            phone.send("/start")
            phone.sees("Welcome", 30)
        play.begin()
        for _ in range(kills):
            count = play.chance.randint(1, 2 * A_LIFE)
            play.write(count)
            play.await_events(play.chance.randint(0, EVENTS_OF_AN_UPDATE * count))
            # Events are told as they end; some milliseconds later other things are under way.
            threading.Event().wait(play.chance.uniform(0, 0.02))
            bots.kill(play.chance)
            bots.start()
        play.telegram.store.wait_for(play.has_told_all, PATIENCE)
    finally:
        bots.stop()

    seconds = time.monotonic() - began
    effects, told = play.noted(), play.copies(play.readers, "Told")
    doubled = {chat: sum(counter.values()) - len(counter) for chat, counter in told.items()}
    of_updates = {"lost": play.sent - len(effects), "doubled": sum(effects.values()) - len(effects)}
    of_messages = {
        "lost": play.sent - sum(map(len, told.values())),
        "came_twice": sum(doubled.values()),
        "at_most_in_a_chat": max(doubled.values()),
    }
    print(
        f"\n{play.url.partition(':')[0]}, {processes} process(es), seed {SEED}: {kills} kills, "
        f"{play.sent} updates {of_updates}, messages {of_messages}; {seconds:.1f} s"
    )
    record_figure("F4", play.sent, f"messages, {kills} kills", seed=SEED, **of_messages)
    record_figure(
        "F5",
        play.sent,
        f"updates, each stored twice and out of order, {kills} kills",
        seed=SEED,
        **of_updates,
    )
    assert effects == dict.fromkeys(range(play.sent), 1)
    assert {number for counter in told.values() for number in counter} == set(range(play.sent))
    assert max(doubled.values()) <= kills


@pytest.mark.figure("F4")
@pytest.mark.figure("F5")
def test_nothing_is_lost_when_bots_are_killed(play: Play, record_figure: RecordFigure) -> None:
    live_and_die(play, 12, record_figure)


@pytest.mark.figure("F4")
@pytest.mark.figure("F5")
@pytest.mark.slow
def test_nothing_is_lost_when_bots_are_killed_a_hundred_times(
    play: Play, record_figure: RecordFigure
) -> None:
    live_and_die(play, 100, record_figure)
