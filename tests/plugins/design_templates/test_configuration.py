"""Configuring a design in the bot: every option on one screen, a draft until it is saved."""

import pytest
from tests.conftest import MakeApp
from tests.plugins.design_templates.atelier import Atelier, theme

from kalenner.hooks.themes import Design
from kalenner.testing import Stage, act

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_option_with_its_present_value(atelier: Atelier) -> None:
    atelier.configuration()

    assert atelier.olga.screen.text == (
        "<b>Design configuration</b>\nDesign: Calm\n\n"
        "Banner: <b>No</b>\nHeader (height): <b>Wide</b>\nGallery: <b>Slider</b>\nServices: <b>Cards</b>\n"
        "Buttons: <b>Yes</b>\n\n"
        "Prices: Settings → Service settings → Currency"
    )
    assert atelier.olga.labels == [
        ["Banner", "Yes", "✔ No"],
        ["Header", "✔ Wide", "Narrow"],
        ["Gallery", "✔ Slider", "2x", "3x"],
        ["Services", "✔ Cards", "+"],
        ["Buttons", "✔ Yes", "No"],
        ["💾 Save"],
        ["📣 Banner details", "🖼 Backgrounds"],
    ]


@pytest.mark.parametrize(
    ("row", "label", "options"),
    [
        (0, "Yes", {"banner": "yes"}),
        (1, "Narrow", {"header": "narrow"}),
        (2, "2x", {"gallery": "2x"}),
        (2, "3x", {"gallery": "3x"}),
        (3, "+", {"services": "list"}),
        (4, "No", {"buttons": "no"}),
    ],
)
def test_each_value_is_a_draft_then_saved(atelier: Atelier, row: int, label: str, options) -> None:
    atelier.configuration()
    atelier.olga.follow(next(one for one in atelier.olga.screen.rows[row] if one.label == label))

    assert f"✔ {label}" in atelier.olga.labels[row]
    assert atelier.olga.screen.text.endswith("⚠️ Not saved yet.")
    assert atelier.design == Design()

    atelier.olga.press("Save")

    assert atelier.olga.screen.text == "Saved. Not yet published."
    assert atelier.olga.labels == [["🌐 Create profile page"], ["🎛 Design configuration"]]
    assert atelier.design == Design(options=options)


def test_pressing_the_name_of_an_option_says_what_it_is_for(atelier: Atelier) -> None:
    atelier.configuration()
    said = []
    for number, row in enumerate(atelier.olga.screen.rows[:5]):
        atelier.olga.follow(row[0])
        assert atelier.olga.screen.notice is not None
        assert atelier.olga.screen.notice.is_alert
        said.append((number, len(atelier.olga.screen.notice.text) <= 200))

    assert said == [(number, True) for number in range(5)]
    assert atelier.design == Design()


def test_leaving_with_unsaved_changes_asks(atelier: Atelier) -> None:
    atelier.configuration()
    assert atelier.olga.screen.back is not None
    assert atelier.olga.screen.back.screen == "settings.general"

    atelier.olga.press("Narrow")
    atelier.olga.press_data(atelier.olga.screen.back)

    assert atelier.olga.screen.text == "Your changes of the design are not saved yet."
    assert atelier.olga.labels == [["💾 Save", "Discard"]]
    assert atelier.olga.screen.back.screen == "design.configuration"


def test_discarding_keeps_what_was(atelier: Atelier) -> None:
    atelier.configuration()
    atelier.olga.press("Narrow")
    atelier.olga.press_data(atelier.olga.screen.back)
    atelier.olga.press("Discard")

    assert atelier.olga.screen.notice is not None
    assert atelier.olga.screen.notice.text == "Changes discarded"
    assert ["🎨 Choose design", "🎛 Design configuration"] in atelier.olga.labels
    assert atelier.configuration().text.endswith("Currency")


def test_saving_when_asked(atelier: Atelier) -> None:
    atelier.configuration()
    atelier.olga.press("Narrow")
    atelier.olga.press_data(atelier.olga.screen.back)
    atelier.olga.press("Save")

    assert atelier.design == Design(options={"header": "narrow"})


def test_a_draft_survives_the_menu(atelier: Atelier) -> None:
    """The button Menu asks nothing, so nothing is lost by it."""
    atelier.configuration()
    atelier.olga.press("Narrow")
    atelier.olga.send("/menu")

    assert atelier.configuration().text.endswith("⚠️ Not saved yet.")
    assert atelier.olga.labels[1] == ["Header", "Wide", "✔ Narrow"]


def test_an_old_question_about_changes_that_are_saved_leads_on(atelier: Atelier) -> None:
    atelier.configuration()
    atelier.olga.press("Narrow")
    leave = atelier.olga.screen.back
    atelier.olga.press("Save")
    atelier.olga.press_data(leave)

    assert ["🎨 Choose design", "🎛 Design configuration"] in atelier.olga.labels


def test_two_devices_press_on_the_same_draft(atelier: Atelier) -> None:
    """Both have the same screen open: each press changes its own option, the last to save saves both."""
    phone = atelier.configuration()
    desk = phone
    atelier.olga.press("Narrow", on=phone)
    atelier.olga.press("3x", on=desk)
    atelier.olga.press("Save", on=phone)

    assert atelier.design == Design(options={"header": "narrow", "gallery": "3x"})
    atelier.olga.press("Save", on=desk)
    assert atelier.design == Design(options={"header": "narrow", "gallery": "3x"})


@pytest.mark.parametrize(
    "press",
    [
        act("design.option", option=9, choice=0),
        act("design.option", option=-1, choice=0),
        act("design.option", option=0, choice=2),
        act("design.option", option=0, choice=-1),
        act("design.explain", option=5),
        act("design.banner_position", choice=2),
        act("design.background_remove", place=3),
    ],
)
def test_what_does_not_exist_is_not_available(atelier: Atelier, press) -> None:
    atelier.configuration()
    atelier.olga.press_data(press)

    assert atelier.olga.screen.notice is not None
    assert atelier.olga.screen.notice.text == "Not available."
    assert atelier.design == Design()


def test_only_what_the_design_honours_is_offered(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief", '[options]\nbuttons = "no"\ngallery = "3x"\n')
    atelier = Atelier(Stage(make_application(**{"themes.folder": str(tmp_path / "themes")})))
    atelier.work(lambda service, olga: service.choose(olga, "brief"))
    atelier.configuration()

    assert atelier.olga.labels[:3] == [
        ["Gallery", "Slider", "2x", "✔ 3x"],
        ["Buttons", "Yes", "✔ No"],
        ["💾 Save"],
    ]
    atelier.olga.press_data(act("design.option", option=0, choice=1))
    assert atelier.olga.screen.notice is not None
    assert atelier.olga.screen.notice.text == "Not available."


def test_a_design_without_options(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief", "[options]\n")
    atelier = Atelier(Stage(make_application(**{"themes.folder": str(tmp_path / "themes")})))
    atelier.work(lambda service, olga: service.choose(olga, "brief"))
    atelier.configuration()

    assert "This design has nothing to configure." in atelier.olga.screen.text
    assert atelier.olga.labels == [["📣 Banner details", "🖼 Backgrounds"]]
