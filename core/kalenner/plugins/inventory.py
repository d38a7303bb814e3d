"""Which plugins are installed, which of them take part and in what order, and why the others do not."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from kalenner.plugins.declaration import LoadedPlugin, Plugin, in_one_line
from kalenner.registry import RegistryKey

log = logging.getLogger(__name__)

ENTRY_POINTS = "kalenner.plugins"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RESERVED = frozenset({"core", "kalenner"})


@dataclass(frozen=True)
class SetAside:
    """A plugin that is installed and cannot take part, and why, in one sentence."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"plugin {self.name} is set aside: {self.reason}"


class Inventory:
    """The installed plugins: `on` take part, in the order of `requires`, then of the name.

    `off` are switched off by the operator, `unwanted` by the settings; `aside` have a fault.
    """

    def __init__(self, loaded: Iterable[LoadedPlugin], *, off: Sequence[str] = ()) -> None:
        self.off = tuple(off)
        self.unwanted: list[str] = []
        self.aside: list[SetAside] = []
        self._loaded: dict[str, LoadedPlugin] = {}
        for plugin in sorted(loaded, key=lambda plugin: plugin.name):
            if plugin.name in self._loaded:
                package = self._loaded[plugin.name].plugin.package
                self._note(plugin.name, f"{plugin.plugin.package} has the name of {package}")
            elif not _NAME.fullmatch(plugin.name) or plugin.name in _RESERVED:
                self._note(
                    plugin.name, "expected a name of a-z, 0-9 and single underscores, not core or kalenner"
                )
            else:
                self._loaded[plugin.name] = plugin
        self._order()

    @classmethod
    def find(cls, *, off: Sequence[str] = (), points: Iterable[EntryPoint] | None = None) -> "Inventory":
        """Load what is installed and not switched off; what cannot be imported is set aside."""
        installed = sorted(
            entry_points(group=ENTRY_POINTS) if points is None else points,
            key=lambda point: (point.name, point.value),
        )
        loaded: list[LoadedPlugin] = []
        failed: list[SetAside] = []
        for point in installed:
            if point.name in off:
                continue
            try:
                loaded.append(_load(point))
            except (Exception, SystemExit) as error:  # noqa: BLE001 -- a stranger's import may raise anything
                package = point.value.split(":")[0].split(".")[0]
                failed.append(SetAside(point.name, f"it cannot be imported: {in_one_line(error, package)}"))
        names = {point.name for point in installed}
        inventory = cls(loaded, off=[name for name in off if name in names])
        inventory.aside[:0] = failed
        return inventory

    @property
    def on(self) -> list[LoadedPlugin]:
        """Those that take part, in their order."""
        return list(self._loaded.values())

    @property
    def names(self) -> set[str]:
        """The names of all that are installed."""
        return {*self._loaded, *self.off, *self.unwanted, *(broken.name for broken in self.aside)}

    def set_aside(self, name: str, reason: str) -> None:
        """Leave a plugin out, and those that require it."""
        self._loaded.pop(name, None)
        self._note(name, reason)
        self._order()

    def leave_out(self, names: Iterable[str]) -> None:
        """Leave out those whose settings say so, and those that require them."""
        self.unwanted += [name for name in names if self._loaded.pop(name, None)]
        self._order()

    def _note(self, name: str, reason: str) -> None:
        self.aside.append(SetAside(name, reason))

    def _order(self) -> None:
        waiting, ordered = dict(self._loaded), dict[str, LoadedPlugin]()
        while waiting:
            ready = next(
                (plugin for plugin in waiting.values() if not set(plugin.plugin.requires) - ordered.keys()),
                None,
            )
            if ready is None:
                break
            ordered[ready.name] = waiting.pop(ready.name)
        for plugin in _missing_first(waiting):
            self._note(plugin.name, self._why(plugin.plugin, waiting))
        self._loaded = ordered

    def _why(self, plugin: Plugin, waiting: Mapping[str, LoadedPlugin]) -> str:
        set_aside = {broken.name for broken in self.aside}
        for name in plugin.requires:
            if name in set_aside:
                return f"it requires the plugin {name}, which is set aside"
            if name not in self._loaded:
                return f"it requires the plugin {name}, which is not there or switched off"
        name = next(name for name in plugin.requires if name in waiting)
        return f"it and the plugin {name} require each other"


def _missing_first(waiting: Mapping[str, LoadedPlugin]) -> list[LoadedPlugin]:
    """Return those that lack something themselves before those that only require them."""
    return sorted(waiting.values(), key=lambda plugin: not set(plugin.plugin.requires) - waiting.keys())


def load_plugins(
    *, off: Sequence[str] = (), points: Iterable[EntryPoint] | None = None
) -> list[LoadedPlugin]:
    """Return the installed plugins that can take part, in their order; the log names the others."""
    inventory = Inventory.find(off=off, points=points)
    for broken in inventory.aside:
        log.error("%s", broken)
    return inventory.on


def _load(point: EntryPoint) -> LoadedPlugin:
    module = point.load()
    plugin = getattr(module, "plugin", None)
    if not isinstance(plugin, Plugin):
        raise TypeError(f"{point.value} has no kalenner.plugins.Plugin that is called plugin")
    if plugin.name != point.name:
        raise ValueError(f"its entry point is called {point.name!r}, its plugin {plugin.name!r}")
    return LoadedPlugin(plugin, module)


INVENTORY: RegistryKey[Inventory] = RegistryKey("kalenner.inventory")
