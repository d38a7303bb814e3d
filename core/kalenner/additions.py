"""What each plugin adds to the configuration: which plugin owns a name, and which one causes a conflict."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationExecutionError

from kalenner.plugins import LoadedPlugin, Plugin, PluginFault, in_one_line

THE_CORE = "the core"
_HASH = re.compile(r"[0-9a-f]{32,}")
_KINDS = frozenset({"screen", "task", "command", "download", "upload"})
"""The kinds of actions whose discriminator is (kind, name)."""


class Additions:
    """Records which plugin each action of the configuration comes from, as the plugins are included."""

    def __init__(self, config: Configurator) -> None:
        self._config = config
        self._seen = 0
        self._owners: dict[Any, str] = {}
        self._patterns: dict[str, str] = {}
        self._infos: dict[int, str] = {}
        self._words: set[str] = set()

    def note_core(self) -> None:
        """Record everything included so far as the core's."""
        self._take(THE_CORE, None)

    def include(self, loaded: LoadedPlugin, work: Callable[[], None]) -> None:
        """Include a plugin by `work`; raises :class:`PluginFault` naming it for whatever is wrong."""
        plugin = loaded.plugin
        reserved = [prefix for prefix in (plugin.name, *plugin.prefixes) if prefix in self._words]
        if reserved:
            raise PluginFault([f"names of the core begin with {reserved[0]} too"], plugin=plugin.name)
        try:
            work()
        except PluginFault as fault:
            raise PluginFault(fault.faults, plugin=plugin.name) from fault
        except (Exception, SystemExit) as error:
            reason = f"its includeme raised {in_one_line(error, plugin.package)}"
            raise PluginFault([reason], plugin=plugin.name) from error
        faults = self._take(plugin.name, plugin)
        if faults:
            raise PluginFault(faults, plugin=plugin.name)

    def commit(self) -> None:
        """Execute what was included; raises :class:`PluginFault` naming the later of two in conflict."""
        try:
            self._config.commit()
        except ConfigurationConflictError as error:
            discriminator, infos = next(iter(error._conflicts.items()))  # noqa: SLF001
            owners = [self._owner(info) for info in infos]
            plugin = next((owner for owner in reversed(owners) if owner != THE_CORE), "")
            holder = next((owner for owner in owners if owner != plugin), plugin)
            reason = f"{_whose(holder)} has the same {_named(discriminator)}"
            raise PluginFault([reason], plugin=plugin) from error
        except ConfigurationExecutionError as error:
            owner = self._owner(error.info)
            reason = f"what it adds cannot be put together: {in_one_line(error.evalue)}"
            raise PluginFault([reason], plugin="" if owner == THE_CORE else owner) from error

    def _owner(self, info: object) -> str:
        return self._infos.get(id(info), THE_CORE)

    def _take(self, owner: str, plugin: Plugin | None) -> list[str]:
        actions = self._config.action_state.actions[self._seen :]
        self._seen += len(actions)
        faults: list[str] = []
        for action in actions:
            self._infos[id(action["info"])] = owner
            faults += self._claim(owner, action["discriminator"])
            faults += [fault for pattern in _patterns(action) for fault in self._lead(owner, pattern)]
            if plugin is None:
                self._words.update(_first_word(action["discriminator"]))
            else:
                faults += _misnamed(plugin, action["discriminator"])
        return faults

    def _claim(self, owner: str, discriminator: Any) -> Iterator[str]:
        if not isinstance(discriminator, tuple):  # the discriminator of a view is known only at the commit
            return
        holder = self._owners.setdefault(discriminator, owner)
        if holder != owner:
            yield f"{_whose(holder)} has the same {_named(discriminator)}"

    def _lead(self, owner: str, pattern: str) -> Iterator[str]:
        holder = self._patterns.setdefault(pattern, owner)
        if holder != owner:
            yield f"{_whose(holder)} has a route with the same path {pattern}"


def _first_word(discriminator: Any) -> Iterator[str]:
    if isinstance(discriminator, tuple) and discriminator[0] in _KINDS:
        yield discriminator[1].split(".")[0]


def _named(discriminator: tuple[Any, ...]) -> str:
    """Return what an action does without the hash of its predicates, such as "view page"."""
    words = [part for part in discriminator if isinstance(part, str) and not _HASH.fullmatch(part)]
    return " ".join(word for word in words if word)


def _whose(owner: str) -> str:
    return owner if owner == THE_CORE else f"plugin {owner}"


def _patterns(action: Any) -> Iterator[str]:
    for introspectable in action["introspectables"]:
        if introspectable.category_name == "routes" and introspectable["pattern"] is not None:
            yield "/" + introspectable["pattern"].lstrip("/")


def _misnamed(plugin: Plugin, discriminator: Any) -> Iterator[str]:
    """Say that a name does not begin as the plugin's names do."""
    if not isinstance(discriminator, tuple) or len(discriminator) < 2:
        return
    kind, name = discriminator[:2]
    if kind == "route" and isinstance(name, str) and _is_route_of_its_own(name):
        name = name.removeprefix("assets:")
        if name.split(".")[0] == plugin.package.split(".")[0]:
            return
    elif kind not in _KINDS:
        return
    if not plugin.may_name(name):
        yield misnamed(plugin, kind, name)


def _is_route_of_its_own(name: str) -> bool:
    """Tell whether a route was named by the plugin, not by a directive of ours or of Pyramid."""
    return not name.startswith(("screen:", "public:", "__"))


def misnamed(plugin: Plugin, noun: str, name: str) -> str:
    """Say that the name of something does not begin as the plugin's names do."""
    prefixes = " or ".join((plugin.name, *plugin.prefixes))
    return f"the {noun} {name} must have a name that begins with {prefixes}"


def overlapping_prefixes(loaded: Iterable[LoadedPlugin]) -> dict[str, str]:
    """Return the plugins that declare a prefix which begins names of an earlier one, and why not."""
    owners: dict[str, str] = {}
    faults: dict[str, str] = {}
    for plugin in loaded:
        for prefix in plugin.plugin.prefixes:
            if prefix in owners:
                faults[plugin.name] = f"plugin {owners[prefix]} has the prefix {prefix} too"
            owners.setdefault(prefix, plugin.name)
        owner = owners.setdefault(plugin.name, plugin.name)
        if owner != plugin.name:
            faults[plugin.name] = f"plugin {owner} has the prefix {plugin.name} too"
    return faults
