"""One theme: its manifest, and what it inherits. The nearest wins, file by file and text by text."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from kalenner.languages import LANGUAGES
from kalenner.themes.accents import OWN, SHADES, with_accent
from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.trades import TRADES

OPTIONS: dict[str, tuple[str, ...]] = {
    "banner": ("no", "yes"),
    "header": ("wide", "narrow"),
    "gallery": ("slider", "2x", "3x"),
    "services": ("cards", "list"),
    "buttons": ("yes", "no"),
    "accent": (OWN, *SHADES),
}
"""What a professional can configure, each with its values, the platform's default first."""

COLOURS = ("paper", "surface", "ink", "muted", "line", "accent", "on-accent")
"""The colours every theme has, as custom properties: ``var(--paper)``."""

LANGUAGES_FOLDER = "locale"
COVER = "cover.webp"
"""The picture of a theme on the home page: the first screen of a phone, 390 by 700."""
LANGUAGE_COVERS = {language: f"cover.{language}.webp" for language in LANGUAGES}
"""The same in a language, where a theme has it."""
MAX_FILE = 256 * 1024
MAX_TEXT = 1_000
"""Characters of one text in `locale`."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,31}")
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_KEYS = {"name", "author", "licence", "inherits", "hidden", "trade", "options", "colours"}


@dataclass(frozen=True)
class Manifest:
    """What ``theme.toml`` says. `options` are the defaults of those it honours; None as its parent.

    `trade` is that of the sample practice which shows it; empty as its parent.
    """

    name: str
    author: str
    licence: str
    inherits: str = ""
    trade: str = ""
    is_hidden: bool = False
    options: Mapping[str, str] | None = None
    light: Mapping[str, str] | None = None
    dark: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Theme:
    """A theme that was found, and the one it inherits from; `accent` is the one it is shown in."""

    id: str
    folder: Path
    manifest: Manifest
    parent: "Theme | None" = None
    accent: str = OWN

    @cached_property
    def chain(self) -> tuple["Theme", ...]:
        """The theme, the one it inherits from, and so on."""
        return (self, *(self.parent.chain if self.parent else ()))

    def file(self, name: str) -> Path | None:
        """Return the nearest file of this name, such as ``templates/header.pt``; None where nobody has it."""
        owner = next((theme for theme in self.chain if (theme.folder / name).is_file()), None)
        return None if owner is None else own_file(owner.folder, owner.folder / name)

    def files(self, folder: str, suffix: str = "") -> dict[str, Path]:
        """Return the nearest file of each name in a folder, in the order of the names."""
        paths: dict[str, Path] = {}
        for theme in reversed(self.chain):
            for path in _files(theme.folder / folder, suffix):
                paths[path.relative_to(theme.folder / folder).as_posix()] = own_file(theme.folder, path)
        return dict(sorted(paths.items()))

    @property
    def trade(self) -> str:
        """The trade of the sample practice that shows the theme: the nearest theme's that names one."""
        return next((theme.manifest.trade for theme in self.chain if theme.manifest.trade), TRADES[0])

    @cached_property
    def options(self) -> dict[str, str]:
        """The options that it honours, with its defaults."""
        for theme in self.chain:
            if theme.manifest.options is not None:
                return dict(theme.manifest.options)
        return {name: values[0] for name, values in OPTIONS.items()}

    def configured(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return every option: as chosen where the theme honours it and knows the value, else its default."""
        values = {name: values[0] for name, values in OPTIONS.items()} | self.options
        valid = {name: value for name, value in chosen.items() if value in OPTIONS.get(name, ())}
        return values | {name: value for name, value in valid.items() if name in self.options}

    def colours(self, scheme: str) -> dict[str, str]:
        """Return the colours of ``light`` or ``dark``, the nearest theme's that has them."""
        merged: dict[str, str] = {}
        for theme in reversed(self.chain):
            merged |= dict((theme.manifest.light if scheme == "light" else theme.manifest.dark) or {})
        is_own = self.accent == OWN or not {"paper", "surface", "ink"} <= merged.keys()
        return merged if is_own else with_accent(merged, self.accent)

    def in_accent(self, accent: str) -> "Theme":
        """Return the theme with a value of the option ``accent``: its colours, and so its styles, differ."""
        return replace(self, accent=accent)

    def accented(self, chosen: Mapping[str, str]) -> "Theme":
        """Return the theme in the accent of a professional's options."""
        return self.in_accent(self.configured(chosen)["accent"])

    def in_every_accent(self) -> "tuple[Theme, ...]":
        """Return the theme in each accent that can be chosen for it, its own first."""
        accents = OPTIONS["accent"] if "accent" in self.options else (OWN,)
        return tuple(self.in_accent(accent) for accent in accents)

    def texts(self, language: str, default: str = "en") -> dict[str, str]:
        """Return the theme's own texts in a language, in `default` where it lacks them."""
        merged: dict[str, str] = {}
        for code in dict.fromkeys((default, language)):
            for theme in reversed(self.chain):
                file = theme.folder / LANGUAGES_FOLDER / f"{code}.toml"
                if file.is_file():
                    merged |= read_texts(own_file(theme.folder, file))
        return merged


def _files(folder: Path, suffix: str) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.rglob(f"*{suffix}") if path.is_file() and path.name[0] != ".")


