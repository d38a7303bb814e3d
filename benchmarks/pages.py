"""W1, W2 and publishing: pages as visitors get them, against the least Pyramid can do, and rendering them.

W1 is measured at the server: the processor time that one answer takes it, over 16 connections that are kept
open. What the other side costs does not count, so a client written in Python is good enough. Everything else
is measured in this process.
"""

import importlib.util
import os
import selectors
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import interleave, report
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router

from kalenner.app import make_app
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.i18n import reader_for
from kalenner.people import Account, Provider
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.themes import Theme, render_page
from kalenner.themes.discovery import THEMES
from kalenner.units import run_unit
from kalenner_profiles import page_writer
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.targets import TARGET, FolderTarget
from kalenner_scheduling.catalogue.models import Service

ROUNDS, REQUESTS, CONNECTIONS = 7, 1_500, 16
PAGE = "/en/olga"
TICKS = os.sysconf("SC_CLK_TCK")


def product(folder: str) -> Router:
    """The application with Olga's page: eight services and a text."""
    source = Source({"kalenner.data_dir": folder}, environ={})
    app = make_app(source, loaded=load_plugins(off=["telegram", "playground"]))
    upgrade(SESSIONS.of(app.registry).engine, MIGRATIONS.of(app.registry))
    return app


def fill(request: Request) -> None:
    """Make Olga, and publish her page."""
    now = request.clock.now()
    account = Account(timezone="Europe/Berlin", created_at=now)
    provider = Provider(account=account, nickname="Olga", nickname_folded="olga", created_at=now)
    request.dbsession.add(provider)
    request.dbsession.flush()
    text = "For twenty years I have been helping people whose backs ache from sitting. "
    request.find_service(ContentService).set_about(provider, text * 8)
    request.dbsession.add_all(
        Service(
            provider_id=provider.id, name=f"Massage {number}", minutes=60, description=text, position=number
        )
        for number in range(8)
    )
    request.find_service(PublicationService).publish(provider)


def trivial() -> Router:
    """The least Pyramid can do."""
    with Configurator() as config:
        config.add_route("trivial", "/{language}/{slug}")
        config.add_view(lambda _request: Response("ok"), route_name="trivial")
        made: Router = config.make_wsgi_app()
    return made


def serve(kind: str, folder: str) -> None:
    """Be a server; say its port."""
    app = trivial() if kind == "trivial" else product(folder)
    from waitress.server import create_server  # import here: slow library

    made: Any = create_server(app, host="127.0.0.1", port=0, threads=8)
    print(made.effective_port, flush=True)
    made.run()


class Served:
    """A server process and connections to it."""

    def __init__(self, kind: str, folder: str) -> None:
        command = [sys.executable, "-m", "benchmarks.pages", "serve", kind, folder]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        port = int(self.process.stdout.readline())
        self._connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
        self.take(100)

    def take(self, count: int) -> float:
        """Ask so many times; return the processor seconds that the server took for each."""
        asked = f"GET {PAGE} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        before, left = self._seconds(), count
        with selectors.DefaultSelector() as waiting:
            for one in self._connections:
                waiting.register(one, selectors.EVENT_READ)
                one.sendall(asked)
            open_ = len(self._connections)
            left -= open_
            while open_:
                for key, _events in waiting.select():
                    connection: Any = key.fileobj
                    _read_answer(connection)
                    if left > 0:
                        left -= 1
                        connection.sendall(asked)
                    else:
                        open_ -= 1
        return (self._seconds() - before) / count

    def stop(self) -> None:
        """End it."""
        for one in self._connections:
            one.close()
        self.process.terminate()
        self.process.wait()

    def _seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def _read_answer(connection: socket.socket) -> None:
    """Read one answer whole; it has to be a good one."""
    data = connection.recv(65_536)
    assert data.startswith(b"HTTP/1.1 200"), data[:80]
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    head, _blank, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65_536)


@contextmanager
def served(folder: str) -> Iterator[dict[str, Served]]:
    """Both servers."""
    both = {kind: Served(kind, folder) for kind in ("trivial", "page")}
    yield both
    for one in both.values():
        one.stop()


