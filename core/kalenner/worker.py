"""The worker: runs the registered tasks on their schedule, by Huey.

Huey only starts the tasks. The work is read from the tables, so a lost start costs one interval.
"""

import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import BaseProcess, Consumer, Scheduler, Worker
from huey.serializer import SignedSerializer
from pyramid.router import Router

from kalenner.failures import Failures
from kalenner.security import KEYS
from kalenner.settings import SETTINGS, KalennerSettings, QueueSettings
from kalenner.tasks import Task, run_task, tasks_of


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
    failures = Failures(f"task {task.name}", then=f"it runs again in {task.every_minutes} min")

    def run() -> None:
        try:
            run_task(app, task)
            failures.clear()
        except Exception as error:  # noqa: BLE001 -- logged by `note`
            failures.note(error)

    return run


class _QueueLogger:
    """What a loop of Huey logs with: it logs each failure in full, once a second while Redis is away."""

    def __init__(self, logger: logging.Logger, failures: Failures) -> None:
        self._logger = logger
        self._failures = failures
        self.has_failed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._logger, name)

    def exception(self, _message: str, *_args: object) -> None:
        """Count the failure that is being handled."""
        error = sys.exception()
        assert error is not None  # noqa: S101 -- Huey logs it where it catches it
        self.has_failed = True
        self._failures.note(error)


class _CountedFailures(BaseProcess):
    """A loop of Huey that logs failures in a row as all our loops do."""

    def create_logger(self) -> Any:
        """Return the logger of the loop."""
        self._failures = Failures(f"the queue of tasks: {self.process_name.lower()}")
        return _QueueLogger(super().create_logger(), self._failures)

    def loop(self, now: Any = None) -> None:
        """Go round once."""
        self._logger.has_failed = False
        super().loop(now)
        if not self._logger.has_failed:
            self._failures.clear()


class _Worker(_CountedFailures, Worker):
    """Runs tasks."""


class _Scheduler(_CountedFailures, Scheduler):
    """Starts tasks."""


class TaskConsumer(Consumer):
    """Huey's consumer without signal handlers, which only the main thread may set."""

    worker_class = _Worker
    scheduler_class = _Scheduler

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
