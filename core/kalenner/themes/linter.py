"""Checking a theme: its files, then every page it makes of every sample."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from kalenner.i18n import LANGUAGES
from kalenner.themes.diagnostics import Diagnostic, Severity, ThemeFault
from kalenner.themes.discovery import Themes
from kalenner.themes.page import render_page
from kalenner.themes.renderer import OverLimit
from kalenner.themes.samples import INVITATION, NAMES, SampleAddresses, configured, readers, sample
from kalenner.themes.source_lint import file_faults, manifest_faults, template_faults, text_faults
from kalenner.themes.structure import structure_faults
from kalenner.themes.style_lint import style_faults
from kalenner.themes.styles import style_of
from kalenner.themes.templates import compiled
from kalenner.themes.theme import OPTIONS, Theme
from kalenner.themes.weights import weigh

MOST_FAULTS_OF_PAGES = 30
MOST_FAILED_PAGES = 20
"""Checking stops after so many pages that do not render."""


@dataclass(frozen=True)
class Report:
    """What was found: each mistake, how many pages were rendered, and their weight in bytes, compressed."""

    theme: str
    faults: tuple[Diagnostic, ...]
    pages: int = 0
    weight: int = 0
    weight_with_photo: int = 0

    @property
    def is_passed(self) -> bool:
        """Whether pages may be published with it: warnings are no reason against that."""
        return all(fault.severity is Severity.WARNING for fault in self.faults)


def configurations(theme: Theme) -> list[dict[str, str]]:
    """Return the theme's defaults, each other value, and each pair of other values.

    Not their product: no fault that needs three options has been seen. The accent is not among them: it only
    changes colours, which :mod:`kalenner.themes.accents` keeps readable.
    """
    default = theme.configured({})
    others = [
        (name, value)
        for name in theme.options
        if name != "accent"
        for value in OPTIONS[name]
        if value != default[name]
    ]
    pairs = [dict(pair) for pair in combinations(others, 2) if pair[0][0] != pair[1][0]]
    return [
        default,
        *({**default, **changes} for changes in [*({name: value} for name, value in others), *pairs]),
    ]


def check(themes: Themes, id_: str) -> Report:
    """Check one theme; raises KeyError where there is none of this name, and no :class:`ThemeFault`."""
    theme = themes.get(id_)
    faults = list(check_files(theme))
    if any(fault.severity is not Severity.WARNING for fault in faults):
        return Report(id_, tuple(faults))
    pages, of_pages = _check_pages(theme)
    weight, with_photo, of_weight = weigh(theme)
    return Report(id_, (*faults, *of_pages, *of_weight), pages, weight, with_photo)


def fatal(faults: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return faults that keep a theme from being read at all."""
    return tuple(replace(fault, severity=Severity.FATAL) for fault in faults)


def check_files(theme: Theme) -> Iterator[Diagnostic]:
    """Yield what the engine refuses; where it refuses nothing, also what the files say of each other.

    Nothing is rendered.
    """
    tries: list[Callable[[], object]] = [lambda: style_of(theme, "/assets/")]
    tries += [lambda code=code: theme.texts(code) for code in LANGUAGES]  # type: ignore[misc]
    try:
        tries += [lambda file=file: compiled(file) for file in theme.files("templates", ".pt").values()]  # type: ignore[misc]
    except ThemeFault as fault:
        yield from fault.faults
        return
    faults: list[Diagnostic] = []
    for attempt in tries:
        try:
            attempt()
        except ThemeFault as fault:
            faults += [diagnostic for diagnostic in fault.faults if diagnostic not in faults]
    yield from faults
    if not faults:
        for look in (file_faults, manifest_faults, template_faults, text_faults, style_faults):
            yield from look(theme)


def _check_pages(theme: Theme) -> tuple[int, list[Diagnostic]]:
    """Return how many pages were rendered, and what is wrong with them, each mistake where it comes first."""
    count, failed, faults = 0, 0, dict[str, Diagnostic]()
    all_readers = readers()
    for name, language, options in _variety(theme):
        content = configured(sample(name, language, theme.trade), options)
        where = " ".join([f"sample {name}, {language}", *_changed(theme, options)])
        try:
            page = render_page(
                theme, content, {language: all_readers[language]}, SampleAddresses(), invitation=INVITATION
            )
        except ThemeFault as fault:
            for diagnostic in fault.faults:
                faults.setdefault(str(diagnostic), replace(diagnostic, text=f"{diagnostic.text} ({where})"))
            failed += 1
            if isinstance(fault.__cause__, OverLimit):  # the other pages would take as long
                failed = MOST_FAILED_PAGES
        else:
            for text in structure_faults(page.pages[language].decode(), language):
                file = theme.folder / "templates"
                faults.setdefault(_kind(text), Diagnostic(file, f"{text} ({where})"))
        count += 1
        if failed >= MOST_FAILED_PAGES or len(faults) >= MOST_FAULTS_OF_PAGES:
            break
    return count, list(faults.values())


def _variety(theme: Theme) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the practice in all languages and configurations, and the other samples in each of both."""
    languages = list(LANGUAGES)
    for number, options in enumerate(configurations(theme)):
        for name in NAMES:
            is_whole = name == NAMES[0] or number == 0
            for language in languages if is_whole else [languages[number % len(languages)]]:
                yield name, language, options


def _kind(text: str) -> str:
    """Return a mistake without the words of the sample, so that it is told once."""
    return text[:40] + text.rpartition(": ")[2]


def _changed(theme: Theme, options: dict[str, str]) -> list[str]:
    default = theme.configured({})
    return [f"{name}={value}" for name, value in options.items() if value != default[name]]
