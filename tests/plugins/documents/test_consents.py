"""What clients read and say: agreeing, declining, withdrawing, who is told, and what holds."""

import pytest
from sqlalchemy import select
from tests.plugins.documents.steps import (
    TERMS,
    People,
    decide,
    kept_files,
    make_documents,
    send_file,
    upload,
)

from kalenner.testing import Person, act, go
from kalenner.testing.practice import client_of
from kalenner_documents.models import Consent, Decision, Document
from kalenner_documents.tasks import tell_all


def decisions(people: People) -> list[str]:
    query = select(Consent.decision).order_by(Consent.position)
    return people.stage.run(lambda request: list(request.dbsession.scalars(query)))


def open_document(person: Person, document_id: int) -> None:
    person.press_data(go("documents.read", document=document_id))


def replace(people: People, document_id: int, data: bytes = b"new terms") -> None:
    people.olga.press_data(go("documents.replace", document=document_id))
    send_file(people.olga, data)


def cards(person: Person) -> list[str]:
    return [str(card.text) for card in person.cards]


def test_client_agrees_and_withdraws_and_the_professional_is_told_of_both(people: People) -> None:
    document_id = upload(people)
    olga, ada = people.olga, people.ada
    ada.send("/menu")
    assert "1 document waits for your answer" in ada.screen.text
    ada.press_data(go("specialists.card", provider=olga.provider_id))
    ada.press("Documents")
    assert ada.labels == [["🟡 ✍️ Terms"], ["🔒 Private documents"], ["◀ Back", "🏠 Menu"]][:2]
    ada.press("Terms")
    assert ada.labels[:2] == [["⬇️ Download"], ["✅ Agree", "❌ Decline"]]
    ada.press("Agree")
    assert "🟢 Agreed (Tue 1 Dec 2026)" in ada.screen.text
    assert cards(olga) == ['✍️ Ada has agreed to "Terms"']
    assert ada.labels[1] == ["Withdraw"]
    ada.press("Withdraw")
    assert "🔴 Declined (withdrawn Tue 1 Dec 2026)" in ada.screen.text
    assert cards(olga)[1:] == ['✍️ Ada has withdrawn consent to "Terms"']
    ada.press("Agree")
    ada.send("/menu")
    assert "waits for your answer" not in ada.screen.text

    assert decisions(people) == ["agreed", "withdrawn", "agreed"]
    olga.press_data(go("documents.answers", document=document_id, page=0))
    assert "🟢 <b>Agreed: 1</b>\nAda: 🟢 Agreed" in olga.screen.text


def test_declining_is_kept_and_tells_nobody(people: People) -> None:
    open_document(people.ada, upload(people))
    people.ada.press("Decline")

    assert "🔴 Declined (Tue 1 Dec 2026)" in people.ada.screen.text
    assert cards(people.olga) == []
    assert decisions(people) == ["declined"]
    assert people.ada.labels[1] == ["✅ Agree"]


def test_second_device_that_says_the_same_makes_no_second_entry(people: People) -> None:
    document_id = upload(people)
    agree = act("documents.agree", document=document_id, version=1)
    people.ada.press_data(agree)
    people.ada.press_data(agree)

    assert people.ada.screen.notice is not None
    assert people.ada.screen.notice.text == "You have answered already."
    assert decisions(people) == ["agreed"]
    people.ada.press_data(act("documents.withdraw", document=document_id, version=1))
    people.ada.press_data(agree)
    assert decisions(people) == ["agreed", "withdrawn", "agreed"]


@pytest.mark.parametrize("word", ["agree", "decline", "withdraw"])
def test_version_that_was_just_replaced_is_not_agreed_to(people: People, word: str) -> None:
    document_id = upload(people)
    replace(people, document_id)
    people.ada.press_data(act(f"documents.{word}", document=document_id, version=1))

    assert people.ada.screen.notice is not None
    assert "replaced meanwhile" in people.ada.screen.notice.text
    assert decisions(people) == []


@pytest.mark.parametrize("word", ["agree", "decline", "withdraw"])
def test_document_that_was_just_deleted_is_not_agreed_to(people: People, word: str) -> None:
    document_id = upload(people)
    people.olga.press_data(act("documents.delete_now", document=document_id))
    people.ada.press_data(act(f"documents.{word}", document=document_id, version=1))

    assert people.ada.screen.notice is not None
    assert people.ada.screen.notice.text == "Not available."
    assert decisions(people) == []


