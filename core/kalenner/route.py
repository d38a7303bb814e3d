"""Routes of screens: typed values, so that a wrong name or argument is found before the button is pressed.

A plugin lists its screens in ``routes.py``::

    @route("clients.note", "/clients/{client}/note")
    def note(*, client: int) -> None: ...

and a button leads there by ``Button(label, routes.note(client=3))``.
"""

import datetime as dt
import inspect
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, Protocol, get_type_hints

import venusian
from pyramid.exceptions import ConfigurationError

from kalenner.file_use import FileUse

P = ParamSpec("P")

ArgValue = int | str | dt.date | dt.datetime
ARGUMENT_TYPES: tuple[type, ...] = (int, str, dt.date, dt.datetime)


@dataclass(frozen=True)
class Press:
    """Where a button leads: a screen with arguments; an effect changes something, else it only shows."""

    screen: str
    args: Mapping[str, ArgValue] = field(default_factory=dict)
    is_effect: bool = False


class Route(Generic[P]):
    """One screen's address: its name, its path, and the names and types of its arguments.

    Calling it with the arguments makes a press. With `is_effect` the press changes something, else it only
    shows; with `is_step` it is good for one showing of a screen and is refused afterwards. `accepts_files`
    says what a file is wanted for that is sent while the screen is on show; none is fetched without it.
    `accepts_text` says that a text is wanted then; `accepts_messages` that messages of every kind are, while
    it is on show and as replies to its own messages. The order of arguments is part of what buttons in chats
    carry: it must stay as it is, and so must the name.
    Raises ConfigurationError where `path` does not name exactly the arguments.
    """

    def __init__(
        self,
        name: str,
        path: str,
        args: Mapping[str, type],
        *,
        is_effect: bool = False,
        is_step: bool = False,
        accepts_files: FileUse | None = None,
        accepts_text: bool = False,
        accepts_messages: bool = False,
    ) -> None:
        self.name = name
        self.path = path
        self.args = dict(args)
        self.is_effect = is_effect
        self.is_step = is_step
        self.accepts_files = FileUse.PRIVATE if accepts_messages else accepts_files
        self.accepts_text = accepts_text or accepts_messages
        self.accepts_messages = accepts_messages
        self._instants = [argument for argument, kind in self.args.items() if kind is dt.datetime]
        _check_path(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Press:
        """Return the press that leads here, its instants in UTC and to the second, as buttons carry them.

        Raises TypeError for missing or unknown arguments, ValueError for a datetime without a zone.
        """
        if args or kwargs.keys() != self.args.keys():
            raise TypeError(f"screen {self.name}: expected {_listed(self.args)}, not {_listed(kwargs)}")
        values: dict[str, Any] = {**kwargs}
        for name in self._instants:
            values[name] = _in_utc(values[name])
        return Press(self.name, values, self.is_effect)

    def __repr__(self) -> str:
        return f"Route({self.name!r}, {self.path!r})"

    def dump(self, args: Mapping[str, ArgValue]) -> dict[str, str]:
        """Return arguments as texts, for a column."""
        return {name: dump(args[name]) for name in self.args}

    def load(self, args: Mapping[str, str]) -> dict[str, ArgValue]:
        """Return arguments that were dumped; raises ValueError where they are not this route's."""
        if args.keys() != self.args.keys():
            raise ValueError(f"screen {self.name}: expected {_listed(self.args)}, not {_listed(args)}")
        return {name: load(kind, args[name]) for name, kind in self.args.items()}


class TokenRoute(Protocol):
    """A route whose one argument is the token of a start link."""

    name: str

    def __call__(self, *, token: str) -> Press:
        """Return the press that leads there."""
        ...


def route(
    name: str,
    path: str,
    *,
    effect: bool = False,
    step: bool = False,
    accepts_files: FileUse | None = None,
    accepts_text: bool = False,
    accepts_messages: bool = False,
) -> Callable[[Callable[P, None]], Route[P]]:
    """Make a route of a function's signature: keyword-only arguments, each an int, str, date or datetime.

    Raises ConfigurationError for any other argument.
    """

    def declare(signature: Callable[P, None]) -> Route[P]:
        arguments = _arguments(name, signature)
        new_route: Route[P] = Route(
            name,
            path,
            arguments,
            is_effect=effect,
            is_step=step,
            accepts_files=accepts_files,
            accepts_text=accepts_text,
            accepts_messages=accepts_messages,
        )
        new_route.__module__ = signature.__module__
        venusian.attach(new_route, _declare, category="pyramid")
        return new_route

    return declare


def _declare(scanner: Any, _name: str, declared: Route[Any]) -> None:
    scanner.config.declare_route(declared)


def _arguments(name: str, signature: Callable[..., None]) -> dict[str, type]:
    kinds = get_type_hints(signature)
    args = {}
    for parameter in inspect.signature(signature).parameters.values():
        kind = kinds.get(parameter.name)
        if parameter.kind is not parameter.KEYWORD_ONLY or kind not in ARGUMENT_TYPES:
            raise ConfigurationError(
                f"screen {name}: expected {parameter.name} as a keyword-only int, str, date or datetime"
            )
        args[parameter.name] = kind
    return args


def _check_path(declared: Route[Any]) -> None:
    named = {part for _text, part, _spec, _conversion in string.Formatter().parse(declared.path) if part}
    if named != declared.args.keys():
        raise ConfigurationError(
            f"screen {declared.name}: the path {declared.path} names {_listed(named)},"
            f" expected {_listed(declared.args)}"
        )


def _in_utc(instant: dt.datetime) -> dt.datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"expected a datetime with a time zone, not {instant!r}")
    return instant.astimezone(dt.UTC).replace(microsecond=0)


def _listed(names: Any) -> str:
    return ", ".join(sorted(names)) or "no arguments"


def dump(value: ArgValue) -> str:
    """Write an argument as text."""
    if isinstance(value, dt.datetime):
        return str(int(value.timestamp()))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def load(kind: type, text: str) -> ArgValue:
    """Read an argument; raises ValueError or OverflowError."""
    if kind is dt.datetime:
        return dt.datetime.fromtimestamp(int(text), dt.UTC)
    if kind is dt.date:
        return dt.date.fromisoformat(text)
    return int(text) if kind is int else text
