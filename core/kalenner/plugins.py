"""Plugins: found by entry point, ordered, checked for collisions, and fenced off when they raise."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

import pluggy

from kalenner import hooks as specifications
from kalenner.hooks import PROJECT, HookRefusal

log = logging.getLogger(__name__)

ENTRY_POINTS = "kalenner.plugins"


class PluginFault(Exception):
    """The installed plugins cannot work together; `faults` holds one sentence for each mistake."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Plugin:
    """What a plugin says of itself; the module of its entry point holds one, called ``plugin``.

    `package` is included into the Pyramid configuration; `requires` names the plugins whose
    public modules it imports; `has_tables` and `has_texts` say that
    the package has ``migrations`` and ``locale``.
    """

    name: str
    title: str
    package: str
    requires: tuple[str, ...] = ()
    has_tables: bool = False
    has_texts: bool = True
    is_wanted: Callable[[Any], bool] = lambda _settings: True
    """Tells from the settings whether the plugin takes part at all."""
    check: Callable[[Any], list[str]] = lambda _settings: []
    """Returns one sentence for each mistake in how its settings go together."""


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin and the object that carries its hook implementations."""

    plugin: Plugin
    implementations: ModuleType | object

    @property
    def name(self) -> str:
        """The name it is known by."""
        return self.plugin.name


def load_plugins(
    *,
    off: Sequence[str] = (),
    found: Iterable[EntryPoint] | None = None,
    broken: Callable[[str, Exception], None] | None = None,
) -> list[LoadedPlugin]:
    """Load what is installed and not switched off, in the order of `requires`, then of the name.

    A plugin whose import raises is reported to `broken` (by default the log) and left out.
    Raises :class:`PluginFault` for duplicate names, unknown names in `off`, and `requires` that
    are missing or circular.
    """
    points = sorted(
        entry_points(group=ENTRY_POINTS) if found is None else found, key=lambda point: point.name
    )
    faults = _duplicates([point.name for point in points])
    installed = {point.name for point in points}
    faults += [
        f"kalenner.plugins.off: expected names among {', '.join(sorted(installed))}, not {name!r}"
        for name in off
        if name not in installed
    ]
    if faults:
        raise PluginFault(faults)
    loaded = []
    for point in points:
        if point.name in off:
            continue
        try:
            module = point.load()
            loaded.append(LoadedPlugin(module.plugin, module))
        except Exception as error:  # noqa: BLE001 -- a stranger's import may raise anything
            (broken or _log_broken)(point.name, error)
    return in_order(loaded)


def _log_broken(name: str, error: Exception) -> None:
    log.error("plugin %s could not be imported and is left out", name, exc_info=error)


def _duplicates(names: list[str]) -> list[str]:
    return [
        f"plugin {name}: installed more than once"
        for name in sorted({n for n in names if names.count(n) > 1})
    ]


def in_order(loaded: Sequence[LoadedPlugin]) -> list[LoadedPlugin]:
    """Sort by `requires`, then by name; raise :class:`PluginFault` where that cannot be done."""
    waiting = {one.name: one for one in sorted(loaded, key=lambda one: one.name)}
    faults = _duplicates([one.name for one in loaded])
    for one in waiting.values():
        faults += [
            f"plugin {one.name}: requires the plugin {name}, which is not there or switched off"
            for name in one.plugin.requires
            if name not in waiting
        ]
    if faults:
        raise PluginFault(faults)
    ordered: list[LoadedPlugin] = []
    while waiting:
        ready = [one for one in waiting.values() if not set(one.plugin.requires) & set(waiting)]
        if not ready:
            raise PluginFault([f"plugins {', '.join(waiting)}: each requires another of them"])
        ordered.append(ready[0])
        del waiting[ready[0].name]
    return ordered


class Hooks:
    """The hook specifications and who implements them; one for each application."""

    def __init__(self, loaded: Sequence[LoadedPlugin], *, trace: bool = False) -> None:
        self.loaded = list(loaded)
        self._trace = trace
        self._order = {one.name: place for place, one in enumerate(self.loaded)}
        self._manager = pluggy.PluginManager(PROJECT)
        for area in specifications.AREAS:
            self._manager.add_hookspecs(area)
        for one in self.loaded:
            try:
                self._manager.register(one.implementations, name=one.name)
            except pluggy.PluginValidationError as error:
                raise PluginFault([f"plugin {one.name}: {error}"]) from error
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginFault([f"plugin {self._manager.get_name(error.plugin)}: {error}"]) from error

    def names(self, plugin: str) -> list[str]:
        """Return the names of the hooks that a plugin implements."""
        callers = self._manager.get_hookcallers(self._manager.get_plugin(plugin)) or []
        return sorted(caller.name for caller in callers)

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Return the implementations of a hook in the order in which they are called."""
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        return sorted(
            caller.get_hookimpls(),
            key=lambda one: (not one.tryfirst, one.trylast, self._order[one.plugin_name]),
        )

    def call(
        self, hook: str, fence: Callable[[], Any] | None = None, /, **arguments: Any
    ) -> list[tuple[str, Any]]:
        """Call every implementation; return the answers that are not None, each with its plugin's name.

        `fence` makes the context manager, such as a savepoint, that each implementation runs in.
        One that raises is named in the log and skipped, and its fence undoes what it wrote; only a
        :class:`~kalenner.hooks.HookRefusal` and a retryable error of the database pass.
        """
        answers = []
        for one in self.implementations(hook):
            try:
                if fence is None:
                    answer = one.function(**{name: arguments[name] for name in one.argnames})
                else:
                    with fence():
                        answer = one.function(**{name: arguments[name] for name in one.argnames})
            except HookRefusal:
                raise
            except Exception as error:
                if is_retryable(error):
                    raise
                log.exception("plugin %s raised in the hook %s and was skipped", one.plugin_name, hook)
                continue
            if self._trace:
                log.info("hook %s: %s answered %r", hook, one.plugin_name, answer)
            if answer is not None:
                answers.append((one.plugin_name, answer))
        return answers


def is_retryable(error: BaseException) -> bool:
    """Tell whether the whole unit of work should be tried again rather than one plugin skipped."""
    from transaction.interfaces import TransientError

    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return isinstance(error, TransientError) or state.startswith("40")
