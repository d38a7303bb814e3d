"""Choosing a design from the bot: the way to the gallery, and back with what was chosen there."""

from urllib.parse import parse_qs, urlsplit

import pytest
from pyramid.request import Request
from tests.conftest import MakeApp
from tests.core.home.people import client, link_of, professional, provider_of
from tests.plugins.design_templates.atelier import Atelier, link_on, theme

from kalenner.delivery import channels_of
from kalenner.hooks.themes import Design
from kalenner.screens import Link
from kalenner.testing import FakeChannel, Stage, act, go
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES
from kalenner_design_templates.visits import visit_of

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LINK = "https://t.me/kalenner_test_bot?start=w_design-"


def test_general_settings_lead_to_design_and_configuration(atelier: Atelier) -> None:
    atelier.settings()

    assert ["🎨 Choose design", "🎛 Design configuration"] in atelier.olga.labels


def test_the_present_design_and_the_way_to_the_gallery(atelier: Atelier) -> None:
    atelier.settings()
    atelier.olga.press("Choose design")

    assert atelier.olga.screen.text == (
        "<b>Design</b>\nYour page has the design “Calm”.\n\n"
        "The designs open in the browser. For 10 minutes you can apply one there; after that come back here "
        "for a new link."
    )
    assert atelier.olga.labels == [
        ["🎨 Choose design"],
        ["🎛 Design configuration"],
    ]
    assert isinstance(atelier.olga.screen.rows[0][0].target, Link)
    assert atelier.olga.screen.back is not None
    assert atelier.olga.screen.back.screen == "settings.general"


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
    assert stage.run(lambda request: visit_of(request, token).provider.nickname) == "Boris"


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
    atelier = Atelier(Stage(app))

    atelier.settings()
    atelier.olga.press("Choose design")

    assert (f"{public_url}/en/design?t=" in atelier.olga.screen.text) is not has_button
    assert (["🎨 Choose design"] in atelier.olga.labels) is has_button


def test_a_link_of_the_gallery_asks_before_anything_changes(atelier: Atelier) -> None:
    atelier.olga.open(f"{LINK}studio")

    assert atelier.olga.screen.text == "Apply design “Studio”?"
    assert atelier.olga.labels == [["Yes", "No"]]
    assert atelier.design == Design()


def test_yes_applies_the_design(atelier: Atelier) -> None:
    atelier.olga.open(f"{LINK}studio")
    atelier.olga.press("Yes")

    assert atelier.olga.screen.text == "Design “Studio” is set. Not yet published."
    assert atelier.olga.labels == [["🌐 Create profile page"], ["🎛 Design configuration"]]
    assert atelier.design == Design("studio")

    atelier.olga.press("Design configuration")
    assert atelier.olga.screen.text.startswith("<b>Design configuration</b>\nDesign: Studio")


def test_the_page_is_created_from_there(atelier: Atelier) -> None:
    atelier.olga.open(f"{LINK}studio")
    atelier.olga.press("Yes")
    atelier.olga.press("Create profile page")

    assert "http://127.0.0.1:6543/en/olga" in atelier.olga.screen.text


def test_no_changes_nothing(atelier: Atelier) -> None:
    atelier.olga.open(f"{LINK}studio")
    atelier.olga.press("No")

    assert atelier.olga.screen.text.startswith("<b>Design</b>\nYour page has the design “Calm”.")
    assert atelier.design == Design()


@pytest.mark.parametrize("name", ["nothing", "base", "-", "calm_"])
def test_a_design_that_is_not_there_is_answered_politely(atelier: Atelier, name: str) -> None:
    atelier.olga.open(f"{LINK}{name}")

    assert atelier.olga.screen.text == "This design is not available any more. Please choose another one."
    assert atelier.olga.labels == [["🎨 Choose design"]]
    assert atelier.design == Design()


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


def test_a_client_is_told_the_same(atelier: Atelier) -> None:
    ada = client(atelier.stage, link_of(atelier.olga))
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
def test_other_links_of_the_web_are_not_ours(atelier: Atelier, payload: str) -> None:
    atelier.olga.send(f"/start {payload}")

    assert atelier.design == Design()
    assert "Apply design" not in atelier.olga.screen.text


def test_yes_for_a_design_that_has_gone_meanwhile(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief")
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    atelier = Atelier(Stage(app))
    atelier.olga.open(f"{LINK}brief")
    yes = atelier.olga.screen.rows[0][0]

    THEMES.put(app.registry, Themes.find())
    atelier.olga.follow(yes)

    assert atelier.olga.screen.notice is not None
    assert atelier.olga.screen.notice.text == "Not available."
    assert atelier.design == Design()


def test_a_page_whose_design_was_uninstalled_has_the_default(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief")
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    atelier = Atelier(Stage(app))
    atelier.work(lambda service, olga: service.choose(olga, "brief"))

    THEMES.put(app.registry, Themes.find())
    atelier.settings()
    atelier.olga.press("Choose design")

    assert "Your page has the design “Calm”." in atelier.olga.screen.text


def test_long_and_odd_names_of_designs(make_application: MakeApp, tmp_path) -> None:
    name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk <b>&amp; \\"Söhne\\" 👩‍⚕️'
    theme(tmp_path / "themes", "endless", locale_en=f'theme_name = "{name}"')
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    atelier = Atelier(Stage(app))

    atelier.olga.open(f"{LINK}endless")

    assert atelier.olga.screen.text == (
        "Apply design “Donaudampfschifffahrtselektrizitätenhauptbetriebswerk &lt;b&gt;&amp;amp; "
        "&#34;Söhne&#34; 👩‍⚕️”?"
    )
    atelier.olga.press("Yes")
    assert atelier.design == Design("endless")
