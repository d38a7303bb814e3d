"""The worker: tasks by the calendar, on a local file and on Redis."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from huey.exceptions import HueyException
from pyramid.config import Configurator
from redis import Redis

from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.security import KEYS, KeyRing
from kalenner.worker import TaskConsumer, make_huey
from tests.redis_server import redis_server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DONE: list[str] = []


def includeme(config: Configurator) -> None:
    """Register two tasks, one of which fails."""
    config.add_task("counting.count", lambda request: DONE.append(str(request.clock.now())), every_minutes=1)
    config.add_task("counting.fail", lambda request: request.nothing_of_this_name, every_minutes=5)


class NoHooks:
    """Nothing to answer."""


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of our own, on a socket."""
    with redis_server(tmp_path) as url:
        yield url


@pytest.fixture
def app(make_application):
    DONE.clear()
    plugin = LoadedPlugin(Plugin("counting", "Counting", __name__, has_texts=False), NoHooks())
    return lambda **values: make_application(plugin, **values)


def run_all(huey) -> None:
    """Do what the consumer does when the minute has come."""
    for task in huey._registry.periodic_tasks:
        huey.enqueue(task)
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
    huey.storage.close()


def test_a_task_runs_by_the_calendar_and_a_failing_one_is_logged(app, caplog):
    with caplog.at_level(logging.ERROR):
        run_all(make_huey(app()))

    assert DONE == ["2026-12-01 11:00:00+00:00"]
    failures = [record.getMessage() for record in caplog.records]
    assert failures == ["task counting.fail failed; it runs again in 5 min"]


def test_the_calendar_may_stand_on_redis(app, redis_url):
    run_all(make_huey(app(**{"queue.url": redis_url})))

    assert DONE == ["2026-12-01 11:00:00+00:00"]
    assert Redis.from_url(redis_url).keys("*queue*") == []


def test_a_message_that_we_did_not_sign_is_not_run(app, redis_url):
    ours = make_huey(app(**{"queue.url": redis_url}))
    stranger = app(**{"queue.url": redis_url})
    KEYS.put(stranger.registry, KeyRing.generate())
    theirs = make_huey(stranger)
    theirs.enqueue(next(task for task in theirs._registry.periodic_tasks if "count" in task.name))

    with pytest.raises((ValueError, HueyException)):
        ours.dequeue()

    assert DONE == []


def test_redis_that_is_away_has_one_traceback_and_few_lines_a_loop(app, redis_url, caplog):
    """Huey logs a traceback each second."""
    socket = Path(redis_url.removeprefix("unix://"))
    elsewhere = socket.rename(socket.with_suffix(".away"))
    stopping = threading.Event()
    stopping.set()  # so that nothing waits between two rounds
    consumer = TaskConsumer(make_huey(app(**{"queue.url": redis_url})), periodic=False)
    consumer.stop_flag = stopping
    loops = [consumer._create_scheduler(), consumer._create_worker()]

    for loop in loops:
        for _ in range(300):
            loop.loop()
    elsewhere.rename(socket)
    for loop in loops:
        loop.loop()

    for name in ("scheduler", "worker"):
        records = [record for record in caplog.records if f"queue of tasks: {name}" in record.getMessage()]
        assert len(records) == 10
        assert [record.exc_info is not None for record in records] == [True] + [False] * 9
        assert "works again after 300 failures" in records[-1].getMessage()
    assert len(caplog.records) == 20


def test_task_that_fails_again_and_again_has_few_lines(app, caplog):
    huey = make_huey(app())
    with caplog.at_level(logging.ERROR):
        for _ in range(16):
            run_all(huey)

    assert len(caplog.records) == 5
    assert caplog.messages[-1].startswith("task counting.fail failed again: ")
    assert caplog.messages[-1].endswith("16 times in a row")
