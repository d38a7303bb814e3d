"""Rendering a macro within bounds of steps, of size and of time.

An expression takes no time, so a template can only be slow by repeating and by macros that use macros: each
repetition and each use is a step, and counted before it is taken. Time is that of the processor: a machine
that is busy with others makes no theme fail. Compiling is not counted; how long it takes is bounded by what a
source may hold.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from chameleon.tal import RepeatDict
from chameleon.utils import Scope
from markupsafe import Markup

from kalenner.themes.data import Lookup, ThemeData, Url
from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.expressions import LookupRefused, may_define
from kalenner.themes.templates import Compiled, compiled
from kalenner.themes.theme import Theme
from kalenner.themes.validator import validate_page

FIRST_MACRO = "page"


@dataclass(frozen=True)
class Limits:
    """What one page may take."""

    steps: int = 20_000
    characters: int = 1_000_000
    seconds: float = 2.0
    depth: int = 40


LIMITS = Limits()


class OverLimit(Exception):
    """A template repeats too often, or writes too much, or takes too long."""


class _Budget:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._deadline = time.thread_time() + limits.seconds
        self.steps = self.characters = self.depth = 0

    def take(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self._limits.steps:
            raise OverLimit(f"repeats and uses macros more than {self._limits.steps} times")
        if time.thread_time() > self._deadline:
            raise OverLimit(f"takes longer than {self._limits.seconds:g} seconds")

    def write(self, characters: int) -> None:
        self.characters += characters
        if self.characters > self._limits.characters:
            raise OverLimit(f"writes more than {self._limits.characters} characters")

    def compile(self, file: Path) -> Compiled:
        started = time.thread_time()
        template = compiled(file)
        self._deadline += time.thread_time() - started
        return template

    def enter(self) -> None:
        self.depth += 1
        if self.depth > self._limits.depth:
            raise OverLimit(f"macros use each other more than {self._limits.depth} deep")


class _Output(list[str]):
    """The output, whose size is counted."""

    def __init__(self, budget: _Budget) -> None:
        self._budget = budget

    def append(self, text: str) -> None:
        self._budget.write(len(text))
        super().append(text)


class _Repeat(RepeatDict):
    def __init__(self, budget: _Budget) -> None:
        super().__init__({})
        object.__setattr__(self, "_budget", budget)

    def __call__(self, key: str, iterable: Any) -> Any:
        if not isinstance(iterable, tuple | type(None)):
            raise LookupRefused("tal:repeat goes over a list")
        self._budget.take(len(iterable or ()))
        return super().__call__(key, iterable)  # type: ignore[no-untyped-call]


class _Macro:
    """A macro with the interface that Chameleon expects."""

    def __init__(self, file: Path, budget: _Budget) -> None:
        self._file, self._budget = file, budget

    def include(self, stream: Any, econtext: Any, rcontext: Any, *rest: Any) -> None:
        self._budget.take(1)
        self._budget.enter()
        self._budget.compile(self._file).include(stream, econtext, rcontext, *rest)
        self._budget.depth -= 1


class _Macros(Mapping[str, _Macro]):
    """The macros of a theme, the nearest file's each."""

    def __init__(self, theme: Theme, budget: _Budget) -> None:
        self._theme, self._budget = theme, budget
        self._macros: dict[object, _Macro | None] = {}

    def __getitem__(self, name: str) -> _Macro:
        macro = self._find(name)
        if macro is None:
            raise KeyError(name)
        return macro

    def __contains__(self, name: object) -> bool:
        return self._find(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(file.removesuffix(".pt") for file in self._theme.files("templates", ".pt"))

    def __len__(self) -> int:
        return len(self._theme.files("templates", ".pt"))

    def _find(self, name: object) -> _Macro | None:
        if name not in self._macros:
            file = self._theme.file(f"templates/{name}.pt")
            self._macros[name] = None if file is None else _Macro(file, self._budget)
        return self._macros[name]


class _Names(Scope):
    """The names of a template; those of the platform stay what they are."""

    def __setitem__(self, name: str, value: Any) -> None:
        if not (may_define(name) or name == "macroname"):  # which Chameleon sets at each use of a macro
            raise LookupRefused(f"{name} may not be defined")
        super().__setitem__(name, value)

    def copy(self) -> "_Names":
        """Return the names for a macro."""
        return _Names(self)


def render(theme: Theme, data: Mapping[str, Any], *, limits: Limits = LIMITS) -> Markup:
    """Return the macro ``page`` of a theme with its data; raises :class:`ThemeFault`, never anything else.

    What comes out is validated: known elements only, and no address besides those in the data.
    """
    file = theme.file(f"templates/{FIRST_MACRO}.pt")
    if file is None:
        missing = theme.folder / "templates" / f"{FIRST_MACRO}.pt"
        raise ThemeFault([Diagnostic(missing, "is missing, here and in what the theme inherits from")])
    budget = _Budget(limits)
    names = {**data, "macros": Lookup(_Macros(theme, budget)), "repeat": _Repeat(budget)}
    internal = {"__translate": _as_text, "__decode": None, "__on_error_handler": None}
    scope, error_scope = _Names({**names, **internal, "target_language": None}), _Names()
    output = _Output(budget)
    try:
        _Macro(file, budget).include(output, scope, error_scope)
        html, wrong = validate_page("".join(output), urls_of(data))
    except ThemeFault:
        raise
    except RecursionError as error:
        raise ThemeFault([Diagnostic(file, "macros use each other without end")]) from error
    except Exception as error:  # a template may lead Chameleon to raise anything
        raise ThemeFault([_fault_of(error, file, error_scope.get("__error__", ()))]) from error
    if wrong:
        raise ThemeFault(
            [Diagnostic(file, f"the page it makes is refused: {problem}") for problem in dict.fromkeys(wrong)]
        )
    return Markup(html)  # noqa: S704 -- it has been validated


def _as_text(value: Any, **_options: Any) -> str:
    """Return what a page writes of a value that is no plain text."""
    if isinstance(value, str | bool):
        return str(value)
    kind = "a list" if isinstance(value, tuple) else type(value).__name__.removesuffix("Data").lower()
    raise LookupRefused(f"{kind.strip('_')} is not a text; name one of its fields")


def _fault_of(error: Exception, file: Path, trace: Sequence[tuple[Any, ...]]) -> Diagnostic:
    """Return what happened, and where: the first entry of Chameleon's list is the innermost."""
    text = str(error.args[0]) if error.args else type(error).__name__
    if isinstance(error, NameError | KeyError):
        text = f"there is no {text.strip(chr(39))}"
    text = text.splitlines()[0] if text else type(error).__name__
    if not trace:
        return Diagnostic(file, text)
    expression, line, _column, name, _error = trace[0]
    return Diagnostic(Path(name), f"{str(expression).strip()[:80]}: {text}", line)


def urls_of(value: Any) -> set[str]:
    """Return every address that a value of theme data holds, its markup's too."""
    urls: set[str] = set()
    _collect(value, urls)
    return urls


def _collect(value: Any, urls: set[str]) -> None:
    match value:
        case Url():
            urls.add(str(value))
        case Markup():
            urls.update(_links_of(value))
        case Lookup():
            _collect(value.values, urls)
        case ThemeData():
            for name in value.__dataclass_fields__:  # type: ignore[attr-defined]
                _collect(getattr(value, name), urls)
        case tuple():
            for item in value:
                _collect(item, urls)
        case Mapping():
            for item in value.values():
                _collect(item, urls)


def _links_of(markup: str) -> set[str]:
    """Return where the platform's own markup leads; its links were checked when they were written."""
    reader = _Links()
    reader.feed(markup)
    reader.close()
    return reader.urls


class _Links(HTMLParser):
    """Gathers the links of a markup: a text may look like one and is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.urls: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads."""
        del tag
        self.urls.update(value for name, value in attrs if name == "href" and value)
