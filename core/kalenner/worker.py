"""The worker: Huey keeps the calendar of tasks and rings; the tables are the truth."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from pyramid.router import Router

from kalenner.settings import KalennerSettings, QueueSettings
from kalenner.tasks import Task, run_task, tasks_of

log = logging.getLogger(__name__)


def make_huey(app: Router) -> Huey:
    """Return the calendar with every registered task in it."""
    settings = app.registry["kalenner.settings"]
    # Huey's messages are pickles: signed, so that whoever can write to the queue cannot run code here.
    secret = app.registry["kalenner.keys"].keyed_hash("queue", b"messages")
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
    """Huey's consumer inside a process of ours, which handles the signals itself."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals to the process."""


class WorkerThread:
    """The worker's thread of a process."""

    def __init__(self, app: Router) -> None:
        self._worker: Any = TaskConsumer(make_huey(app), workers=1, periodic=True, check_worker_health=False)
        self._thread = threading.Thread(target=self._worker.run, name="calendar", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the running task, then stop."""
        self._worker.stop(graceful=True)
        self._thread.join(20)
