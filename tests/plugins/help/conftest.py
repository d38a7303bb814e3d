"""The help is about screens and files, so one engine says all there is to say."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite"])
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A fresh database with every table, on SQLite."""
    shutil.copy(sqlite_template, tmp_path / "kalenner.sqlite")
    return f"sqlite:///{tmp_path / 'kalenner.sqlite'}"
