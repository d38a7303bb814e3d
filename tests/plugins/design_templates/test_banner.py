"""The details of the banner: each part asked for, kept, removed, and whatever is written shown as text."""

import pytest
from tests.conftest import MakeApp
from tests.plugins.design_templates.atelier import Atelier, theme

from kalenner.hooks.themes import PageBanner
from kalenner.testing import Stage

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OFF = "ℹ️ Your page does not show the banner: switch it on under Design configuration."
HALF = "ℹ️ The button appears once it has both a text and a link."


def details(atelier: Atelier) -> str:
    atelier.configuration()
    return str(atelier.olga.press("Banner details").text)


def banner(atelier: Atelier) -> PageBanner:
    return atelier.work(lambda service, olga: service.banner(olga))


def show_it(atelier: Atelier) -> None:
    atelier.work(lambda service, olga: service.configure(olga, {"banner": "yes"}))


def test_at_first_it_says_nothing_and_is_switched_off(atelier: Atelier) -> None:
    assert details(atelier) == (
        "<b>Banner details</b>\n\n"
        "Your banner says nothing yet. Enter a heading, a text, or a button with its link.\n\n"
        f"<b>Position</b>: Top\n\n{OFF}"
    )
    assert atelier.olga.labels == [["Heading", "Main text"], ["Button text", "Link"], ["✔ Top", "Middle"]]


def test_every_part_is_asked_for_and_kept(atelier: Atelier) -> None:
    show_it(atelier)
    details(atelier)
    for label, answer in (
        ("Heading", "Open day"),
        ("Main text", "Come and see us.\n\n  Bring a friend."),
        ("Button text", "Read more"),
        ("Link", "https://example.com/day"),
    ):
        atelier.olga.press(label)
        assert atelier.olga.screen.has_question
        atelier.olga.send(answer)
    atelier.olga.press("Middle")

    assert atelier.olga.screen.text == (
        "<b>Banner details</b>\n\n"
        "<b>Heading</b>: Open day\n<b>Main text</b>: Come and see us.\n\n  Bring a friend.\n"
        "<b>Button text</b>: Read more\n<b>Link</b>: https://example.com/day\n\n"
        "<b>Position</b>: Middle"
    )
    assert atelier.olga.labels[2] == ["Top", "✔ Middle"]
    assert banner(atelier) == PageBanner(
        "Open day", "Come and see us.\n\n  Bring a friend.", "Read more", "https://example.com/day", "middle"
    )


@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("Heading", "heading", "Open day"),
        ("Main text", "text", "Come"),
        ("Button text", "button", "Read more"),
        ("Link", "url", "https://example.com/"),
    ],
)
def test_every_part_can_be_kept_and_removed(atelier: Atelier, label: str, field: str, value: str) -> None:
    atelier.work(lambda service, olga: service.set_banner(olga, **{field: value}))
    details(atelier)

    atelier.olga.press(label)
    assert atelier.olga.labels == [["Remove"], ["Cancel", "Keep"]]
    assert value in atelier.olga.screen.text
    atelier.olga.press("Keep")
    assert getattr(banner(atelier), field) == value

    atelier.olga.press(label)
    atelier.olga.press("Remove")
    assert banner(atelier) == PageBanner()


@pytest.mark.parametrize(
    ("label", "longest", "reason"),
    [
        ("Heading", 80, "Please keep it under 80 characters."),
        ("Main text", 500, "Please keep it under 500 characters."),
        ("Button text", 30, "Please keep it under 30 characters."),
    ],
)
def test_texts_have_a_length(atelier: Atelier, label: str, longest: int, reason: str) -> None:
    details(atelier)
    atelier.olga.press(label)
    atelier.olga.send("x" * (longest + 1))
    assert reason in atelier.olga.screen.text

    atelier.olga.send("x" * longest)
    assert not atelier.olga.screen.has_question


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "http://example.com", "https:example.com", "https://a@b.com", "-x"],
)
def test_a_link_that_is_none_is_refused_with_the_reason(atelier: Atelier, link: str) -> None:
    details(atelier)
    atelier.olga.press("Link")
    atelier.olga.send(link)

    assert atelier.olga.screen.has_question
    assert banner(atelier) == PageBanner()


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold",
        "</b><script>alert(1)</script>",
        "&lt;i&gt; & co",
        '"><img src=x>',
        "${name} %s {0}",
        "\u202etxt.exe",
    ],
)
def test_what_looks_like_markup_is_text(atelier: Atelier, text: str) -> None:
    details(atelier)
    for label in ("Heading", "Main text"):
        atelier.olga.press(label)
        atelier.olga.send(text)
    shown = atelier.olga.screen.text.unescape()
    kept = text.replace("\u202e", "")

    assert (banner(atelier).heading, banner(atelier).text) == (kept, kept)
    assert f"Heading: {kept}\nMain text: {kept}" in shown.replace("<b>Heading</b>", "Heading").replace(
        "<b>Main text</b>", "Main text"
    )
    for tag in ("<script", "<img", "<i>"):
        assert tag not in atelier.olga.screen.text


def test_hints_say_why_it_is_not_on_the_page(atelier: Atelier) -> None:
    assert details(atelier).endswith(OFF)

    show_it(atelier)
    assert details(atelier).endswith("<b>Position</b>: Top")

    atelier.work(lambda service, olga: service.set_banner(olga, button="Read more"))
    assert details(atelier).endswith(HALF)

    atelier.work(lambda service, olga: service.set_banner(olga, button="", url="https://example.com/"))
    assert details(atelier).endswith(HALF)

    atelier.work(lambda service, olga: service.set_banner(olga, button="Read more"))
    assert details(atelier).endswith("<b>Position</b>: Top")


def test_a_design_may_have_no_banner(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief", '[options]\ngallery = "3x"\n')
    atelier = Atelier(Stage(make_application(**{"themes.folder": str(tmp_path / "themes")})))
    atelier.work(lambda service, olga: service.choose(olga, "brief"))

    assert details(atelier).endswith("ℹ️ Your present design has no banner. Another one may have.")


def test_a_half_saved_configuration_counts_for_the_hint(atelier: Atelier) -> None:
    """Who has just pressed Yes is not told that the banner is off."""
    atelier.work(lambda service, olga: service.draft(olga, "banner", "yes"))

    assert details(atelier).endswith("<b>Position</b>: Top")
