"""Migrations: one environment for everybody, a table of versions and a folder of revisions for each source.

A source is the core or a plugin. Its revisions are the files in ``<package>/migrations/versions/``, its
tables are called ``<name>_<noun>``, and ``<name>_alembic_version`` says how far it is. Removing a plugin
therefore breaks nothing: its tables and its version stay as they are. alembic is imported where it is used,
because it takes long to load.
"""

import ast
import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from kalenner.database.engine import reading
from kalenner.database.meta import metadata
from kalenner.database.types import BigId, Instant, Json

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

_ENVIRONMENT = "kalenner"  # the package whose migrations/ holds env.py and the template of a revision
_UNGUARDED_PREFIX = "ex_"  # what create_no_overlap makes has no counterpart in a model
_WAIT_FOR_OTHERS = "60s"
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
    def version_table(self) -> str:
        """The table that says which revision this source is at."""
        return f"{self.name}_alembic_version"

    def owns(self, table: str) -> bool:
        """Return whether `table` is one of this source's own, by its name."""
        return table.startswith(f"{self.name}_") and table != self.version_table


@dataclass(frozen=True)
class AppliedRevision:
    """One line of `history`, oldest first."""

    source: str
    id: str
    message: str
    applied: bool


def upgrade(engine: Engine, sources: Sequence[MigrationSource]) -> list[str]:
    """Bring every source to its newest revision, all of them or none; return the names that moved.

    Processes that start at once take turns: the second finds nothing left to do. On SQLite foreign keys are
    off meanwhile, since rebuilding a table would delete the rows that point to it, and checked before the
    commit. Raises alembic's CommandError when the database is at a revision that the code does not have,
    and DatabaseBusy when the others take too long.
    """
    with _exclusive(engine) as connection:
        behind = _behind(connection, sources)
        if behind:
            from alembic import command
        for source in behind:
            command.upgrade(_config(source, connection), "heads")
        return [source.name for source in behind]


def pending(engine: Engine, sources: Sequence[MigrationSource]) -> list[str]:
    """Return the names of the sources that are not at their newest revision."""
    with reading(engine).connect() as connection:
        return [source.name for source in _behind(connection, sources)]


def history(engine: Engine, sources: Sequence[MigrationSource]) -> list[AppliedRevision]:
    """Return the revisions of every source, in the order of `sources` and oldest first."""
    lines = []
    with reading(engine).connect() as connection:
        for source in sources:
            script = _script(source)
            heads = _context(connection, source).get_current_heads()
            applied = {revision.revision for revision in script.iterate_revisions(heads, "base")}
            lines += [
                AppliedRevision(source.name, one.revision, one.doc, applied=one.revision in applied)
                for one in reversed(list(script.walk_revisions()))
            ]
    return lines


def revision(engine: Engine, source: MigrationSource, message: str) -> Path:
    """Write a new revision with the difference between the models and the database; return its file.

    The models must have been imported, and the database must be at the newest revision.
    """
    from alembic import command

    source.versions.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection, connection.begin() as looking:
        made = command.revision(_config(source, connection), message=message, autogenerate=True)
        looking.rollback()  # alembic makes the table of versions even to read it
    if made is None or isinstance(made, list):
        raise RuntimeError(f"alembic wrote no single revision for {source.name}")
    return Path(made.path)


def check(engine: Engine, source: MigrationSource) -> list[str]:
    """Return what differs between the models of `source` and its tables; an empty list when nothing does."""
    from alembic.autogenerate import compare_metadata

    with reading(engine).connect() as connection:
        differences = compare_metadata(_context(connection, source), metadata)
        return [str(difference) for difference in differences]


def context_options(source: MigrationSource) -> dict[str, Any]:
    """Return how alembic is configured for `source`, here and in the shared ``env.py``."""

    def include_name(name: str | None, kind: str, _parents: Any) -> bool:
        if kind == "table":
            return source.owns(name or "")
        return not (name or "").startswith(_UNGUARDED_PREFIX)

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
def _exclusive(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that no other upgrade runs beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT_FOR_OTHERS}'"))
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
                _refuse_broken_references(connection)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = ", ".join(sorted({f"{row[0]} to {row[2]}" for row in broken}))
        raise RuntimeError(f"a migration left references to rows that are not there: {tables}")


def _behind(connection: Connection, sources: Sequence[MigrationSource]) -> list[MigrationSource]:
    """Return the sources whose database is at other revisions than their newest ones.

    Every start asks this, and mostly nothing is behind: it is found out without loading alembic.
    """
    tables = set(inspect(connection).get_table_names())
    return [one for one in sources if _applied(connection, one, tables) != _newest(one)]


def _applied(connection: Connection, source: MigrationSource, tables: set[str]) -> set[str]:
    if source.version_table not in tables:
        return set()
    return set(connection.scalars(select(column("version_num")).select_from(table(source.version_table))))


def _newest(source: MigrationSource) -> set[str]:
    """Return the revisions that no other one follows, as the files of the source say in their first lines."""
    known: set[str] = set()
    followed: set[str] = set()
    for file in source.versions.glob("*.py"):
        for name, literal in _REVISION_LINE.findall(file.read_text(encoding="utf-8")):
            value = ast.literal_eval(literal)
            revisions = {value} if isinstance(value, str) else set(value or ())
            (known if name == "revision" else followed).update(revisions)
    return known - followed


def _context(connection: Connection, source: MigrationSource) -> "MigrationContext":
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection, opts=context_options(source))


def _script(source: MigrationSource) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(source))


def _config(source: MigrationSource, connection: Connection | None = None) -> "Config":
    """Return what an alembic.ini would say; the percent signs are doubled as in one."""
    from alembic.config import Config

    config = Config(cmd_opts=Namespace(quiet=True), attributes={"connection": connection, "source": source})
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