def own_file(folder: Path, path: Path) -> Path:
    """Return a file of a theme's folder; raises :class:`ThemeFault` where a link leads out of it."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ThemeFault([Diagnostic(path, "is a link that leads out of the theme's folder; copy the file")])
    return path


def read_texts(file: Path) -> dict[str, str]:
    """Return the texts of a file of ``key = "text"`` lines; raises :class:`ThemeFault`."""
    if not file.is_file():
        return {}
    values = read_toml(file)
    wrong = [key for key, value in values.items() if not isinstance(value, str) or len(value) > MAX_TEXT]
    if wrong:
        message = f"expected a text of at most {MAX_TEXT} characters"
        raise ThemeFault([Diagnostic(file, f"{key}: {message}", line_of(file, key)) for key in wrong])
    return values


def is_id(text: str) -> bool:
    """Tell whether a theme, and its folder, may be called so."""
    return _ID.fullmatch(text) is not None


def read_theme(folder: Path, id_: str) -> tuple[str, Path, Manifest]:
    """Read a theme's manifest; raises :class:`ThemeFault` naming every mistake."""
    file = folder / "theme.toml"
    if file.is_file():
        own_file(folder, file)
    values = read_toml(file)
    faults = [*_faults(file, values)]
    if not is_id(id_):
        faults.append(Diagnostic(folder, f"{id_!r}: expected a name of small letters, digits and hyphens"))
    if faults:
        raise ThemeFault(faults)
    colours = values.get("colours", {})
    return (
        id_,
        folder,
        Manifest(
            name=values["name"],
            author=values["author"],
            licence=values["licence"],
            inherits=values.get("inherits", ""),
            trade=values.get("trade", ""),
            is_hidden=values.get("hidden", False),
            options=values.get("options"),
            light=colours.get("light"),
            dark=colours.get("dark"),
        ),
    )


def read_toml(file: Path) -> dict[str, Any]:
    """Return what a TOML file holds; raises :class:`ThemeFault`."""
    try:
        if file.stat().st_size > MAX_FILE:
            raise ThemeFault([Diagnostic(file, f"is larger than {MAX_FILE // 1024} KiB")])
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ThemeFault([Diagnostic(file, "is missing")]) from error
    except UnicodeDecodeError as error:
        raise ThemeFault([Diagnostic(file, "is not UTF-8")]) from error
    except OSError as error:
        raise ThemeFault([Diagnostic(file, f"cannot be read: {error.strerror}")]) from error
    except RecursionError as error:
        raise ThemeFault([Diagnostic(file, "nests too deep")]) from error
    except ValueError as error:  # of tomllib, and of numbers that are too long
        match = re.search(r"at line (\d+)", str(error))
        raise ThemeFault([Diagnostic(file, str(error), int(match[1]) if match else 0)]) from error


def line_of(file: Path, key: str) -> int:
    """Return the line on which a key of a TOML file stands, 0 where it cannot be told."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if re.match(rf"\s*[\"\[]?{re.escape(key)}\b", line):
            return number
    return 0


def _faults(file: Path, values: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for key in values:
        if key not in _KEYS:
            yield Diagnostic(file, f"{key}: expected one of {', '.join(sorted(_KEYS))}", line_of(file, key))
    for key in ("name", "author", "licence"):
        if not isinstance(values.get(key), str) or not values[key].strip():
            yield Diagnostic(file, f"{key}: expected a text", line_of(file, key))
    if not isinstance(values.get("inherits", ""), str):
        yield Diagnostic(file, "inherits: expected the name of a theme", line_of(file, "inherits"))
    if values.get("trade", TRADES[0]) not in TRADES:
        yield Diagnostic(file, f"trade: expected one of {', '.join(TRADES)}", line_of(file, "trade"))
    if not isinstance(values.get("hidden", False), bool):
        yield Diagnostic(file, "hidden: expected true or false", line_of(file, "hidden"))
    yield from _option_faults(file, values.get("options", {}))
    yield from _colour_faults(file, values.get("colours", {}))


def _option_faults(file: Path, options: Any) -> Iterator[Diagnostic]:
    if not isinstance(options, dict):
        yield Diagnostic(file, "options: expected a table", line_of(file, "options"))
        return
    for name, value in options.items():
        if name not in OPTIONS:
            yield Diagnostic(file, f"options: expected {', '.join(OPTIONS)}, not {name}", line_of(file, name))
        elif value not in OPTIONS[name]:
            expected = " or ".join(OPTIONS[name])
            yield Diagnostic(
                file, f"options: {name}: expected {expected}, not {value!r}", line_of(file, name)
            )


def _colour_faults(file: Path, colours: Any) -> Iterator[Diagnostic]:
    if (
        not isinstance(colours, dict)
        or not set(colours) <= {"light", "dark"}
        or not all(isinstance(table, dict) for table in colours.values())
    ):
        yield Diagnostic(
            file, "colours: expected the tables colours.light and colours.dark", line_of(file, "colours")
        )
        return
    for values in colours.values():
        for name, value in values.items():
            if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or not _COLOUR.fullmatch(str(value)):
                yield Diagnostic(
                    file, f"colours: {name}: expected a colour such as #1c2430", line_of(file, name)
                )
