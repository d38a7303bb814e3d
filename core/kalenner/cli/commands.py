"""What each command does."""

import argparse
import configparser
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from types import MappingProxyType
from typing import Any

import plaster

from kalenner import garbage
from kalenner.app import make_app
from kalenner.cli.errors import CommandError
from kalenner.cli.processes import prepare_database, run_processes
from kalenner.cli.screens import show_screens
from kalenner.database import MIGRATIONS, SESSIONS, MigrationFault, history, revision, upgrade
from kalenner.home.sample import make_sample_where_empty
from kalenner.hooks.platform import Command
from kalenner.logs import configure
from kalenner.plugins import HOOKS, INVENTORY, Hooks, Inventory, LoadedPlugin, PluginFault
from kalenner.preparation import StartFault, prepare, read_settings
from kalenner.screens.registry import specs_of
from kalenner.security import JSON_CIPHER
from kalenner.settings import INI_VARIABLE, KalennerSettings, LogSettings, Source, declared
from kalenner.units import run_unit


def run(options: argparse.Namespace) -> int:
    """Run the command that was parsed; raises :class:`CommandError`."""
    commands: dict[str, Callable[[argparse.Namespace, Source], int]] = {
        "up": _up,
        "web": _up,
        "bot": _up,
        "worker": _up,
        "db": _db,
        "plugins": _plugins,
        "screens": _screens,
        "settings": _settings,
        "demo-data": _demo_data,
    }
    return commands[options.command](options, source_of(options.ini))


def run_plugin_command(root: argparse.ArgumentParser, typed: Sequence[str]) -> int:
    """Run a plugin's command; raises :class:`CommandError`. An unknown one ends as argparse does."""
    name = typed[0]
    commands = plugin_commands(Hooks(usable(Inventory.find())))
    if name not in commands:
        root.parse_args(typed)  # prints the known commands, and exits
    plugin, command = commands[name]
    parser = argparse.ArgumentParser(prog=f"kalenner {name}", description=f"{command.help}.".capitalize())
    command.arguments(parser)
    parser.add_argument("--ini", default="", help="the ini file; without it the one that KALENNER_INI names")
    options = parser.parse_args(typed[1:])
    source = source_of(options.ini)
    app = ready_app(source, prepare_database)
    if plugin not in {loaded.name for loaded in HOOKS.of(app.registry).loaded}:
        raise CommandError([f"the command {name} is of the plugin {plugin}, which takes no part"])
    return run_unit(app, f"command/{name}", lambda request: command.run(request, options))


def usable(inventory: Inventory) -> list[LoadedPlugin]:
    """Return the plugins that are on and implement no unknown hook; the start names the others."""
    while True:
        try:
            return Hooks(inventory.on).loaded
        except PluginFault as fault:
            inventory.set_aside(fault.plugin, "; ".join(fault.faults))


def plugin_commands(hooks: Hooks) -> dict[str, tuple[str, Command]]:
    """Return the commands of the plugins by name; of two with one name the start refuses the later."""
    commands: dict[str, tuple[str, Command]] = {}
    for plugin, answer in hooks.answers("platform_commands"):
        for command in answer:
            commands.setdefault(command.name, (plugin, command))
    return commands


