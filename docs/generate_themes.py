"""Writes the reference of themes, `docs/theme-authors/reference.md`, from the code."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from kalenner.themes import OPTIONS, Themes
from kalenner.themes import data as shown
from kalenner.themes.accents import SHADES
from kalenner.themes.contrast import LEAST, PAIRS
from kalenner.themes.discovery import MAX_CHAIN
from kalenner.themes.elements import ATTRIBUTES, ELEMENTS, SVG_ELEMENTS
from kalenner.themes.expressions import MAX_LENGTH, MAX_NUMBER
from kalenner.themes.labels import LABELS
from kalenner.themes.renderer import LIMITS
from kalenner.themes.styles import ASSET_KINDS, AT_RULES
from kalenner.themes.templates import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_EXPRESSIONS,
    MAX_EXPRESSIONS_TOGETHER,
    MAX_TEMPLATE,
    TAL_ATTRIBUTES,
)
from kalenner.themes.theme import COLOURS, MAX_FILE, MAX_TEXT
from kalenner.themes.trades import TRADES
from kalenner.themes.weights import MOST_BYTES, MOST_BYTES_WITH_PHOTO

TARGET = Path(__file__).parent / "theme-authors" / "reference.md"
HEAD = """# Reference for theme authors

Made from `core/kalenner/themes/` and the theme `base` by `make docs`; do not edit.
"""


def reference() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_names(), *_classes(), *_macros(), *_manifest(), *_template_rules(), *_limits()])


def _names() -> Iterator[str]:
    yield "## What a template sees\n"
    yield "| name | what it is | kind |\n| --- | --- | --- |"
    for name, (kind, said) in shown.NAMES.items():
        yield f"| `{name}` | {said} | {_kind(kind)} |"
    yield f"\nWords of the platform in `text`: {_listed(LABELS)}.\n"


def _classes() -> Iterator[str]:
    kinds = [kind for kind, _said in shown.NAMES.values() if isinstance(kind, type)]
    for kind in dict.fromkeys([*kinds, shown.LanguageData, shown.PictureData, shown.LinkData]):
        yield f"### {_title(kind)}\n\n{kind.__doc__}\n"
        yield "| field | what it says | kind |\n| --- | --- | --- |"
        for one in dataclasses.fields(kind):  # type: ignore[arg-type]
            yield f"| `{one.name}` | {one.metadata['doc']} | {_kind(one.type)} |"
        yield ""


def _macros() -> Iterator[str]:
    yield "## Macros of base\n"
    yield "One file in `templates` each; a file of the same name in a theme takes its place.\n"
    yield "| macro | what it shows | uses |\n| --- | --- | --- |"
    base = Themes.find().get("base")
    for name, file in base.files("templates", ".pt").items():
        source = file.read_text("utf-8")
        said = re.match(r"\s*<!--!\s*(.*?)\s*-->", source, re.DOTALL)
        used = sorted(set(re.findall(r"macros\.([a-z_]+)", source)))
        words = " ".join(said[1].split()).replace("|", "\\|") if said else ""
        yield f"| `{name.removesuffix('.pt')}` | {words} | {_listed(used)} |"
    yield ""


def _manifest() -> Iterator[str]:
    yield "## Options\n"
    yield "A theme names in `[options]` those it honours, with its default; the platform's comes first.\n"
    for name, values in OPTIONS.items():
        yield f"- `{name}`: {_listed(values)}"
    yield '\nIn templates `options.gallery`, in styles `[data-gallery="2x"]` of `body`.\n'
    yield "## Colours\n"
    yield f"{_listed(COLOURS)}: in `[colours.light]` and `[colours.dark]`, in styles `var(--paper)`.\n"
    yield f"Read on each other, and checked for a contrast of at least {LEAST}:\n"
    for text, ground in PAIRS:
        yield f"- `{text}` on `{ground}`"
    yield "\n## Accents\n"
    yield "Values of the option `accent` besides `own`, each with its shades; the platform takes one.\n"
    for accent, shades in SHADES.items():
        yield f"- `{accent}`: {_listed(shades)}"
    yield "\n## Trades\n"
    yield f"`trade` in `theme.toml` names the sample practice that shows the theme: {_listed(TRADES)}.\n"


def _template_rules() -> Iterator[str]:
    yield "## Templates\n"
    yield "Well-formed XML; no document type, CDATA, processing instructions; comments are `<!--! … -->`.\n"
    yield f'- `tal:` {_listed(sorted(TAL_ATTRIBUTES))}; of `metal:` only `use-macro="macros.NAME"`'
    yield "- expressions: names and their fields, texts, whole numbers, `True`, `False`, `None`, `and`, `or`,"
    yield "  `not`, `== != < <= > >=`, `is None`, `is not None`, `a if b else c`; in text `${…}`"
    yield "- how many a list holds: `services.count`, so `gallery.count > 1` asks whether there are several"
    yield "- `tal:define` and `tal:repeat` define one local name of small letters, none of those above"
    yield f"- elements: {_listed(sorted(ELEMENTS - SVG_ELEMENTS))}"
    yield f"- in drawings: {_listed(sorted(SVG_ELEMENTS))}"
    yield f"- attributes: `aria-…`, `data-…`, {_listed(sorted(ATTRIBUTES))}"
    yield "- `href`, `src` and `srcset` hold an address the page was given, or an anchor such as `#content`\n"
    yield "## Styles\n"
    yield f"- at-rules: {_listed(f'@{one}' for one in sorted(AT_RULES))}"
    yield f"- `url()` names a file in `../pictures/` or `../fonts/`: {_listed(sorted(ASSET_KINDS))}\n"


def _limits() -> Iterator[str]:
    yield "## Limits\n"
    yield "| of | at most |\n| --- | --- |"
    for what, most in {
        "a template": f"{MAX_TEMPLATE // 1024} KiB, {MAX_ELEMENTS} elements, {MAX_EXPRESSIONS} expressions",
        "one text or attribute": f"{MAX_EXPRESSIONS_TOGETHER} expressions",
        "an expression": f"{MAX_LENGTH} characters; numbers up to {MAX_NUMBER}",
        "elements within each other": str(MAX_DEPTH),
        "macros within each other": str(LIMITS.depth),
        "repetitions and uses of macros on a page": str(LIMITS.steps),
        "a page": f"{LIMITS.characters} characters, {LIMITS.seconds:g} seconds",
        "all style sheets together, a picture, a font": f"{MAX_FILE // 1024} KiB",
        "HTML and CSS of the sample practice, compressed": f"{MOST_BYTES / 1000:g} kB",
        "the same with every font and picture that the styles load, and one photo": (
            f"{MOST_BYTES_WITH_PHOTO / 1000:g} kB"
        ),
        "a text in `locale`": f"{MAX_TEXT} characters",
        "themes above each other": str(MAX_CHAIN),
    }.items():
        yield f"| {what} | {most} |"
    yield ""


def _title(kind: type) -> str:
    return kind.__name__.removesuffix("Data")


def _kind(kind: Any) -> str:
    if isinstance(kind, str):
        return kind.lower()
    parts = [one for one in get_args(kind) if one is not Ellipsis]
    if getattr(kind, "__origin__", None) is tuple:
        return f"list of {_kind(parts[0])}"
    if parts:
        return " or ".join(_kind(one) for one in parts)
    if isinstance(kind, type) and issubclass(kind, shown.ThemeData):
        return f"[{_title(kind)}](#{_title(kind).lower()})"
    names = {"str": "text", "NoneType": "None", "bool": "yes or no", "int": "number", "Markup": "markup"}
    return names.get(kind.__name__, kind.__name__.lower())


def _listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    TARGET.write_text(reference())
