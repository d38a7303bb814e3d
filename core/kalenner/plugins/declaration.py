"""The declaration of a plugin, and the error of one that cannot take part."""

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from kalenner.registry import RegistryKey
from kalenner.settings import Settings


class PluginFault(Exception):
    """A plugin cannot take part; `faults` holds one sentence for each mistake.

    `plugin` names the one to leave out; it is empty where no single plugin is at fault.
    """

    def __init__(self, faults: Iterable[str], *, plugin: str = "") -> None:
        self.faults = list(faults)
        self.plugin = plugin
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Plugin:
    """What a plugin says of itself; the module of its entry point holds one, called ``plugin``.

    `package` is included into the Pyramid configuration; `requires` names the plugins whose
    public modules it imports; `has_tables` and `has_texts` say that
    the package has ``migrations`` and ``locale``. What it adds (screens, routes, tasks, commands,
    settings) has names that begin with `name` or with one of `prefixes`.
    """

    name: str
    title: str
    package: str
    requires: tuple[str, ...] = ()
    has_tables: bool = False
    has_texts: bool = True
    is_wanted: Callable[[Settings], bool] = lambda _settings: True
    """Tells from the settings whether the plugin takes part at all."""
    check: Callable[[Settings], list[str]] = lambda _settings: []
    """Returns one sentence for each mistake in how its settings go together."""
    prefixes: tuple[str, ...] = ()

    def may_name(self, name: str) -> bool:
        """Tell whether something that the plugin adds may have this name."""
        return any(
            name == prefix or (name.startswith(prefix) and name[len(prefix)] in "._-:")
            for prefix in (self.name, *self.prefixes)
        )


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin and the object that carries its hook implementations."""

    plugin: Plugin
    implementations: ModuleType | object

    @property
    def name(self) -> str:
        """The name it is known by."""
        return self.plugin.name


def in_one_line(error: BaseException, package: str = "") -> str:
    """Say what was raised, and the last line of `package` that it came through."""
    text = " ".join(str(error).split())
    summary = f"{type(error).__name__}: {text}" if text else type(error).__name__
    top = package.split(".", maxsplit=1)[0]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        parts = Path(frame.filename).parts
        if top and top in parts:
            path = "/".join(parts[len(parts) - 1 - parts[::-1].index(top) :])
            return f"{summary} ({path}:{frame.lineno})"
    return summary


PLUGINS: RegistryKey[list[LoadedPlugin]] = RegistryKey("kalenner.plugins", list)
"""The plugins that are on, in their order."""
