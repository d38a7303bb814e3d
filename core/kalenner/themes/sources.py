"""What the files of one theme say of each other: what is missing, what nothing uses, what its styles hold."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tinycss2
import tinycss2.color3

from kalenner.i18n import LANGUAGES
from kalenner.themes.contrast import LEAST, too_low
from kalenner.themes.diagnostics import Diagnostic, Severity
from kalenner.themes.labels import LABELS
from kalenner.themes.renderer import FIRST_MACRO
from kalenner.themes.styles import ASSET_FOLDERS, ASSET_KINDS
from kalenner.themes.templates import macros_used
from kalenner.themes.theme import COLOURS, LANGUAGES_FOLDER, Theme, line_of, read_texts

GALLERY_TEXTS = ("theme_name", "theme_summary")
"""What the gallery of designs says of a theme, in its `locale`."""

_TEXT = re.compile(r"\btext\.([a-z][a-z0-9_]*)")
_VARIABLE = re.compile(r"var\(\s*--([a-z0-9-]+)")
_DEFINED = re.compile(r"(?:^|[\s;{])--([a-z0-9-]+)\s*:")
_USES = {"banner": r"\bbanner\b", "buttons": r"\bbook_url\b"}  # what the platform itself leaves out
_COLOURED = re.compile(r"color|background|border|outline|fill|stroke|shadow|decoration|^--")
_FREE = {"transparent", "currentcolor"}
_MODES = {"print", "forced-colors", "forced"}  # which have colours of their own
_COLOUR_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"}


def _warning(file: Path, text: str, line: int = 0) -> Diagnostic:
    return Diagnostic(file, text, line, Severity.WARNING)


def manifest_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield what `theme.toml` lacks, and its colours that cannot be read on each other."""
    file = theme.folder / "theme.toml"
    for scheme in ("light", "dark"):
        colours = theme.colours(scheme)
        if not colours:
            yield _warning(
                file, f"colours.{scheme}: there are none, so the page is the same by day and night"
            )
            continue
        for name in sorted(set(COLOURS) - set(colours)):
            yield Diagnostic(file, f"colours.{scheme}: {name} is missing")
        for text, ground, found in too_low(colours):
            said = f"{text} on {ground} has a contrast of {found:.2f}; expected at least {LEAST}"
            yield Diagnostic(file, f"colours.{scheme}: {said}", _colour_line(file, scheme, text))
    used = "\n".join([*_sources(theme, "templates", ".pt"), *_sources(theme, "styles", ".css")])
    for name in theme.manifest.options or {}:
        if not re.search(rf"\boptions\.{name}\b|\[data-{name}\b|{_USES.get(name, '$^')}", used):
            yield _warning(
                file,
                f"options: nothing uses {name}: no options.{name}, no [data-{name}]",
                line_of(file, name),
            )


def template_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield the theme's own templates that no page reaches."""
    reached, waiting = {FIRST_MACRO}, [FIRST_MACRO]
    while waiting:
        file = theme.file(f"templates/{waiting.pop()}.pt")
        found = macros_used(file.read_text("utf-8")) - reached if file else set()
        reached |= found
        waiting += found
    for name in _own(theme, "templates", ".pt"):
        if name.stem not in reached:
            yield _warning(name, "no template uses this macro; remove it, or use it in a template")


def text_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield texts that are missing in a language, that nothing uses, and those the gallery needs."""
    folder = theme.folder / LANGUAGES_FOLDER
    texts = {code: read_texts(folder / f"{code}.toml") for code in LANGUAGES}
    used = set(_TEXT.findall("\n".join(_sources(theme, "templates", ".pt"))))
    for key in texts["en"]:
        if key not in used and key not in {*GALLERY_TEXTS, *LABELS}:
            file = folder / "en.toml"
            yield _warning(file, f"{key}: no template uses it; remove it", line_of(file, key))
    yield from _gaps(theme, texts)


def _gaps(theme: Theme, texts: Mapping[str, Mapping[str, str]]) -> Iterator[Diagnostic]:
    folder = theme.folder / LANGUAGES_FOLDER
    for code in LANGUAGES:
        for key in texts["en"]:
            if key not in texts[code]:
                yield _warning(folder / f"{code}.toml", f"{key} is missing, so {code} readers see English")
        for key in sorted(set(texts[code]) - set(texts["en"])):
            file = folder / f"{code}.toml"
            yield _warning(file, f"{key} is not in en.toml, where every text begins", line_of(file, key))
    if not theme.manifest.is_hidden:
        for key in GALLERY_TEXTS:
            if key not in texts["en"]:
                yield _warning(folder / "en.toml", f"{key} is missing; the gallery of designs shows it")


def style_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield literal colours, custom properties that nobody defines, and files that nothing loads."""
    everything = "\n".join(_sources(theme, "styles", ".css"))
    defined = {*theme.colours("light"), *COLOURS, *_DEFINED.findall(everything)}
    for file in _own(theme, "styles", ".css"):
        source = file.read_text("utf-8")
        for found in _VARIABLE.finditer(source):
            if found[1] not in defined:
                line = source[: found.start()].count("\n") + 1
                yield _warning(file, f"--{found[1]} is defined nowhere", line)
        rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
        yield from (_literal(file, token) for token in _colours(rules))
    for folder in ASSET_FOLDERS:
        for file in _own(theme, folder, ""):
            if (
                file.suffix in ASSET_KINDS
                and f"{folder}/{file.relative_to(theme.folder / folder).as_posix()}" not in everything
            ):
                yield _warning(file, "no style sheet loads it; remove it")


def _literal(file: Path, token: Any) -> Diagnostic:
    said = f"{token.serialize()[:40]} is the same by day and night; use a token such as var(--ink)"
    return _warning(file, said, token.source_line)


def _colours(rules: Any) -> Iterator[Any]:
    for rule in rules:
        content = getattr(rule, "content", None)
        if not content or any(one.type == "ident" and one.lower_value in _MODES for one in _flat(rule)):
            continue
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer", "container"}:
            yield from _colours(tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True))
        elif rule.type in {"qualified-rule", "at-rule"}:
            for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
                if one.type == "declaration" and _COLOURED.search(one.lower_name):
                    yield from _literals(one.value)
                else:
                    yield from _colours([one])


def _flat(rule: Any) -> Iterator[Any]:
    """Yield what an at-rule is about, with what stands between its brackets."""
    for token in rule.prelude if rule.type == "at-rule" else ():
        yield token
        yield from getattr(token, "content", None) or ()


def _literals(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        if token.type == "hash" or (token.type == "function" and token.lower_name in _COLOUR_FUNCTIONS):
            yield token
        elif token.type == "ident" and token.lower_value not in _FREE:
            if tinycss2.color3.parse_color(token) is not None:
                yield token
        elif token.type == "function":
            yield from _literals(token.arguments)


def _colour_line(file: Path, scheme: str, name: str) -> int:
    is_there = False
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip().startswith("["):
            is_there = line.strip() == f"[colours.{scheme}]"
        if is_there and re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", line):
            return number
    return 0


def _own(theme: Theme, folder: str, suffix: str) -> list[Path]:
    return sorted(path for path in theme.files(folder, suffix).values() if path.is_relative_to(theme.folder))


def _sources(theme: Theme, folder: str, suffix: str) -> Iterator[str]:
    for file in theme.files(folder, suffix).values():
        yield file.read_text("utf-8")
