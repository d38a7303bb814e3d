"""The plugin manager: calls each implementation of a hook in a savepoint, and logs a plugin that fails."""

import inspect
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from reprlib import Repr
from time import perf_counter
from typing import Any, Protocol

import pluggy

from kalenner import hooks as specifications
from kalenner.hooks import PROJECT, HookRefusal
from kalenner.plugins.answers import MOST_ENTRIES, Check, Specification, WrongAnswer
from kalenner.plugins.declaration import LoadedPlugin, PluginFault, in_one_line
from kalenner.plugins.watchdog import Watchdog
from kalenner.registry import RegistryKey

log = logging.getLogger(__name__)

SLOW = 1.0
"""Seconds after which an implementation that still runs is named in the log."""


class Fence(Protocol):
    """What an implementation runs within, such as a savepoint of a session."""

    def __call__(self) -> AbstractContextManager[object]:
        """Begin; leaving by an exception undoes what was written within."""
        ...

    def is_retryable(self, error: BaseException) -> bool:
        """Tell whether the whole unit of work should be tried again rather than one plugin skipped."""
        ...


class NoFence:
    """The fence of hooks that run at the start, without a database."""

    def __call__(self) -> AbstractContextManager[object]:
        """Undo nothing."""
        return nullcontext()

    def is_retryable(self, error: BaseException) -> bool:
        """Tell that nothing is retried."""
        del error
        return False


NO_FENCE = NoFence()


class Hooks:
    """The hook specifications and who implements them; one for each application.

    `checks` are asked of each entry of an answer besides its type, by its class. With `trace` every call is
    logged; what runs longer than `slow` seconds is named while it runs.
    """

    def __init__(self, loaded: Sequence[LoadedPlugin], *, trace: bool = False, slow: float = SLOW) -> None:
        self.loaded = list(loaded)
        self.checks: dict[type, Check] = {}
        self._trace = trace
        self._watchdog = Watchdog(slow)
        self._order = {plugin.name: place for place, plugin in enumerate(self.loaded)}
        self._manager = pluggy.PluginManager(PROJECT)
        for area in specifications.AREAS:
            self._manager.add_hookspecs(area)
        for plugin in self.loaded:
            try:
                self._manager.register(plugin.implementations, name=plugin.name)
            except pluggy.PluginValidationError as error:
                raise PluginFault([" ".join(str(error).split())], plugin=plugin.name) from error
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            name = self._manager.get_name(error.plugin) or ""
            raise PluginFault([" ".join(str(error).split())], plugin=name) from error
        self._specifications = {name: _specification(name, self._manager) for name in _hook_names()}
        self._implementations = {name: self._sorted(name) for name in self._specifications}

    def names(self, plugin: str) -> list[str]:
        """Return the names of the hooks that a plugin implements."""
        callers = self._manager.get_hookcallers(self._manager.get_plugin(plugin)) or []
        return sorted(hook_caller.name for hook_caller in callers)

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Return the implementations of a hook in the order in which they are called."""
        return self._implementations[hook]

    def _sorted(self, hook: str) -> list[pluggy.HookImpl]:
        hook_caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        return sorted(
            hook_caller.get_hookimpls(),
            key=lambda implementation: (
                not implementation.tryfirst,
                implementation.trylast,
                self._order[implementation.plugin_name],
            ),
        )

    def call(self, hook: str, fence: Fence = NO_FENCE, /, **arguments: object) -> Any:
        """Call a hook and return what its specification says: a list of all, the first answer, or None."""
        return self._specifications[hook].joined(self.answers(hook, fence, None, **arguments))

    def answers(
        self,
        hook: str,
        fence: Fence = NO_FENCE,
        failed: Callable[[str, str], None] | None = None,
        /,
        **arguments: object,
    ) -> list[tuple[str, Any]]:
        """Call a hook and return the answers that are not None, each with its plugin's name.

        An implementation that raises, or whose answer is not what the specification says, is named in the
        log, or to `failed`, and skipped; its fence undoes what it wrote. Only a
        :class:`~kalenner.hooks.HookRefusal` and an error that the fence calls retryable pass.
        """
        specification = self._specifications[hook]
        answers = []
        for implementation in self._implementations[hook]:
            # An error of the caller, such as a row that cannot be flushed, is raised here.
            guard = fence()
            try:
                with guard:
                    answer = self._run(implementation, specification, arguments)
            except HookRefusal:
                raise
            except (Exception, SystemExit) as error:
                if fence.is_retryable(error):
                    raise
                if failed is not None:
                    failed(implementation.plugin_name, f"its hook {hook} raised {in_one_line(error)}")
                elif isinstance(error, WrongAnswer):
                    log.error(
                        "plugin %s: the answer of the hook %s was skipped: %s",
                        implementation.plugin_name,
                        hook,
                        error,
                    )
                else:
                    log.exception(
                        "plugin %s raised in the hook %s and was skipped", implementation.plugin_name, hook
                    )
                continue
            if answer is not None:
                answers.append((implementation.plugin_name, answer))
                if specification.is_first:
                    break
        return answers

    def _run(
        self, implementation: pluggy.HookImpl, specification: Specification, arguments: Mapping[str, object]
    ) -> Any:
        """Return the checked answer of one implementation; raises whatever it raises."""
        values = {name: arguments[name] for name in implementation.argnames}
        plugin, started_at, outcome = implementation.plugin_name, perf_counter(), ""
        number = self._watchdog.begin(plugin, specification.name)
        try:
            answer, has_more = specification.read(implementation.function(**values), self.checks)
            outcome = "answered " + _REPR.repr(answer) if self._trace else ""
        except BaseException as error:
            outcome = f"raised {in_one_line(error)}"
            raise
        finally:
            self._watchdog.end(number)
            if self._trace:
                _trace(plugin, specification.name, arguments, outcome, perf_counter() - started_at)
        if has_more:
            log.error(
                "plugin %s: of the answer of the hook %s only the first %s entries were read",
                plugin,
                specification.name,
                MOST_ENTRIES,
            )
        return answer


_REPR = Repr()
_REPR.maxother = 120
_REPR.maxstring = 80


def _trace(plugin: str, hook: str, arguments: Mapping[str, object], outcome: str, seconds: float) -> None:
    arguments_text = ", ".join(
        f"{name}={_REPR.repr(value)}" for name, value in arguments.items() if name != "request"
    )
    log.info("hook %s(%s): %s %s in %.1f ms", hook, arguments_text, plugin, outcome, seconds * 1000)


def _hook_names() -> list[str]:
    return [
        name
        for area in specifications.AREAS
        for name, function in vars(area).items()
        if inspect.isfunction(function) and hasattr(function, f"{PROJECT}_spec")
    ]


def _specification(name: str, manager: pluggy.PluginManager) -> Specification:
    spec = getattr(manager.hook, name).spec
    return Specification.of(spec.function, is_first=bool(spec.opts.get("firstresult")))


HOOKS: RegistryKey[Hooks] = RegistryKey("kalenner.hooks")
