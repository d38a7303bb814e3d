import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Table, Text, inspect, text
from sqlalchemy.exc import DBAPIError

from kalenner.database import (
    BigId,
    Instant,
    MigrationFault,
    MigrationSource,
    check,
    history,
    lock,
    metadata,
    pending,
    revision,
    session_factory,
    upgrade,
)
from tests.core.database.plugin_with_tables import PluginWithTables


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture
def library(packages: Path) -> Iterator[PluginWithTables]:
    made = PluginWithTables(packages, "library")
    made.define()
    yield made
    made.forget()


@pytest.fixture
def archive(packages: Path) -> Iterator[PluginWithTables]:
    made = PluginWithTables(packages, "archive")
    made.define()
    yield made
    made.forget()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_revision_written_from_the_models_makes_their_tables(
    engine: Engine, library: PluginWithTables
) -> None:
    file = revision(engine, library.source, "shelves and books")

    assert file.parent == library.source.versions
    assert file.name.endswith("_shelves_and_books.py")
    assert upgrade(engine, [library.source]) == ["library"]
    assert tables(engine) == {"library_shelf", "library_book", "library_alembic_version"}
    assert check(engine, library.source) == []


def test_revision_reads_like_our_own_code(engine: Engine, library: PluginWithTables) -> None:
    written = revision(engine, library.source, "shelves and books").read_text()

    assert "from kalenner.database import Instant\n" in written
    assert "sa.Column('id', BigId, " in written
    assert "sa.Column('built_at', Instant(), " in written
    assert "sa.Column('details', Json, " in written
    assert "sqlite_autoincrement=True" in written
    assert "downgrade" not in written


def test_model_without_its_column_is_a_difference(engine: Engine, library: PluginWithTables) -> None:
    revision(engine, library.source, "shelves and books")
    upgrade(engine, [library.source])
    library.define(Column("colour", Text))

    (difference,) = check(engine, library.source)

    assert "add_column" in difference
    assert "colour" in difference


def test_second_revision_keeps_the_rows(engine: Engine, library: PluginWithTables) -> None:
    revision(engine, library.source, "shelves and books")
    upgrade(engine, [library.source])
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO library_shelf (id, label) VALUES (1, 'history')"))
        connection.execute(text("INSERT INTO library_book (id, shelf_id) VALUES (1, 1)"))

    rebuild(library, after=revision(engine, library.source, "nothing").stem)
    upgrade(engine, [library.source])

    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, label, colour FROM library_shelf")).all() == [
            (1, "history", "white")
        ]
        assert connection.execute(text("SELECT id, shelf_id FROM library_book")).all() == [(1, 1)]


def rebuild(library: PluginWithTables, *, after: str) -> None:
    """Add a revision that alters the table of shelves, which on SQLite builds it anew."""
    previous = next(
        line
        for line in (library.source.versions / f"{after}.py").read_text().splitlines()
        if line.startswith("revision")
    )
    (library.source.versions / "rebuild.py").write_text(
        f"""
import sqlalchemy as sa
from alembic import op
{previous.replace("revision", "down_revision")}
revision = "rebuild"


def upgrade():
    with op.batch_alter_table("library_shelf", recreate="auto") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="white"))
        batch.alter_column("label", nullable=True)
"""
    )


def test_foreign_keys_hold_again_after_an_upgrade(engine: Engine, library: PluginWithTables) -> None:
    revision(engine, library.source, "shelves and books")
    upgrade(engine, [library.source])

    with engine.begin() as connection, pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        connection.execute(text("INSERT INTO library_book (shelf_id) VALUES (17)"))