def source_of(ini: str) -> Source:
    """Read the section ``app:main`` of an ini file; raises :class:`CommandError` where it cannot be read.

    Where none is named, KALENNER_INI in the environment names it.
    """
    ini = ini or os.environ.get(INI_VARIABLE, "")
    if not ini:
        return Source({})
    if not Path(ini).is_file():
        raise CommandError([f"{ini}: expected an ini file, there is none"])
    try:
        if "app:main" not in plaster.get_sections(ini):
            raise LookupError("it has none")
        return Source(dict(plaster.get_settings(ini, "app:main")), file=ini)
    except (LookupError, configparser.Error, UnicodeDecodeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise CommandError([f"{ini}: expected an ini file with a section [app:main] ({reason})"]) from error


def ready_app(source: Source, work: Callable[[Any], object], *, begins: str = "") -> Any:
    """Make the application and do `work` with its tables; raises :class:`CommandError`.

    A plugin whose tables cannot be migrated is set aside, and the application is made again. `begins` is
    a plugin that may lack revisions, because its first is about to be written.
    """
    aside: dict[str, str] = {}
    while True:
        app = app_of(source, aside, begins=begins)
        try:
            work(app)
        except MigrationFault as fault:
            SESSIONS.of(app.registry).engine.dispose()
            if fault.source == "core" or fault.source in aside:
                raise CommandError([f"database.url: {fault.source}: {fault}"]) from fault
            aside[fault.source] = str(fault)
        else:
            return app


def app_of(source: Source, aside: Mapping[str, str] = MappingProxyType({}), *, begins: str = "") -> Any:
    """Make the application, with its folder and its logs; raises :class:`CommandError`.

    `aside` holds plugins to leave out, and why.
    """
    os.umask(0o077)  # files in the data folder are readable by this user alone
    try:
        preparation = prepare(source, aside=aside, begins=begins)
        settings = preparation.settings
        folder = settings.of(KalennerSettings).data_dir
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        configure(settings.of(LogSettings))
        app = make_app(source, preparation=preparation)
    except StartFault as fault:
        raise CommandError(fault.faults) from fault
    except OSError as error:
        raise CommandError(
            [f"{source.file}: kalenner.data_dir: expected a folder we may write ({error})"]
        ) from error
    garbage.resume()
    return app


def _up(options: argparse.Namespace, source: Source) -> int:
    app = ready_app(source, prepare_database)
    return run_processes(app, options.command, adopts=getattr(options, "adopt", False))


def _db(options: argparse.Namespace, source: Source) -> int:
    actions = {"upgrade": _upgrade, "status": _status, "revision": _revision}
    action = actions[options.action]
    ready_app(source, lambda app: action(app, options), begins=getattr(options, "plugin", ""))
    return 0


def _upgrade(app: Any, options: argparse.Namespace) -> None:
    del options
    engine, sources = SESSIONS.of(app.registry).engine, MIGRATIONS.of(app.registry)
    applied = upgrade(engine, sources, cipher=JSON_CIPHER.of(app.registry))
    print(f"up to date: {', '.join(applied)}" if applied else "nothing to do")


def _status(app: Any, options: argparse.Namespace) -> None:
    del options
    for line in history(SESSIONS.of(app.registry).engine, MIGRATIONS.of(app.registry)):
        print(f"{'applied' if line.applied else 'pending'}  {line.source}  {line.id}  {line.message}")


def _revision(app: Any, options: argparse.Namespace) -> None:
    sources = MIGRATIONS.of(app.registry)
    chosen = [migrations for migrations in sources if migrations.name == options.plugin]
    if not chosen:
        names = ", ".join(migrations.name for migrations in sources)
        raise CommandError([f"db revision: expected one of {names}, not {options.plugin!r}"])
    print(revision(SESSIONS.of(app.registry).engine, chosen[0], options.message))


def _plugins(options: argparse.Namespace, source: Source) -> int:
    del options
    app = app_of(source)
    hooks: Hooks = HOOKS.of(app.registry)
    commands = plugin_commands(hooks)
    for loaded in hooks.loaded:
        package = loaded.plugin.package.split(".")[0]
        print(f"{loaded.name}  {_version(package)}  {loaded.plugin.title}")
        print(f"    hooks: {', '.join(hooks.names(loaded.name)) or 'none'}")
        for name, (plugin, command) in commands.items():
            if plugin == loaded.name:
                print(f"    command: kalenner {name}: {command.help}")
    inventory: Inventory = INVENTORY.of(app.registry)
    for name in inventory.off:
        print(f"{name}  off: switched off by kalenner.plugins.off")
    for name in inventory.unwanted:
        print(f"{name}  off: its settings say so")
    for broken in inventory.aside:
        print(f"{broken.name}  broken: {broken.reason}")
    return 0


def _screens(options: argparse.Namespace, source: Source) -> int:
    lines = show_screens(specs_of(app_of(source).registry), options.plugin)
    if not lines:
        raise CommandError(
            [f"screens: expected the name of a plugin that has screens, not {options.plugin!r}"]
        )
    print("\n".join(lines))
    return 0


def _version(package: str) -> str:

    names = packages_distributions().get(package, ["kalenner"])
    return distribution(names[0]).version


def _settings(options: argparse.Namespace, source: Source) -> int:
    del options
    try:
        settings, _loaded = read_settings(source)
    except StartFault as fault:
        raise CommandError(fault.faults) from fault
    print("[app:main]\nuse = egg:kalenner")
    for cls in settings.groups():
        print(f"\n# {cls.__doc__}")
        values = settings.of(cls)
        for item in declared(cls):
            value = getattr(values, item.field)
            print(f"# {item.help} Expected: {item.expects}. Environment: {item.variable}.")
            unset = "# " if value == item.default else ""
            print(f"{unset}{item.key} = {_as_text(value, is_secret=item.is_secret)}".rstrip())
    return 0


def _as_text(value: Any, *, is_secret: bool) -> str:
    if is_secret:
        return "(set)" if value else ""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _demo_data(options: argparse.Namespace, source: Source) -> int:
    del options

    app = ready_app(source, prepare_database)
    if not make_sample_where_empty(app):
        print(
            "there are people in the database already; sample people are added to an empty one only",
            file=sys.stderr,
        )
        return 1
    print("sample people added")
    return 0
