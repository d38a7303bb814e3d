"""A time zone is found by what is likely, by a city, by region, and confirmed by the time there."""

import pytest

from kalenner.home.zone import number_of
from kalenner.testing import Stage, act
from tests.core.home.people import link_of, professional

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_likely_zones_are_offered_by_language(stage: Stage) -> None:
    lena = stage.person("Lena", "de-AT")
    lena.send("/start")
    lena.follow(lena.screen.rows[0][0])

    lena.send("Lena")

    assert [len(row) for row in lena.labels] == [3, 2, 1]
    lena.follow(lena.screen.rows[0][0])
    lena.follow(lena.screen.rows[0][0])
    assert lena.account is not None
    assert lena.account.timezone == "Europe/Vienna"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("Kathmandu", "Asia/Kathmandu"),
        ("UTC+5", "Etc/GMT-5"),
        ("MSK", "Europe/Moscow"),
        ("Portland, ME", "America/New_York"),
    ],
)
def test_typed_place_is_confirmed_and_saved(stage: Stage, typed: str, zone: str) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")
    olga.send(typed)

    olga.press("Yes")

    assert olga.account is not None
    assert olga.account.timezone == zone


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("de", "Freiburg", "In Freiburg gilt dieselbe Zeit wie in Berlin."),
        ("fr", "Lyon", "Lyon est à la même heure que Paris."),
        ("en", "Leipzig", "Leipzig has the same time as Berlin."),
        ("ru", "Казань", "Казань — то же время, что и в городе Москва."),
        ("de", "Berlin", None),
        ("en", "UTC+5", None),
    ],
)
def test_a_city_that_no_zone_is_named_after_is_said(
    stage: Stage, language: str, typed: str, said: str | None
) -> None:
    lena = stage.person("Lena", language)
    lena.send("/start")
    lena.follow(lena.screen.rows[0][0])
    lena.send("Lena")

    lena.send(typed)

    first, _gap, question = lena.screen.text.partition("\n\n")
    assert (first if question else None) == said


def test_name_of_several_places_gives_a_list(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")

    olga.send("Springfield")

    assert olga.screen.text == "Which one is it? “Springfield” may be:"
    assert 2 <= len(olga.labels) <= 8
    olga.press("Springfield")
    assert olga.screen.text.endswith("right?")


def test_short_name_of_several_clocks_gives_a_list(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")

    olga.send("EST")

    assert olga.screen.text == "Which one is it? “EST” may be:"
    assert olga.labels[0][0].startswith("New York, United States")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Lyon", "Europe/Paris"),
        ("paris, france", "Europe/Paris"),
        ("ПАРИЖ, ФРАНЦИЯ", "Europe/Paris"),
        ("Київ, Україна", "Europe/Kyiv"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("MSK", "Europe/Moscow"),
        ("UTC+5", "Etc/GMT-5"),
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("東京", "Asia/Tokyo"),
        ("  Lyon. ", "Europe/Paris"),
    ],
)
def test_city_that_is_typed_instead_of_an_answer_is_looked_up(stage: Stage, typed: str, zone: str) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")
    olga.send("Kathmandu")
    assert olga.screen.text.endswith("right?")

    olga.send(typed)

    assert olga.screen.text.endswith("right?")
    olga.press("Yes")
    assert olga.account is not None
    assert olga.account.timezone == zone


def test_word_that_is_no_city_asks_for_one_again(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")
    olga.send("Kathmandu")

    olga.send("qqqqzzzz")

    assert olga.screen.has_question
    olga.send("Lyon")
    assert olga.screen.text.endswith("right?")


def test_another_city_is_looked_up_where_one_of_several_is_asked_for(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")
    olga.send("Springfield")

    olga.send("Paris, France")

    assert olga.screen.text.endswith("right?")


def test_client_who_is_being_introduced_corrects_the_city(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.open(link_of(professional(stage)))
    ada.press("Use “Ada”")
    ada.send("Berlin")

    ada.send("Lyon")
    ada.press("Yes")

    assert ada.account is not None
    assert (ada.account.client_name, ada.account.timezone) == ("Ada", "Europe/Paris")


def test_city_button_asks_for_a_city(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")

    olga.press("City")

    assert olga.screen.text.startswith("❗ Send the name of your city, for example Lyon.")
    olga.send("Lyon")
    assert olga.screen.has_question is False


def test_nothing_found_asks_again(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")

    olga.send("qqqqzzzz")

    assert olga.screen.text.startswith("❗ No city or time zone of this name was found.")


def test_region_leads_to_its_zones_page_by_page(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/settings")
    olga.press("Time zone")
    olga.press("Region")

    olga.press("Europe")
    assert olga.labels[-1] == ["‹", "1/4", "›"]
    olga.press("‹")
    olga.press("Zurich")
    olga.press("Yes")

    assert olga.account is not None
    assert olga.account.timezone == "Europe/Zurich"


def test_zone_is_changed_under_settings_while_set_up_is_open(stage: Stage) -> None:
    olga = professional(stage)
    olga.press("Time zone")
    olga.send("Europe/Paris")

    olga.press("Yes")

    assert olga.screen.text.startswith("<b>Set-up of Olga</b>")


def test_number_of_no_zone_is_not_available(stage: Stage) -> None:
    olga = professional(stage)

    olga.press_data(act("zone.save", then=0, zone=1))

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Not available."
    assert olga.account is not None
    assert olga.account.timezone == "Europe/Berlin"


def test_zone_of_a_stranger_cannot_be_asked_for(stage: Stage) -> None:
    olga, ivan = professional(stage), professional(stage, "Ivan")

    ivan.press_data(act("zone.save", then=1, zone=number_of("Europe/Paris")))

    assert ivan.screen.notice is not None
    assert ivan.screen.notice.text == "Not available."
    assert ivan.account is not None
    assert ivan.account.timezone == "Europe/Berlin"
    assert olga.account is not None
