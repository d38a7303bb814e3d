"""Workers that are killed while they send reminders, forked from one that has made the application already.

``python -m tests.plugins.reminders.killed`` reads its orders, then a line of JSON for each generation of workers: for
each worker, at which of its steps it dies. A step is before a statement, before a commit, and after one. It writes a
line when all of them are gone: the signal that each died of, 0 for one that found nothing left to do.
"""

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event, func, select

from kalenner.app import make_app
from kalenner.database import SESSIONS
from kalenner.delivery import Notification
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.tasks import Task, run_task
from kalenner.testing import fake_plugin
from kalenner.units import run_unit
from kalenner_reminders import routes
from kalenner_reminders.models import Reminder
from kalenner_reminders.queries import take_due
from kalenner_reminders.services import ReminderService

BATCH = 5


def whole(app: Router) -> None:
    """Do what the product's task does, in smaller batches."""

    def send(request: Request) -> None:
        request.find_service(ReminderService).send_due(BATCH)

    run_task(app, Task("reminders.send", send, 1))


def forgetful(app: Router) -> None:
    """Do it wrongly: mark in one transaction, promise in the next."""
    notifications: list[tuple[str, Any]] = []

    def mark(request: Request) -> None:
        ReminderService(
            request.dbsession, request.clock, lambda *arguments: notifications.append(arguments)
        ).send_due(BATCH)

    def promise(request: Request) -> None:
        for arguments in notifications:
            request.notify_many(*arguments)

    run_unit(app, "task/mark", mark)
    run_unit(app, "task/promise", promise)


def repeating(app: Router) -> None:
    """Do it wrongly the other way: promise in one transaction, mark in the next."""

    def promise(request: Request) -> None:
        due = [
            reminder
            for reminder in take_due(request.dbsession, request.clock.now(), BATCH)
            if reminder.is_wanted
        ]
        many = [
            Notification(reminder.reader_id, routes.reminder(appointment=reminder.appointment_id))
            for reminder in due
        ]
        request.notify_many(many)

    def mark(request: Request) -> None:
        ReminderService(request.dbsession, request.clock, lambda *_what: None).send_due(BATCH)

    run_unit(app, "task/promise", promise)
    run_unit(app, "task/mark", mark)


WAYS: dict[str, Callable[[Router], None]] = {
    function.__name__: function for function in (whole, forgetful, repeating)
}


def die_at(app: Router, step: int) -> None:
    """Kill this process at a step of its work with the database."""
    steps_left = [step]

    def note(*_of_the_step: Any) -> None:
        steps_left[0] -= 1
        if steps_left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    factory = SESSIONS.of(app.registry)
    event.listen(factory.engine, "before_cursor_execute", note)
    event.listen(factory.engine, "commit", note)
    event.listen(factory, "after_commit", note)


def live(app: Router, way: Callable[[Router], None], step: int) -> None:
    """Send reminders until killed, or until none is left."""
    waiting = select(func.count()).where(Reminder.state == "waiting")

    def count(request: Request) -> int:
        return int(request.dbsession.scalar(waiting))

    die_at(app, step)
    while run_unit(app, "task/count", count, only_reads=True):
        way(app)
        threading.Event().wait(0.001)  # whoever else sends has its turn


def serve() -> None:
    """Fork a generation of workers for each line."""
    orders = json.loads(sys.stdin.readline())
    loaded = [*load_plugins(off=("telegram", "playground")), fake_plugin()]
    app = make_app(Source(orders["values"], environ={}), loaded=loaded)
    work = partial(live, app, WAYS[orders["way"]])
    gc.freeze()  # or each process that is forked would copy what its collector looks through
    for line in sys.stdin:
        SESSIONS.of(app.registry).engine.dispose()
        workers = []
        for step in json.loads(line):
            number = os.fork()
            if number == 0:
                work(step)
                os._exit(0)
            workers.append(number)
        ends = [os.waitpid(number, 0)[1] for number in workers]
        print(
            json.dumps([os.WTERMSIG(end) if os.WIFSIGNALED(end) else os.WEXITSTATUS(end) for end in ends]),
            flush=True,
        )


if __name__ == "__main__":
    serve()
