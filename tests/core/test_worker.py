"""The worker: tasks by the calendar, on a local file and on Redis."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from huey.exceptions import HueyException
from pyramid.config import Configurator
from redis import Redis

from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.security import KEYS, KeyRing
from kalenner.worker import make_huey
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
