"""The application: web, bot, worker and commands all start through :func:`make_app`."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.router import Router

from kalenner.additions import misnamed, overlapping_prefixes
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
from kalenner.files import FILES, FileStore
from kalenner.logs import redactor
from kalenner.plugins import (
    HOOKS,
    INVENTORY,
    NO_FENCE,
    PLUGINS,
    Hooks,
    Inventory,
    LoadedPlugin,
    Plugin,
    PluginFault,
    in_one_line,
)
from kalenner.security import CIPHER, KEYS, Cipher, KeyFault, KeyRing
from kalenner.settings import (
    CORE_SETTINGS,
    SETTINGS,
    DatabaseSettings,
    FilesSettings,
    KalennerSettings,
    LogSettings,
    SecuritySettings,
    Settings,
    SettingsFault,
    Source,
    ThemesSettings,
)
from kalenner.storage import missing_library, open_store
from kalenner.themes.discovery import THEMES, Themes

log = logging.getLogger(__name__)

PYRAMID_SETTINGS = {
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    "tm.annotate_user": "false",
    "retry.attempts": "5",
}


class StartFault(Exception):
    """The application cannot start; `faults` holds one sentence for each mistake."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass
class Preparation:
    """Settings and plugins before anything is made of them; `warnings` are for the log."""

    source: Source
    settings: Settings
    inventory: Inventory
    warnings: list[str]
    begins: str = ""
    """The plugin whose first revision is about to be written, and which may therefore have none."""

    def refuse_missing(self) -> None:
        """Raise :class:`StartFault` where a plugin that is required cannot take part."""
        required = self.settings.of(KalennerSettings).plugins_required
        if not required:
            return
        place = self.source.place_of(KalennerSettings, "plugins_required")
        faults = [
            f"{place}: {reason}" for name in required for reason in _reasons_against(name, self.inventory)
        ]
        if faults:
            raise StartFault(faults)


def _reasons_against(name: str, inventory: Inventory) -> list[str]:
    if name in {one.name for one in inventory.on}:
        return []
    reasons = [str(one) for one in inventory.aside if one.name == name]
    if name in {*inventory.off, *inventory.unwanted}:
        return [f"plugin {name} is switched off"]
    return reasons or [f"there is no plugin {name}"]


def prepare(
    source: Source,
    loaded: Sequence[LoadedPlugin] | None = None,
    *,
    aside: Mapping[str, str] = MappingProxyType({}),
    begins: str = "",
) -> Preparation:
    """Find the plugins and read the settings; raises :class:`StartFault` naming all mistakes of an operator.

    `aside` holds plugins to leave out, and why; `begins` is a plugin that may lack revisions.
    """
    warnings: list[str] = []
    inventory = _find(source, loaded, warnings)
    for name, reason in aside.items():
        inventory.set_aside(name, reason)
    for name, reason in overlapping_prefixes(inventory.on).items():
        inventory.set_aside(name, reason)
    groups = _groups(inventory)
    faults = []
    try:
        settings = source.read(groups)
    except SettingsFault as fault:
        raise StartFault([*fault.faults, *_missing(source, inventory)]) from fault
    faults += _file_faults(settings)
    warnings += _strangers(source, groups, inventory)
    for one in inventory.on:
        try:
            faults += one.plugin.check(settings)
        except Exception as error:  # noqa: BLE001 -- a stranger's code may raise anything
            inventory.set_aside(
                one.name, f"checking its settings raised {in_one_line(error, one.plugin.package)}"
            )
    if faults:
        raise StartFault(faults)
    _leave_out_unwanted(inventory, settings)
    preparation = Preparation(source, settings, inventory, warnings, begins)
    preparation.refuse_missing()
    return preparation


def _missing(source: Source, inventory: Inventory) -> list[str]:
    """Return which required plugins are missing where the settings as a whole cannot be read."""
    try:
        settings = source.read([KalennerSettings], only_known=False)
        Preparation(source, settings, inventory, []).refuse_missing()
    except SettingsFault:
        return []
    except StartFault as fault:
        return fault.faults
    return []


def _find(source: Source, loaded: Sequence[LoadedPlugin] | None, warnings: list[str]) -> Inventory:
    if loaded is not None:
        return Inventory(loaded)
    try:
        off = source.read([KalennerSettings], only_known=False).of(KalennerSettings).plugins_off
    except SettingsFault:
        off = ()
    inventory = Inventory.find(off=off)
    place = source.place_of(KalennerSettings, "plugins_off")
    warnings += [
        f"{place}: there is no plugin {name} to switch off" for name in off if name not in inventory.names
    ]
    return inventory


def _hooks(inventory: Inventory, *, trace: bool = False) -> Hooks:
    """Return the hooks of the plugins that are on; one with a misspelt hook is set aside."""
    while True:
        try:
            return Hooks(inventory.on, trace=trace)
        except PluginFault as fault:
            inventory.set_aside(fault.plugin, "; ".join(fault.faults))


