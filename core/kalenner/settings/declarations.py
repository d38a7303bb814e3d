"""Declared settings: a frozen dataclass a group, read from the ini file and the environment.

A group is a frozen dataclass whose fields are made by :func:`setting` and whose class is
decorated with :func:`group`. The order is default < ini file < environment. Every fault found is
collected, so that an operator sees all of them in one message.
"""

import dataclasses
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kalenner.registry import RegistryKey
from kalenner.settings.parsers import Parse

T = TypeVar("T")

# Settings that belong to Pyramid and PasteDeploy and may stand in the same section.
FOREIGN_KEYS = ("pyramid.", "here", "__file__", "use")
INI_VARIABLE = "KALENNER_INI"
"""The environment variable that names the ini file, where a command is given none."""


class SettingsFault(Exception):
    """The configuration cannot be used; `faults` holds one sentence for each mistake."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclasses.dataclass(frozen=True)
class Declared:
    """One setting as an operator sees it."""

    group: str
    name: str
    field: str
    parse: Parse
    expects: str
    default: Any
    help: str
    is_secret: bool

    @property
    def key(self) -> str:
        """The key in the ini file, such as ``web.port``."""
        return f"{self.group}.{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable, such as ``KALENNER_WEB__PORT``."""
        name = self.name.replace(".", "_").upper()
        return f"KALENNER_{name}" if self.group == "kalenner" else f"KALENNER_{self.group.upper()}__{name}"


def setting(
    default: Any, parse: Parse, expects: str, help: str, *, name: str = "", secret: bool = False
) -> Any:
    """Declare one field of a settings group.

    `parse` turns the text into the value and raises ValueError; `expects` completes the sentence
    "expected …"; `name` is needed only where the key is not a Python name.
    """
    metadata = {"parse": parse, "expects": expects, "help": help, "name": name, "secret": secret}
    return dataclasses.field(default=default, metadata=metadata, repr=not secret)


def group(name: str) -> Callable[[type[T]], type[T]]:
    """Make a class a frozen settings group with this name."""

    def decorate(cls: type[T]) -> type[T]:
        settings_class = dataclasses.dataclass(frozen=True)(cls)
        settings_class.group_name = name  # type: ignore[attr-defined]
        return settings_class

    return decorate


def declared(cls: type[Any]) -> list[Declared]:
    """Return the settings that a group declares, in order."""
    return [
        Declared(
            group=cls.group_name,
            name=field.metadata["name"] or field.name,
            field=field.name,
            parse=field.metadata["parse"],
            expects=field.metadata["expects"],
            default=field.default,
            help=field.metadata["help"],
            is_secret=field.metadata["secret"],
        )
        for field in dataclasses.fields(cls)
    ]


class Settings:
    """All settings of a running process: ``settings.of(WebSettings).port``."""

    def __init__(self, groups: Mapping[type[Any], Any]) -> None:
        self._groups = dict(groups)

    def of(self, cls: type[T]) -> T:
        """Return the frozen values of one group."""
        value: T = self._groups[cls]
        return value

    def value(self, key: str) -> Any:
        """Return one setting by its key, such as ``web.port``; None where no such setting is declared."""
        for cls, values in self._groups.items():
            for item in declared(cls):
                if item.key == key:
                    return getattr(values, item.field)
        return None

    def secrets(self) -> list[str]:
        """Return the values of the settings that are secret, where they are set, to be kept out of logs."""
        texts = [
            str(getattr(values, item.field))
            for cls, values in self._groups.items()
            for item in declared(cls)
            if item.is_secret and getattr(values, item.field)
        ]
        passwords = [urlsplit(text).password for text in texts if "://" in text]
        return [*texts, *filter(None, passwords)]

    def groups(self) -> list[type[Any]]:
        """Return the groups that are declared, in the order they were declared."""
        return list(self._groups)


class Source:
    """Where values come from: the ini file's section and the environment."""

    def __init__(
        self, values: Mapping[str, str], *, file: str = "", environ: Mapping[str, str] | None = None
    ) -> None:
        self.values = {key: value for key, value in values.items() if not key.startswith(FOREIGN_KEYS)}
        self.file = file or "the built-in defaults"
        self.environ = {
            name: value
            for name, value in (os.environ if environ is None else environ).items()
            if name.startswith("KALENNER_") and not name.startswith("KALENNER_TEST_") and name != INI_VARIABLE
        }

    def read(self, classes: Iterable[type[Any]], *, only_known: bool = True) -> Settings:
        """Read the groups; raise :class:`SettingsFault` naming file, key and expectation of every mistake.

        With `only_known` an unknown key of one of these groups is a mistake too.
        """
        faults: list[str] = []
        classes = list(classes)
        groups = {cls: self._read_group(cls, faults) for cls in classes}
        if only_known:
            faults += self._unknown([item for cls in classes for item in declared(cls)])
        if faults:
            raise SettingsFault(faults)
        return Settings(groups)

    def _read_group(self, cls: type[Any], faults: list[str]) -> Any:
        values = {}
        for item in declared(cls):
            text, place = self._find(item)
            if text is None:
                continue
            try:
                values[item.field] = item.parse(text.strip())
            except ValueError:
                given_value = "a secret value" if item.is_secret else repr(text)
                faults.append(f"{place}: expected {item.expects}, not {given_value}")
        return cls(**values)

    def _find(self, item: Declared) -> tuple[str | None, str]:
        if item.variable in self.environ:
            return self.environ[item.variable], f"environment: {item.variable}"
        return self.values.get(item.key), f"{self.file}: {item.key}"

    def place_of(self, cls: type[Any], field: str) -> str:
        """Return where the value of a field comes from, as mistakes name it."""
        item = next(declaration for declaration in declared(cls) if declaration.field == field)
        return self._find(item)[1]

    def undeclared(self, classes: Iterable[type[Any]]) -> list[tuple[str, str]]:
        """Return the settings whose group is none of `classes`: where each stands, and the group's name."""
        groups = {cls.group_name for cls in classes}
        return [(place, group) for place, group in self._places() if group not in groups]

    def _places(self) -> list[tuple[str, str]]:
        """Return every value that is set: where it stands, and the name of its group."""
        in_file = [(f"{self.file}: {key}", key.split(".")[0]) for key in self.values if "." in key]
        return in_file + [(f"environment: {name}", _group_of(name)) for name in self.environ]

    def _unknown(self, settings: list[Declared]) -> list[str]:
        groups = {item.group for item in settings}
        keys, variables = {item.key for item in settings}, {item.variable for item in settings}
        in_file = [
            f"{self.file}: {key}"
            for key in self.values
            if key not in keys and ("." not in key or key.split(".")[0] in groups)
        ]
        in_environment = [
            f"environment: {name}"
            for name in self.environ
            if name not in variables and _group_of(name) in groups
        ]
        return [
            f"{place}: expected a known setting (see `kalenner settings`)"
            for place in (*in_file, *in_environment)
        ]


def _group_of(variable: str) -> str:
    """Return a variable's group: web of KALENNER_WEB__PORT, kalenner of KALENNER_DATA_DIR."""
    group, mark, _name = variable.removeprefix("KALENNER_").partition("__")
    return group.lower() if mark else "kalenner"


SETTINGS: RegistryKey[Settings] = RegistryKey("kalenner.settings")
