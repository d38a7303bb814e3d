"""What the check finds in themes that mean well."""

from pathlib import Path

import pytest
from tests.core.themes.theme_files import MANIFEST, PAGE, theme_of, themes_of, write

from kalenner.themes import Themes
from kalenner.themes.contrast import contrast
from kalenner.themes.discovery import installed_places
from kalenner.themes.linter import check, check_files, configurations
from kalenner.themes.scaffold import make_theme
from kalenner.themes.structure import structure_faults

TEXTS = 'theme_name = "T"\ntheme_summary = "A theme."\n'
TRANSLATED: dict[str, str | bytes] = {f"locale/{code}.toml": TEXTS for code in ("en", "de", "fr", "ru")}
DARK = MANIFEST[MANIFEST.index("[") :].replace("light", "dark")
GOOD = {**TRANSLATED, "theme.toml": MANIFEST.replace("[", "[options]\n[", 1) + DARK}


def found(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """What is found in a theme that is good but for these files, by paths within its folder."""
    faults = check_files(theme_of(folder, {**GOOD, **files}))
    return [str(fault).removeprefix(f"{folder}/") for fault in faults]


def test_good_theme_has_nothing_to_mend(tmp_path: Path) -> None:
    assert check(themes_of(tmp_path / "theme", GOOD), "theme").faults == ()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"theme.toml": GOOD["theme.toml"].replace('ink = "#000000"', 'ink = "#999999"', 1)},
            "theme.toml:8: error: colours.light: ink on paper has a contrast of 2.85; expected at least 4.5",
        ),
        (
            {"theme.toml": GOOD["theme.toml"].replace('ink = "#000000"\n', "", 1)},
            "theme.toml: error: colours.light: ink is missing",
        ),
        (
            {"theme.toml": GOOD["theme.toml"].replace("[options]", '[options]\ngallery = "2x"')},
            "theme.toml:5: warning: options: nothing uses gallery: no options.gallery, no [data-gallery]",
        ),
        (
            {"templates/lost.pt": "<p>a</p>"},
            "templates/lost.pt: warning: no template uses this macro; remove it, or use it in a template",
        ),
        (
            {"styles/a.css": "a { color: var(--ink) }\nb { color: #123456 }"},
            "styles/a.css:2: warning: #123456 is the same by day and night; use a token such as var(--ink)",
        ),
        ({"styles/a.css": "a { color: var(--inc) }"}, "styles/a.css:1: warning: --inc is defined nowhere"),
        (
            {"locale/en.toml": TEXTS + 'lost = "a"\n', "locale/de.toml": TEXTS + 'lost = "a"\n'},
            "locale/fr.toml: warning: lost is missing, so fr readers see English",
        ),
        (
            {"locale/en.toml": TEXTS + 'lost = "a"\n'},
            "locale/en.toml:3: warning: lost: no template uses it; remove it",
        ),
        (
            {"locale/en.toml": 'theme_name = "T"\n'},
            "locale/en.toml: warning: theme_summary is missing; the gallery of designs shows it",
        ),
        ({"pictures/a.png": b"\x89PNG\r\n\x1a\n"}, "pictures/a.png: warning: no style sheet loads it; remove it"),
        ({"styles/a.css": "a { b: var(--ink)\n}\nb {\nc { margin: 0 }\n"}, "styles/a.css:3: error: { is never closed"),
        ({"styles/a.css": "a { margin: 0 }\n/* lost"}, "styles/a.css:2: error: /* is never closed"),
        (
            {"styles/a.css": "@media print {\na {\nmargn: 0 }\n}"},
            "styles/a.css:3: warning: margn is no property of CSS; did you mean margin?",
        ),
        (
            {"templates/page.pt": f'<div class="header">{PAGE}</div>', "styles/a.css": "a { b: c }\n.headr a { margin: 0 }"},
            "styles/a.css:2: warning: .headr: no template has this class; did you mean header?",
        ),
        ({"fonts/a.ttf": b"a"}, "fonts/a.ttf: warning: is not used: a font is a .woff2 file in fonts"),
        ({"a.py": "a"}, "a.py: warning: is not used: a theme runs no Python"),
        ({"pictures/a.gif": b"a"}, "pictures/a.gif: warning: is not used: pictures holds .avif, .jpg, .png, .svg, .webp"),
        (
            {"style/a.css": "a { }"},
            "style/a.css: warning: is not used: expected theme.toml, or a file in fonts, locale, pictures, styles, templates",
        ),
        (
            {"templates/page.pt": f"<p>\n<tal:a condition='gallery'><b>a</tal:a></p>{PAGE}"},
            "templates/page.pt:2: error: </tal:a> ends what is not open; expected </b>, which begins in line 2",
        ),
        ({"templates/page.pt": f"{PAGE}\n<p>é<br />"}, "templates/page.pt:2: error: <p> is never closed"),
        ({"templates/page.pt": f"é\n{PAGE}</p >"}, "templates/page.pt:2: error: </p> ends what is not open"),
    ],
)  # fmt: skip
def test_files_are_checked_against_each_other(
    tmp_path: Path, files: dict[str, str | bytes], expected: str
) -> None:
    assert expected in found(tmp_path / "theme", files)


