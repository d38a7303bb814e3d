"""What the files of one theme say of each other: what is missing, and what nothing uses."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from kalenner.i18n import LANGUAGES
from kalenner.themes.contrast import LEAST, too_low
from kalenner.themes.diagnostics import Diagnostic, Severity
from kalenner.themes.labels import LABELS
from kalenner.themes.renderer import FIRST_MACRO
from kalenner.themes.styles import ASSET_KINDS
from kalenner.themes.templates import macros_used
from kalenner.themes.theme import (
    COLOURS,
    COVER,
    LANGUAGE_COVERS,
    LANGUAGES_FOLDER,
    Theme,
    line_of,
    read_texts,
)

GALLERY_TEXTS = ("theme_name", "theme_summary")
"""What the gallery of designs says of a theme, in its `locale`."""

_KINDS: Mapping[str, Collection[str]] = {
    "templates": {".pt"},
    "styles": {".css"},
    "pictures": ASSET_KINDS - {".woff2"},
    "fonts": {".woff2"},
    LANGUAGES_FOLDER: {".toml"},
}
"""What a theme's folders may hold, by the endings of names."""

_LOOSE = {"theme.toml", COVER, *LANGUAGE_COVERS.values()}

_TEXT = re.compile(r"\btext\.([a-z][a-z0-9_]*)")
# What the platform itself does: it leaves out the banner and the buttons, and sets the accent.
_USES = {
    "banner": r"\bbanner\b",
    "buttons": r"\bbook_url\b",
    "accent": r"--accent\b",
}


def warning(file: Path, text: str, line: int = 0) -> Diagnostic:
    """Return a mistake that keeps no page from being published."""
    return Diagnostic(file, text, line, Severity.WARNING)


def manifest_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield what `theme.toml` lacks, and its colours that cannot be read on each other."""
    file = theme.folder / "theme.toml"
    for scheme in ("light", "dark"):
        colours = theme.colours(scheme)
        if not colours:
            yield warning(file, f"colours.{scheme}: there are none, so the page is the same by day and night")
            continue
        for name in sorted(set(COLOURS) - set(colours)):
            yield Diagnostic(file, f"colours.{scheme}: {name} is missing")
        for text, ground, ratio in too_low(colours):
            message = f"{text} on {ground} has a contrast of {ratio:.2f}; expected at least {LEAST}"
            yield Diagnostic(file, f"colours.{scheme}: {message}", _colour_line(file, scheme, text))
    used = "\n".join([*sources(theme, "templates", ".pt"), *sources(theme, "styles", ".css")])
    for name in theme.manifest.options or {}:
        if not re.search(rf"\boptions\.{name}\b|\[data-{name}\b|{_USES.get(name, '$^')}", used):
            yield warning(
                file,
                f"options: nothing uses {name}: no options.{name}, no [data-{name}]",
                line_of(file, name),
            )


def file_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield the theme's own files that no page can come to use, by their place or their kind."""
    for file in sorted(theme.folder.rglob("*")):
        path = file.relative_to(theme.folder)
        if not file.is_file() or any(part[0] in "._" for part in path.parts) or path.as_posix() in _LOOSE:
            continue
        folder = path.parts[0] if len(path.parts) > 1 else ""
        if file.suffix not in _KINDS.get(folder, ()) and not _is_note(path):
            yield warning(file, f"is not used: {_expected(path, folder)}")


def _is_note(path: Path) -> bool:
    """Tell whether a file is for readers of the theme, such as the licence of a font."""
    return path.suffix in {".md", ".txt"} or path.stem.upper() in {"LICENSE", "LICENCE", "OFL", "COPYING"}


def _expected(path: Path, folder: str) -> str:
    if path.suffix == ".py":
        return "a theme runs no Python"
    if path.suffix in {".ttf", ".otf", ".woff"}:
        return "a font is a .woff2 file in fonts"
    if folder in _KINDS:
        return f"{folder} holds {', '.join(sorted(_KINDS[folder]))}"
    return f"expected theme.toml, or a file in {', '.join(sorted(_KINDS))}"


def template_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield the theme's own templates that no page reaches."""
    used_macros, waiting = {FIRST_MACRO}, [FIRST_MACRO]
    while waiting:
        file = theme.file(f"templates/{waiting.pop()}.pt")
        new_macros = macros_used(file.read_text("utf-8")) - used_macros if file else set()
        used_macros |= new_macros
        waiting += new_macros
    for name in own_files(theme, "templates", ".pt"):
        if name.stem not in used_macros:
            yield warning(name, "no template uses this macro; remove it, or use it in a template")


def text_faults(theme: Theme) -> Iterator[Diagnostic]:
    """Yield texts that are missing in a language, that nothing uses, and those the gallery needs."""
    folder = theme.folder / LANGUAGES_FOLDER
    texts = {code: read_texts(folder / f"{code}.toml") for code in LANGUAGES}
    used = set(_TEXT.findall("\n".join(sources(theme, "templates", ".pt"))))
    for key in texts["en"]:
        if key not in used and key not in {*GALLERY_TEXTS, *LABELS}:
            file = folder / "en.toml"
            yield warning(file, f"{key}: no template uses it; remove it", line_of(file, key))
    yield from _gaps(theme, texts)


def _gaps(theme: Theme, texts: Mapping[str, Mapping[str, str]]) -> Iterator[Diagnostic]:
    folder = theme.folder / LANGUAGES_FOLDER
    for code in LANGUAGES:
        for key in texts["en"]:
            if key not in texts[code]:
                yield warning(folder / f"{code}.toml", f"{key} is missing, so {code} readers see English")
        for key in sorted(set(texts[code]) - set(texts["en"])):
            file = folder / f"{code}.toml"
            yield warning(file, f"{key} is not in en.toml, where every text begins", line_of(file, key))
    if not theme.manifest.is_hidden:
        for key in GALLERY_TEXTS:
            if key not in texts["en"]:
                yield warning(folder / "en.toml", f"{key} is missing; the gallery of designs shows it")


def _colour_line(file: Path, scheme: str, name: str) -> int:
    is_there = False
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip().startswith("["):
            is_there = line.strip() == f"[colours.{scheme}]"
        if is_there and re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", line):
            return number
    return 0


def own_files(theme: Theme, folder: str, suffix: str) -> list[Path]:
    """Return the files of a folder that are the theme's own, not inherited."""
    return sorted(path for path in theme.files(folder, suffix).values() if path.is_relative_to(theme.folder))


def sources(theme: Theme, folder: str, suffix: str) -> Iterator[str]:
    """Yield the text of each file of a folder, inherited ones too."""
    for file in theme.files(folder, suffix).values():
        yield file.read_text("utf-8")
