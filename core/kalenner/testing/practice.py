"""A stage for the tests of one plugin, and people who are ready to use it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sqlalchemy import Engine

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import MIGRATIONS, SESSIONS, MigrationSource, upgrade
from kalenner.people import AccountService, ClientService
from kalenner.people.models import Role
from kalenner.plugins import LoadedPlugin, load_plugins
from kalenner.requests import Request
from kalenner.settings import Source
from kalenner.testing.channel import NAME, fake_plugin
from kalenner.testing.people import Person
from kalenner.testing.stage import Stage

ADAPTERS = ("telegram", "playground")
NOW = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)
"""A Tuesday."""
_MADE: dict[tuple[tuple[str, str], ...], bytes] = {}
"""Files of SQLite with every table, by whose tables these are."""


@contextmanager
def stage_with(
    module: ModuleType, folder: Path, *, now: dt.datetime = NOW, off: Sequence[str] = (), **settings: str
) -> Iterator[Stage]:
    """Give a stage with the installed plugins and the one that `module` declares, in an empty folder.

    Its clock, ``stage.clock``, stands at `now` until it is moved; `off` are plugins to leave out. Settings
    are given by their keys: ``**{"example.most_notes": "3"}``.
    """
    loaded = load_plugins(off=(*ADAPTERS, *off))
    if module.plugin.name not in {plugin.name for plugin in loaded}:
        loaded.append(LoadedPlugin(module.plugin, module))
    name = module.plugin.name  # required, so that a fault of it fails the test
    values = {"kalenner.data_dir": str(folder), "kalenner.plugins.required": name, **settings}
    app = make_app(Source(values, environ={}), loaded=[*loaded, fake_plugin()], clock=FixedClock(now))
    engine = SESSIONS.of(app.registry).engine
    _make_tables(engine, MIGRATIONS.of(app.registry))
    try:
        yield Stage(app)
    finally:
        engine.dispose()


def _make_tables(engine: Engine, sources: Sequence[MigrationSource]) -> None:
    """Make every table; in a new file of SQLite as the first test of this process has made them."""
    file = Path(engine.url.database or "")
    is_new = engine.dialect.name == "sqlite" and not file.exists()
    key = tuple((source.name, source.package) for source in sources)
    if is_new and key in _MADE:
        file.write_bytes(_MADE[key])
        return
    upgrade(engine, sources)
    if is_new:
        engine.dispose()  # so that all of it is in the one file
        _MADE[key] = file.read_bytes()


def professional(stage: Stage, name: str = "Olga", *, city: str = "Berlin") -> Person:
    """Return a professional who has registered, and sees the set-up list."""
    person = stage.person(name)
    person.send("/start")
    person.press("I am a professional")
    person.send(name)
    person.send(city)
    person.press("Yes")
    return person


def client_of(professional: Person, name: str = "Ada", *, zone: str = "Europe/Berlin") -> Person:
    """Return a client of a professional, who has a name and a time zone, and sees the menu."""
    stage = professional.stage
    person = stage.person(name)
    person.send("/start")

    def connect(request: Request) -> None:
        accounts = request.find_service(AccountService)
        account, owner = (accounts.find(NAME, each_person.subject) for each_person in (person, professional))
        assert account is not None  # noqa: S101 -- both have sent something
        assert owner is not None  # noqa: S101
        assert owner.provider is not None  # noqa: S101 -- the other is a professional
        account.client_name, account.timezone, account.role = name, zone, Role.CLIENT
        request.find_service(ClientService).connect(owner.provider, account)

    stage.run(connect)
    person.send("/menu")
    return person