def _groups(inventory: Inventory) -> list[type[Any]]:
    """Return the groups of settings of the core and of the plugins that are on."""
    groups: list[type[Any]] = [*CORE_SETTINGS]
    answers = _hooks(inventory).answers("platform_settings", NO_FENCE, inventory.set_aside)
    plugins = {one.name: one.plugin for one in inventory.on}
    for name, classes in answers:
        for cls in classes:
            fault = _fault_of_group(cls, groups, plugins.get(name))
            if fault:
                inventory.set_aside(name, fault)
                break
        else:
            groups += classes
    return groups


def _fault_of_group(cls: type[Any], groups: Sequence[type[Any]], plugin: Plugin | None) -> str:
    group = getattr(cls, "group_name", None)
    if group is None:
        return f"the settings {cls.__name__} are not made with kalenner.settings.group"
    if any(group == other.group_name for other in groups):
        return f"the settings group {group} is declared twice"
    if plugin is not None and not plugin.may_name(group):
        return misnamed(plugin, "settings group", group)
    return ""


def _strangers(source: Source, groups: Sequence[type[Any]], inventory: Inventory) -> list[str]:
    names = {one.group_name for one in groups}
    known = {*inventory.off, *inventory.unwanted, *(one.name for one in inventory.aside)}
    warnings = []
    for place, group in source.strangers(groups):
        close = get_close_matches(group, names, n=1)
        if group in known:
            warnings.append(f"{place}: not used, because the plugin {group} takes no part")
        elif close:
            warnings.append(f"{place}: not used; did you mean {close[0]}?")
        else:
            warnings.append(f"{place}: not used, because no plugin that is on has settings called {group}")
    return warnings


def _leave_out_unwanted(inventory: Inventory, settings: Settings) -> None:
    unwanted = []
    for one in inventory.on:
        try:
            if not one.plugin.is_wanted(settings):
                unwanted.append(one.name)
        except Exception as error:  # noqa: BLE001 -- a stranger's code may raise anything
            inventory.set_aside(one.name, f"is_wanted raised {in_one_line(error, one.plugin.package)}")
    inventory.leave_out(unwanted)


def read_settings(
    source: Source, loaded: Sequence[LoadedPlugin] | None = None
) -> tuple[Settings, list[LoadedPlugin]]:
    """Return the settings and the plugins that are on; raises :class:`StartFault` naming all mistakes."""
    preparation = prepare(source, loaded)
    return preparation.settings, preparation.inventory.on


def migration_sources(loaded: Sequence[LoadedPlugin]) -> list[MigrationSource]:
    """Return whose tables there are: the core's, then the plugins' in their order."""
    return [
        MigrationSource("core", "kalenner"),
        *(MigrationSource(one.name, one.plugin.package) for one in loaded if one.plugin.has_tables),
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
    the installed plugins and the system's clock. `preparation` is that of this source, where it was made.
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
    for one in inventory.aside:
        log.error("%s", one)
    return app


def _configure(shared: Mapping[str, Any], preparation: Preparation) -> Configurator:
    """Return the finished configuration; it is begun anew without each plugin that has a fault."""
    inventory = preparation.inventory
    trace = preparation.settings.of(KalennerSettings).trace_hooks
    while True:
        plugins = inventory.on
        config = Configurator(settings=dict(PYRAMID_SETTINGS))
        config.registry.update(shared)
        PLUGINS.put(config.registry, plugins)
        try:
            _refuse_unpacked([one for one in plugins if one.name != preparation.begins])
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
    tableless = {one.plugin.package: one.name for one in plugins if not one.plugin.has_tables}
    for package in sorted(packages_with_tables([*tableless])):
        raise PluginFault(["it has tables, and does not say has_tables"], plugin=tableless[package])


def _shared(preparation: Preparation, clock: Clock | None) -> dict[str, Any]:
    """Return what every attempt to configure has in common, by its key in the registry."""
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
    for secret in (*settings.secrets(), *keys.secrets):
        redactor.add(secret)
    components: dict[str, Any] = {}
    SETTINGS.put(components, settings)
    CLOCK.put(components, clock or SystemClock())
    KEYS.put(components, keys)
    CIPHER.put(components, Cipher(keys))
    FILES.put(components, _file_store(settings))
    return components


def _themes(settings: Settings) -> Themes:
    """Find the themes; a broken one is left out, and the log says what is wrong with it."""
    themes = Themes.find(settings.of(ThemesSettings).folder)
    for fault in themes.faults:
        log.error("a theme is left out: %s", fault)
    return themes


def _file_store(settings: Settings) -> FileStore:
    files, folder = settings.of(FilesSettings), settings.of(KalennerSettings).data_dir / "files"
    return FileStore(open_store(files.url, folder, endpoint=files.s3_endpoint))


def _file_faults(settings: Settings) -> list[str]:
    missing = missing_library(settings.of(FilesSettings).url)
    return [f"files.url: expected {missing}"] if missing else []


def paste_app(global_config: dict[str, str], **local: str) -> Router:
    """Build the application for PasteDeploy, such as ``pserve production.ini``."""
    from kalenner.logs import configure

    source = Source(local, file=global_config.get("__file__", ""))
    app = make_app(source)
    configure(SETTINGS.of(app.registry).of(LogSettings))
    return app
