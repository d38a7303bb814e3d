"""Texts in further languages: given once, read by each in their own, and never mixed up with another's."""

import datetime as dt

import pytest
from pyramid.request import Request

from kalenner.home import routes
from kalenner.people import Client, TranslationService
from kalenner.testing import Stage, client_of
from kalenner_profiles.content import ContentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.routes import book_services, mine
from kalenner_scheduling.catalogue.models import Service
from tests.plugins.profiles.practice_page import Practice


@pytest.fixture
def practice(stage: Stage, tmp_path) -> Practice:
    """Olga, whose own language is English, with the service Massage and a line."""
    practice = Practice(stage, tmp_path / "site")
    practice.work(lambda request, olga: request.find_service(ContentService).set_line(olga, "Massages"))
    return practice


def languages_of_about(practice: Practice) -> None:
    practice.person.send("/settings")
    for label in ("General settings", "About me", "Languages"):
        practice.person.press(label)


def give(practice: Practice, text: str, answer: str) -> None:
    practice.person.press("Français")
    practice.person.press(text)
    practice.person.send(answer)


def test_line_is_given_shown_changed_and_removed_in_a_language(practice: Practice) -> None:
    olga = practice.person
    languages_of_about(practice)
    assert olga.labels[:3] == [["Français · 0/1"], ["Deutsch · 0/1"], ["Русский · 0/1"]]

    give(practice, "Line", "Massages à Lyon")

    assert "Massages à Lyon" in olga.screen.text
    assert olga.labels[0] == ["✓ ✏️ Line", "Remove"]
    content = practice.work(lambda request, _olga: request.find_service(ContentService).gather(_olga))
    assert (content.language, content.line, content.translations) == (
        "en",
        "Massages",
        {"fr": {"line": "Massages à Lyon"}},
    )
    olga.press("Remove")
    content = practice.work(lambda request, _olga: request.find_service(ContentService).gather(_olga))
    assert (content.line, content.translations) == ("Massages", {})


def test_text_that_is_too_long_is_asked_for_again(practice: Practice) -> None:
    languages_of_about(practice)

    give(practice, "Line", "x" * 61)

    assert practice.person.screen.has_question
    assert (
        practice.work(lambda request, olga: request.find_service(TranslationService).of(olga, "profile"))
        == {}
    )


def service_of(request: Request, provider) -> Service:
    return request.dbsession.query(Service).filter_by(provider_id=provider.id).one()


def translate_service(practice: Practice, name: str) -> None:
    def keep(request: Request, provider) -> None:
        subject = f"service-{service_of(request, provider).id}"
        request.find_service(TranslationService).set(provider, subject, "name", "fr", name)

    practice.work(keep)


def test_client_reads_services_in_the_own_language_and_the_professional_does_not(practice: Practice) -> None:
    translate_service(practice, "Massage du dos")
    ada = client_of(practice.person)
    ada.send("/language")
    ada.press("Français")
    ada.press_data(book_services(provider=practice.person.provider_id))

    assert "Massage du dos" in ada.screen.text
    practice.person.send("/settings")
    practice.person.press("Service settings")
    practice.person.press("Services")
    assert "Massage du dos" not in str(practice.person.labels)


def test_clients_appointments_are_in_the_own_language_as_long_as_they_are_called_so(
    practice: Practice,
) -> None:
    translate_service(practice, "Massage du dos")
    ada = client_of(practice.person)
    ada.send("/language")
    ada.press("Français")

    def book(request: Request, provider) -> None:
        client = request.dbsession.query(Client).filter_by(provider_id=provider.id).one()
        service = service_of(request, provider)
        starts_at = request.clock.now() + dt.timedelta(days=1)
        request.dbsession.add(
            Appointment(
                provider_id=provider.id,
                client_id=client.id,
                service_id=service.id,
                service_name=service.name,
                minutes=60,
                currency="EUR",
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=1),
                status="accepted",
                created_at=request.clock.now(),
            )
        )

    practice.work(book)
    ada.press_data(mine())
    before = str(ada.labels)
    practice.work(lambda request, provider: setattr(service_of(request, provider), "name", "Rubbing"))
    ada.press_data(mine())

    assert "Massage d…" in before
    assert "Massage d…" not in str(ada.labels)
    assert "Massage" in str(ada.labels)


def test_service_is_translated_from_its_own_screen(practice: Practice) -> None:
    olga = practice.person
    olga.send("/settings")
    for label in ("Service settings", "Services", "Massage", "Edit service", "Languages"):
        olga.press(label)

    give(practice, "Name", "Massage du dos")

    services = practice.work(
        lambda request, provider: request.find_service(ContentService).gather(provider).services
    )
    assert services[0].translations == {"fr": {"name": "Massage du dos"}}
    olga.press_data(olga.screen.back)
    olga.press_data(olga.screen.back)
    assert ["Name", "Duration"] in olga.labels


@pytest.mark.parametrize("subject", ["service-999", "service-x", "nothing", "service-"])
def test_what_is_not_the_professionals_has_no_texts(practice: Practice, subject: str) -> None:
    practice.person.press_data(routes.translations(subject=subject))

    assert "There is no text yet" in practice.person.screen.text


def test_service_of_another_practice_has_no_texts_for_one(practice: Practice) -> None:
    anna = Practice(practice.stage, practice.folder, "Anna")
    press = routes.translations(subject=f"service-{anna.service_id()}")

    practice.person.press_data(press)
    assert "There is no text yet" in practice.person.screen.text
    anna.person.press_data(press)
    assert anna.person.labels[0] == ["Français · 0/1"]


def test_texts_in_what_is_now_the_own_language_are_not_used(practice: Practice) -> None:
    def texts(request: Request, provider):
        service = request.find_service(TranslationService)
        service.set(provider, "profile", "line", "fr", "Massages à Lyon")
        provider.account.language = "fr"
        return service.of(provider, "profile")

    assert practice.work(texts) == {}
