"""Themes in Chromium: each opens without a complaint, slides, folds out, and never runs out of the screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from tests.pages.screenshots import varieties
from tests.themes.chromium import SCREENS, chromium
from tests.themes.site import Site, serving

from kalenner.themes import Theme, Themes
from kalenner.themes.samples import NAMES

pytestmark = pytest.mark.browser

DESIGNS = Themes.find().list_designs()

OFTEN = {"calm", "lawyer", "studio"}
"""Of these every test is in the suite; what the others show beyond them, `make test-slow` tells."""

every_theme = pytest.mark.parametrize(
    "theme",
    [pytest.param(one, marks=() if one.id in OFTEN else pytest.mark.slow, id=one.id) for one in DESIGNS],
)

OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.body.querySelectorAll("*")].filter((one) => {
        const box = one.getBoundingClientRect();
        if (box.right <= width + 1 || !box.width) return false;
        for (let up = one; up; up = up.parentElement)
            if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return false;
        return true;
    });
    const far = document.documentElement.scrollWidth > width;
    return far ? wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)).concat(`${width}`) : [];
}"""
PHOTO = """() => {
    const list = document.querySelector(".photos, [data-slider], .gallery ul");
    const middle = list.getBoundingClientRect().left + list.clientWidth / 2;
    const away = [...list.children].map((one) => {
        const box = one.getBoundingClientRect();
        return Math.abs(box.left + box.width / 2 - middle);
    });
    return away.indexOf(Math.min(...away));
}"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(
    params=[pytest.param(one, marks=() if one == "phone" else pytest.mark.slow) for one in SCREENS]
)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    made = browser.new_context(**SCREENS[request.param], reduced_motion="reduce")
    yield made
    made.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(address, wait_until="load")
    return page, complaints


def click_named(page: Page, name: str) -> None:
    """Click the button of this name as those hear it who see nothing; it may be made by a style alone."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = [
        node
        for node in nodes
        if not node.get("ignored")
        and node["role"]["value"] in {"button", "link"}
        and node["name"]["value"] == name
    ]
    model = session.send("DOM.getBoxModel", {"backendNodeId": found[0]["backendDOMNodeId"]})["model"]
    corners = model["border"]
    page.mouse.click((corners[0] + corners[4]) / 2, (corners[1] + corners[5]) / 2)


@every_theme
def test_every_configuration_opens_without_a_complaint(
    context: BrowserContext, site: Site, theme: Theme
) -> None:
    for options in varieties(theme).values():
        page, complaints = opened(context, site.add(theme, options=options))

        assert (page.locator("h1").count(), complaints) == (1, [])
        page.close()


@every_theme
def test_slider_moves_by_arrows_by_links_and_by_scrolling(
    context: BrowserContext, site: Site, theme: Theme
) -> None:
    address = site.add(theme, options={"gallery": "slider"})
    first = []

    def slider() -> tuple[Page, Locator]:
        """A page of its own for each way, so that no movement of another one is still going on."""
        page, _complaints = opened(context, address)
        photos = page.locator("[data-gallery=slider] .photos")
        # the whole of it, from its heading on: some have their arrows there, and the button in reach is below
        page.locator(".gallery").evaluate("one => one.scrollIntoView({block: 'start', behavior: 'instant'})")
        first.append(page.evaluate(PHOTO))
        return page, photos

    page, photos = slider()
    photos.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.photos').scrollLeft > 0")
    page, photos = slider()
    click_named(page, "Next photo")
    page.wait_for_function(f"() => ({PHOTO})() === 1")
    page, photos = slider()
    photos.evaluate("list => list.scrollBy({left: list.children[1].offsetWidth, behavior: 'instant'})")
    page.wait_for_function(f"() => ({PHOTO})() >= 1")

    assert first == [0, 0, 0]


@every_theme
def test_services_fold_out(context: BrowserContext, site: Site, theme: Theme) -> None:
    page, _complaints = opened(context, site.add(theme, options={"services": "list"}))
    fold = page.locator("details").first

    fold.locator("summary").click()

    assert fold.locator(".description").first.is_visible()


@every_theme
def test_nothing_runs_out_of_the_narrowest_screen(browser: Browser, site: Site, theme: Theme) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = {}
    for name in NAMES:
        for options in ({"banner": "yes"}, {"banner": "yes", "services": "list", "gallery": "3x"}):
            page.goto(site.add(theme, name=name, language="de", options=options), wait_until="load")
            found = page.evaluate(OVERFLOW)
            if found:
                wide[name, *options.values()] = found
    context.close()

    assert wide == {}
