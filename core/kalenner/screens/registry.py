"""What is registered: the screens and the commands of an application."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import colander
from pyramid.registry import Registry
from pyramid.request import Request

from kalenner.i18n import Translatable
from kalenner.people.policy import NotAvailable
from kalenner.registry import RegistryKey
from kalenner.route import ArgValue, Press, Route, TokenRoute
from kalenner.screens.model import Arrival, Screen

# A path is matched to the letter: a brace would make Pyramid read an argument out of it.
_PLACEHOLDERS = str.maketrans("{}", "()")

View = Callable[[Any, Request], Screen]


class FormFactory(Protocol):
    """Makes the schema of a form for one person and one object."""

    def __call__(self, context: Any, request: Request, /) -> colander.SchemaNode:
        """Return the schema."""
        ...


@dataclass(frozen=True)
class ScreenSpec:
    """A registered screen: its route, and what shows it.

    `context` loads the object through the person; `form` makes the questions asked before an effect;
    `receive` takes a file or a text that is sent while the screen is on show, whichever the route accepts.
    """

    route: Route[Any]
    view: View
    context: Callable[[Request], Any]
    form: FormFactory | None = None
    receive: View | None = None

    @property
    def name(self) -> str:
        """The name that buttons and rows carry."""
        return self.route.name

    @property
    def args(self) -> Mapping[str, type]:
        """The names and types of the arguments, in the order in which buttons carry them."""
        return self.route.args

    @property
    def is_effect(self) -> bool:
        """Whether a press may change something here."""
        return self.route.is_effect or self.form is not None or self.receive is not None

    @property
    def url(self) -> str:
        """The address of requests for this screen; the arguments travel in the visit, not in here."""
        return "/-/screen" + self.route.path.translate(_PLACEHOLDERS)

    def receives(self, arrival: Arrival) -> bool:
        """Tell whether what arrived is wanted while the screen is on show; a text answers its form anew."""
        if self.route.accepts_messages:
            return True
        if arrival.upload is not None:
            return self.route.accepts_files is not None
        return bool(arrival.text) and (self.route.accepts_text or self.form is not None)

    def takes(self, press: Press) -> bool:
        """Tell whether a press has the arguments of this screen, and no effect that it has not."""
        return press.args.keys() == self.args.keys() and (self.is_effect or not press.is_effect)


@dataclass(frozen=True)
class ChatCommand:
    """A typed ``/name`` that shows a screen; `label` describes it in the channel's list."""

    press: Press
    label: Translatable
    weight: int


START_ROUTES: RegistryKey[dict[str, TokenRoute]] = RegistryKey("kalenner.start_routes")
"""The routes of start links by their prefix."""
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # of a link; those made here are shorter
_SCREENS: RegistryKey[dict[str, ScreenSpec]] = RegistryKey("kalenner.screens", dict)
_COMMANDS: RegistryKey[dict[str, ChatCommand]] = RegistryKey("kalenner.commands", dict)


def register_screen(registry: Registry, spec: ScreenSpec) -> None:
    """Keep a screen under its name."""
    _SCREENS.of(registry)[spec.name] = spec


def register_command(registry: Registry, name: str, command: ChatCommand) -> None:
    """Keep a command under its name."""
    _COMMANDS.of(registry)[name] = command


def specs_of(registry: Registry) -> Mapping[str, ScreenSpec]:
    """Return every registered screen by name."""
    return _SCREENS.of(registry)


def routes_of(registry: Registry) -> Mapping[str, Route[Any]]:
    """Return the route of every registered screen by name."""
    return {name: spec.route for name, spec in specs_of(registry).items()}


def commands_of(registry: Registry) -> Mapping[str, ChatCommand]:
    """Return every command by name, in the order of weight and name."""
    commands = _COMMANDS.of(registry)
    return dict(sorted(commands.items(), key=lambda item: (item[1].weight, item[0])))


def spec_for(registry: Registry, press: Press) -> ScreenSpec:
    """Return the screen of a press; raises NotAvailable where there is none that takes it."""
    spec = specs_of(registry).get(press.screen)
    if spec is None or not spec.takes(press):
        raise NotAvailable
    return spec


def find_start(registry: Registry, payload: str) -> Press | None:
    """Return where the payload of a start link leads; None where no plugin knows its prefix."""
    if not _PAYLOAD.fullmatch(payload):
        return None
    prefixes = START_ROUTES.of(registry)
    for prefix in sorted(prefixes, key=len, reverse=True):
        token = payload.removeprefix(prefix)
        if token and token != payload:
            return prefixes[prefix](token=token)
    return None


def find_press(specs: Mapping[str, ScreenSpec], name: str | None, args: Mapping[str, str]) -> Press | None:
    """Return the press that was kept as a name and texts; None where its screen is gone or has changed."""
    spec = specs.get(name or "")
    if spec is None:
        return None
    try:
        loaded: Mapping[str, ArgValue] = spec.route.load(args)
    except (ValueError, OverflowError):
        return None
    return Press(spec.name, loaded)
