"""A plugin that is made for one test of migrations."""

import sys
from pathlib import Path

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text

from kalenner.database import BigId, Instant, Json, MigrationSource, metadata


class PluginWithTables:
    """A plugin made for one test: its package on disk, its tables among those of the platform."""

    def __init__(self, folder: Path, name: str) -> None:
        self.package = folder / f"kalenner_{name}"
        self.package.mkdir()
        (self.package / "__init__.py").write_text('"""A library."""\n')
        self.source = MigrationSource(name, self.package.name)
        self.name = name

    def define(self, *extra: Column[object]) -> None:
        """Define a table of shelves and one of books, with more columns for the shelves."""
        for table in ("book", "shelf"):
            if f"{self.name}_{table}" in metadata.tables:
                metadata.remove(metadata.tables[f"{self.name}_{table}"])
        Table(
            f"{self.name}_shelf",
            metadata,
            Column("id", BigId, primary_key=True),
            Column("label", Text, nullable=False, unique=True),
            Column("built_at", Instant(), index=True),
            *extra,
            CheckConstraint("label <> ''", name="labelled"),
            sqlite_autoincrement=True,
        )
        Table(
            f"{self.name}_book",
            metadata,
            Column("id", BigId, primary_key=True),
            Column(
                "shelf_id", BigId, ForeignKey(f"{self.name}_shelf.id", ondelete="CASCADE"), nullable=False
            ),
            Column("details", Json),
            sqlite_autoincrement=True,
        )

    def forget(self) -> None:
        for table in [table for table in metadata.tables.values() if table.name.startswith(f"{self.name}_")]:
            metadata.remove(table)
        sys.modules.pop(self.package.name, None)
