"""Configuring a design in the bot: every option on one screen, a draft until it is saved."""

import pytest
from tests.conftest import MakeApp
from tests.plugins.design_templates.designer import Designer, theme

from kalenner.hooks.themes import Design
from kalenner.testing import Stage, act

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_option_with_its_present_value(designer: Designer) -> None:
    designer.configuration()

    assert designer.olga.screen.text == (
        "<b>Design configuration</b>\nDesign: Calm\n\n"
        "Banner: <b>No</b>\nHeader (height): <b>Wide</b>\nGallery: <b>Slider</b>\nServices: <b>Cards</b>\n"
        "Buttons: <b>Yes</b>\nAccent colour: <b>As designed</b>\n\n"
        "Prices: Settings → Service settings → Currency"
    )
    assert designer.olga.labels == [
        ["Banner"],
        ["Yes", "✔ No"],
        ["Header (height)"],
        ["✔ Wide", "Narrow"],
        ["Gallery"],
        ["✔ Slider", "2x", "3x"],
        ["Services"],
        ["✔ Cards", "+"],
        ["Buttons"],
        ["✔ Yes", "No"],
        ["Accent colour"],
        ["✔ As designed", "🔴 Red", "🟠 Orange"],
        ["🟡 Gold", "🟢 Green", "🔵 Blue"],
        ["🟣 Violet", "🟤 Brown", "⚫ Graphite"],
        ["💾 Save"],
        ["📣 Banner details", "🖼 Backgrounds"],
    ]


@pytest.mark.parametrize(
    ("row", "label", "options"),
    [
        (1, "Yes", {"banner": "yes"}),
        (3, "Narrow", {"header": "narrow"}),
        (5, "2x", {"gallery": "2x"}),
        (5, "3x", {"gallery": "3x"}),
        (7, "+", {"services": "list"}),
        (9, "No", {"buttons": "no"}),
        (12, "🔵 Blue", {"accent": "blue"}),
    ],
)
def test_each_value_is_a_draft_then_saved(designer: Designer, row: int, label: str, options) -> None:
    designer.configuration()
    designer.olga.follow(next(one for one in designer.olga.screen.rows[row] if one.label == label))

    assert f"✔ {label}" in designer.olga.labels[row]
    assert designer.olga.screen.text.endswith("⚠️ Not saved yet.")
    assert designer.design == Design()

    designer.olga.press("Save")

    assert designer.olga.screen.text == "Saved. Not yet published."
    assert designer.olga.labels == [["🌐 Create profile page"], ["🎛 Design configuration"]]
    assert designer.design == Design(options=options)


def test_pressing_the_name_of_an_option_says_what_it_is_for(designer: Designer) -> None:
    designer.configuration()
    said = []
    for number, row in enumerate(designer.olga.screen.rows[0:12:2]):
        designer.olga.follow(row[0])
        assert designer.olga.screen.notice is not None
        assert designer.olga.screen.notice.is_alert
        said.append((number, len(designer.olga.screen.notice.text) <= 200))

    assert said == [(number, True) for number in range(6)]
    assert designer.design == Design()


def test_leaving_with_unsaved_changes_asks(designer: Designer) -> None:
    designer.configuration()
    assert designer.olga.screen.back is not None
    assert designer.olga.screen.back.screen == "settings.general"

    designer.olga.press("Narrow")
    designer.olga.press_data(designer.olga.screen.back)

    assert designer.olga.screen.text == "Your changes of the design are not saved yet."
    assert designer.olga.labels == [["💾 Save", "Discard"]]
    assert designer.olga.screen.back.screen == "design.configuration"


def test_discarding_keeps_what_was(designer: Designer) -> None:
    designer.configuration()
    designer.olga.press("Narrow")
    designer.olga.press_data(designer.olga.screen.back)
    designer.olga.press("Discard")

    assert designer.olga.screen.notice is not None
    assert designer.olga.screen.notice.text == "Changes discarded"
    assert ["🎨 Choose design", "🎛 Design configuration"] in designer.olga.labels
    assert designer.configuration().text.endswith("Currency")


def test_saving_when_asked(designer: Designer) -> None:
    designer.configuration()
    designer.olga.press("Narrow")
    designer.olga.press_data(designer.olga.screen.back)
    designer.olga.press("Save")

    assert designer.design == Design(options={"header": "narrow"})


def test_a_draft_survives_the_menu(designer: Designer) -> None:
    """The button Menu asks nothing, so nothing is lost by it."""
    designer.configuration()
    designer.olga.press("Narrow")
    designer.olga.send("/menu")

    assert designer.configuration().text.endswith("⚠️ Not saved yet.")
    assert designer.olga.labels[3] == ["Wide", "✔ Narrow"]


def test_an_old_question_about_changes_that_are_saved_leads_on(designer: Designer) -> None:
    designer.configuration()
    designer.olga.press("Narrow")
    leave = designer.olga.screen.back
    designer.olga.press("Save")
    designer.olga.press_data(leave)

    assert ["🎨 Choose design", "🎛 Design configuration"] in designer.olga.labels


def test_two_devices_press_on_the_same_draft(designer: Designer) -> None:
    """Both have the same screen open: each press changes its own option, the last to save saves both."""
    phone = designer.configuration()
    desk = phone
    designer.olga.press("Narrow", on=phone)
    designer.olga.press("3x", on=desk)
    designer.olga.press("Save", on=phone)

    assert designer.design == Design(options={"header": "narrow", "gallery": "3x"})
    designer.olga.press("Save", on=desk)
    assert designer.design == Design(options={"header": "narrow", "gallery": "3x"})


@pytest.mark.parametrize(
    "press",
    [
        act("design.option", option=9, choice=0),
        act("design.option", option=-1, choice=0),
        act("design.option", option=0, choice=2),
        act("design.option", option=0, choice=-1),
        act("design.explain", option=6),
        act("design.banner_position", choice=2),
        act("design.background_remove", place=3),
    ],
)
def test_what_does_not_exist_is_not_available(designer: Designer, press) -> None:
    designer.configuration()
    designer.olga.press_data(press)

    assert designer.olga.screen.notice is not None
    assert designer.olga.screen.notice.text == "Not available."
    assert designer.design == Design()


def test_only_what_the_design_honours_is_offered(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief", '[options]\nbuttons = "no"\ngallery = "3x"\n')
    designer = Designer(Stage(make_application(**{"themes.folder": str(tmp_path / "themes")})))
    designer.work(lambda service, olga: service.choose(olga, "brief"))
    designer.configuration()

    assert designer.olga.labels[:5] == [
        ["Gallery"],
        ["Slider", "2x", "✔ 3x"],
        ["Buttons"],
        ["Yes", "✔ No"],
        ["💾 Save"],
    ]
    designer.olga.press_data(act("design.option", option=0, choice=1))
    assert designer.olga.screen.notice is not None
    assert designer.olga.screen.notice.text == "Not available."


def test_a_design_without_options(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "brief", "[options]\n")
    designer = Designer(Stage(make_application(**{"themes.folder": str(tmp_path / "themes")})))
    designer.work(lambda service, olga: service.choose(olga, "brief"))
    designer.configuration()

    assert "This design has nothing to configure." in designer.olga.screen.text
    assert designer.olga.labels == [["📣 Banner details", "🖼 Backgrounds"]]
