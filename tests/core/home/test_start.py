"""The first words: who is new is asked, who is known gets a menu."""

from kalenner.testing import Stage


def test_newcomer_is_greeted_and_asked_for_a_role(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.send("/start")
    assert ada.labels == [["💼 I am a professional"], ["👤 I am a client"]]
