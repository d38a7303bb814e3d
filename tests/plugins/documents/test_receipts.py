"""Receipts: what they say in each language, to whom they are given, and names in any letters."""

import re
import unicodedata

import pytest
from pyramid.request import Request
from sqlalchemy import select, update
from tests.hostile_strings import HOSTILE
from tests.plugins.documents.pdf_text import text_of
from tests.plugins.documents.steps import TERMS, People, decide, make_documents, send_file, upload

from kalenner.people import AccountService, Client, ClientService
from kalenner.print_fonts import spelled_out
from kalenner.testing import Person, act, go
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of, professional
from kalenner.transfers import ContentFile, DownloadRequest
from kalenner.transfers.downloads import FindDownload
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.models import Consent, ConsentWords, Decision
from kalenner_documents.receipt_pdf import ReceiptText, draw_receipt
from kalenner_documents.receipts import find_answered, find_receipt

SAYS = {
    "en": (
        "Receipt of an answer to a document",
        "Agreed",
        "Text that was shown",
        "Tue 1 Dec 2026, 12:00 (Berlin",
    ),
    "de": ("Beleg über eine Antwort", "Zugestimmt", "Angezeigter Text", "1. Dez"),
    "fr": ("Attestation d’une réponse à un document", "Accepté", "Texte affiché", "1er déc"),
    "ru": ("Подтверждение ответа на документ", "Согласие дано", "Показанный текст", "1 дек"),
}
INK = {ord(" "): None, ord("\n"): None, ord("\xa0"): None, ord("\u202f"): None}


def receipt(
    people: People, person: Person, position: int = 1, find: FindDownload = find_receipt
) -> tuple[bytes, str, str] | None:
    """Return what a person would be sent: the bytes, the name, the media type."""
    provider_id = people.olga.provider_id

    def work(request: Request) -> tuple[bytes, str, str] | None:
        account = request.find_service(AccountService).find(NAME, person.subject)
        download = find(request, DownloadRequest(account, provider_id, position, "x"))
        if download is None:
            return None
        return b"".join(download.file.read()), download.name, download.media_type

    return people.stage.run(work)


def said(people: People, person: Person, position: int = 1) -> str:
    """Return the letters of a receipt, without the spaces and line ends that the layout makes."""
    found = receipt(people, person, position)
    assert found is not None
    return text_of(found[0]).translate(INK)


def set_language(people: People, person: Person, language: str) -> None:
    def change(request: Request) -> None:
        request.find_service(AccountService).find(NAME, person.subject).language = language

    people.stage.run(change)


