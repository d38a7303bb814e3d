"""Applications that tests share: built once for a set of plugins and settings, aimed at each test's own things."""

import gc
import sys
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from pyramid.router import Router
from sqlalchemy import URL, event, make_url

from kalenner.app import make_app, make_components
from kalenner.clock import Clock
from kalenner.database import SESSIONS, SessionFactory, make_engine, session_factory
from kalenner.delivery import channels_of
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.plugins import HOOKS, PLUGINS, Hooks, LoadedPlugin
from kalenner.settings import SETTINGS, KalennerSettings, Source
from kalenner_profiles.targets import TARGET, make_target
from tests import servers
from tests.snapshots import LENT, Lent, Snapshots

_READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")

MOST_KEPT = 24
"""Applications that wait for the next test, in each process; one takes about 10 MB."""


class Access:
    """The way of a shared application to the databases of one kind, one after the other."""

    def __init__(self, sessions: SessionFactory, url: URL) -> None:
        self.sessions, self._url = sessions, url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        event.listen(sessions.engine, "do_connect", self._connect)
        if not self.is_sqlite:
            event.listen(sessions.engine, "connect", servers.keep_connection)

    def aim(self, url: URL) -> None:
        """Use another database; connections to the same one are kept."""
        if url != self._url:
            self.sessions.engine.dispose()
            self._url = url

    def leave(self) -> None:
        """Let go of the test's database; connections to one that the next test gets as new are kept."""
        if self.is_sqlite or self.sessions.engine.pool.checkedout():
            self.sessions.engine.dispose()

    def _connect(
        self, _dialect: object, _record: object, arguments: list[str], keywords: dict[str, str]
    ) -> None:
        if self.is_sqlite:
            arguments[0] = str(self._url.database)
        else:
            keywords["dbname"] = str(self._url.database)


class SharedApplication:
    """One application for many tests, one after the other, so that nothing is built or compiled again.

    Each test has its own database, of either kind, clock, keys, files and settings; whatever a test put into the
    registry is gone for the next one, and objects in the registry that have a method ``renew`` are made as new by it.
    """

    def __init__(
        self, loaded: Sequence[LoadedPlugin], values: Mapping[str, str], clock: Clock | None
    ) -> None:
        gc.disable()  # there is no garbage in what is made to be kept
        try:
            self.app = make_app(Source(values, environ={}), loaded=loaded, clock=clock)
        finally:
            gc.enable()
        self._loaded = list(loaded)
        self._built = dict(self.app.registry)
        self._lent: Lent | None = None
        self._ways: dict[str, Access] = {}
        self._way = self._add_way(SESSIONS.of(self.app.registry), make_url(values["database.url"]))

    def aim(self, loaded: Sequence[LoadedPlugin], values: Mapping[str, str], clock: Clock | None) -> None:
        """Use other instances of the same plugins, another database and folder, and another clock."""
        registry = self.app.registry
        for key in set(registry) - set(self._built):
            del registry[key]
        settings = Source(values, environ={}).read(SETTINGS.of(self._built).groups())
        registry.update(self._built | make_components(settings, clock))
        self._way = self._way_to(make_url(values["database.url"]))
        SESSIONS.put(registry, self._way.sessions)
        if self._loaded != loaded:
            taking_part = {plugin.name for plugin in PLUGINS.of(self._built)}
            plugins = [plugin for plugin in loaded if plugin.name in taking_part]
            PLUGINS.put(registry, plugins)
            hooks = Hooks(plugins, trace=settings.of(KalennerSettings).trace_hooks)
            hooks.checks.update(HOOKS.of(self._built).checks)
            HOOKS.put(registry, hooks)
        if TARGET.find(registry) is not None:
            TARGET.put(registry, make_target(settings))
        for value in (*registry.values(), *channels_of(registry).values()):
            if hasattr(value, "renew"):
                value.renew()

    def note(self, lent: Lent) -> None:
        """Note what it is used on."""
        hooks: Hooks = HOOKS.of(self.app.registry)
        lent.listeners = [
            plugin.implementations
            for plugin in hooks.loaded
            if not isinstance(plugin.implementations, ModuleType) and hooks.names(plugin.name)
        ]
        self._lent = self.app.registry[LENT] = lent

    def leave(self) -> None:
        """Let go of what it was used on."""
        self._way.leave()

    def close(self) -> None:
        """Let go of every connection."""
        for way in self._ways.values():
            way.sessions.engine.dispose()

    def _way_to(self, url: URL) -> Access:
        way = self._ways.get(url.get_backend_name())
        if way is None:
            sessions = session_factory(make_engine(url))
            WAKE_UPS.of(self._built).attach(sessions)
            return self._add_way(sessions, url)
        way.aim(url)
        return way

    def _add_way(self, sessions: SessionFactory, url: URL) -> Access:
        event.listen(sessions.engine, "before_cursor_execute", self._note_write)
        self._ways[url.get_backend_name()] = Access(sessions, url)
        return self._ways[url.get_backend_name()]

    def _note_write(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if self._lent is not None and not statement.startswith(_READS):
            self._lent.is_written = True


class Applications:
    """The applications of a test process that no test uses now."""

    def __init__(self, folder: Path) -> None:
        self._waiting: OrderedDict[SharedApplication, Hashable] = OrderedDict()
        self._snapshots = Snapshots(folder)

    @contextmanager
    def lend(
        self, loaded: Sequence[LoadedPlugin], values: Mapping[str, str], clock: Clock | None
    ) -> Iterator[Router]:
        """Give an application of those plugins and settings; nobody else has it meanwhile.

        Objects of one class that carry hooks are taken to say the same while an application is built.
        """
        key = _key(loaded, values)
        shared = next((waiting for waiting, its in reversed(self._waiting.items()) if its == key), None)
        if shared is None:
            shared = SharedApplication(loaded, values, clock)
            key = _key(loaded, values)  # by now, every package has been imported
        else:
            del self._waiting[shared]
            shared.aim(loaded, values, clock)
        folder = Path(values["kalenner.data_dir"])
        backend = make_url(values["database.url"]).get_backend_name()
        shared.note(Lent((backend, key), values["database.url"], folder, self._snapshots, []))
        try:
            yield shared.app
        finally:
            shared.leave()
            self._waiting[shared] = key
            while len(self._waiting) > MOST_KEPT:
                self._waiting.popitem(last=False)[0].close()

    def forget(self) -> None:
        """Keep no application for later."""
        self._waiting.clear()


def _key(loaded: Sequence[LoadedPlugin], values: Mapping[str, str]) -> Hashable:
    """Return what an application is built from: the code of its plugins, and its settings but for places."""
    own = {"kalenner.data_dir", "database.url"}
    return (
        tuple(sorted(item for item in values.items() if item[0] not in own)),
        tuple(
            (plugin.plugin, _code(plugin.implementations), sys.modules.get(plugin.plugin.package))
            for plugin in loaded
        ),
    )


def _code(implementations: ModuleType | object) -> object:
    return implementations if isinstance(implementations, ModuleType) else type(implementations)


def place(folder: Path, url: str) -> dict[str, str]:
    """Return the settings that say where a test's application keeps its things."""
    return {"kalenner.data_dir": str(folder), "database.url": url}
