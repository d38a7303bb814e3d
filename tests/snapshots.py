"""What many tests begin with, built once: the rows, files and people that were there are put back for the others."""

import copy
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import make_url

from kalenner.app import make_components
from kalenner.clock import CLOCK
from kalenner.database import SESSIONS
from kalenner.screens import Screen
from kalenner.settings import SETTINGS
from kalenner.testing import Stage
from tests import servers

T = TypeVar("T")

LENT = "tests.lent"
"""Registry key of a :class:`Lent`; missing where an application is a test's alone."""

_STAGE = object()
"""Stands for the stage within what is kept of it."""


class Snapshots:
    """What has been built in this test process so far; files are kept below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: dict[Hashable, Snapshot] = {}


@dataclass
class Lent:
    """A shared application, the database and folder of the test that uses it, and what may be put back there."""

    key: Hashable
    url: str
    folder: Path
    snapshots: Snapshots
    listeners: list[object]
    """Objects of the test that carry hooks; what they have heard of stands in their attributes."""
    is_written: bool = False
    """Whether anything was written to the database yet."""

    @property
    def can_put_back(self) -> bool:
        """Whether the rows of this database can be put back."""
        return _is_sqlite(self.url) or servers.postgresql().lent(self.url).can_empty

    def heard(self) -> list[dict[str, Any]]:
        """Return what the listeners have heard of so far."""
        return [copy.deepcopy(getattr(listener, "__dict__", {})) for listener in self.listeners]


def prepared(stage: Stage, key: tuple[str, ...], build: Callable[[], T]) -> T:
    """Return what `build` returns, with everything it writes: built for the first test, put back for others.

    `key` says what `build` does, and must name whatever makes a difference. Where something was written
    before, and where objects of the test hear of what `build` does, it runs each time.
    """
    lent: Lent | None = stage.app.registry.get(LENT)
    if lent is None or lent.is_written or stage.people or not lent.can_put_back:
        return build()
    whole_key = (lent.key, CLOCK.of(stage.app.registry).now(), key)
    snapshot = lent.snapshots.kept.get(whole_key)
    heard = lent.heard()
    if snapshot is not None and snapshot.heard == heard:
        built: T = snapshot.restore(stage, lent)
        return built
    built = build()
    if lent.heard() == heard:
        lent.snapshots.kept[whole_key] = Snapshot(stage, lent, built)
    return built


class Snapshot:
    """A database, a folder and people at one moment."""

    def __init__(self, stage: Stage, lent: Lent, built: Any) -> None:
        self.heard = lent.heard()
        self._folder = Path(tempfile.mkdtemp(dir=lent.snapshots.folder))
        databases = shutil.ignore_patterns("*.sqlite", "*.sqlite-*")
        shutil.copytree(lent.folder, self._folder / "files", ignore=databases)
        if _is_sqlite(lent.url):
            with (
                closing(sqlite3.connect(_file(lent.url))) as source,
                closing(sqlite3.connect(self._folder / "database")) as target,
            ):
                source.backup(target)
        else:
            self._rows = servers.postgresql().lent(lent.url).rows()
        shown, composed = stage.channel.shown, stage.channel.composed
        cards = (card for person in stage.people.values() for card in person.cards)
        self._screens: list[Screen] = [*chain(*shown.values()), *composed.values(), *cards]
        left_out = {id(stage): _STAGE, id(stage.app): None, id(stage.channel): None}
        self._state = self._copy((built, vars(stage), shown, composed), left_out)

    def restore(self, stage: Stage, lent: Lent) -> Any:
        """Put everything back into a test's own database, folder and stage; return what was built."""
        registry, channel = stage.app.registry, stage.channel
        if _is_sqlite(lent.url):
            SESSIONS.of(registry).engine.dispose()
            shutil.copy(self._folder / "database", _file(lent.url))
        else:
            servers.postgresql().lent(lent.url).put_back(self._rows)
        lent.is_written = True
        shutil.copytree(self._folder / "files", lent.folder, dirs_exist_ok=True)
        registry.update(make_components(SETTINGS.of(registry), CLOCK.of(registry)))
        built, attributes, shown, composed = self._copy(self._state, {id(_STAGE): stage})
        vars(stage).update(attributes | {"app": stage.app, "channel": channel})
        channel.shown.update(shown)
        channel.composed.update(composed)
        return built

    def _copy(self, state: Any, replaced: dict[int, Any]) -> Any:
        """Copy everything but the screens, which nobody changes."""
        return copy.deepcopy(state, {id(screen): screen for screen in self._screens} | replaced)


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _file(url: str) -> str:
    return str(make_url(url).database)
