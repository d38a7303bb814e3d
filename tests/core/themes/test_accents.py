"""Accents: whichever is chosen can be read, in every design, by day and by night."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalenner.themes import OPTIONS, Theme, Themes
from kalenner.themes.accents import OWN, SHADES, TINT, mixed, with_accent
from kalenner.themes.contrast import LEAST, contrast
from kalenner.themes.page import render_page
from kalenner.themes.samples import SampleAddresses, configured, readers, sample

DESIGNS = Themes.find().list_designs()
GREYS = st.integers(0, 255).map(lambda part: f"#{part:02x}{part:02x}{part:02x}")


def readability(colours: dict[str, str]) -> float:
    """Return the least contrast of what is read in or on the accent."""
    accent, paper, surface = (colours[name] for name in ("accent", "paper", "surface"))
    return min(
        contrast(accent, paper),
        contrast(accent, surface),
        contrast(accent, mixed(accent, paper, TINT)),
        contrast(colours["on-accent"], accent),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", DESIGNS, ids=lambda theme: theme.id)
def test_every_accent_of_every_design_can_be_read(theme: Theme, scheme: str) -> None:
    accented = theme.in_every_accent()
    shown = {one.accent: readability(one.colours(scheme)) for one in accented[1:]}

    assert tuple(one.accent for one in accented) == OPTIONS["accent"]
    assert {accent: ratio for accent, ratio in shown.items() if ratio < LEAST} == {}
    assert len({one.colours(scheme)["accent"] for one in accented[1:]}) == len(SHADES)


@given(accent=st.sampled_from(list(SHADES)), paper=GREYS)
def test_an_accent_can_be_read_on_any_paper(accent: str, paper: str) -> None:
    ink = max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, paper))
    colours = with_accent({"paper": paper, "surface": paper, "ink": ink}, accent)

    assert contrast(colours["accent"], paper) >= LEAST
    assert contrast(colours["on-accent"], colours["accent"]) >= LEAST


def test_page_takes_the_chosen_accent_and_an_unknown_one_is_the_designs_own() -> None:
    theme = Themes.find().get("calm")

    def css(accent: str) -> bytes:
        content = configured(sample("practice", "en"), {"accent": accent})
        page = render_page(theme, content, {"en": readers()["en"]}, SampleAddresses())
        name = next(name for name in page.assets if name.endswith(".css"))
        assert f'href="/assets/{name}"'.encode() in page.pages["en"]
        return page.assets[name]

    red = theme.in_accent("red").colours("light")["accent"].encode()
    own = theme.colours("light")["accent"].encode()
    assert [red in css(accent) for accent in ("red", OWN, "#ff0000")] == [True, False, False]
    assert [own in css(accent) for accent in ("red", OWN, "#ff0000")] == [False, True, True]
