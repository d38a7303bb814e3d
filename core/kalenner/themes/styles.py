"""The style sheet of a theme: the files of its chain as one, with its colours, its own pictures and fonts.

Every file is read with tinycss2: nothing is imported, and a ``url()`` names a file in the theme's folders
``pictures`` or ``fonts``, which is published beside the page under a name that tells its content.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import tinycss2

from kalenner.storage import hashed_name
from kalenner.themes.asset_check import asset_fault
from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.theme import MAX_FILE, Theme

AT_RULES = {"media", "supports", "font-face", "keyframes", "layer", "container", "property", "starting-style"}
ASSET_FOLDERS = ("pictures", "fonts")
ASSET_KINDS = {".svg", ".png", ".jpg", ".webp", ".avif", ".woff2"}
_LOADING = {"url", "src", "image", "paint"}
_TIGHT = re.compile(r"\s*([{};,>])\s*")


@dataclass(frozen=True)
class StyleSheet:
    """A theme's style sheet under its name, and the files it loads under theirs."""

    name: str
    css: bytes
    assets: dict[str, bytes] = field(default_factory=dict)


def style_of(theme: Theme, asset_path: str) -> StyleSheet:
    """Return the style sheet; `asset_path` is where its files are published. Raises :class:`ThemeFault`."""
    files = theme.files("styles", ".css")
    assets = {
        f"{folder}/{name}": path for folder in ASSET_FOLDERS for name, path in theme.files(folder).items()
    }
    key = tuple((name, path, path.stat().st_mtime_ns) for name, path in (*files.items(), *assets.items()))
    rules, published = _rules(key, len(files), asset_path)
    css = (tokens(theme.colours("light"), theme.colours("dark")) + rules).encode()
    return StyleSheet(hashed_name(f"{theme.id}.css", css), css, published)


@lru_cache(maxsize=64)
def _rules(
    files: tuple[tuple[str, Path, int], ...], styles: int, asset_path: str
) -> tuple[str, dict[str, bytes]]:
    """Return what the sheets say in every accent, and the files they load."""
    bundle = _Bundle({name: path for name, path, _time in files[styles:]}, asset_path)
    rules = "".join(bundle.read(path) for _name, path, _time in files[:styles])
    if bundle.faults:
        raise ThemeFault(bundle.faults)
    return rules, bundle.assets


def tokens(light: dict[str, str], dark: dict[str, str]) -> str:
    """Return the colours as custom properties of each scheme."""
    schemes = "light dark" if dark else "light"
    text = f":root{{color-scheme:{schemes};{_properties(light)}}}"
    return f"{text}@media(prefers-color-scheme:dark){{:root{{{_properties(dark)}}}}}" if dark else text


def _properties(colours: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in sorted(colours.items()))


class _Bundle:
    """Reads style sheets, and gathers what they load."""

    def __init__(self, files: dict[str, Path], asset_path: str) -> None:
        self._files = files
        self._path = asset_path
        self._file = Path()
        self._read = 0
        self.assets: dict[str, bytes] = {}
        self.faults: list[Diagnostic] = []

    def read(self, file: Path) -> str:
        """Return a style sheet without comments, its addresses replaced by published ones."""
        self._file = file
        self._read += file.stat().st_size
        if self._read > MAX_FILE:
            self._say(f"the theme's style sheets together are larger than {MAX_FILE // 1024} KiB", 0)
            return ""
        data = file.read_bytes()
        try:
            text = data.decode()
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            return "".join(_tight(rule.serialize()) for rule in self._checked(rules))
        except UnicodeDecodeError as error:
            self._say("is not UTF-8", data[: error.start].count(b"\n") + 1)
        except RecursionError:
            self._say("nests too deep", 0)
        return ""

    def _say(self, text: str, line: int) -> None:
        self.faults.append(Diagnostic(self._file, text, line))

    def _checked(self, rules: Iterable[Any]) -> Iterator[Any]:
        for rule in rules:
            if rule.type == "error":
                self._say(rule.message, rule.source_line)
            elif rule.type == "at-rule" and rule.lower_at_keyword not in AT_RULES:
                self._say(f"@{rule.at_keyword} is not allowed", rule.source_line)
            else:
                for tokens_ in (rule.prelude, rule.content or ()):
                    self._replace(tokens_)
                if rule.content is not None:
                    rule.content = [node for node in rule.content if node.type != "comment"]
                yield rule

    def _replace(self, tokens_: Any) -> None:
        for place, token in enumerate(tokens_):
            if token.type == "url":
                tokens_[place] = self._published(token.value, token)
            elif token.type == "error":
                self._say(token.message, token.source_line)
            elif token.type == "function" and (
                token.lower_name in _LOADING or token.lower_name.endswith("image-set")
            ):
                self._load(token)
            elif token.type == "function" and token.lower_name.endswith(
                ("expression", "element", "cross-fade")
            ):
                self._say(f"{token.name}() is not allowed", token.source_line)
            elif token.type == "at-keyword" and token.value.lower() not in AT_RULES:
                self._say(f"@{token.value} is not allowed", token.source_line)
            elif token.type == "ident" and token.lower_value in {"behavior", "-moz-binding"}:
                self._say(f"{token.value} is not allowed", token.source_line)
            else:
                for name in ("content", "arguments"):
                    inner = getattr(token, name, None)
                    if isinstance(inner, list):
                        setattr(token, name, [node for node in inner if node.type != "comment"])
                        self._replace(getattr(token, name))

    def _load(self, function: Any) -> None:
        """Replace the addresses within a function that loads by strings; nothing may stand in for one."""
        for place, argument in enumerate(function.arguments):
            if argument.type == "string":
                function.arguments[place] = self._published(argument.value, function, argument)
            elif argument.type == "function" and argument.lower_name in {"var", "env", "attr"}:
                self._say(f"{argument.name}() within {function.name}() is not allowed", argument.source_line)
        self._replace(function.arguments)

    def _published(self, url: str, token: Any, text: Any = None) -> Any:
        name = url.removeprefix("../")
        file = self._files.get(name)
        if file is None or file.suffix not in ASSET_KINDS:
            where = " or ".join(f"../{folder}/" for folder in ASSET_FOLDERS)
            self._say(f"url({url[:80]}): expected a file of the theme in {where}", token.source_line)
            return token if text is None else text
        if file.stat().st_size > MAX_FILE:
            self._say(f"{name} is larger than {MAX_FILE // 1024} KiB", token.source_line)
            return token if text is None else text
        data = file.read_bytes()
        wrong = asset_fault(file.suffix, data)
        if wrong:
            self.faults.append(Diagnostic(file, wrong))
        public = hashed_name(file.name, data)
        self.assets[public] = data
        replaced = text or token
        token_class = tinycss2.ast.StringToken if text is not None else tinycss2.ast.URLToken
        address = f"{self._path}{public}"
        source = f'"{address}"' if text is not None else f"url({address})"
        return token_class(replaced.source_line, replaced.source_column, address, source)


def _tight(css: str) -> str:
    """Return CSS without the white space that means nothing; strings are left alone."""
    parts = re.split(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", re.sub(r"[ \t\n\r\f]+", " ", css))
    return "".join(
        part if place % 2 else _TIGHT.sub(r"\1", part).replace(": ", ":") for place, part in enumerate(parts)
    ).replace(";}", "}")
