"""The first words: who is new is asked, who is known gets a menu, a link leads where it should."""

import pytest

from kalenner.testing import Stage
from tests.core.home.people import client, connect, link_of, professional

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

GREETING = [["💼 I am a professional"], ["🏛 I run an organization"], ["👤 I am a client"]]


def test_newcomer_is_greeted_and_asked_for_a_role(stage: Stage) -> None:
    ada = stage.person("Ada")

    ada.send("/start")

    assert ada.screen.text.startswith("<b>Welcome to KALENNER</b>")
    assert ada.labels == [*GREETING, ["🔒 Privacy"]]


@pytest.mark.parametrize("payload", ["p_", "p_flyer"])
def test_platform_link_asks_a_newcomer_for_a_role(stage: Stage, payload: str) -> None:
    ada = stage.person("Ada")

    ada.send(f"/start {payload}")

    assert ada.labels == [*GREETING, ["🔒 Privacy"]]


@pytest.mark.parametrize(
    "payload", ["nonsense", "i_", "x_1234567890123456789012", "a b", "ä" * 10, "i_" + "x" * 63]
)
def test_unknown_link_is_answered_with_a_sentence_and_the_menu(stage: Stage, payload: str) -> None:
    ada = stage.person("Ada")

    ada.send(f"/start {payload}")

    assert ada.screen.text.startswith("This link is not known here.")
    assert ada.labels == [*GREETING, ["🔒 Privacy"]]


def test_professional_gets_the_professional_menu(stage: Stage) -> None:
    olga = professional(stage)

    olga.send("/start")

    assert olga.screen.text.startswith("<b>Main menu</b>")
    assert olga.labels[0] == ["🚩 Finish setting up"]
    assert olga.labels[-2:] == [["⚙️ Settings"], ["❓ Help", "💬 Support"]]


def test_client_gets_the_client_menu(stage: Stage) -> None:
    ada = client(stage, link_of(professional(stage)))

    ada.send("/start")

    assert "👤 My specialists" in ada.labels[0]
    assert ada.labels[-1] == ["💼 Offer services myself"]


def test_switching_the_role_is_remembered(stage: Stage) -> None:
    olga, ivan = professional(stage), professional(stage, "Ivan")
    connect(stage, olga, ivan)

    ivan.send("/menu")
    ivan.press("As client")
    assert "👤 My specialists" in ivan.labels[0]
    ivan.send("/start")
    assert "👤 My specialists" in ivan.labels[0]
    ivan.press("As professional")
    assert ivan.labels[-1] == ["🔁 As client"]


def test_who_is_no_client_has_no_client_menu(stage: Stage) -> None:
    olga = professional(stage)

    olga.send("/menu")

    assert ["🔁 As client"] not in olga.labels


def test_pasted_link_is_opened(stage: Stage) -> None:
    link = link_of(professional(stage))
    ada = stage.person("Ada")
    ada.send("/start")
    ada.press("I am a client")
    assert ada.screen.text.startswith("Open the link or scan the QR code of your specialist.")

    ada.send(f"look: {link} !")

    assert ada.screen.text.startswith("You are connected with <b>Olga</b>.")
    ada.press("Use “Ada”")
    assert ada.screen.text.startswith("Which is your time zone?")


@pytest.mark.parametrize(
    "pasted", ["{}.", "<{}>", "({})", "«{}»", "{}, bis bald", "Ссылка:\n{}\n!", "[Olga]({})…"]
)
def test_link_is_opened_whatever_stands_around_it(stage: Stage, pasted: str) -> None:
    link = link_of(professional(stage))
    ada = stage.person("Ada")
    ada.send("/start")
    ada.press("I am a client")

    ada.send(pasted.format(link))

    assert ada.screen.text.startswith("You are connected with <b>Olga</b>.")


def test_link_is_opened_wherever_no_question_is_open(stage: Stage) -> None:
    link, other = link_of(professional(stage)), link_of(professional(stage, "Ivan"))
    ada = client(stage, link)
    ada.send("/settings")

    ada.send(f"Мой специалист: {other}.")

    assert ada.screen.text.startswith("You are connected with <b>Ivan</b>.")


@pytest.mark.parametrize("text", ["https://t.me/another_bot?start=ref_1", "https://example.com/?start=42"])
def test_link_that_is_not_ours_changes_nothing(stage: Stage, text: str) -> None:
    ada = client(stage, link_of(professional(stage)))
    ada.send("/settings")
    settings = ada.screen

    ada.send(text)

    assert ada.screen.text == f"Please use the buttons.\n\n{settings.text}"


def test_pasted_code_is_opened(stage: Stage) -> None:
    code = link_of(professional(stage)).rpartition("=")[2]
    ada = stage.person("Ada")
    ada.send("/start")
    ada.press("I am a client")

    ada.send(code)

    assert ada.screen.text.startswith("You are connected with <b>Olga</b>.")


def test_text_that_is_no_link_is_asked_for_again(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.send("/start")
    ada.press("I am a client")

    ada.send("hello")

    assert ada.screen.text.startswith("❗ This is not an invitation link.")
    assert ada.labels == [["Cancel"]]


def test_cancel_command_leaves_the_question(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.send("/start")
    ada.press("I am a professional")

    ada.send("/cancel")

    assert ada.labels == GREETING
    ada.send("Nickname")
    assert ada.screen.text.startswith("Please use the buttons.")


def test_payload_with_a_slash_is_an_unknown_link(stage: Stage) -> None:
    person = stage.person("Ada")

    screen = person.send("/start a/b/../c")

    assert "Not available." not in screen.text
    assert "What are you?" in screen.text
