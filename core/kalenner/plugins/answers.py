"""Answers of hooks, checked against what the specification says they are."""

import dataclasses
import datetime as dt
import logging
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints

from kalenner.hooks.platform import MenuEntry, SetupStep

log = logging.getLogger(__name__)

MOST_ENTRIES = 1000
"""How many entries of an answer are read."""

UNIQUE_BY_KEY = frozenset({MenuEntry, SetupStep})
"""Entries of which only the first with a key is shown."""

Check = Callable[[Any], None]
"""Raises ValueError for a wrong value of the right type."""


class WrongAnswer(Exception):
    """An answer is not what the specification says."""


@dataclasses.dataclass(frozen=True)
class Specification:
    """A hook: whether all contribute to a list or the first answer counts, and of what type an entry is."""

    name: str
    entry: Any
    is_list: bool
    is_first: bool
    is_sorted: bool
    is_unique: bool

    @classmethod
    def of(cls, function: Callable[..., object], *, is_first: bool) -> "Specification":
        """Read what a specification's annotations say."""
        returns = get_type_hints(function)["return"]
        is_list = get_origin(returns) is list
        entry = get_args(returns)[0] if is_list else returns
        fields = (
            {field.name for field in dataclasses.fields(entry)} if dataclasses.is_dataclass(entry) else set()
        )
        return cls(
            name=function.__name__,
            entry=entry,
            is_list=is_list,
            is_first=is_first,
            is_sorted=is_list and {"weight", "key"} <= fields,
            is_unique=entry in UNIQUE_BY_KEY,
        )

    def read(self, answer: object, checks: Mapping[type, Check]) -> tuple[Any, bool]:
        """Return the answer, a list as a new one, and whether entries beyond the limit were left out.

        Raises :class:`WrongAnswer`, and whatever reading an iterable raises.
        """
        if not self.is_list:
            if answer is not None:
                _check_entry(answer, self.entry, checks, self.name)
            return answer, False
        # A list, as it should be, is not compared with abstract classes, which takes long.
        if type(answer) is not list and not _is_of_entries(answer):
            raise WrongAnswer(f"expected a list of {_named(self.entry)}, not {_described(answer)}")
        entries = list(islice(answer, MOST_ENTRIES + 1))
        for entry in entries:
            _check_entry(entry, self.entry, checks, "an entry")
        return entries[:MOST_ENTRIES], len(entries) > MOST_ENTRIES

    def joined(self, answers: Sequence[tuple[str, Any]]) -> Any:
        """Return what the caller gets of all answers, each given with its plugin's name."""
        if not self.is_list:
            return next((answer for _plugin, answer in answers if answer is not None), None)
        if self.is_unique:
            answers = list(self._without_duplicates(answers))
        entries = [entry for _plugin, answer in answers for entry in answer]
        return sorted(entries, key=lambda entry: (entry.weight, entry.key)) if self.is_sorted else entries

    def _without_duplicates(self, answers: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
        owners: dict[str, str] = {}
        for plugin, answer in answers:
            entries = []
            for entry in answer:
                if entry.key in owners:
                    log.error(
                        "plugin %s: the hook %s: the key %s is taken by plugin %s; the entry is left out",
                        plugin,
                        self.name,
                        entry.key,
                        owners[entry.key],
                    )
                    continue
                owners[entry.key] = plugin
                entries.append(entry)
            yield plugin, entries


def _is_of_entries(answer: object) -> TypeGuard[Iterable[object]]:
    return isinstance(answer, Iterable) and not isinstance(answer, str | bytes | Mapping)


def _check_entry(entry: object, expected: Any, checks: Mapping[type, Check], where: str) -> None:
    check_type(entry, expected, where)
    check = checks.get(type(entry))
    if check is not None:
        try:
            check(entry)
        except ValueError as error:
            raise WrongAnswer(str(error)) from error


def check_type(value: object, expected: Any, where: str) -> None:
    """Raise :class:`WrongAnswer` unless a value is what an annotation says; instants must be aware."""
    if type(value) is not expected and not _is_of(value, expected):
        raise WrongAnswer(f"{where}: expected {_named(expected)}, not {_described(value)}")
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        raise WrongAnswer(f"{where}: expected a datetime with a time zone, not {value!r}")
    fields = _fields_of(type(value))
    if fields is not None:
        fields.check(value)


_PLAIN = frozenset({str, int, bool})


@dataclasses.dataclass(frozen=True)
class _Fields:
    """The fields of a dataclass: those of plain types are compared all at once, since answers have many."""

    plain: Callable[[Any], tuple[Any, ...]]
    plain_types: tuple[type, ...]
    names: tuple[str, ...]
    others: tuple[tuple[str, Any], ...]

    def check(self, value: object) -> None:
        """Raise :class:`WrongAnswer` for the first field that is not of its type."""
        cls = type(value).__name__
        if tuple(map(type, self.plain(value))) != self.plain_types:
            for name, kind in zip(self.names, self.plain_types, strict=True):
                check_type(getattr(value, name), kind, f"{cls}.{name}")
        for name, kind in self.others:
            check_type(getattr(value, name), kind, f"{cls}.{name}")


_FIELDS: dict[type, _Fields | None] = {}


def _fields_of(cls: type[Any]) -> _Fields | None:
    """Return the fields of a dataclass; None for any other class."""
    if cls not in _FIELDS:
        _FIELDS[cls] = _read_fields(cls) if dataclasses.is_dataclass(cls) else None
    return _FIELDS[cls]


def _read_fields(cls: type[Any]) -> _Fields:
    hints = get_type_hints(cls)
    kinds = {field.name: hints[field.name] for field in dataclasses.fields(cls)}
    names = tuple(name for name, kind in kinds.items() if kind in _PLAIN)

    def plain(value: object) -> tuple[Any, ...]:
        return tuple(getattr(value, name) for name in names)

    return _Fields(
        plain=attrgetter(*names) if len(names) > 1 else plain,
        plain_types=tuple(kinds[name] for name in names),
        names=names,
        others=tuple((name, kind) for name, kind in kinds.items() if name not in names),
    )


@lru_cache(maxsize=256)
def _parts(expected: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(expected), get_args(expected)


def _is_of(value: object, expected: Any) -> bool:
    if expected in _PLAIN:
        return isinstance(value, expected)
    origin, arguments = _parts(expected)
    if expected is Any:
        return True
    if expected is None or expected is type(None):
        return value is None
    if origin in {Union, types.UnionType}:
        return any(_is_of(value, alternative) for alternative in arguments)
    if origin is Literal:
        return value in arguments
    if origin is not None:
        return _is_collection_of(value, origin, arguments)
    if getattr(expected, "_is_protocol", False) and not getattr(expected, "_is_runtime_protocol", False):
        return value is not None
    return isinstance(value, expected)


def _is_collection_of(value: object, origin: Any, arguments: tuple[Any, ...]) -> bool:
    if value == {} and origin is Mapping:  # most buttons have no arguments
        return True
    if not isinstance(value, origin):
        return False
    if origin is type or not arguments or isinstance(value, str) or origin is Callable:
        return not isinstance(value, str)
    if isinstance(value, Mapping):
        return all(
            _is_of(key, arguments[0]) and _is_of(element, arguments[1]) for key, element in value.items()
        )
    if isinstance(value, Sequence | AbstractSet):
        return all(_is_of(element, arguments[0]) for element in value)
    return True


def _named(expected: Any) -> str:
    if isinstance(expected, type) and get_origin(expected) is None:
        return expected.__name__
    return str(expected).replace("typing.", "").replace("collections.abc.", "").replace("kalenner.hooks.", "")


def _described(value: object) -> str:
    """Return a value without what people wrote: its type, and a name or text only of ours."""
    return "None" if value is None else f"a {type(value).__name__}"
