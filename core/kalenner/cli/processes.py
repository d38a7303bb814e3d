"""The long-running commands: web, bot and worker, alone or together in one process."""

import ctypes
import logging
import signal
import threading
from pathlib import Path
from typing import Any

from pyramid.router import Router

from kalenner.cli.errors import CommandError
from kalenner.database import MIGRATIONS, SESSIONS, pending, upgrade
from kalenner.delivery.leader_locks import FileLock
from kalenner.i18n import LANGUAGES
from kalenner.lifespan import ADOPTS, AT_START, AT_STOP
from kalenner.limits import REFUSALS
from kalenner.preparation import StartFault
from kalenner.security import JSON_CIPHER, KeyFault
from kalenner.security.key_checks import check_keys
from kalenner.server import BODY_LIMITS, STREAMED, Limits
from kalenner.server.embedded import EmbeddedServer
from kalenner.server.granian_server import is_granian_installed, serve_by_granian
from kalenner.settings import SETTINGS, KalennerSettings, LegalSettings, WebSettings
from kalenner.web.memory import answering_from_memory
from kalenner.zones import load_in_background

log = logging.getLogger(__name__)

M_ARENA_MAX = -8
"""The option of glibc's mallopt that limits the arenas, of which each thread may otherwise have its own."""
ARENAS = 2


class Web:
    """The embedded web server in a thread."""

    def __init__(self, app: Router) -> None:
        settings = SETTINGS.of(app.registry).of(WebSettings)
        self._leave = AT_STOP.of(app.registry)
        try:
            self._server = EmbeddedServer(
                answering_from_memory(app),
                host=settings.host,
                port=settings.port,
                threads=settings.threads,
                limits=_limits(app).fitted(),
                refusals=REFUSALS.of(app.registry),
            )
        except OSError as error:
            raise CommandError([_no_address(settings, error)]) from error
        self.url = _url(settings)
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the requests in progress, then stop."""
        for leave in self._leave:
            leave()
        self._server.stop()
        self._thread.join(timeout=2)


def _limits(app: Router) -> Limits:
    settings = SETTINGS.of(app.registry).of(WebSettings)
    return Limits.of(settings, BODY_LIMITS.of(app.registry), STREAMED.of(app.registry))


def _url(settings: WebSettings) -> str:
    return f"http://{settings.host}:{settings.port}/"


def _no_address(settings: WebSettings, error: OSError) -> str:
    address = f"{settings.host}:{settings.port}"
    fault = f"web.host, web.port: expected a free address, not {address} ({error.strerror})"
    return f"{fault}; KALENNER_WEB__PORT names another port"


def _serve_by_granian(app: Router) -> int:
    """Serve the web alone, in a process of its own, until SIGINT or SIGTERM."""
    settings = SETTINGS.of(app.registry).of(WebSettings)
    if not is_granian_installed():
        mistake = "web.server: expected waitress, because granian is not installed: install kalenner[scale]"
        raise CommandError([mistake])
    if AT_STOP.of(app.registry):
        mistake = "web.server: expected waitress, because the playground is on, which only that can serve"
        raise CommandError([mistake])
    SESSIONS.of(app.registry).engine.dispose()  # a connection must not be shared by two processes

    def prepare() -> None:
        _warn_without_operator(app)
        lines = [line for function in AT_START.of(app.registry) for line in function(app)]
        print("\n".join([f"KALENNER is at {_url(settings)}", *lines, "Press Ctrl-C to stop."]), flush=True)

    try:
        serve_by_granian(answering_from_memory(app), settings, _limits(app).fitted(), prepare)
    except OSError as error:
        raise CommandError([_no_address(settings, error)]) from error
    return 0


def _warn_without_operator(app: Router) -> None:
    if not SETTINGS.of(app.registry).of(LegalSettings).operator:
        log.warning("legal.operator is not set: imprint and privacy page say that nobody is named yet")


def prepare_database(app: Router) -> None:
    """Bring SQLite up to date; raise :class:`CommandError` where that is left to do on PostgreSQL.

    So it does where the keys are not those of the database.
    """
    engine, sources = SESSIONS.of(app.registry).engine, MIGRATIONS.of(app.registry)
    if engine.dialect.name == "sqlite":
        upgrade(engine, sources, cipher=JSON_CIPHER.of(app.registry))
    elif unmigrated := pending(engine, sources):
        state = f"those of {', '.join(unmigrated)} are not: run `kalenner db upgrade`"
        raise CommandError([f"database.url: expected tables that are up to date, {state}"])
    try:
        check_keys(app.registry)
    except KeyFault as fault:
        raise CommandError([f"security.keys_file: {fault}"]) from fault


def _prepared(app: Router) -> list[str]:
    """Let the plugins prepare; return the lines to print. Raises :class:`CommandError`."""
    try:
        return [line for prepare in AT_START.of(app.registry) for line in prepare(app)]
    except StartFault as fault:
        raise CommandError(fault.faults) from fault


def share_arenas() -> None:
    """Let all threads take memory from two arenas: what a thread freed in its own, no other could use.

    It does nothing where the C library is not glibc.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, ARENAS)


def run_processes(app: Router, command: str, *, adopts: bool = False) -> int:
    """Run until SIGINT or SIGTERM; the tables are ready. With `adopts` data of another bot becomes ours."""
    share_arenas()
    alone = _only_one(SETTINGS.of(app.registry).of(KalennerSettings).data_dir) if command == "up" else None
    ADOPTS.put(app.registry, adopts)
    if command == "web" and SETTINGS.of(app.registry).of(WebSettings).server == "granian":
        return _serve_by_granian(app)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    if command in {"up", "bot"}:
        # Otherwise the first search for a city would load it while it holds the lock for writing.
        load_in_background(LANGUAGES)
    prepared = _prepared(app)
    parts: list[Any] = []
    lines = []
    if command in {"up", "web"}:
        web = Web(app)
        parts.append(web)
        lines.append(f"KALENNER is at {web.url}")
        _warn_without_operator(app)
    if command in {"up", "bot"}:
        from kalenner.delivery.bot import Bot  # import here: needed by one command

        parts.append(Bot(app, SETTINGS.of(app.registry).of(KalennerSettings).data_dir))
    if command in {"up", "worker"}:
        from kalenner.worker import WorkerThread  # import here: needed by one command

        parts.append(WorkerThread(app))
    for part in parts:
        part.start()
    print("\n".join([*lines, *prepared, "Press Ctrl-C to stop."]), flush=True)
    stopping.wait()
    log.info("stopping")
    for part in reversed(parts):
        part.stop()
    SESSIONS.of(app.registry).engine.dispose()
    if alone is not None:
        alone.release()
    return 0


def _only_one(folder: Path) -> FileLock:
    """Return the lock of the one process that does everything; raises CommandError if there is one."""
    lock = FileLock(folder, "up")
    if not lock.take():
        fault = f"expected a folder without a running `kalenner up`, not {folder.resolve()}"
        remedy = "end that one, or let KALENNER_DATA_DIR name another folder"
        raise CommandError([f"kalenner.data_dir: {fault}; {remedy}"])
    return lock
