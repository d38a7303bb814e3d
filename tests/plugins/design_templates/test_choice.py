"""Choosing a design from the bot: the way to the gallery, and back with what was chosen there."""

from urllib.parse import parse_qs, urlsplit

import pytest
from pyramid.request import Request
from tests.conftest import MakeApp
from tests.core.home.people import client, link_of, professional, provider_of
from tests.plugins.design_templates.designer import Designer, link_on, theme

from kalenner.delivery import channels_of
from kalenner.hooks.themes import Design
from kalenner.screens import Link
from kalenner.testing import FakeChannel, Stage, act, go
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES
from kalenner_design_templates.gallery_access import access_of

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LINK = "https://t.me/kalenner_test_bot?start=w_design-"


def test_general_settings_lead_to_design_and_configuration(designer: Designer) -> None:
    designer.settings()

    assert ["🎨 Choose design", "🎛 Design configuration"] in designer.olga.labels


def test_the_present_design_and_the_way_to_the_gallery(designer: Designer) -> None:
    designer.settings()
    designer.olga.press("Choose design")

    assert designer.olga.screen.text == (
        "<b>Design</b>\nYour page has the design “Calm”.\n\n"
        "The designs open in the browser. For 10 minutes you can apply one there; after that come back here "
        "for a new link."
    )
    assert designer.olga.labels == [
        ["🎨 Choose design"],
        ["🎛 Design configuration"],
    ]
    assert isinstance(designer.olga.screen.rows[0][0].target, Link)
    assert designer.olga.screen.back is not None
    assert designer.olga.screen.back.screen == "settings.general"


@pytest.mark.parametrize("language", ["en", "fr", "de", "ru"])
def test_the_link_is_in_the_readers_language_and_names_the_practice(stage: Stage, language: str) -> None:
    boris = professional(stage, "Boris")

    def choose_language(request: Request) -> None:
        provider_of(request, boris).account.language = language

    stage.run(choose_language)
    boris.press_data(go("design.choose"))
    address = urlsplit(link_on(boris.screen))

    assert address.path == f"/{language}/design"
    token = parse_qs(address.query)["t"][0]
    assert stage.run(lambda request: access_of(request, token).provider.nickname) == "Boris"


@pytest.mark.parametrize(
    ("public_url", "has_button"),
    [("http://localhost:6543", False), ("http://127.0.0.1:6543", False), ("https://example.com", True)],
)
def test_a_channel_may_refuse_a_button_to_the_readers_own_machine(
    make_application: MakeApp, public_url: str, has_button: bool
) -> None:
    """Then the address is a text, to be opened on that machine."""
    app = make_application(**{"web.public_url": public_url})
    channel = channels_of(app.registry)["fake"]
    assert isinstance(channel, FakeChannel)
    channel.refused = {"http://localhost", "http://127.0.0.1"}
    designer = Designer(Stage(app))

    designer.settings()
    designer.olga.press("Choose design")

    assert (f"{public_url}/en/design?t=" in designer.olga.screen.text) is not has_button
    assert (["🎨 Choose design"] in designer.olga.labels) is has_button


def test_a_link_of_the_gallery_asks_before_anything_changes(designer: Designer) -> None:
    designer.olga.open(f"{LINK}studio")

    assert designer.olga.screen.text == "Apply design “Studio”?"
    assert designer.olga.labels == [["Yes", "No"]]
    assert designer.design == Design()


def test_yes_applies_the_design(designer: Designer) -> None:
    designer.olga.open(f"{LINK}studio")
    designer.olga.press("Yes")

    assert designer.olga.screen.text == "Design “Studio” is set. Not yet published."
    assert designer.olga.labels == [["🌐 Create profile page"], ["🎛 Design configuration"]]
    assert designer.design == Design("studio")

    designer.olga.press("Design configuration")
    assert designer.olga.screen.text.startswith("<b>Design configuration</b>\nDesign: Studio")


def test_the_page_is_created_from_there(designer: Designer) -> None:
    designer.olga.open(f"{LINK}studio")
    designer.olga.press("Yes")
    designer.olga.press("Create profile page")

    assert "is being published" in designer.olga.screen.text


def test_no_changes_nothing(designer: Designer) -> None:
    designer.olga.open(f"{LINK}studio")
    designer.olga.press("No")

    assert designer.olga.screen.text.startswith("<b>Design</b>\nYour page has the design “Calm”.")
    assert designer.design == Design()


@pytest.mark.parametrize("name", ["nothing", "base", "-", "calm_"])
def test_a_design_that_is_not_there_is_answered_politely(designer: Designer, name: str) -> None:
    designer.olga.open(f"{LINK}{name}")

    assert designer.olga.screen.text == "This design is not available any more. Please choose another one."
    assert designer.olga.labels == [["🎨 Choose design"]]
    assert designer.design == Design()


def test_a_newcomer_is_told_what_the_link_is_for(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.open(f"{LINK}studio")

    assert ada.screen.text == (
        "“Studio” is a design for the profile page of a professional, and you have none yet. To have one, "
        "register as a professional, then choose your design under Settings → General settings → Choose design."
    )
    assert ada.labels == [["I am a professional"]]
    ada.press("I am a professional")
    assert ada.screen.has_question


def test_a_client_is_told_the_same(designer: Designer) -> None:
    ada = client(designer.stage, link_of(designer.olga))
    ada.open(f"{LINK}studio")

    assert ada.screen.text.startswith("“Studio” is a design for the profile page of a professional")
    ada.press_data(act("design.apply", theme="studio"))
    assert ada.screen.notice is not None
    assert ada.screen.notice.text == "Not available."


def test_a_newcomer_with_a_link_to_nothing(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.open(f"{LINK}nothing")

    assert ada.screen.text == "This design is not available any more. Please choose another one."
    assert ada.labels == []


@pytest.mark.parametrize("payload", ["w_", "w_design", "w_design-", "w_other-studio"])
def test_other_links_of_the_web_are_not_ours(designer: Designer, payload: str) -> None:
    designer.olga.send(f"/start {payload}")

    assert designer.design == Design()
    assert "Apply design" not in designer.olga.screen.text


def test_yes_for_a_design_that_has_gone_meanwhile(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief")
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    designer = Designer(Stage(app))
    designer.olga.open(f"{LINK}brief")
    yes = designer.olga.screen.rows[0][0]

    THEMES.put(app.registry, Themes.find())
    designer.olga.follow(yes)

    assert designer.olga.screen.notice is not None
    assert designer.olga.screen.notice.text == "Not available."
    assert designer.design == Design()


def test_a_page_whose_design_was_uninstalled_has_the_default(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief")
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    designer = Designer(Stage(app))
    designer.work(lambda service, olga: service.choose(olga, "brief"))

    THEMES.put(app.registry, Themes.find())
    designer.settings()
    designer.olga.press("Choose design")

    assert "Your page has the design “Calm”." in designer.olga.screen.text


def test_long_and_odd_names_of_designs(make_application: MakeApp, tmp_path) -> None:
    name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk <b>&amp; \\"Söhne\\" 👩‍⚕️'
    theme(tmp_path / "themes", "endless", locale_en=f'theme_name = "{name}"')
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    designer = Designer(Stage(app))

    designer.olga.open(f"{LINK}endless")

    assert designer.olga.screen.text == (
        "Apply design “Donaudampfschifffahrtselektrizitätenhauptbetriebswerk &lt;b&gt;&amp;amp; "
        "&#34;Söhne&#34; 👩‍⚕️”?"
    )
    designer.olga.press("Yes")
    assert designer.design == Design("endless")
