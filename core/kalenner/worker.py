"""The worker: runs the registered tasks on their schedule, by Huey.

Huey only starts the tasks. The work is read from the tables, so a lost start costs one interval.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from pyramid.router import Router

from kalenner.security import KEYS
from kalenner.settings import SETTINGS, KalennerSettings, QueueSettings
from kalenner.tasks import Task, run_task, tasks_of

log = logging.getLogger(__name__)


def make_huey(app: Router) -> Huey:
    """Return a Huey with every registered task in its schedule."""
    settings = SETTINGS.of(app.registry)
    # Huey's messages are pickles, so they are signed: write access to the queue must not mean running code.
    secret = KEYS.of(app.registry).keyed_hash("queue", b"messages")
    options = {"serializer": SignedSerializer(secret=secret.hex(), salt="kalenner")}
    url = settings.of(QueueSettings).url
    if url:
        huey: Huey = RedisHuey("kalenner", url=url, **options)
    else:
        file = settings.of(KalennerSettings).data_dir / "queue.sqlite"
        huey = SqliteHuey("kalenner", filename=str(file), **options)
    for task in tasks_of(app):
        huey.periodic_task(crontab(minute=f"*/{task.every_minutes}"), name=task.name)(_logged(app, task))
    return huey


def _logged(app: Router, task: Task) -> Callable[[], None]:
    def run() -> None:
        try:
            run_task(app, task)
        except Exception:
            log.exception("task %s failed; it runs again in %s min", task.name, task.every_minutes)

    return run


class TaskConsumer(Consumer):
    """Huey's consumer without signal handlers, which only the main thread may set."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals to the process."""


class WorkerThread:
    """The thread of a process that runs the tasks."""

    def __init__(self, app: Router) -> None:
        self._consumer: Any = TaskConsumer(
            make_huey(app), workers=1, periodic=True, check_worker_health=False
        )
        self._thread = threading.Thread(target=self._consumer.run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the running task, then stop."""
        self._consumer.stop(graceful=True)
        self._thread.join(20)
