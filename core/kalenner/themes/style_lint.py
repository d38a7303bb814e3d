"""What the style sheets of one theme say: open braces, unknown names, colours that are no tokens."""

import difflib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import tinycss2
import tinycss2.color3

from kalenner.themes.diagnostics import Diagnostic
from kalenner.themes.source_lint import own_files, sources, warning
from kalenner.themes.styles import ASSET_FOLDERS, ASSET_KINDS
from kalenner.themes.theme import COLOURS, Theme

PROPERTIES_FILE = Path(__file__).parent / "css_properties.json"
"""The properties and descriptors of CSS without vendors' own, from MDN's data of 2026 (CC0)."""

_VARIABLE = re.compile(r"var\(\s*--([a-z0-9-]+)")
_DEFINED = re.compile(r"(?:^|[\s;{])--([a-z0-9-]+)\s*:")
_COLOURED = re.compile(r"color|background|border|outline|fill|stroke|shadow|decoration|^--")
_FREE = {"transparent", "currentcolor"}
_MODES = {"print", "forced-colors", "forced"}  # which have colours of their own
_COLOUR_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"}
_CLASS_ATTRIBUTE = re.compile(r"""\bclass="([^"]*)\"""")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_PLATFORM_CLASSES = {"icon"}  # of the platform's own markup


def style_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield what is left open, what browsers would ignore, what nobody defines, and what nothing loads."""
    everything = "\n".join(sources(theme, "styles", ".css"))
    defined = {*theme.colours("light"), *COLOURS, *_DEFINED.findall(everything)}
    classes = _classes(theme)
    for file in own_files(theme, "styles", ".css"):
        source = file.read_text("utf-8")
        yield from _unclosed(file, source)
        for match in _VARIABLE.finditer(source):
            if match[1] not in defined:
                line = source[: match.start()].count("\n") + 1
                yield warning(file, f"--{match[1]} is defined nowhere", line)
        rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
        yield from (_literal(file, token) for token in _colours(rules))
        yield from (
            _unknown_property(file, declaration)
            for declaration in _declarations(rules)
            if not _is_known(declaration)
        )
        yield from _unknown_classes(file, source, classes)
    for folder in ASSET_FOLDERS:
        for file in own_files(theme, folder, ""):
            if (
                file.suffix in ASSET_KINDS
                and f"{folder}/{file.relative_to(theme.folder / folder).as_posix()}" not in everything
            ):
                yield warning(file, "no style sheet loads it; remove it")


def _literal(file: Path, token: Any) -> Diagnostic:
    message = f"{token.serialize()[:40]} is the same by day and night; use a token such as var(--ink)"
    return warning(file, message, token.source_line)


def _colours(rules: Any) -> Iterator[Any]:
    for rule in rules:
        content = getattr(rule, "content", None)
        if not content or any(node.type == "ident" and node.lower_value in _MODES for node in _flat(rule)):
            continue
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer", "container"}:
            yield from _colours(tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True))
        elif rule.type in {"qualified-rule", "at-rule"}:
            for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
                if node.type == "declaration" and _COLOURED.search(node.lower_name):
                    yield from _literals(node.value)
                else:
                    yield from _colours([node])


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


def _unclosed(file: Path, source: str) -> Iterator[Diagnostic]:
    """Yield the outermost bracket that is still open at the end: what follows it would be read within it."""
    last = tinycss2.parse_component_value_list(f"{source}\n}}")[-1]
    if last.type == "error":  # the bracket that was added closes nothing
        return
    sign = {"{} block": "{", "() block": "(", "[] block": "[", "function": "("}.get(last.type, "/*")
    yield Diagnostic(file, f"{sign} is never closed", last.source_line)


@lru_cache
def _properties() -> frozenset[str]:
    return frozenset(json.loads(PROPERTIES_FILE.read_text("utf-8")))


def _is_known(declaration: Any) -> bool:
    """Tell whether browsers know a property; custom ones and those of vendors are taken as known."""
    return declaration.lower_name.startswith("-") or declaration.lower_name in _properties()


def _unknown_property(file: Path, declaration: Any) -> Diagnostic:
    text = f"{declaration.name} is no property of CSS{_nearest(declaration.lower_name, _properties())}"
    return warning(file, text, declaration.source_line)


def _nearest(name: str, names: frozenset[str]) -> str:
    nearest = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""


def _declarations(rules: Any) -> Iterator[Any]:
    """Yield every declaration within rules, however deep."""
    for rule in rules:
        if rule.type == "declaration":
            yield rule
        elif rule.type in {"qualified-rule", "at-rule"} and rule.content:
            yield from _declarations(_contents(rule))


def _contents(rule: Any) -> Any:
    return tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)


def _classes(theme: Theme) -> frozenset[str]:
    """Return every word of the templates' class attributes, those of texts within expressions too."""
    attribute_text = " ".join(
        value for source in sources(theme, "templates", ".pt") for value in _CLASS_ATTRIBUTE.findall(source)
    )
    return frozenset(
        {
            *_WORD.findall(attribute_text),
            *_PLATFORM_CLASSES,
            *(f"theme-{parent.id}" for parent in theme.chain),
        }
    )


def _unknown_classes(file: Path, source: str, classes: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield classes that look like one of the templates' and are none; links have classes of plugins."""
    for token, name in _selected(tinycss2.parse_stylesheet(source, skip_comments=True)):
        nearest = _nearest(name, classes) if name not in classes else ""
        if nearest:
            yield warning(file, f".{name}: no template has this class{nearest}", token.source_line)


def _selected(rules: Any) -> Iterator[tuple[Any, str]]:
    """Yield each class of the selectors, with its place."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _class_names(rule.prelude)
        if rule.type in {"qualified-rule", "at-rule"} and rule.content:
            yield from _selected(_contents(rule))


def _class_names(tokens: Any) -> Iterator[tuple[Any, str]]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "ident" and before is not None and before == ".":
            yield token, token.value
        yield from _class_names(getattr(token, "arguments", None) or getattr(token, "content", None) or ())
