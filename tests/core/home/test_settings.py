"""Settings: the language is the channel's until another one is chosen; a client can take another name."""

import pytest

from kalenner.testing import Stage, act
from tests.core.home.people import client, link_of, professional

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_language_follows_the_channel_until_one_is_chosen(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/language")
    assert olga.labels == [["✔ As in Telegram"], ["English", "Français"], ["Deutsch", "Русский"]]

    olga.press("English")

    assert olga.labels == [["As in Telegram"], ["✔ English", "Français"], ["Deutsch", "Русский"]]
    olga.language = "de"
    olga.send("/language")
    assert olga.screen.text == "<b>Language</b>"
    assert olga.account is not None
    assert (olga.account.language, olga.account.channel_language) == ("en", "de")


def test_channel_language_can_be_followed_again(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/language")
    olga.press("English")

    olga.press("As in Telegram")

    assert olga.account is not None
    assert olga.account.language is None


@pytest.mark.parametrize("number", [-1, 5, 10**9])
def test_language_that_is_not_there_is_not_available(stage: Stage, number: int) -> None:
    olga = professional(stage)

    olga.press_data(act("language.set", language=number))

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Not available."


def test_client_takes_another_name(stage: Stage) -> None:
    olga = professional(stage)
    ada = client(stage, link_of(olga))
    ada.send("/settings")
    assert ada.labels[:2] == [["Name"], ["Time zone", "Language"]]
    ada.press("Name")
    assert ada.screen.text.endswith("Now: <b>Ada</b>")

    ada.send("Ada <i>Lovelace</i>")

    olga.send("/menu")
    olga.press("Clients")
    assert olga.labels[0] == ["Ada <i>Lovelace</i>"]


def test_settings_name_the_time_zone(stage: Stage) -> None:
    olga = professional(stage)

    olga.send("/settings")

    assert olga.screen.text == "<b>Settings</b>\nTime zone: Berlin"
