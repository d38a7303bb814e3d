"""Finding an answer by words: phrases that people type, other forms of words, and letters that are wrong."""

import pytest
from pyramid.router import Router

from kalenner_help.library import library_of
from kalenner_help.search import MOST_WORDS, SearchIndex, SearchText, words_of

PHRASES = {
    "en": {
        "add service": "service-add",
        "create a new offer": "service-add",
        "change price": "service-change",
        "delete a servce": "service-delete",
        "intervals between starts": "service-starts",
        "hide prices": "service-currency",
        "lunch break": "working-hours",
        "bank holidays": "holidays",
        "vaccation": "vacation",
        "block some time": "away",
        "logo": "profile-about",
        "bold text": "profile-formatting",
        "qr code": "invitations",
        "zoom link": "appointment-location",
        "client did not come, no-show": "past-appointments",
        "refund": "appointment-payments",
        "reschedule": "appointment-details",
    },
    "de": {
        "Dienstleistung anlegen": "service-add",
        "Preise ändern": "service-change",
        "Diensleistung löschen": "service-delete",
        "alle 15 Minuten, Takt": "service-starts",
        "Währung Euro": "service-currency",
        "Mittagspausen": "working-hours",
        "gesetzliche Feiertage": "holidays",
        "Urlaub": "vacation",
        "ein paar Stunden sperren": "away",
        "fett und kursiv": "profile-formatting",
        "Fotos hochladen Galerie": "profile-gallery",
        "Visitenkarte mit QR-Code": "invitations",
        "Kunde ruft am Telefon an": "book-for-client",
        "Anfrage ablehnen": "answer-requests",
        "Erinnerugen": "reminders",
        "Zahlung eintragen": "appointment-payments",
    },
    "fr": {
        "ajouter un service": "service-add",
        "modifier les tarifs": "service-change",
        "supprimer une prestation": "service-delete",
        "masquer les prix": "service-currency",
        "pause déjeuner": "working-hours",
        "jours feries": "holidays",
        "vacances": "vacation",
        "reseaux sociaux": "profile-social",
        "publier ma page": "profile-publish",
        "changer la couleur": "design-configuration",
        "inviter des clients": "invitations",
        "refuser une demande": "answer-requests",
        "lien visio": "appointment-location",
        "remboursements": "appointment-payments",
        "rappells": "reminders",
        "consentement du client": "consent-status",
    },
    "ru": {
        "добавить услугу": "service-add",
        "изменить цены": "service-change",
        "удалить услуги": "service-delete",
        "рубли": "service-currency",
        "обеденный перерыв": "working-hours",
        "праздничные дни": "holidays",
        "отпуска": "vacation",
        "жирный шрифт": "profile-formatting",
        "инстаграм или соцсети": "profile-social",
        "опубликовать страницу": "profile-publish",
        "пригласить клиента": "invitations",
        "отклонить заявку": "answer-requests",
        "напоминанья": "reminders",
        "возврат денег": "appointment-payments",
        "загрузить документы": "documents-share",
        "ссылка на видеозвонок": "appointment-location",
        "как перенести запись на другой день": "appointment-details",
    },
}
CLIENTS = {
    ("en", "postpone my appointment"): "client-change",
    ("en", "summer time"): "client-time-zone",
    ("de", "Termin absagen"): "client-change",
    ("de", "mehrere Spezialisten"): "client-several",
    ("fr", "annuler un rendez-vous"): "client-change",
    ("fr", "devenir spécialiste"): "client-to-professional",
    ("ru", "перенести запись"): "client-change",
    ("ru", "как записаться на приём"): "client-book",
}


@pytest.mark.parametrize("language", PHRASES)
def test_a_phrase_finds_the_expected_question(app: Router, language: str) -> None:
    library = library_of(app.registry)
    found = {
        phrase: [answer.name for answer in library.search(language, phrase, "professional")][:3]
        for phrase in PHRASES[language]
    }

    assert {phrase: names for phrase, names in found.items() if PHRASES[language][phrase] not in names} == {}
    first = [phrase for phrase, names in found.items() if names[0] == PHRASES[language][phrase]]
    assert len(first) >= len(found) - 2


def test_there_are_sixty_phrases() -> None:
    assert sum(map(len, PHRASES.values())) + len(CLIENTS) >= 60


def test_clients_find_what_is_for_clients(app: Router) -> None:
    library = library_of(app.registry)
    found = {
        (language, phrase): [answer.name for answer in library.search(language, phrase, "client")][:2]
        for language, phrase in CLIENTS
    }

    assert {asked: names for asked, names in found.items() if CLIENTS[asked] not in names} == {}


INDEX = SearchIndex(
    [
        SearchText("price", "How do I set a price?", "money, costs", "Enter the price as a number."),
        SearchText("holiday", "How do I enter a holiday?", "Christmas", "Nobody can book on that day."),
        SearchText("photo", "How do I send a photo?", "", "The price of a photo is no matter."),
    ]
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("holiday", ["holiday"]),
        ("holidays", ["holiday"]),
        ("HOLI", ["holiday"]),
        ("holliday", ["holiday"]),
        ("hoilday", ["holiday"]),
        ("holday", ["holiday"]),
        ("holudays", ["holiday"]),
        ("price", ["price", "photo"]),
        ("prices photo", ["photo", "price"]),
        ("zebra", []),
        ("?!", []),
        ("", []),
    ],
)
def test_forms_and_mistyped_words_are_found(typed: str, expected: list[str]) -> None:
    assert INDEX.find(typed) == expected


def test_of_a_long_message_the_first_words_count() -> None:
    many = [f"word{number}" for number in range(MOST_WORDS - 1)]

    assert INDEX.find(" ".join([*many, "holiday", "price"])) == ["holiday"]


def test_two_wrong_letters_are_another_word() -> None:
    assert INDEX.find("hulodey") == []


def test_accents_case_and_sharp_s_make_no_difference() -> None:
    assert words_of("Ändern, GRÖSSE größe Élève ёлка йод") == [
        "andern",
        "grosse",
        "grosse",
        "eleve",
        "елка",
        "йод",
    ]