def measure_serving(folder: str) -> None:
    """W1."""
    with served(folder) as both:
        times: dict[str, list[float]] = {kind: [] for kind in both}
        for _ in range(ROUNDS):
            for kind, one in both.items():
                times[kind].append(one.take(REQUESTS))
    seconds = {kind: median(taken) for kind, taken in times.items()}
    ratio = seconds["trivial"] / seconds["page"]
    line = f"cached page x trivial view, waitress ({1 / seconds['page']:,.0f}/s of processor)"
    report("W1", line, ratio, ">= 0.5", ok=ratio >= 0.5)
    if importlib.util.find_spec("granian") is None:
        print("W1  | granian is not installed: measured on waitress alone")


def ask(app: Router) -> bytes:
    """Ask the application for the page, without a server."""
    request = Request.blank(PAGE, accept_encoding="gzip")
    return bytes(request.get_response(app).body)


def render_anew(request: Request) -> int:
    """Make the page of one language from the database."""
    provider = request.dbsession.get_one(Provider, 1)
    content = request.find_service(ContentService).gather(provider)
    return _render(request, content, ["en"])


def preview(request: Request, content: Any, languages: list[str]) -> int:
    """Render a page that was gathered before."""
    return _render(request, content, languages)


def _render(request: Request, content: Any, languages: list[str]) -> int:
    theme: Theme = THEMES.of(request.registry).get_or_default("")
    readers = {language: reader_for(request.registry, language, "Europe/Berlin") for language in languages}
    made = render_page(theme, content, readers, PageAddresses(request, "olga"), is_preview=True)
    return sum(len(page) for page in made.pages.values())


def measure_rendering(app: Router) -> None:
    """W2, and previews."""
    content = run_unit(
        app,
        "command/bench",
        lambda request: request.find_service(ContentService).gather(request.dbsession.get_one(Provider, 1)),
    )
    unit = partial(run_unit, app, "command/bench", only_reads=True)
    calls: dict[str, Callable[[], object]] = {
        "cached": partial(ask, app),
        "anew": partial(unit, render_anew),
        "preview": partial(unit, partial(preview, content=content, languages=["en"])),
        "four": partial(unit, partial(preview, content=content, languages=["en", "fr", "de", "ru"])),
    }
    seconds = interleave(ROUNDS, **calls)
    ratio = seconds["anew"] / seconds["cached"]
    line = f"cached page x rendered with the database ({1 / seconds['anew']:,.0f}/s)"
    report("W2", line, ratio, ">= 8", ok=ratio >= 8)
    ratio = seconds["preview"] / seconds["four"]
    line = f"preview x all four languages ({1 / seconds['preview']:,.0f} previews/s)"
    report("P3", line, ratio, "<= 0.4", ok=ratio <= 0.4)


def publish(app: Router) -> None:
    """Publish and write."""
    run_unit(
        app,
        "command/bench",
        lambda request: request.find_service(PublicationService).publish(
            request.dbsession.get_one(Provider, 1)
        ),
    )
    assert page_writer.write_due(app) == 1


def publish_cold(app: Router, folder: Path, number: Iterator[int]) -> None:
    """Publish where nothing is yet."""
    app.registry[TARGET] = FolderTarget(folder / f"cold-{next(number)}")
    publish(app)


def measure_publishing(app: Router, folder: str) -> None:
    """Cold, and again unchanged, against rendering alone."""
    content = run_unit(
        app,
        "command/bench",
        lambda request: request.find_service(ContentService).gather(request.dbsession.get_one(Provider, 1)),
    )
    numbers = iter(range(10**6))
    render = partial(preview, content=content, languages=["en", "fr", "de", "ru"])
    kept = FolderTarget(Path(folder) / "kept")

    def unchanged() -> None:
        app.registry[TARGET] = kept
        publish(app)

    seconds = interleave(
        ROUNDS,
        render=partial(run_unit, app, "command/bench", render, only_reads=True),
        cold=partial(publish_cold, app, Path(folder), numbers),
        unchanged=unchanged,
    )
    for key, name, most in (("P1", "cold", 8.0), ("P2", "unchanged", 6.0)):
        ratio = seconds[name] / seconds["render"]
        line = f"publishing, {name}, x rendering it ({seconds[name] * 1e3:.0f} ms)"
        report(key, line, ratio, f"<= {most:g}", ok=ratio <= most)


def main() -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as folder:
        app = product(folder)
        run_unit(app, "command/bench", fill)
        page_writer.write_due(app)
        measure_serving(folder)
        measure_rendering(app)
        measure_publishing(app, folder)
        SESSIONS.of(app.registry).engine.dispose()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(*sys.argv[2:4])
    else:
        main()
