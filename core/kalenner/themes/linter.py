"""Checking a theme: its files, then every page it makes of every sample."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from kalenner.i18n import LANGUAGES
from kalenner.themes.content import Content
from kalenner.themes.diagnostics import Diagnostic, Severity, ThemeFault
from kalenner.themes.discovery import Themes
from kalenner.themes.page import RenderedPage, render_page
from kalenner.themes.renderer import OverLimit
from kalenner.themes.samples import INVITATION, NAMES, SampleAddresses, files, readers, sample
from kalenner.themes.sources import manifest_faults, style_faults, template_faults, text_faults
from kalenner.themes.structure import structure_faults
from kalenner.themes.styles import style_of
from kalenner.themes.templates import compiled
from kalenner.themes.theme import OPTIONS, Theme

MOST_BYTES = 14_000
"""HTML and CSS of the sample practice, compressed."""
MOST_BYTES_WITH_PHOTO = 50_000
"""The same with fonts, the theme's pictures and one photo of 800 pixels."""
MOST_FAULTS_OF_PAGES = 30
MOST_FAILED_PAGES = 20
"""Where so many do not render, the others will say nothing new."""


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

    Not their whole product: what only three options together would break, nobody has found yet.
    """
    default = theme.configured({})
    others = [(name, value) for name in theme.options for value in OPTIONS[name] if value != default[name]]
    pairs = [dict(pair) for pair in combinations(others, 2) if pair[0][0] != pair[1][0]]
    return [default, *({**default, **one} for one in [*({name: value} for name, value in others), *pairs])]


def configured(content: Content, options: dict[str, str]) -> Content:
    """Return a sample with these options."""
    return replace(content, design=replace(content.design, options=options))


def check(themes: Themes, id_: str) -> Report:
    """Check one theme; raises KeyError where there is none of this name, and no :class:`ThemeFault`."""
    theme = themes.get(id_)
    found = list(check_files(theme))
    if any(fault.severity is not Severity.WARNING for fault in found):
        return Report(id_, tuple(found))
    pages, of_pages = _check_pages(theme)
    weight, with_photo, of_weight = _weigh(theme)
    return Report(id_, (*found, *of_pages, *of_weight), pages, weight, with_photo)


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
    found: list[Diagnostic] = []
    for attempt in tries:
        try:
            attempt()
        except ThemeFault as fault:
            found += [one for one in fault.faults if one not in found]
    yield from found
    if not found:
        for look in (manifest_faults, template_faults, text_faults, style_faults):
            yield from look(theme)


def _check_pages(theme: Theme) -> tuple[int, list[Diagnostic]]:
    """Return how many pages were rendered, and what is wrong with them, each mistake where it comes first."""
    count, failed, found = 0, 0, dict[str, Diagnostic]()
    those = readers()
    for name, language, options in _variety(theme):
        content = configured(sample(name, language), options)
        where = " ".join([f"sample {name}, {language}", *_changed(theme, options)])
        try:
            page = render_page(
                theme, content, {language: those[language]}, SampleAddresses(), invitation=INVITATION
            )
        except ThemeFault as fault:
            for one in fault.faults:
                found.setdefault(str(one), replace(one, text=f"{one.text} ({where})"))
            failed += 1
            if isinstance(fault.__cause__, OverLimit):  # the other pages would take as long
                failed = MOST_FAILED_PAGES
        else:
            for text in structure_faults(page.pages[language].decode(), language):
                file = theme.folder / "templates"
                found.setdefault(_kind(text), Diagnostic(file, f"{text} ({where})"))
        count += 1
        if failed >= MOST_FAILED_PAGES or len(found) >= MOST_FAULTS_OF_PAGES:
            break
    return count, list(found.values())


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


def _weigh(theme: Theme) -> tuple[int, int, list[Diagnostic]]:
    those, faults = readers(), []
    try:
        pages = {code: _practice(theme, code) for code in those}
    except ThemeFault:  # which has been told
        return 0, 0, []
    weight = max(weight_of(page) for page in pages.values())
    loaded = sum(len(data) for name, data in pages["en"].assets.items() if not name.endswith(".css"))
    picture = sample("practice", "en").picture
    photo = (
        next(one for one in picture.variants if (one.format, one.width) == ("webp", 800)) if picture else None
    )
    with_photo = weight + loaded + (files()[photo.name].stat().st_size if photo else 0)
    for bytes_, most, what in (
        (weight, MOST_BYTES, "HTML and CSS"),
        (with_photo, MOST_BYTES_WITH_PHOTO, "the page with fonts, pictures and one photo"),
    ):
        if bytes_ > most:
            said = f"{what}: {bytes_ / 1000:.1f} kB compressed; expected at most {most / 1000:g} kB"
            faults.append(Diagnostic(theme.folder / "styles", said))
    return weight, with_photo, faults


def _practice(theme: Theme, language: str) -> RenderedPage:
    content = configured(sample("practice", language), theme.configured({}))
    return render_page(
        theme, content, {language: readers()[language]}, SampleAddresses(), invitation=INVITATION
    )


def weight_of(page: RenderedPage) -> int:
    """Return the bytes of the HTML in one language and of the styles, compressed."""
    styles = (data for name, data in page.assets.items() if name.endswith(".css"))
    return sum(len(gzip.compress(data, mtime=0)) for data in (next(iter(page.pages.values())), *styles))