@pytest.mark.parametrize("language", SAYS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_either_side_has_the_same_in_its_own_language(people: People, language: str) -> None:
    document_id = upload(people, name="Terms Ünal")
    people.ada.press_data(go("documents.read", document=document_id))
    people.ada.press("Agree")
    set_language(people, people.olga, language)
    entry = people.stage.run(
        lambda request: request.dbsession.execute(select(Consent.digest, Consent.mac)).one()
    )

    for person, texts in ((people.olga, SAYS[language]), (people.ada, SAYS["en"])):
        text = said(people, person)
        for part in (*texts, "Terms Ünal", "Ada", "Olga", "2026-12-01 11:00:00 UTC", "UTC+01:00"):
            assert part.translate(INK) in text, part
        assert entry.digest.hex() in text
        assert entry.mac.hex() in text
        # the text that was shown, in the language in which it was
        assert "Olga asks you to read this document".translate(INK) in text


def test_receipt_is_a_pdf_named_by_the_document_and_the_same_each_time(people: People) -> None:
    decide(people, upload(people), Decision.AGREED)
    first = receipt(people, people.ada)

    assert first is not None
    assert first[0].startswith(b"%PDF-")
    assert b"/FontFile2" in first[0]
    assert first[1:] == ("Receipt – Terms.pdf", "application/pdf")
    assert receipt(people, people.ada) == first


def test_replaced_document_keeps_the_receipt_of_the_old_version(people: People) -> None:
    document_id = upload(people)
    decide(people, document_id, Decision.AGREED)
    before = receipt(people, people.olga)
    people.olga.press_data(go("documents.replace", document=document_id))
    send_file(people.olga, TERMS + b" from now on")
    people.olga.press_data(go("documents.rename", document=document_id))
    people.olga.send("Other terms")

    assert receipt(people, people.olga) == before


def test_file_that_was_answered_is_given_after_it_was_replaced_and_deleted(people: People) -> None:
    document_id = upload(people)
    decide(people, document_id, Decision.AGREED)
    bea = client_of(people.olga, "Bea")
    decide(people, document_id, Decision.DECLINED, bea)
    people.olga.press_data(go("documents.replace", document=document_id))
    send_file(people.olga, b"new")
    people.olga.press_data(act("documents.delete_now", document=document_id))

    for person, position in ((people.olga, 1), (people.ada, 1), (bea, 2)):
        assert receipt(people, person, position, find_answered) == (TERMS, "Terms.pdf", "application/pdf")
    assert receipt(people, bea, 1, find_answered) is None
    people.olga.press_data(act("clients.block_now", client=people.client_id()))
    assert receipt(people, people.ada, 1, find_answered) is None
    assert receipt(people, people.ada) is not None


def test_receipt_is_for_the_two_sides_alone(people: People) -> None:
    decide(people, upload(people), Decision.AGREED)
    bea = client_of(people.olga, "Bea")
    stranger = people.stage.person("Eve")
    stranger.send("/start")

    assert receipt(people, bea) is None
    assert receipt(people, stranger) is None
    assert receipt(people, people.ada, position=2) is None
    rival = professional(people.stage, "Rival")
    own = go("documents.own_receipt", provider=people.olga.provider_id, position=1)
    for person, press in ((bea, own), (rival, go("documents.receipt", position=1)), (rival, own)):
        person.press_data(press)
        assert person.screen.notice is not None
        assert person.screen.notice.text == "Not available."


def test_professional_keeps_the_receipt_of_a_removed_client_until_the_words_are_erased(
    people: People,
) -> None:
    decide(people, upload(people), Decision.AGREED)
    client_id = people.client_id()
    people.stage.run(
        lambda request: request.find_service(ClientService).remove(
            request.dbsession.get_one(Client, client_id)
        )
    )
    assert receipt(people, people.ada) is None
    assert receipt(people, people.olga) is not None
    people.stage.run(
        lambda request: request.find_service(ConsentService).erase_words(
            request.dbsession.get_one(Client, client_id)
        )
    )
    assert receipt(people, people.olga) is None
    people.olga.press_data(go("documents.receipt", position=1))
    assert "not kept any more" in people.olga.screen.text


def test_words_that_were_changed_make_no_receipt(people: People, caplog: pytest.LogCaptureFixture) -> None:
    decide(people, upload(people), Decision.AGREED)
    people.stage.run(lambda request: request.dbsession.execute(update(ConsentWords).values(sealed=b"x" * 80)))

    assert receipt(people, people.olga) is None
    assert f"words of provider {people.olga.provider_id}, entry 1" in caplog.text


def test_history_has_each_entry_with_its_receipt_for_either_side(people: People) -> None:
    document_id = upload(people)
    olga, ada = people.olga, people.ada
    ada.press_data(go("documents.read", document=document_id))
    for word in ("Agree", "Withdraw"):
        ada.press(word)
    ada.press("Receipt")
    assert "Ada: 🔴 Declined (withdrawn Tue 1 Dec 2026)" in ada.screen.text
    ada.press_data(go("documents.reader", provider=olga.provider_id, page=0))
    ada.press("My answers")
    assert [row[0] for row in ada.labels[:2]] == [
        "🔴 Tue 1 Dec, 12:00 · Terms",
        "🟢 Tue 1 Dec, 12:00 · Terms",
    ]
    ada.press("🟢")
    assert "Ada: 🟢 Agreed (Tue 1 Dec 2026)" in ada.screen.text
    olga.press_data(go("documents.status", client=people.client_id(), page=0))
    olga.press("History and receipts")
    assert len([row for row in olga.labels if "Terms" in row[0]]) == 2
    olga.press("🔴")
    assert "2026-12-01 11:00:00 UTC" in olga.screen.text


@pytest.mark.parametrize("count", [0, 9])
def test_history_is_in_pages(people: People, count: int) -> None:
    for document_id in make_documents(people, count):
        decide(people, document_id, Decision.AGREED)
    people.olga.press_data(go("documents.history", client=people.client_id(), page=1))

    entries = [row[0] for row in people.olga.labels if row[0].startswith("🟢")]
    assert len(entries) == count // 9
    assert ("There are no answers yet." in people.olga.screen.text) is (count == 0)


NAMES = (
    "Anna Соколова",
    "王小明",
    "عيادة الهدوء",
    "Ada 🌿👩‍👩‍👧",
    "\u202eolgA",
    "e\u0301a\u0302",
    "नमस्ते",
    *HOSTILE[::25],
)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_written_without_a_letter_that_the_font_lacks(name: str) -> None:
    text = text_of(draw_receipt(ReceiptText("Receipt", [("Client", name)], [], "en")))

    shown = spelled_out(" ".join(name.split()))
    assert "".join(shown.split()).translate(INK) in "".join(text.split()).translate(INK)
    # nothing is lost: what is not written as it is stands as its number
    numbers = re.sub(r"U\+([0-9A-F]{4,6}) ?", lambda match: chr(int(match[1], 16)), spelled_out(name))
    assert numbers.replace("[", "").replace("]", "") == unicodedata.normalize("NFC", name).replace(
        "[", ""
    ).replace("]", "")


def test_text_of_many_lines_takes_more_pages() -> None:
    pdf = draw_receipt(ReceiptText("Receipt", [("Text", "word " * 2_000)], ["note"], "en"))

    assert len(re.findall(rb"/Type /Page\n", pdf)) > 1
    assert text_of(pdf).split().count("word") == 2_000


def test_file_of_content_is_read_in_parts() -> None:
    file = ContentFile(b"0123456789")

    assert (file.size, b"".join(file.read(2, 5)), b"".join(file.read())) == (10, b"234", b"0123456789")
    assert file.digest.hex().startswith("84d89877f0d4041e")
