"""The line under the name: proposed from the services, kept, shown, removed."""

import pytest
from tests.plugins.profiles.practice_page import Practice

from kalenner_profiles.content import ContentService
from kalenner_profiles.screens.line import town_of

pytestmark = pytest.mark.slow_on_postgresql


def open_about(practice: Practice) -> None:
    practice.person.send("/settings")
    practice.person.press("General settings")
    practice.person.press("About me")


def test_line_is_proposed_from_services_and_address(practice: Practice) -> None:
    practice.work(
        lambda request, olga: request.find_service(ContentService).set_contact(
            olga, address="Hauptstr. 1\n79098 Freiburg"
        )
    )
    olga = practice.person
    open_about(practice)
    olga.press("Line")
    assert olga.labels[:2] == [["Massage in Freiburg"], ["Massage"]]

    olga.press("Massage in Freiburg")

    assert "Massage in Freiburg" in olga.screen.text
    practice.publish()
    assert "<title>Olga – Massage in Freiburg</title>" in practice.page()


def test_line_of_more_than_sixty_characters_is_refused_and_a_kept_one_can_be_removed(
    practice: Practice,
) -> None:
    olga = practice.person
    open_about(practice)
    olga.press("Line")
    olga.send("x" * 61)
    assert olga.screen.has_question

    olga.send("x" * 60)
    olga.press("Line")
    olga.press("Remove")

    assert (
        practice.work(lambda request, provider: request.find_service(ContentService).line(provider.id)) == ""
    )


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("Hauptstr. 1\n79098 Freiburg", "Freiburg"),
        ("Hauptstr. 1, 79098 Freiburg im Breisgau, Deutschland", "Freiburg im Breisgau"),
        ("Hauptstr. 1\n79098 Freiburg\nDeutschland", "Freiburg"),
        ("12, allée du Verger\n69002 Lyon", "Lyon"),
        ("12 Orchard Lane\nLondon N1 9GU", "London"),
        ("Садовый переулок, 12\n101000 Москва", "Москва"),
        ("Lindenstr. 12", ""),
        ("", ""),
    ],
)
def test_town_is_what_stands_beside_the_postcode(address: str, town: str) -> None:
    assert town_of(address) == town


def test_opening_hours_are_shown_by_a_switch(practice: Practice) -> None:
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("Profile")
    assert ["🕘 Opening hours: hidden"] in olga.labels

    olga.press("🕘 Opening hours: hidden")

    assert ["🕘 Opening hours: shown"] in olga.labels
    assert practice.work(
        lambda request, provider: request.find_service(ContentService).shows_hours(provider.id)
    )
