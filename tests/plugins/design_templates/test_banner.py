"""The details of the banner: each part asked for, kept, removed, and whatever is written shown as text."""

import pytest
from tests.conftest import MakeApp
from tests.plugins.design_templates.designer import Designer, theme

from kalenner.hooks.themes import PageBanner
from kalenner.testing import Stage

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OFF = "ℹ️ Your page does not show the banner: switch it on under Design configuration."
HALF = "ℹ️ The button appears once it has both a text and a link."


def details(designer: Designer) -> str:
    designer.configuration()
    return str(designer.olga.press("Banner details").text)


def banner(designer: Designer) -> PageBanner:
    return designer.work(lambda service, olga: service.banner(olga))


def show_it(designer: Designer) -> None:
    designer.work(lambda service, olga: service.configure(olga, {"banner": "yes"}))


def test_at_first_it_says_nothing_and_is_switched_off(designer: Designer) -> None:
    assert details(designer) == (
        "<b>Banner details</b>\n\n"
        "Your banner says nothing yet. Enter a heading, a text, or a button with its link.\n\n"
        f"<b>Position</b>: Top\n\n{OFF}"
    )
    assert designer.olga.labels == [
        ["Heading", "Main text"],
        ["Button text", "Link"],
        ["✔ Top", "Middle"],
        ["🌐 Languages"],
    ]


def test_every_part_is_asked_for_and_kept(designer: Designer) -> None:
    show_it(designer)
    details(designer)
    for label, answer in (
        ("Heading", "Open day"),
        ("Main text", "Come and see us.\n\n  Bring a friend."),
        ("Button text", "Read more"),
        ("Link", "https://example.com/day"),
    ):
        designer.olga.press(label)
        assert designer.olga.screen.has_question
        designer.olga.send(answer)
    designer.olga.press("Middle")

    assert designer.olga.screen.text == (
        "<b>Banner details</b>\n\n"
        "<b>Heading</b>: Open day\n<b>Main text</b>: Come and see us.\n\n  Bring a friend.\n"
        "<b>Button text</b>: Read more\n<b>Link</b>: https://example.com/day\n\n"
        "<b>Position</b>: Middle"
    )
    assert designer.olga.labels[2] == ["Top", "✔ Middle"]
    assert banner(designer) == PageBanner(
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
def test_every_part_can_be_kept_and_removed(designer: Designer, label: str, field: str, value: str) -> None:
    designer.work(lambda service, olga: service.set_banner(olga, **{field: value}))
    details(designer)

    designer.olga.press(label)
    assert designer.olga.labels == [["Remove"], ["Cancel", "Keep"]]
    assert value in designer.olga.screen.text
    designer.olga.press("Keep")
    assert getattr(banner(designer), field) == value

    designer.olga.press(label)
    designer.olga.press("Remove")
    assert banner(designer) == PageBanner()


@pytest.mark.parametrize(
    ("label", "longest", "reason"),
    [
        ("Heading", 80, "Please keep it under 80 characters."),
        ("Main text", 500, "Please keep it under 500 characters."),
        ("Button text", 30, "Please keep it under 30 characters."),
    ],
)
def test_texts_have_a_length(designer: Designer, label: str, longest: int, reason: str) -> None:
    details(designer)
    designer.olga.press(label)
    designer.olga.send("x" * (longest + 1))
    assert reason in designer.olga.screen.text

    designer.olga.send("x" * longest)
    assert not designer.olga.screen.has_question


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "http://example.com", "https:example.com", "https://a@b.com", "-x"],
)
def test_a_link_that_is_none_is_refused_with_the_reason(designer: Designer, link: str) -> None:
    details(designer)
    designer.olga.press("Link")
    designer.olga.send(link)

    assert designer.olga.screen.has_question
    assert banner(designer) == PageBanner()


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
def test_what_looks_like_markup_is_text(designer: Designer, text: str) -> None:
    details(designer)
    for label in ("Heading", "Main text"):
        designer.olga.press(label)
        designer.olga.send(text)
    shown = designer.olga.screen.text.unescape()
    kept = text.replace("\u202e", "")

    assert (banner(designer).heading, banner(designer).text) == (kept, kept)
    assert f"Heading: {kept}\nMain text: {kept}" in shown.replace("<b>Heading</b>", "Heading").replace(
        "<b>Main text</b>", "Main text"
    )
    for tag in ("<script", "<img", "<i>"):
        assert tag not in designer.olga.screen.text


def test_hints_say_why_it_is_not_on_the_page(designer: Designer) -> None:
    assert details(designer).endswith(OFF)

    show_it(designer)
    assert details(designer).endswith("<b>Position</b>: Top")

    designer.work(lambda service, olga: service.set_banner(olga, button="Read more"))
    assert details(designer).endswith(HALF)

    designer.work(lambda service, olga: service.set_banner(olga, button="", url="https://example.com/"))
    assert details(designer).endswith(HALF)

    designer.work(lambda service, olga: service.set_banner(olga, button="Read more"))
    assert details(designer).endswith("<b>Position</b>: Top")


def test_a_design_may_have_no_banner(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief", '[options]\ngallery = "3x"\n')
    designer = Designer(Stage(make_application(**{"themes.folder": str(tmp_path / "themes")})))
    designer.work(lambda service, olga: service.choose(olga, "brief"))

    assert details(designer).endswith("ℹ️ Your present design has no banner. Another one may have.")


def test_a_half_saved_configuration_counts_for_the_hint(designer: Designer) -> None:
    """Who has just pressed Yes is not told that the banner is off."""
    designer.work(lambda service, olga: service.draft(olga, "banner", "yes"))

    assert details(designer).endswith("<b>Position</b>: Top")
