"""From newcomer to professional or client: each question once, and back where it was left."""

import pytest

from kalenner.testing import Stage, go
from tests.core.home.people import client, link_of, professional

pytestmark = pytest.mark.slow_on_postgresql


def test_professional_registers_with_nickname_and_zone(stage: Stage) -> None:
    olga = stage.person("Olga")
    olga.send("/start")
    olga.press("I am a professional")
    assert olga.screen.text.startswith("Send your nickname, the name clients see")

    olga.send("Olga Massage")
    assert olga.screen.text.startswith("Which is your time zone?")
    olga.send("Europe/Berlin")
    assert olga.screen.text == "<b>Berlin</b> (UTC+01:00)\nIt is 12:00 there now, right?"
    olga.press("Yes")

    assert olga.screen.text.startswith("<b>Set-up of Olga Massage</b>")
    assert olga.labels[0] == ["✔ 1 Time zone"]
    assert olga.account is not None
    assert (olga.account.timezone, olga.account.role) == ("Europe/Berlin", "professional")


@pytest.mark.parametrize(
    ("nickname", "reason"),
    [
        ("O", "Please send at least 2 characters."),
        ("O" * 33, "Please keep it under 32 characters."),
        ("OLGA", "This name is taken."),
        (" olga ", "This name is taken."),
    ],
)
def test_nickname_is_refused_with_the_reason(stage: Stage, nickname: str, reason: str) -> None:
    professional(stage, "Olga")
    ivan = stage.person("Ivan")
    ivan.send("/start")
    ivan.press("I am a professional")

    ivan.send(nickname)

    assert ivan.screen.text.startswith(f"❗ {reason}\n\nSend your nickname")


def test_answer_without_text_is_not_called_too_short(stage: Stage) -> None:
    olga = stage.person("Olga")
    olga.send("/start")
    olga.press("I am a professional")

    olga.send(" ")

    assert olga.screen.text.startswith("❗ Please send a text.\n\nSend your nickname")


def test_wrong_local_time_asks_for_the_zone_again(stage: Stage) -> None:
    olga = stage.person("Olga")
    olga.send("/start")
    olga.press("I am a professional")
    olga.send("Olga")
    olga.send("Europe/Paris")

    olga.press("No")

    assert olga.screen.text.startswith("Which is your time zone?")
    assert "Your working hours are in this zone." in olga.screen.text
    olga.send("Europe/London")
    olga.press("Yes")
    assert olga.labels[0] == ["✔ 1 Time zone"]


def test_professional_who_left_at_the_zone_finds_the_step_open(stage: Stage) -> None:
    olga = stage.person("Olga")
    olga.send("/start")
    olga.press("I am a professional")
    olga.send("Olga")
    olga.send("Europe/Paris")

    olga.send("/menu")
    olga.press("Finish setting up")

    assert olga.labels[0] == ["1 Time zone"]


def test_client_is_asked_once_for_name_and_zone(stage: Stage) -> None:
    link = link_of(professional(stage))
    ada = stage.person("Ada")

    ada.open(link)
    assert ada.labels == [["Use “Ada”"], ["Cancel"], ["🔒 Privacy"]]
    ada.press("Use “Ada”")
    assert ada.screen.text.startswith("Which is your time zone?")
    ada.press("London")
    ada.press("Yes")

    assert ada.screen.text == "You are connected with <b>Olga</b>."
    assert ada.account is not None
    assert (ada.account.client_name, ada.account.timezone) == ("Ada", "Europe/London")


def test_second_specialist_asks_nothing(stage: Stage) -> None:
    ada = client(stage, link_of(professional(stage)))

    ada.open(link_of(professional(stage, "Ivan")))

    assert ada.screen.text == "You are connected with <b>Ivan</b>."


def test_client_who_left_in_between_is_asked_for_the_rest(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.open(link_of(professional(stage)))
    ada.send("Ada L.")
    ada.send("Europe/London")
    assert ada.screen.text.endswith("right?")

    ada.send("/menu")
    ada.press("My specialists")

    assert ada.screen.text.startswith("Which is your time zone?")
    ada.press("London")
    ada.press("Yes")
    assert ada.screen.text.startswith("You are connected with <b>Olga</b>.")


def test_name_that_cannot_be_one_is_not_offered(stage: Stage) -> None:
    ada = stage.person("A")

    ada.open(link_of(professional(stage)))

    assert ada.labels == [["Cancel"], ["🔒 Privacy"]]


def test_client_becomes_a_professional_without_being_asked_for_the_zone(stage: Stage) -> None:
    ada = client(stage, link_of(professional(stage)))
    ada.send("/menu")
    ada.press("Offer services myself")

    ada.send("Ada Yoga")

    assert ada.screen.text.startswith("<b>Set-up of Ada Yoga</b>")
    assert ada.labels[0] == ["✔ 1 Time zone"]


def test_practice_cannot_be_opened_twice(stage: Stage) -> None:
    olga = professional(stage)

    olga.press_data(go("professional.register"))

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Not available."
