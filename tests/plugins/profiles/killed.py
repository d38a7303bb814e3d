"""Processes that are killed while they write pages, forked from one that has made the application already.

``python -m tests.plugins.profiles.killed`` reads its orders, then a line of JSON for each generation of processes: for
each, at which of its steps it dies. A step is before a statement, before and after a commit, and before a file is
opened, renamed or removed. It writes a line when all are gone: the signal that each died of, 0 for one that was done.
"""

import datetime as dt
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import SESSIONS
from kalenner.hooks.themes import PageService
from kalenner.i18n import reader_for
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.storage import atomic
from kalenner.testing import fake_plugin
from kalenner.themes import Content, render_page
from kalenner.themes.discovery import THEMES
from kalenner.units import run_unit
from kalenner_profiles import page_writer
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.targets import target_of


def write_correctly(app: Router) -> None:
    """Write as the product does."""
    page_writer.write_due(app)


def mark_before_writing(app: Router) -> None:
    """A wrong writer: it notes that a page is written before it writes it."""
    target = target_of(app.registry)
    for provider_id in run_unit(app, page_writer.UNIT, page_writer.list_due):
        wanted = run_unit(app, page_writer.UNIT, partial(page_writer._render, provider_id=provider_id))
        if wanted is None:
            continue

        class Later:
            name = target.name

            def put_page(self, path: str, page: bytes) -> None:
                """Not now."""

            remove_page = put_page

        run_unit(app, page_writer.UNIT, partial(page_writer._announce, wanted=wanted, target=target))
        run_unit(app, page_writer.UNIT, partial(page_writer._put_pages, wanted=wanted, target=Later()))
        page_writer._put_files(target, wanted)
        for path, page in wanted.rendered.pages.items():
            target.put_page(path, page)


def write_in_place(app: Router) -> None:
    """Another wrong writer: it writes into the file that people read."""

    def write(file: Path, chunks: Iterable[bytes], *, mode: int) -> None:
        del mode
        data = b"".join(chunks)
        with file.open("wb") as opened:
            middle = len(data) // 2
            opened.write(data[:middle])
            opened.flush()
            file.with_suffix(".touch").write_bytes(b"")  # a step
            opened.write(data[middle:])

    atomic.write_chunks = write
    page_writer.write_due(app)


WAYS: dict[str, Callable[[Router], None]] = {
    way.__name__: way for way in (write_correctly, mark_before_writing, write_in_place)
}
FILE_STEPS = {"open", "os.rename", "os.remove"}


def kill_at(app: Router, step: int, folder: str) -> None:
    """Kill this process at a step of its work."""
    left = [step]

    def take(*_arguments: object, **_more: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def audited(name: str, arguments: tuple[object, ...]) -> None:
        if name in FILE_STEPS and str(arguments[0]).startswith(folder):
            take()

    engine = SESSIONS.of(app.registry).engine
    event.listen(engine, "before_cursor_execute", take)
    event.listen(engine, "commit", take)
    event.listen(SESSIONS.of(app.registry), "after_commit", take)
    sys.addaudithook(audited)


def run_process(app: Router, way: str, step: int, folder: str) -> None:
    """Run as one process, and end it."""
    if step:
        kill_at(app, step, folder)
    try:
        WAYS[way](app)
    finally:
        sys.stdout.flush()
        os._exit(0)


def compile_templates(request: Request) -> None:
    """Render something, so that not every process compiles the theme anew."""
    theme = THEMES.of(request.registry).get_or_default("")
    readers = {"en": reader_for(request.registry, "en", None)}
    services = (PageService(1, "Massage", 60),)
    render_page(
        theme, Content("Olga", about="Text", services=services), readers, PageAddresses(request, "olga")
    )


def main() -> None:
    """Fork generation after generation."""
    orders = json.loads(sys.stdin.readline())
    loaded = [*load_plugins(off=("telegram", "playground")), fake_plugin()]
    clock = FixedClock(dt.datetime.fromisoformat(orders["now"]))
    app = make_app(Source(orders["values"], environ={}), loaded=loaded, clock=clock)
    run_unit(app, page_writer.UNIT, compile_templates, only_reads=True)
    gc.freeze()  # or each process that is forked would copy what its collector looks through
    for line in sys.stdin:
        # A connection belongs to one process.
        SESSIONS.of(app.registry).engine.dispose()
        started = []
        for step in json.loads(line):
            number = os.fork()
            if number == 0:
                run_process(app, orders["way"], step, orders["folder"])
            started.append(number)
        ends = [os.waitpid(number, 0)[1] & 0x7F for number in started]
        print(json.dumps(ends), flush=True)


if __name__ == "__main__":
    main()
