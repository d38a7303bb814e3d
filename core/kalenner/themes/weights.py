"""What the page of the sample practice weighs, file by file, and how much it may."""

from pathlib import Path

from kalenner.storage import gzipped, hashed_name
from kalenner.storage.compression import BEST
from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.page import RenderedPage, render_page
from kalenner.themes.samples import INVITATION, SampleAddresses, configured, files, readers, sample
from kalenner.themes.styles import ASSET_FOLDERS
from kalenner.themes.theme import Theme

MOST_BYTES = 14_000
"""HTML and CSS together, compressed."""
MOST_BYTES_WITH_PHOTO = 50_000
"""The same with fonts, the theme's pictures and one photo of 800 pixels."""


def weigh(theme: Theme) -> tuple[int, int, list[Diagnostic]]:
    """Return the bytes without and with what the page loads, and each file that makes it too heavy."""
    try:
        pages = [_practice(theme, language) for language in readers()]
    except ThemeFault:  # which the check of the pages has told
        return 0, 0, []
    page = max(pages, key=weight_of)
    weight = weight_of(page)
    loaded = _loaded(theme, page)
    with_photo = weight + sum(loaded.values()) + _photo_bytes(theme)
    styles = {file: _compressed(file.read_bytes()) for file in theme.files("styles", ".css").values()}
    html = {theme.folder / "templates": _compressed(next(iter(page.pages.values())))}
    return (
        weight,
        with_photo,
        [
            *_too_heavy({**styles, **html}, weight, MOST_BYTES, "HTML and CSS"),
            *_too_heavy(
                loaded, with_photo, MOST_BYTES_WITH_PHOTO, "the page with all it loads and one photo"
            ),
        ],
    )


def weight_of(page: RenderedPage) -> int:
    """Return the bytes of the HTML in one language and of the styles, compressed."""
    styles = (data for name, data in page.assets.items() if name.endswith(".css"))
    return sum(_compressed(data) for data in (next(iter(page.pages.values())), *styles))


def _too_heavy(weights: dict[Path, int], total: int, most: int, noun: str) -> list[Diagnostic]:
    """Return the heaviest files without which the whole would be light enough."""
    faults, excess = [], total - most
    for file, weight in sorted(weights.items(), key=lambda entry: -entry[1]):
        if excess <= 0:
            break
        text = f"{noun}: {total / 1000:.1f} kB compressed, {weight / 1000:.1f} kB of it here"
        faults.append(Diagnostic(file, f"{text}; expected at most {most / 1000:g} kB together"))
        excess -= weight
    return faults


def _loaded(theme: Theme, page: RenderedPage) -> dict[Path, int]:
    """Return the bytes of each picture and font that the page's styles load."""
    paths = [path for folder in ASSET_FOLDERS for path in theme.files(folder).values()]
    contents = {path: path.read_bytes() for path in paths}
    return {path: len(data) for path, data in contents.items() if hashed_name(path.name, data) in page.assets}


def _photo_bytes(theme: Theme) -> int:
    picture = sample("practice", "en", theme.trade).picture
    assert picture is not None  # noqa: S101 -- the practice has one
    photo = next(variant for variant in picture.variants if (variant.format, variant.width) == ("webp", 800))
    return files()[photo.name].stat().st_size


def _practice(theme: Theme, language: str) -> RenderedPage:
    content = configured(sample("practice", language, theme.trade), theme.configured({}))
    return render_page(
        theme, content, {language: readers()[language]}, SampleAddresses(), invitation=INVITATION
    )


def _compressed(data: bytes) -> int:
    return len(gzipped(data, BEST))
