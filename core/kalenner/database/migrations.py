"""Migrations: one environment for everybody, a table of versions and a folder of revisions for each source.

A source is the core or a plugin. Its revisions are the files in ``<package>/migrations/versions/``, its
tables are called ``<name>_<noun>``, and ``<name>_alembic_version`` says how far it is. Removing a plugin
therefore breaks nothing: its tables and its version stay as they are.
"""

import ast
import re
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from kalenner.database.engine import read_only
from kalenner.database.errors import is_retryable
from kalenner.database.meta import metadata
from kalenner.database.types import BigId, Instant, Json
from kalenner.registry import RegistryKey

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

_ENVIRONMENT = "kalenner"  # the package whose migrations/ holds env.py and the template of a revision
_IGNORED_PREFIX = "ex_"  # what create_no_overlap makes has no counterpart in a model
_LOCK_TIMEOUT = "60s"
_REVISION_LINE = re.compile(r"^((?:down_)?revision)(?:\s*:[^=]+)?\s*=\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class MigrationSource:
    """Whose tables: `name` is the prefix of the tables, `package` where ``migrations/versions/`` is."""

    name: str
    package: str

    @property
    def versions(self) -> Path:
        """The folder of the revisions; it may not exist when the source has no tables."""
        return Path(str(files(self.package))) / "migrations" / "versions"

    @property
    def has_revisions(self) -> bool:
        """Whether there is a revision; a wheel that was packed without ``migrations`` has none."""
        return self.versions.is_dir() and any(self.versions.glob("*.py"))

    @property
    def version_table(self) -> str:
        """The table that says which revision this source is at."""
        return f"{self.name}_alembic_version"

    def owns(self, table: str) -> bool:
        """Return whether `table` is one of this source's own, by its name."""
        return table.startswith(f"{self.name}_") and table != self.version_table


class MigrationFault(Exception):
    """The tables of one source, named `source`, cannot be looked after; the text says why, in one line."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        super().__init__(text)


@dataclass(frozen=True)
class AppliedRevision:
    """One line of `history`, oldest first."""

    source: str
    id: str
    message: str
    applied: bool


def upgrade(engine: Engine, sources: Sequence[MigrationSource], *, cipher: Any = None) -> list[str]:
    """Bring every source to its newest revision, all of them or none; return the names of those upgraded.

    `cipher` is the :class:`~kalenner.security.JsonCipher` of the installation, for revisions that seal what
    older releases left in plain words; they find it among the attributes of alembic's configuration.
    Processes that start at once take turns: the second finds nothing left to do. On SQLite foreign keys are
    off meanwhile, since rebuilding a table would delete the rows that point to it, and checked after
    each source. Raises MigrationFault naming the source where the database is at a revision that the code
    does not have, or a revision cannot be read, fails or breaks references, and DatabaseBusy when the others
    take too long.
    """
    with exclusive(engine) as connection:
        outdated = _outdated(connection, sources)
        if outdated:
            from alembic import command  # import here: slow library
        for source in outdated:
            with _blamed_on(source, "a migration failed"):
                command.upgrade(_config(source, connection, cipher), "heads")
                if connection.dialect.name == "sqlite":
                    _refuse_broken_references(connection)
        return [source.name for source in outdated]


def pending(
    engine: Engine, sources: Sequence[MigrationSource], *, newest: Mapping[str, set[str]] | None = None
) -> list[str]:
    """Return the names of the sources that are not at their newest revision.

    `newest` is what `newest_revisions` returned before, so that whoever asks often reads no files.
    """
    with read_only(engine).connect() as connection:
        return [source.name for source in _outdated(connection, sources, newest)]


def newest_revisions(sources: Sequence[MigrationSource]) -> dict[str, set[str]]:
    """Return each source's newest revisions by its name, as its files say; raises MigrationFault."""
    return {source.name: _newest(source) for source in sources}


def history(engine: Engine, sources: Sequence[MigrationSource]) -> list[AppliedRevision]:
    """Return the revisions of every source, in the order of `sources` and oldest first."""
    lines = []
    with read_only(engine).connect() as connection:
        for source in sources:
            script, heads = _known(connection, source)
            applied = {revision.revision for revision in script.iterate_revisions(heads, "base")}
            lines += [
                AppliedRevision(source.name, step.revision, step.doc, applied=step.revision in applied)
                for step in reversed(list(script.walk_revisions()))
            ]
    return lines


def revision(engine: Engine, source: MigrationSource, message: str) -> Path:
    """Write a new revision with the difference between the models and the database; return its file.

    The models must have been imported, and the database must be at the newest revision.
    """
    from alembic import command  # import here: slow library

    source.versions.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection, connection.begin() as transaction:
        script = command.revision(_config(source, connection), message=message, autogenerate=True)
        transaction.rollback()  # alembic makes the table of versions even to read it
    if script is None or isinstance(script, list):
        raise RuntimeError(f"alembic wrote no single revision for {source.name}")
    return Path(script.path)


def check(engine: Engine, source: MigrationSource) -> list[str]:
    """Return what differs between the models of `source` and its tables; an empty list when nothing does."""
    from alembic.autogenerate import compare_metadata  # import here: slow library

    with read_only(engine).connect() as connection:
        differences = compare_metadata(_context(connection, source), metadata)
        return [str(difference) for difference in differences]


def context_options(source: MigrationSource) -> dict[str, Any]:
    """Return how alembic is configured for `source`, here and in the shared ``env.py``."""

    def include_name(name: str | None, kind: str, _parents: Any) -> bool:
        if kind == "table":
            return source.owns(name or "")
        return not (name or "").startswith(_IGNORED_PREFIX)

    def include_object(_item: Any, name: str | None, kind: str, *_rest: Any) -> bool:
        return kind != "table" or source.owns(name or "")

    return {
        "target_metadata": metadata,
        "version_table": source.version_table,
        "include_name": include_name,
        "include_object": include_object,
        "render_item": _render_item,
        "render_as_batch": True,  # SQLite cannot alter a column; elsewhere a batch is an ordinary ALTER
        "transactional_ddl": True,  # true of both: SQLite's transactions are begun by us
    }


def _render_item(kind: str, item: Any, context: Any) -> str | bool:
    """Write our own column types by their names, on either database; False leaves the rest to alembic."""
    if kind != "type":
        return False
    named = {id(BigId): "BigId", id(Json): "Json"}
    name = named.get(id(item), "Instant" if isinstance(item, Instant) else "")
    if not name:
        return False
    context.imports.add(f"from kalenner.database import {name}")
    return "Instant()" if name == "Instant" else name


@contextmanager
def exclusive(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that no other upgrade runs beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(hashtextextended('kalenner:migrations', 0))")
                )
                yield connection
            return
        # the pragma does nothing within a transaction, so it goes to the driver before ours begins
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = ", ".join(sorted({f"{row[0]} to {row[2]}" for row in broken}))
        raise RuntimeError(f"a migration left references to rows that are not there: {tables}")


def _outdated(
    connection: Connection, sources: Sequence[MigrationSource], newest: Mapping[str, set[str]] | None = None
) -> list[MigrationSource]:
    """Return the sources whose database is at other revisions than their newest ones.

    Every start asks this, and mostly none is outdated: that is found out without loading alembic. Raises
    MigrationFault for a source that the database is ahead of.
    """
    tables = set(inspect(connection).get_table_names())
    newest = newest_revisions(sources) if newest is None else newest
    outdated = [source for source in sources if _applied(connection, source, tables) != newest[source.name]]
    for source in outdated:
        _known(connection, source)
    return outdated


def _applied(connection: Connection, source: MigrationSource, tables: set[str]) -> set[str]:
    if source.version_table not in tables:
        return set()
    return set(connection.scalars(select(column("version_num")).select_from(table(source.version_table))))


def _newest(source: MigrationSource) -> set[str]:
    """Return the revisions that no other one follows, as the files of the source say in their first lines."""
    known: set[str] = set()
    followed: set[str] = set()
    with _blamed_on(source, "its migrations cannot be read"):
        for file in source.versions.glob("*.py"):
            for name, literal in _REVISION_LINE.findall(file.read_text(encoding="utf-8")):
                value = ast.literal_eval(literal)
                revisions = {value} if isinstance(value, str) else set(value or ())
                (known if name == "revision" else followed).update(revisions)
    return known - followed


def _known(connection: Connection, source: MigrationSource) -> "tuple[ScriptDirectory, tuple[str, ...]]":
    """Return a source's revisions, and those that the database is at; raises MigrationFault."""
    heads = _context(connection, source).get_current_heads()
    with _blamed_on(source, "its migrations cannot be read"):
        script = _script(source)
        known = {revision.revision for revision in script.walk_revisions()}
    for head in heads:
        if head not in known:
            raise MigrationFault(
                source.name,
                f"a newer release made the tables of this database: they are at the revision {head}, which "
                f"the installed release does not have; install the newer one again, or restore a copy",
            )
    return script, heads


@contextmanager
def _blamed_on(source: MigrationSource, what: str) -> Iterator[None]:
    """Turn what a source's own files raise into a MigrationFault; what another try may mend passes."""
    try:
        yield
    except Exception as error:
        if is_retryable(error):
            raise
        text = " ".join(str(error).split())
        raise MigrationFault(source.name, f"{what}: {type(error).__name__}: {text}") from error


def _context(connection: Connection, source: MigrationSource) -> "MigrationContext":
    from alembic.runtime.migration import MigrationContext  # import here: slow library

    return MigrationContext.configure(connection, opts=context_options(source))


def _script(source: MigrationSource) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # import here: slow library

    return ScriptDirectory.from_config(_config(source))


def _config(source: MigrationSource, connection: Connection | None = None, cipher: Any = None) -> "Config":
    """Return what an alembic.ini would say; the percent signs are doubled as in one."""
    from alembic.config import Config  # import here: slow library

    attributes = {"connection": connection, "source": source, "cipher": cipher}
    config = Config(cmd_opts=Namespace(quiet=True), attributes=attributes)
    options = {
        "script_location": str(files(_ENVIRONMENT) / "migrations"),
        "version_locations": str(source.versions),
        "path_separator": "newline",
        "file_template": "%(year)d_%(month).2d_%(day).2d_%(slug)s",
        "timezone": "UTC",
    }
    for key, value in options.items():
        config.set_main_option(key, value.replace("%", "%%"))
    return config


MIGRATIONS: RegistryKey[list[MigrationSource]] = RegistryKey("kalenner.migrations")
