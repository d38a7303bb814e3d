"""A professional is told by which link a client came; a newcomer what is kept, once."""

from tests.core.home.people import client, link_of, professional

from kalenner.testing import Stage

KEPT = "What you enter here is kept"


def test_professional_is_told_by_which_link_a_client_came(stage: Stage) -> None:
    olga = professional(stage)
    link = link_of(olga)
    ada = client(stage, link)

    (card,) = [card for card in olga.cards if "New client" in card.text]
    assert "New client by the link “" in card.text
    olga.press("👤 Client", on=card)
    assert "Ada" in olga.screen.text
    ada.open(link)
    assert len([card for card in olga.cards if "New client" in card.text]) == 1


def test_newcomer_by_a_link_is_told_once_before_the_first_question(stage: Stage) -> None:
    link = link_of(professional(stage))
    bea = stage.person("Bea")
    bea.open(link)
    assert KEPT in bea.screen.text
    assert bea.screen.has_question
    assert any("Privacy" in button.label for row in bea.screen.rows for button in row)
    bea.send("Bea")

    assert not any(KEPT in screen.text for screen in bea.screens[1:])


def test_newcomer_without_a_link_is_told_once(stage: Stage) -> None:
    bea = stage.person("Bea")
    bea.send("/start")
    assert KEPT in bea.screen.text
    bea.send("/start")

    assert KEPT not in bea.screen.text
