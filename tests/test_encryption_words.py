"""What texts say of encryption is true: these very sentences, in each language, and no others (SPEC 11.2)."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "plugins", "bot_adapter", "themes")
WORDS = re.compile(
    r"encrypt|chiffr[eé]|chiffrement|verschlüssel|шифр|end-to-end|bout en bout|сквозн", re.IGNORECASE
)
FIGURES = re.compile(r"\bchiffres\b", re.IGNORECASE)
"""French for digits."""
ALLOWED = {
    "en": {
        "Messages are encrypted in transit by Telegram, and at rest by us; the operator of the server could read them.",
        "Messages to and from the bot travel through Telegram, which encrypts them on the way and could itself read them.",
        (
            "Notes about clients, messages and files of chats, documents, and the secret part of invitation links are"
            " encrypted where they are stored."
        ),
        "It is encrypted in transit and in storage; the operator of the server could read it.",
        "They are encrypted as they arrive.",
    },
    "de": {
        (
            "Nachrichten werden beim Transport von Telegram und in der Ablage von uns verschlüsselt; der Betreiber des"
            " Servers könnte sie lesen."
        ),
        (
            "Nachrichten an den Bot und von ihm laufen über Telegram, das sie unterwegs verschlüsselt und selbst lesen"
            " könnte."
        ),
        (
            "Notizen zu Kunden, Nachrichten und Dateien aus Chats, Dokumente und der geheime Teil von Einladungslinks"
            " werden verschlüsselt gespeichert."
        ),
        "Es ist beim Übertragen und Speichern verschlüsselt; der Betreiber des Servers könnte es lesen.",
        "Sie werden verschlüsselt, während sie eintreffen.",
    },
    "fr": {
        (
            "Les messages sont chiffrés pendant le transport par Telegram, et au repos par nous ; l’exploitant du serveur"
            " pourrait les lire."
        ),
        (
            "Les messages échangés avec le bot passent par Telegram, qui les chiffre en chemin et pourrait lui-même les"
            " lire."
        ),
        (
            "Les notes sur les clients, les messages et fichiers des chats, les documents et la partie secrète des liens"
            " d’invitation sont conservées sous forme chiffrée."
        ),
        "C’est chiffré pendant le transport et le stockage ; l’exploitant du serveur pourrait le lire.",
        "Ils sont chiffrés dès leur arrivée.",
    },
    "ru": {
        "Сообщения шифруются при передаче Telegram, а при хранении — нами; оператор сервера мог бы их прочитать.",
        "Сообщения боту и от бота идут через Telegram, который шифрует их при передаче и сам мог бы их прочитать.",
        (
            "Заметки о клиентах, сообщения и файлы чатов, документы и секретная часть ссылок-приглашений хранятся в"
            " зашифрованном виде."
        ),
        "Оно зашифровано при передаче и хранении; оператор сервера мог бы его прочитать.",
        "Они шифруются по мере поступления.",
    },
}


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, with plain spaces."""
    plain = (
        re.sub(r"<[^>]*>", "", text)
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    return [sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+|\n", plain) if sentence.strip()]


def claims(text: str) -> list[str]:
    """Return the sentences that speak of encryption."""
    return [sentence for sentence in sentences(text) if WORDS.search(FIGURES.sub("", sentence))]


def catalogue_texts(language: str) -> list[str]:
    """Return every text of every catalogue in a language."""
    texts = []
    for room in ROOMS:
        for path in sorted((ROOT / room).glob(f"**/locale/{language}/LC_MESSAGES/*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=language):
                    strings = message.string if isinstance(message.string, tuple) else (message.string,)
                    texts += [string for string in strings if message.id]
    return texts


@pytest.mark.parametrize("language", ALLOWED)
def test_texts_claim_of_encryption_what_is_allowed_and_nothing_else(language: str) -> None:
    said = {claim for text in catalogue_texts(language) for claim in claims(text)}

    assert said == ALLOWED[language]


@pytest.mark.parametrize("pattern", ["**/*.pt", "**/help/**/*.md"])
def test_pages_and_help_claim_nothing_of_their_own(pattern: str) -> None:
    files = [path for room in ROOMS for path in (ROOT / room).glob(pattern)]
    allowed = set().union(*ALLOWED.values())

    assert {claim for path in files for claim in claims(path.read_text())} <= allowed


def test_a_claim_that_nobody_allowed_is_found() -> None:
    assert claims("Write freely. The chat is end-to-end encrypted.") == ["The chat is end-to-end encrypted."]
    assert claims("Envoyez deux chiffres.") == []
