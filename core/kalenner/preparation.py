"""What an application is made of, before it is made: settings, and the plugins that can take part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from kalenner.additions import misnamed, overlapping_prefixes
from kalenner.plugins import NO_FENCE, Hooks, Inventory, LoadedPlugin, Plugin, PluginFault, in_one_line
from kalenner.settings import CORE_SETTINGS, FilesSettings, KalennerSettings, Settings, SettingsFault, Source
from kalenner.storage import missing_library


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
    if name in {plugin.name for plugin in inventory.on}:
        return []
    reasons = [str(plugin) for plugin in inventory.aside if plugin.name == name]
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
    warnings += _unused_settings(source, groups, inventory)
    for plugin in inventory.on:
        try:
            faults += plugin.plugin.check(settings)
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- a stranger's code may raise anything
            inventory.set_aside(
                plugin.name, f"checking its settings raised {in_one_line(error, plugin.plugin.package)}"
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
    for name, classes in answers:
        plugins = {plugin.name: plugin.plugin for plugin in inventory.on}
        if name not in plugins:  # set aside with one that it requires
            continue
        for cls in classes:
            fault = _fault_of_group(cls, groups, plugins[name])
            if fault:
                inventory.set_aside(name, fault)
                break
        else:
            groups += classes
    return groups


def _fault_of_group(cls: type[Any], groups: Sequence[type[Any]], plugin: Plugin) -> str:
    group = getattr(cls, "group_name", None)
    if group is None:
        return f"the settings {cls.__name__} are not made with kalenner.settings.group"
    if any(group == declared.group_name for declared in groups):
        return f"the settings group {group} is declared twice"
    if not plugin.may_name(group):
        return misnamed(plugin, "settings group", group)
    return ""


def _unused_settings(source: Source, groups: Sequence[type[Any]], inventory: Inventory) -> list[str]:
    names = {cls.group_name for cls in groups}
    absent = {*inventory.off, *inventory.unwanted, *(broken.name for broken in inventory.aside)}
    warnings = []
    for place, group in source.undeclared(groups):
        close = get_close_matches(group, names, n=1)
        if group in absent:
            warnings.append(f"{place}: not used, because the plugin {group} takes no part")
        elif close:
            warnings.append(f"{place}: not used; did you mean {close[0]}?")
        else:
            warnings.append(f"{place}: not used, because no plugin that is on has settings called {group}")
    return warnings


def _leave_out_unwanted(inventory: Inventory, settings: Settings) -> None:
    unwanted = []
    for plugin in inventory.on:
        try:
            if not plugin.plugin.is_wanted(settings):
                unwanted.append(plugin.name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- a stranger's code may raise anything
            inventory.set_aside(plugin.name, f"is_wanted raised {in_one_line(error, plugin.plugin.package)}")
    inventory.leave_out(unwanted)


def read_settings(
    source: Source, loaded: Sequence[LoadedPlugin] | None = None
) -> tuple[Settings, list[LoadedPlugin]]:
    """Return the settings and the plugins that are on; raises :class:`StartFault` naming all mistakes."""
    preparation = prepare(source, loaded)
    return preparation.settings, preparation.inventory.on


def _file_faults(settings: Settings) -> list[str]:
    missing = missing_library(settings.of(FilesSettings).url)
    return [f"files.url: expected {missing}"] if missing else []