def test_person_who_is_no_client_reads_and_says_nothing(people: People) -> None:
    document_id = upload(people)
    stranger = people.stage.person("Eve")
    stranger.send("/start")
    for route in ("documents.read", "documents.fetch", "documents.please_read"):
        stranger.press_data(go(route, document=document_id))
        assert stranger.screen.notice is not None
        assert stranger.screen.notice.text == "Not available."
    stranger.press_data(act("documents.agree", document=document_id, version=1))

    assert decisions(people) == []


def test_what_a_client_said_is_shown_to_no_other_professional(people: People) -> None:
    open_document(people.ada, upload(people))
    people.ada.press("Agree")
    rival = people.stage.person("Rival")
    rival.send("/start")
    rival.press_data(go("documents.consented", position=1))

    assert rival.screen.notice is not None
    assert rival.screen.notice.text == "Not available."


def test_replaced_document_waits_anew_and_the_old_bytes_stay_as_evidence(people: People) -> None:
    document_id = upload(people)
    decide(people, document_id, Decision.AGREED)
    replace(people, document_id)
    open_document(people.ada, document_id)

    assert "🟡 Awaiting review" in people.ada.screen.text
    assert kept_files(people) == [TERMS, b"new terms"]
    people.olga.press_data(act("documents.delete_now", document=document_id))
    assert kept_files(people) == [TERMS]


def test_version_that_was_only_declined_is_not_evidence(people: People) -> None:
    document_id = upload(people)
    decide(people, document_id, Decision.DECLINED)
    replace(people, document_id)

    assert kept_files(people) == [b"new terms"]


def test_consent_status_of_a_client_and_a_reminder_once_a_day(people: People) -> None:
    agreed, declined, *_ = make_documents(people, 3)
    decide(people, agreed, Decision.AGREED)
    decide(people, declined, Decision.DECLINED)
    olga, client_id = people.olga, people.client_id()
    olga.press_data(go("clients.card", client=client_id))
    olga.press("Consent status")
    text = str(olga.screen.text)
    assert text.index("<b>No. 2</b>\n🟡 Awaiting review") < text.index("<b>No. 0</b>\n🟢 Agreed")
    assert "<b>No. 1</b>\n🔴 Declined (Tue 1 Dec 2026)" in text
    olga.press("Remind")
    olga.press("Remind")
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "You can remind a client once a day."
    assert cards(people.ada) == ["🔔 Olga waits for your answer to 1 document:\n\n✍️ No. 2"]
    people.stage.clock.move(86_401)
    olga.press("Remind")
    assert len(people.ada.cards) == 2


def test_all_are_asked_once_to_read_a_document(people: People) -> None:
    document_id = upload(people)
    bea = client_of(people.olga, "Bea")
    decide(people, document_id, Decision.AGREED, bea)
    assert people.ada.cards == []
    people.olga.press_data(go("documents.card", document=document_id))
    people.olga.press("Ask all to read it")
    assert "1 client who has not answered gets a message" in people.olga.screen.text
    people.olga.press("Ask all to read it")
    for _ in range(2):
        tell_all(people.stage.app)
        people.stage.settle()
    assert cards(people.ada) == ["✍️ Olga asks you to read this and to answer:"]
    assert bea.cards == []
    people.olga.press("Ask all to read it")
    assert "All clients were asked on Tue 1 Dec 2026" in people.olga.screen.text
    people.ada.press("Terms")
    assert "Awaiting review" in people.ada.screen.text


def test_document_without_requirement_is_only_read(people: People) -> None:
    document_id = upload(people, with_consent=False)
    open_document(people.ada, document_id)

    assert people.ada.labels[:2] == [["⬇️ Download"]]
    people.ada.press_data(act("documents.decline", document=document_id, version=1))
    assert decisions(people) == []


def test_names_are_sealed_in_the_database(people: People) -> None:
    document_id = upload(people, name="Marigold")
    decide(people, document_id, Decision.AGREED)
    sealed = people.stage.run(lambda request: request.dbsession.get_one(Document, document_id).name)

    assert sealed is not None
    assert b"Marigold" not in sealed
