"""Databases with every table: made once in a session of tests, by whichever process is the first, then copied."""

import fcntl
import shutil
from pathlib import Path

from kalenner.app import migration_sources
from kalenner.database import make_engine, upgrade
from kalenner.plugins import load_plugins

_shared_folder: list[Path] = []


def share(folder: Path) -> None:
    """Say which folder all processes of this session have in common."""
    _shared_folder[:] = [folder]


def migrate(url: str) -> None:
    """Make every table in an empty database; no application is made for that."""
    engine = make_engine(url)
    upgrade(engine, migration_sources(load_plugins(off=("playground",))))
    engine.dispose()


def sqlite_template() -> Path:
    """Return an SQLite database with every table, to be copied."""
    [folder] = _shared_folder
    template = folder / "template.sqlite"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            being_made = folder / "template.being-made.sqlite"
            migrate(f"sqlite:///{being_made}")
            being_made.rename(template)
    return template


def copy_sqlite_template(folder: Path) -> None:
    """Put a database with every table where an application with this folder looks for it, unless one is there.

    Outside of a session of tests nothing is put there, and the application makes its tables itself.
    """
    database = folder / "kalenner.sqlite"
    if _shared_folder and not database.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(sqlite_template(), database)
