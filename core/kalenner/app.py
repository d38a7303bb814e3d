"""The application: web, bot, worker and commands all start through :func:`make_app`."""

import logging
from collections.abc import Sequence
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.router import Router

from kalenner.clock import Clock, SystemClock
from kalenner.config import include_everything
from kalenner.database import (
    MigrationSource,
    TableNameFault,
    check_table_names,
    make_engine,
    session_factory,
)
from kalenner.delivery.bells import Bells
from kalenner.files import FolderStore
from kalenner.logs import redactor
from kalenner.plugins import Hooks, LoadedPlugin, PluginFault, load_plugins
from kalenner.security import Cipher, KeyFault, KeyRing
from kalenner.settings import (
    CORE_SETTINGS,
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
from kalenner.themes.finding import Themes

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


def read_settings(
    source: Source, loaded: Sequence[LoadedPlugin] | None = None
) -> tuple[Settings, list[LoadedPlugin]]:
    """Return the settings and the plugins that are on; raises :class:`StartFault` naming all mistakes."""
    faults: list[str] = []
    plugins: list[LoadedPlugin] = list(loaded or ())
    if loaded is None:
        try:
            off = source.read([KalennerSettings], only_known=False).of(KalennerSettings).plugins_off
            plugins = load_plugins(off=off)
        except SettingsFault:
            plugins = load_plugins()
        except PluginFault as fault:
            faults += [_placed(source, text) for text in fault.faults]
            plugins = load_plugins() if _are_well_installed() else []
    groups = [*CORE_SETTINGS]
    for name, classes in Hooks(plugins).call("platform_settings"):
        for cls in classes:
            if any(cls.group_name == other.group_name for other in groups):
                faults.append(f"plugin {name}: the settings group {cls.group_name} is declared twice")
            else:
                groups.append(cls)
    try:
        settings = source.read(groups)
    except SettingsFault as fault:
        raise StartFault(faults + fault.faults) from fault
    faults += [fault for one in plugins for fault in one.plugin.check(settings)]
    if faults:
        raise StartFault(faults)
    return settings, [one for one in plugins if one.plugin.is_wanted(settings)]


def _placed(source: Source, text: str) -> str:
    return f"{source.file}: {text}" if text.startswith("kalenner.plugins.off") else text


def _are_well_installed() -> bool:
    try:
        load_plugins()
    except PluginFault:
        return False
    return True


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
    source: Source, *, loaded: Sequence[LoadedPlugin] | None = None, clock: Clock | None = None
) -> Router:
    """Build the application; raises :class:`StartFault` with every mistake of configuration and plugins.

    `loaded` and `clock` are for tests: by default the installed plugins and the system's clock.
    """
    settings, plugins = read_settings(source, loaded)
    try:
        return _configure(settings, plugins, clock).make_wsgi_app()
    except PluginFault as fault:
        raise StartFault(fault.faults) from fault
    except (ConfigurationError, TableNameFault, KeyFault) as fault:
        raise StartFault([" ".join(str(fault).split())]) from fault


def _configure(settings: Settings, plugins: list[LoadedPlugin], clock: Clock | None) -> Configurator:
    config = Configurator(settings=dict(PYRAMID_SETTINGS))
    config.registry.update(make_components(settings, clock))
    sessions = session_factory(make_engine(database_url(settings)))
    bells = Bells()
    bells.attach(sessions)
    config.registry.update(
        {
            "kalenner.plugins": plugins,
            "kalenner.hooks": Hooks(plugins, trace=settings.of(KalennerSettings).trace_hooks),
            "kalenner.sessions": sessions,
            "kalenner.bells": bells,
            "kalenner.migrations": migration_sources(plugins),
            "kalenner.themes": _themes(settings),
        }
    )
    include_everything(config, plugins)
    # Now that every model has been imported.
    check_table_names(config.registry["kalenner.migrations"])
    return config


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
    return {
        "kalenner.settings": settings,
        "kalenner.clock": clock or SystemClock(),
        "kalenner.keys": keys,
        "kalenner.cipher": Cipher(keys),
        "kalenner.files": FolderStore(_files_folder(settings)),
    }


def _themes(settings: Settings) -> Themes:
    """Find the themes; a broken one is left out, and the log says what is wrong with it."""
    themes = Themes.find(settings.of(ThemesSettings).folder)
    for fault in themes.faults:
        log.error("a theme is left out: %s", fault)
    return themes


def _files_folder(settings: Settings) -> Any:
    from pathlib import Path
    from urllib.parse import unquote, urlsplit

    url = settings.of(FilesSettings).url
    return Path(unquote(urlsplit(url).path)) if url else settings.of(KalennerSettings).data_dir / "files"


def paste_app(global_config: dict[str, str], **local: str) -> Router:
    """Build the application for PasteDeploy, such as ``pserve production.ini``."""
    from kalenner.logs import configure

    source = Source(local, file=global_config.get("__file__", ""))
    app = make_app(source)
    configure(app.registry["kalenner.settings"].of(LogSettings))
    return app