def test_notes_for_readers_and_names_of_vendors_are_none_to_warn_of(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "README.md": "a",
        "fonts/LICENSE": "a",
        "styles/a.css": "main { -webkit-line-clamp: 2; --own: 1px; margin: var(--own) } .instagram { margin: 0 }",
    }

    assert found(tmp_path / "theme", files) == []


def test_wrong_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    body = "<p>${%s}</p>"
    expected = {
        "services.cont": "services.cont: there is no cont; did you mean count?",
        "service": "service: there is no service; did you mean services?",
        "text.bok": "text.bok: there is no bok; did you mean book?",
        "profile.zzz": "profile.zzz: there is no zzz",
    }
    for number, (expression, text) in enumerate(expected.items()):
        files = {**GOOD, "templates/page.pt": PAGE + body % expression}

        fault = check(themes_of(tmp_path / f"theme{number}", files), f"theme{number}").faults[0]

        assert fault.text.startswith(f"{text} (sample ")


def test_theme_to_inherit_from_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "theme", {"theme.toml": 'name = "T"\nauthor = "A"\nlicence = "L"\ninherits = "bas"'}
    )

    faults = Themes.read({"theme": folder, "calm": installed_places()["base"]}).faults

    text = "inherits: expected a theme that works, not 'bas'; there are: calm"
    assert [(fault.line, fault.text) for fault in faults] == [(4, text)]


@pytest.mark.parametrize(
    "colour", ["currentColor", "transparent", "color-mix(in srgb, var(--ink) 10%, transparent)"]
)
def test_colours_made_of_tokens_are_none_to_warn_of(tmp_path: Path, colour: str) -> None:
    assert found(tmp_path / "theme", {"styles/a.css": f"a {{ color: {colour} }}"}) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<main><h1>a</h1><img src='#a'></main>", "alt is missing"),
        ("<main><h1>a</h1><h3>b</h3></main>", "h3 follows h1"),
        ("<main><h1>a</h1><h1>b</h1></main>", "the page has 2 h1"),
        ("<main><h1>a</h1><a href='#b'></a></main>", "nobody hears what it is"),
        ("<main><h1>a</h1><a href='#b'>b</a></main>", "there is no id 'b'"),
        ("<main><h1 id='a'>a</h1><p id='a'>b</p></main>", "the id 'a' is not the only one"),
        ("<main><h1>a</h1><p><ul><li>a</li></ul></p></main>", "cannot stand within <p>"),
        ("<main><h1>a</h1><div/></main>", "write <div></div>"),
        ("<main><h1>a</h1><ul><p>a</p></ul></main>", "cannot stand directly in <ul>"),
        ("<main><h1>a</h1><nav><p>a</p></nav></main>", "needs an aria-label"),
        ("<main><h1>\u0646\u062d\u0646</h1></main>", 'needs dir="auto"'),
        ("<h1>a</h1>", "the page has 0 <main>"),
    ],
)
def test_structure_of_a_page(body: str, expected: str) -> None:
    faults = structure_faults(f'<html lang="de"><body>{body}</body></html>', "de")

    assert [one for one in faults if expected in one]


def test_language_of_a_page_is_its_own() -> None:
    page = '<html lang="en"><body><main><h1>a</h1></main></body></html>'

    assert structure_faults(page, "de") == ['<html lang="en">: expected lang="de"']


def test_fault_of_a_page_is_told_with_its_sample(tmp_path: Path) -> None:
    files = {**GOOD, "templates/page.pt": PAGE.replace("h1", "h2")}

    fault = check(themes_of(tmp_path / "theme", files), "theme").faults[0]

    assert fault.text == "the page has 0 h1; it needs exactly one (sample practice, en)"


def test_heavy_page_is_an_error(tmp_path: Path) -> None:
    rules = "".join(
        f"a:nth-child({number}) {{ margin: {number * 7919 % 1000}px }}\n" for number in range(6000)
    )

    report = check(themes_of(tmp_path / "theme", {**GOOD, "styles/a.css": rules}), "theme")

    assert [(fault.file.name, fault.text.partition(":")[0]) for fault in report.faults] == [
        ("a.css", "HTML and CSS")
    ]
    assert not report.is_passed


def test_font_that_makes_a_page_too_heavy_is_named(tmp_path: Path) -> None:
    fonts: dict[str, str | bytes] = {
        "fonts/small.woff2": b"wOF2",
        "fonts/large.woff2": b"wOF2" + b"a" * 50_000,
    }
    rules = "".join(
        f"@font-face {{ font-family: {name}; src: url(../{name}) }}\n".replace("family: fonts/", "family: ")
        for name in fonts
    )

    report = check(themes_of(tmp_path / "theme", {**GOOD, **fonts, "styles/a.css": rules}), "theme")

    text = "the page with all it loads and one photo: 7"
    assert [(fault.file.name, fault.text[: len(text)]) for fault in report.faults] == [("large.woff2", text)]
    assert "50.0 kB of it here; expected at most 50 kB together" in report.faults[0].text


def test_every_pair_of_options_is_there() -> None:
    theme = Themes.find().get("base")
    found = configurations(theme)

    assert len(found) == 1 + 6 + 14
    assert len({tuple(sorted(one.items())) for one in found}) == len(found)


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_new_theme_has_nothing_to_mend(tmp_path: Path) -> None:
    folder = make_theme("meadow", tmp_path / "meadow")

    assert check(Themes.read({**installed_places(), "meadow": folder}), "meadow").faults == ()