def test_revision_that_breaks_references_is_not_kept(engine: Engine, library: PluginWithTables) -> None:
    revision(engine, library.source, "shelves and books")
    upgrade(engine, [library.source])
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO library_shelf (id, label) VALUES (1, 'history')"))
        connection.execute(text("INSERT INTO library_book (id, shelf_id) VALUES (1, 1)"))
    file = revision(engine, library.source, "break")
    file.write_text(
        file.read_text().replace("    pass\n", "    op.execute('UPDATE library_book SET shelf_id = 17')\n")
    )

    with pytest.raises(MigrationFault, match="library_book") as raised:
        upgrade(engine, [library.source])

    assert raised.value.source == "library"
    assert pending(engine, [library.source]) == ["library"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT shelf_id FROM library_book")).scalar_one() == 1


def test_failed_upgrade_leaves_no_table_of_any_source(
    engine: Engine, library: PluginWithTables, archive: PluginWithTables
) -> None:
    revision(engine, archive.source, "first")
    file = revision(engine, library.source, "first")
    file.write_text(file.read_text() + "    op.execute('SELECT nonsense FROM nowhere')\n")

    with pytest.raises(MigrationFault, match=r"a migration failed: .*nowhere"):
        upgrade(engine, [archive.source, library.source])

    assert tables(engine) == set()


def test_each_source_has_its_own_versions(
    engine: Engine, library: PluginWithTables, archive: PluginWithTables
) -> None:
    revision(engine, library.source, "first")
    revision(engine, archive.source, "first")
    both = [archive.source, library.source]

    assert pending(engine, both) == ["archive", "library"]
    assert upgrade(engine, [library.source]) == ["library"]
    assert pending(engine, both) == ["archive"]
    assert upgrade(engine, both) == ["archive"]
    assert pending(engine, both) == []
    assert upgrade(engine, both) == []


def test_source_without_tables_is_never_behind(engine: Engine, packages: Path) -> None:
    (packages / "kalenner_bare").mkdir()
    (packages / "kalenner_bare/__init__.py").write_text("")
    bare = MigrationSource("bare", "kalenner_bare")

    assert pending(engine, [bare]) == []
    assert upgrade(engine, [bare]) == []
    assert history(engine, [bare]) == []


def test_tables_of_others_are_no_difference(
    engine: Engine, library: PluginWithTables, archive: PluginWithTables
) -> None:
    revision(engine, library.source, "first")
    upgrade(engine, [library.source])

    assert check(engine, library.source) == []
    assert len(check(engine, archive.source)) > 0


def test_guard_against_overlaps_is_no_difference(engine: Engine, library: PluginWithTables) -> None:
    file = revision(engine, library.source, "first")
    file.write_text(
        file.read_text().replace(
            "from alembic import op\n",
            "from alembic import op\nfrom kalenner.database import create_no_overlap\n",
        )
        + """
    op.create_table(
        "library_visit",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
    )
    create_no_overlap(op, "library_visit", ("pending", "accepted"))
"""
    )
    upgrade(engine, [library.source])
    Table(
        "library_visit",
        metadata,
        Column("id", BigId, primary_key=True),
        Column("provider_id", BigId, nullable=False),
        Column("starts_at", Instant(), nullable=False),
        Column("ends_at", Instant(), nullable=False),
        Column("status", Text, nullable=False),
    )

    assert check(engine, library.source) == []


def test_history_says_what_is_applied(engine: Engine, library: PluginWithTables) -> None:
    revision(engine, library.source, "shelves and books")
    upgrade(engine, [library.source])
    revision(engine, library.source, "nothing more")

    lines = [(line.source, line.message, line.applied) for line in history(engine, [library.source])]

    assert lines == [("library", "shelves and books", True), ("library", "nothing more", False)]


def test_upgrade_waits_for_one_that_is_under_way(engine: Engine, library: PluginWithTables) -> None:
    revision(engine, library.source, "first")
    late = threading.Thread(target=upgrade, args=(engine, [library.source]))

    with session_factory(engine).begin() as session:
        lock(session, "kalenner:migrations")
        session.execute(text("SELECT 1"))
        late.start()
        late.join(0.5)
        assert late.is_alive()
        assert pending(engine, [library.source]) == ["library"]
    late.join()

    assert pending(engine, [library.source]) == []


def test_processes_that_upgrade_at_once_take_turns(
    engine: Engine, library: PluginWithTables, packages: Path
) -> None:
    revision(engine, library.source, "first")
    program = (
        "import sys; from kalenner.database import *; print('ready', flush=True); sys.stdin.readline();"
        "source = MigrationSource('library', 'kalenner_library');"
        "print(upgrade(make_engine(sys.argv[1], lock_timeout=30), [source]))"
    )
    command = [sys.executable, "-c", program, engine.url.render_as_string(hide_password=False)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(command, cwd=packages, stdin=pipe, stdout=pipe, text=True) for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()

    assert sorted(process.communicate()[0] for process in processes) == ["['library']\n", "[]\n", "[]\n"]
