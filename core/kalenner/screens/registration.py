"""The directives by which screens and commands are added to an application."""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.config.actions import ActionInfo
from pyramid.exceptions import ConfigurationError
from pyramid.registry import Registry
from pyramid.request import Request

from kalenner.i18n import Translatable
from kalenner.people.policy import PersonContext
from kalenner.registry import RegistryKey
from kalenner.route import Press, Route
from kalenner.screens.forms import answering, opening
from kalenner.screens.registry import (
    ChatCommand,
    FormFactory,
    ScreenSpec,
    View,
    register_command,
    register_screen,
    specs_of,
)
from kalenner.screens.unasked import receiving
from kalenner.screens.visit import Visit

_WITHIN = ActionInfo(__file__, 0, "add_screen", "")
"""Where the parts of a screen are added: nobody is told, as the call of `add_screen` is."""

_ROUTES: RegistryKey[dict[str, Route[Any]]] = RegistryKey("kalenner.routes", dict)


def add_screen(
    config: Configurator,
    view: View,
    route: Route[Any],
    *,
    context: Callable[[Request], Any] = PersonContext,
    permission: str = "use",
    form: FormFactory | None = None,
    receive: View | None = None,
) -> None:
    """Register a view that is made at run time (directive); others have the decorator ``@screen``."""
    if not permission:
        raise ConfigurationError(f"screen {route.name}: expected a permission")
    if (receive is not None) != (route.accepts_text or route.accepts_files is not None):
        raise ConfigurationError(
            f"screen {route.name}: expected receive with accepts_files or accepts_text, or none of them"
        )
    if receive is not None and (route.is_effect or form is not None):
        raise ConfigurationError(
            f"screen {route.name}: accepts what is sent, so expected no effect and no form"
        )
    spec = ScreenSpec(route, view, context, form, receive)
    config.action(("screen", route.name), register_screen, args=(config.registry, spec))
    config.action(("screen path", spec.url), None)  # of two routes with one path only the first would be met
    name = f"screen:{route.name}"
    config.add_route(name, spec.url, factory=context, from_press=True, _info=_WITHIN)
    methods: list[tuple[str, View]] = [("POST" if route.is_effect else "GET", view)]
    if form is not None:
        methods = [("GET", opening(form)), ("POST", answering(view, form))]
    if receive is not None:
        methods.append(("POST", receiving(route, view, receive)))
    for method, callable_ in methods:
        config.add_view(
            callable_,
            route_name=name,
            request_method=method,
            permission=permission,
            require_csrf=False,
            _info=_WITHIN,
        )


class FromPress:
    """Route predicate: the request was made by the dispatcher, which HTTP cannot forge."""

    def __init__(self, value: bool, config: Configurator) -> None:  # noqa: ARG002, FBT001 -- Pyramid's shape
        self.value = value

    def text(self) -> str:
        """Name the predicate in listings."""
        return f"from_press = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Request) -> bool:  # noqa: ARG002
        """Tell whether somebody is being served."""
        return isinstance(request.visit, Visit)


def declare_route(config: Configurator, route: Route[Any]) -> None:
    """Keep a route that a scan has met (directive), to be checked when all screens are known."""
    _ROUTES.of(config.registry)[route.name] = route


def unshown_routes(registry: Registry) -> list[Route[Any]]:
    """Return the routes that a scan has met and that no screen shows."""
    specs = specs_of(registry)
    return [route for route in _ROUTES.of(registry).values() if route.name not in specs]


def add_command(
    config: Configurator, name: str, *, press: Press, label: Translatable, weight: int = 50
) -> None:
    """Let a typed ``/name`` show a screen (directive); `label` describes it in the channel's list."""
    command = ChatCommand(press, label, weight)
    config.action(("command", name), register_command, args=(config.registry, name, command))
