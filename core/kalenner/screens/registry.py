"""The directive ``config.add_screen``: a screen is a route and a view that only a press can reach."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, unquote

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens.model import ArgValue, Screen

PATH_PREFIX = "/-/screen"
# What an argument looks like in a path, so that "/rules/{service}" never takes "/rules/all" for its own.
LOOKS: Mapping[type, str] = {int: r"-?\d+", dt.datetime: r"-?\d+", dt.date: r"\d+-\d\d-\d\d"}
SCREENS = "kalenner.screens"
COMMANDS = "kalenner.commands"


class FormFactory(Protocol):
    """Makes the schema of a form for one person and one object."""

    def __call__(self, context: Any, request: Request) -> Any:
        """Return the schema."""
        ...


@dataclass(frozen=True)
class ScreenSpec:
    """A registered screen.

    `is_step` is true for presses that belong to one showing of a dialog and are refused afterwards;
    `form` makes the questions asked before an effect.
    """

    name: str
    path: str
    args: Mapping[str, type] = field(default_factory=dict)
    is_effect: bool = False
    is_step: bool = False
    form: FormFactory | None = None

    @property
    def pattern(self) -> str:
        """The route's pattern."""
        looks = {name: LOOKS.get(kind) for name, kind in self.args.items()}
        fields = {name: f"{{{name}:{look}}}" if look else f"{{{name}}}" for name, look in looks.items()}
        return PATH_PREFIX + self.path.format_map(fields)

    def url(self, args: Mapping[str, ArgValue]) -> str:
        """Return the path of this screen with these arguments; raises KeyError for a missing one."""
        return PATH_PREFIX + self.path.format_map({name: _quoted(args[name]) for name in self.args})


def dump(value: ArgValue) -> str:
    """Write an argument as text."""
    if isinstance(value, dt.datetime):
        return str(int(value.timestamp()))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _quoted(value: ArgValue) -> str:
    """Write an argument for a path; a text twice over, for WSGI takes one quoting off before routes match."""
    text = quote(dump(value), safe="")
    return quote(text, safe="") if isinstance(value, str) else text


def _from_path(kind: type, text: str) -> ArgValue:
    return load(kind, unquote(text) if kind is str else text)


def load(kind: type, text: str) -> ArgValue:
    """Read an argument; raises ValueError."""
    if kind is dt.datetime:
        return dt.datetime.fromtimestamp(int(text), dt.UTC)
    if kind is dt.date:
        return dt.date.fromisoformat(text)
    return int(text) if kind is int else text


class ScreenResponse(Response):
    """The response of a screen's view: it carries the screen and is never sent as it is."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.screen = screen


class FromPress:
    """Route predicate: the request was made by the dispatcher, which HTTP cannot pretend."""

    def __init__(self, value: bool, config: Configurator) -> None:  # noqa: ARG002, FBT001 -- Pyramid's shape
        self.value = value

    def text(self) -> str:
        """Name the predicate in listings."""
        return f"from_press = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Request) -> bool:  # noqa: ARG002
        """Tell whether the environment carries the dispatcher's mark."""
        from kalenner.screens.dispatch import Visit

        return isinstance(request.environ.get("kalenner.visit"), Visit)


def add_screen(
    config: Configurator,
    view: Callable[..., Screen],
    *,
    name: str,
    path: str,
    permission: str,
    args: Mapping[str, type] | None = None,
    factory: Callable[[Request], Any] = PersonContext,
    effect: bool = False,
    step: bool = False,
    form: FormFactory | None = None,
) -> None:
    """Register a screen (directive).

    `factory` loads the object through the person and raises ``NotAvailable``; `permission` is asked of
    its access list. With `effect` the view runs only for a press that changes something; with `form`
    showing the screen asks the form's questions, and the view runs with ``request.values``.
    """
    spec = ScreenSpec(name, path, dict(args or {}), effect or form is not None, step, form)
    if not permission:
        raise ConfigurationError(f"screen {name}: expected a permission")
    missing = [key for key in spec.args if f"{{{key}}}" not in path]
    if missing:
        raise ConfigurationError(f"screen {name}: the path {path} does not hold {', '.join(missing)}")

    def root(request: Request) -> Any:
        try:
            request.args = {key: _from_path(kind, request.matchdict[key]) for key, kind in spec.args.items()}
        except (ValueError, OverflowError) as error:
            raise NotAvailable from error
        return factory(request)

    def register() -> None:
        specs = config.registry.setdefault(SCREENS, {})
        specs[name] = spec

    config.action(("screen", name), register)
    config.add_route(f"screen:{name}", spec.pattern, factory=root, from_press=True)
    methods = [("POST" if spec.is_effect else "GET", view)]
    if form is not None:
        from kalenner.screens.forms import answering, open_form

        methods = [("GET", open_form), ("POST", answering(view, form))]
    for method, callable_ in methods:
        config.add_view(
            callable_,
            route_name=f"screen:{name}",
            request_method=method,
            permission=NO_PERMISSION_REQUIRED if permission == "anyone" else permission,
            require_csrf=False,
        )


def add_command(config: Configurator, name: str, *, screen: str, label: Any, weight: int = 50) -> None:
    """Let a typed ``/name`` show a screen (directive); `label` describes it in the channel's list."""

    def register() -> None:
        config.registry.setdefault(COMMANDS, {})[name] = (weight, screen, label)

    config.action(("command", name), register)


def specs_of(registry: Registry) -> dict[str, ScreenSpec]:
    """Return every registered screen by name."""
    specs: dict[str, ScreenSpec] = registry[SCREENS]
    return specs


def commands_of(registry: Registry) -> dict[str, tuple[int, str, Any]]:
    """Return every command: weight, screen and description by name, in order."""
    commands: dict[str, tuple[int, str, Any]] = registry.get(COMMANDS, {})
    return dict(sorted(commands.items(), key=lambda item: (item[1][0], item[0])))
