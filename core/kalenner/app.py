"""The application: web, bot, worker and commands all start through :func:`make_app`."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.router import Router

from kalenner.clock import CLOCK, Clock, SystemClock
from kalenner.config import include_everything
from kalenner.database import (
    MIGRATIONS,
    SESSIONS,
    MigrationSource,
    make_engine,
    packages_with_tables,
    session_factory,
    table_name_faults,
)
from kalenner.delivery.wakeups import WAKE_UPS, WakeUps
from kalenner.files import FILES, PRIVATE_FILES, FileStore, PrivateFileStore
from kalenner.log_context import set_role
from kalenner.logs import configure, redactor
from kalenner.plugins import HOOKS, INVENTORY, PLUGINS, Hooks, LoadedPlugin, PluginFault
from kalenner.preparation import Preparation, StartFault, prepare
from kalenner.security import CIPHER, KEYS, Cipher, KeyFault, KeyRing
from kalenner.settings import (
    SETTINGS,
    DatabaseSettings,
    FilesSettings,
    KalennerSettings,
    LogSettings,
    SecuritySettings,
    Settings,
    Source,
    ThemesSettings,
)
from kalenner.storage import ObjectStore, open_store
from kalenner.themes.discovery import THEMES, Themes
from kalenner.web.memory import WsgiApplication, answering_from_memory

log = logging.getLogger(__name__)

PYRAMID_SETTINGS = {
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    "tm.annotate_user": "false",
    "retry.attempts": "5",
}


def migration_sources(loaded: Sequence[LoadedPlugin]) -> list[MigrationSource]:
    """Return the migrations of the core, then those of the plugins in their order."""
    return [
        MigrationSource("core", "kalenner"),
        *(
            MigrationSource(plugin.name, plugin.plugin.package)
            for plugin in loaded
            if plugin.plugin.has_tables
        ),
    ]


def database_url(settings: Settings) -> str:
    """Return the configured database, or SQLite in the data folder."""
    folder = settings.of(KalennerSettings).data_dir
    return settings.of(DatabaseSettings).url or f"sqlite:///{folder / 'kalenner.sqlite'}"


def make_app(
    source: Source,
    *,
    loaded: Sequence[LoadedPlugin] | None = None,
    clock: Clock | None = None,
    preparation: Preparation | None = None,
) -> Router:
    """Build the application; raises :class:`StartFault` with every mistake of configuration.

    A plugin with a fault is left out, and the log says why. `loaded` and `clock` are for tests: by default
    the installed plugins and the system's clock. `preparation` is what `prepare` returned.
    """
    preparation = preparation or prepare(source, loaded)
    inventory = preparation.inventory
    try:
        shared = _shared(preparation, clock)
        config = _configure(shared, preparation)
        preparation.refuse_missing()
        app = config.make_wsgi_app()
    except PluginFault as fault:
        raise StartFault(fault.faults) from fault
    except (ConfigurationError, KeyFault) as fault:
        raise StartFault([" ".join(str(fault).split())]) from fault
    for line in preparation.warnings:
        log.warning("%s", line)
    for broken in inventory.aside:
        log.error("%s", broken)
    return app


def _configure(shared: Mapping[str, Any], preparation: Preparation) -> Configurator:
    """Return the finished configuration; a plugin with a fault is left out, and configuring starts again."""
    inventory = preparation.inventory
    trace = preparation.settings.of(KalennerSettings).trace_hooks
    while True:
        plugins = inventory.on
        config = Configurator(settings=dict(PYRAMID_SETTINGS))
        config.registry.update(shared)
        PLUGINS.put(config.registry, plugins)
        try:
            _refuse_unpacked([plugin for plugin in plugins if plugin.name != preparation.begins])
            HOOKS.put(config.registry, Hooks(plugins, trace=trace))
            MIGRATIONS.put(config.registry, migration_sources(plugins))
            include_everything(config, plugins)
            _refuse_tables(plugins)  # now that every model has been imported
        except PluginFault as fault:
            if not fault.plugin:
                raise
            inventory.set_aside(fault.plugin, "; ".join(fault.faults))
        else:
            return config


def _refuse_unpacked(plugins: Sequence[LoadedPlugin]) -> None:
    """Raise PluginFault for a plugin whose migrations were forgotten when it was packed."""
    for source in migration_sources(plugins)[1:]:
        if not source.has_revisions:
            reason = f"it says has_tables, but there is no revision in {source.package}/migrations/versions"
            raise PluginFault([reason], plugin=source.name)


def _refuse_tables(plugins: Sequence[LoadedPlugin]) -> None:
    """Raise PluginFault for a plugin whose tables are not named as its own, or have no migrations."""
    sources = migration_sources(plugins)
    faults = table_name_faults(sources)
    for name, texts in faults.items():
        raise PluginFault(sorted(texts), plugin="" if name == "core" else name)
    tableless = {plugin.plugin.package: plugin.name for plugin in plugins if not plugin.plugin.has_tables}
    for package in sorted(packages_with_tables([*tableless])):
        raise PluginFault(["it has tables, and does not say has_tables"], plugin=tableless[package])


def _shared(preparation: Preparation, clock: Clock | None) -> dict[str, Any]:
    """Return the objects that every attempt to configure shares, by their registry keys."""
    settings = preparation.settings
    sessions = session_factory(make_engine(database_url(settings)))
    wake_ups = WakeUps()
    wake_ups.attach(sessions)
    components = make_components(settings, clock)
    INVENTORY.put(components, preparation.inventory)
    SESSIONS.put(components, sessions)
    WAKE_UPS.put(components, wake_ups)
    THEMES.put(components, _themes(settings))
    return components


def make_components(settings: Settings, clock: Clock | None = None) -> dict[str, Any]:
    """Return, by their registry keys, the objects that are looked up there anew each time they are used.

    Putting others into the registry of a built application aims it at another folder, keys and files.
    Raises :class:`~kalenner.security.KeyFault` for a key file that cannot be used.
    """
    keys = KeyRing.load(
        settings.of(SecuritySettings).keys_file or settings.of(KalennerSettings).data_dir / "keys.json"
    )
    for secret in settings.secrets():
        redactor.add(secret)
    keys.on_change = partial(_redact, keys)
    keys.on_change()
    components: dict[str, Any] = {}
    SETTINGS.put(components, settings)
    CLOCK.put(components, clock or SystemClock())
    KEYS.put(components, keys)
    CIPHER.put(components, Cipher(keys))
    objects = _objects(settings)
    FILES.put(components, FileStore(objects))
    PRIVATE_FILES.put(components, PrivateFileStore(objects))
    return components


def _redact(keys: KeyRing) -> None:
    for secret in keys.secrets:
        redactor.add(secret)


def _themes(settings: Settings) -> Themes:
    """Find the themes; a broken one is left out, and the log says what is wrong with it."""
    themes = Themes.find(settings.of(ThemesSettings).folder)
    for fault in themes.faults:
        log.error("a theme is left out: %s", fault)
    return themes


def _objects(settings: Settings) -> ObjectStore:
    """Open the store of what people upload."""
    files, folder = settings.of(FilesSettings), settings.of(KalennerSettings).data_dir / "files"
    return open_store(files.url, folder, endpoint=files.s3_endpoint)


def paste_app(global_config: dict[str, str], **local: str) -> WsgiApplication:
    """Build the application for PasteDeploy, such as ``pserve production.ini``."""
    set_role("web")
    source = Source(local, file=global_config.get("__file__", ""))
    app = make_app(source)
    configure(SETTINGS.of(app.registry).of(LogSettings))
    return answering_from_memory(app)
