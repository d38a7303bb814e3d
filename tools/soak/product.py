"""The process of the product: `kalenner up` by a movable clock, which can be asked what it holds.

``python -m tools.soak.product`` reads lines of JSON: first its settings, then questions, each of which gets a
line as its answer. It ends when its standard input is closed.
"""

import json
import logging
import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from typing import IO, Any

from pyramid.router import Router
from tools.soak import counts, practices

from kalenner.app import make_app
from kalenner.cli.processes import run_processes
from kalenner.clock import MovableClock
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.tasks import run_task, tasks_of
from kalenner.units import run_unit


class ErrorCount(logging.Handler):
    """Counts what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.number = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        del record
        self.number += 1


class Answers:
    """Answers the questions of the process that drives the load."""

    def __init__(self, app: Router, folder: Path, errors: ErrorCount) -> None:
        self._app, self._folder, self._errors = app, folder, errors

    def fill(self, people: list[dict[str, Any]]) -> list[str]:
        """Fill in the practices."""
        return run_unit(self._app, "command/soak", partial(practices.fill, people=people))

    def run_tasks(self, minute: int) -> int:
        """Run the tasks that are due at a minute of the hour; return how many."""
        WAKE_UPS.of(self._app.registry).wake("inbox")
        WAKE_UPS.of(self._app.registry).wake("outbox")
        due = [task for task in tasks_of(self._app) if minute % task.every_minutes == 0]
        for task in due:
            run_task(self._app, task)
        return len(due)

    def count_open(self) -> int:
        """Return how many updates are to be answered now, and messages to be sent."""
        return run_unit(self._app, "command/soak", counts.count_open, only_reads=True)

    def look(self) -> dict[str, Any]:
        """Return memory, rows and files, how many errors were logged, and what should be gone."""
        rows = run_unit(self._app, "command/soak", counts.rows, only_reads=True)
        return {
            "memory": counts.memory(),
            "rows": rows | counts.files(self._folder),
            "errors": self._errors.number,
            "overdue": run_unit(self._app, "command/soak", counts.overdue, only_reads=True),
        }

    def unowned_files(self) -> list[str]:
        """Return the files of the store that no row names."""
        work = partial(counts.unowned_files, folder=self._folder)
        return run_unit(self._app, "command/soak", work, only_reads=True)


def _answer(answers: Answers, replies: IO[str]) -> None:
    try:
        for line in sys.stdin:
            question = json.loads(line)
            reply = getattr(answers, question.pop("ask"))(**question)
            replies.write(json.dumps(reply) + "\n")
            replies.flush()
    finally:  # an answer that fails ends the process, and with it whoever waits for the answer
        replies.close()
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Run until the standard input is closed."""
    order = json.loads(sys.stdin.readline())
    replies = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr  # what `kalenner up` prints is no reply
    folder = Path(order["folder"])
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    errors = ErrorCount()
    logging.getLogger().addHandler(errors)
    # A day of ten minutes holds more presses in a minute than people make.
    limits = {"limits.updates_per_minute": "10000", "limits.open_updates": "10000"}
    values = {"kalenner.data_dir": str(folder), **limits, **order["values"]}
    clock = MovableClock(Path(order["clock"]))
    app = make_app(Source(values, environ={}), loaded=load_plugins(off=("playground",)), clock=clock)
    upgrade(SESSIONS.of(app.registry).engine, MIGRATIONS.of(app.registry))
    threading.Thread(target=_answer, args=(Answers(app, folder, errors), replies), daemon=True).start()
    return run_processes(app, "up")


if __name__ == "__main__":
    sys.exit(main())
