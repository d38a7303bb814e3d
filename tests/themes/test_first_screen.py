"""The first screen of a phone: who this is, what they do, what can be booked, and the button, in every design."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from tests.themes.chromium import chromium
from tests.themes.site import Site, serving

from kalenner.i18n import LANGUAGES
from kalenner.themes import Theme, Themes
from kalenner.themes.samples import sample

pytestmark = pytest.mark.browser

DESIGNS = Themes.find().list_designs()
PHONE = {"width": 390, "height": 700}

every_theme = pytest.mark.parametrize("theme", DESIGNS, ids=lambda theme: theme.id)

SHOWN = """(selector) => [...document.querySelectorAll(selector)].some((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || box.top < 0 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight) return false;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return one.contains(top) || top.contains(one);
})"""
STYLED = """([selector, property, value]) => {
    for (const one of document.querySelectorAll(selector)) one.style.setProperty(property, value, "important");
}"""
PARTS = {
    "name": "h1",
    "line": ".header .tagline",
    "what": ".header .glance, .services .offers > li",
    "button": ".header .call .button",
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport=PHONE, has_touch=True)
    yield opened
    opened.close()


@every_theme
def test_name_line_services_and_button_are_seen_without_scrolling(
    page: Page, site: Site, theme: Theme
) -> None:
    missing = {}
    for language in LANGUAGES:
        page.goto(site.add(theme, language=language), wait_until="load")
        missing[language] = [part for part, selector in PARTS.items() if not page.evaluate(SHOWN, selector)]
        shown = page.locator("h1").inner_text().replace("\n", " ").casefold()
        assert shown == sample("practice", language, theme.trade).name.casefold()

    assert missing == {language: [] for language in LANGUAGES}


@every_theme
def test_first_screen_is_filled(page: Page, site: Site, theme: Theme) -> None:
    """No stretch of more than a quarter of the height is empty."""
    page.goto(site.add(theme), wait_until="networkidle")
    image = Image.open(BytesIO(page.screenshot())).convert("L")
    rows = [max(row) - min(row) > 24 for row in _rows(image)]
    empty = max(len(stretch) for stretch in "".join(" #"[filled] for filled in rows).split("#"))

    assert empty <= 0.25 * PHONE["height"]


def _rows(image: Image.Image) -> list[bytes]:
    data = image.tobytes()
    return [data[start : start + image.width] for start in range(0, len(data), image.width)]


def test_studio_cuts_no_letters_of_the_line_above(page: Page, site: Site) -> None:
    page.goto(site.add(Themes.find().get("studio")), wait_until="networkidle")
    page.evaluate(
        "() => { for (const one of document.querySelectorAll('h1, h1 span, .cut span'))"
        " if (!one.children.length) one.textContent = 'Sophigjypq Egypjqgy'; }"
    )
    page.evaluate(STYLED, [".hero", "visibility", "hidden"])
    page.evaluate(STYLED, ["h1, .cut", "width", "6em"])
    with_paper = _ink(page)
    page.evaluate(STYLED, ["h1 span, .cut, .cut span", "background", "none"])

    assert with_paper == _ink(page) > 1000


def _ink(page: Page) -> int:
    image = Image.open(BytesIO(page.locator("h1").screenshot())).convert("L")
    return sum(value < 90 for value in image.tobytes())


HEADING = """() => {
    const heading = document.querySelector("h1"), text = heading.firstChild, range = document.createRange();
    const top = (at) => {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        // A letter after a soft hyphen has two boxes: the hyphen's at the end of the line, and its own.
        return [...range.getClientRects()].at(-1).top;
    };
    // A label may be tilted: the next line is where a letter stands lower by half its size.
    const half = parseFloat(getComputedStyle(heading).fontSize) / 2;
    const broken = [];
    for (let at = 1; at < text.length; at += 1) {
        const pair = text.data.slice(at - 1, at + 1);
        if (!/[\\s\\u00ad]/.test(pair) && top(at) - top(at - 1) > half) broken.push(pair);
    }
    const box = heading.getBoundingClientRect();
    const isWithin = box.left >= -1 && box.right <= innerWidth + 1;
    return { isWithin: isWithin && heading.scrollWidth <= heading.clientWidth + 1, broken };
}"""


@every_theme
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_long_words_of_a_name_are_divided_by_hyphens_alone(
    page: Page, site: Site, theme: Theme, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(site.add(theme, language="de", nickname="Physiotherapie Katrin Vogt"))

    assert page.evaluate(HEADING) == {"isWithin": True, "broken": []}
