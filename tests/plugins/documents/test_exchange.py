"""The private space of a professional and one client: both upload, nobody else sees, nobody is told."""

from sqlalchemy import func, select
from tests.conftest import MakeApp
from tests.people import olga_and_ada
from tests.plugins.documents.steps import People, kept_files, send_file

from kalenner.delivery.models import Outbox
from kalenner.testing import Person, Stage, act, go
from kalenner.testing.practice import client_of, professional
from kalenner_documents.models import ExchangedFile

FINDINGS = b"Findings of Ada"


def upload(person: Person, press: object, data: bytes = FINDINGS, name: str = "Findings") -> None:
    person.press_data(press)
    person.press("⬆️ Upload")
    send_file(person, data, "findings.pdf")
    person.send(name)


def file_ids(people: People) -> list[int]:
    query = select(ExchangedFile.id).order_by(ExchangedFile.id)
    return people.stage.run(lambda request: list(request.dbsession.scalars(query)))


def messages(people: People) -> int:
    return people.stage.run(
        lambda request: request.dbsession.scalar(select(func.count()).select_from(Outbox)) or 0
    )


def test_both_sides_upload_and_see_whose_file_is_whose(people: People) -> None:
    olga, ada, client_id = people.olga, people.ada, people.client_id()
    olga.press_data(go("clients.card", client=client_id))
    olga.press("Documents")
    assert "Nothing here yet" in olga.screen.text
    before = messages(people)
    upload(olga, go("documents.exchange", client=client_id, page=0), name="Plan")
    assert olga.labels[0] == ["🟣 Plan"]
    ada.press_data(go("documents.reader", provider=olga.provider_id, page=0))
    ada.press("Private documents")
    assert ada.labels[0] == ["Plan"]
    upload(ada, go("documents.private", provider=olga.provider_id, page=0))
    assert ada.labels[:2] == [["🟣 Findings"], ["Plan"]]
    olga.press_data(go("documents.exchange", client=client_id, page=0))
    assert olga.labels[:2] == [["Findings"], ["🟣 Plan"]]

    assert messages(people) == before
    assert kept_files(people) == [FINDINGS, FINDINGS]


def test_file_that_is_sent_in_front_of_the_space_begins_an_upload(people: People) -> None:
    people.ada.press_data(go("documents.private", provider=people.olga.provider_id, page=0))
    send_file(people.ada, FINDINGS, "findings.pdf")
    people.ada.press("Keep")

    assert people.ada.labels[0] == ["🟣 findings"]


def test_each_side_deletes_its_own_alone(people: People) -> None:
    olga, ada = people.olga, people.ada
    upload(ada, go("documents.private", provider=olga.provider_id, page=0))
    (file_id,) = file_ids(people)
    olga.press_data(go("documents.file", file=file_id))
    assert "Uploaded by Ada" in olga.screen.text
    assert [row for row in olga.labels if "Delete" in row[0]] == []
    olga.press_data(act("documents.file_delete_now", file=file_id))
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Not available."
    ada.press_data(go("documents.file", file=file_id))
    ada.press("Delete")
    ada.press("Yes, delete")

    assert file_ids(people) == []
    assert kept_files(people) == []


def test_nobody_else_sees_a_file(people: People) -> None:
    upload(people.ada, go("documents.private", provider=people.olga.provider_id, page=0))
    (file_id,) = file_ids(people)
    bea, rival = client_of(people.olga, "Bea"), professional(people.stage, "Rival")
    for person in (bea, rival):
        for press in (
            go("documents.file", file=file_id),
            go("documents.file_download", file=file_id),
            go("documents.exchange", client=people.client_id(), page=0),
        ):
            person.press_data(press)
            assert person.screen.notice is not None
            assert person.screen.notice.text == "Not available."
    bea.press_data(go("documents.private", provider=people.olga.provider_id, page=0))
    assert "Nothing here yet" in bea.screen.text


def test_relation_that_ended_gives_nothing(people: People) -> None:
    upload(people.ada, go("documents.private", provider=people.olga.provider_id, page=0))
    (file_id,) = file_ids(people)
    people.olga.press_data(act("clients.remove_now", client=people.client_id()))
    for person in (people.olga, people.ada):
        person.press_data(go("documents.file", file=file_id))
        assert person.screen.notice is not None
        assert person.screen.notice.text == "Not available."


def test_space_that_is_used_up_is_said_in_words(make_application: MakeApp) -> None:
    stage = Stage(make_application(**{"documents.exchange_quota_mb": "20"}))
    olga, ada = olga_and_ada(stage)
    people = People(stage, olga, ada)
    space = go("documents.private", provider=olga.provider_id, page=0)
    upload(people.ada, space, bytes(15 * 2**20))
    upload(people.ada, space, bytes(6 * 2**20))

    assert "all files together may take 20 MB" in people.ada.screen.text
    assert len(kept_files(people)) == 1
