"""How long evidence is kept: words and old bytes go years after a relation has ended, the chain stays whole."""

from sqlalchemy import select
from tests.plugins.documents.steps import TERMS, People, decide, kept_files, send_file, upload

from kalenner.testing import act, go
from kalenner_documents.models import ConsentWords, Decision
from kalenner_documents.tasks import forget

A_YEAR = 365 * 86_400


def words(people: People) -> list[bytes | None]:
    return people.stage.run(lambda request: list(request.dbsession.scalars(select(ConsentWords.sealed))))


def test_words_and_old_bytes_go_three_years_after_the_client_was_removed(people: People) -> None:
    document_id = upload(people)
    decide(people, document_id, Decision.AGREED)
    people.olga.press_data(go("documents.replace", document=document_id))
    send_file(people.olga, b"new")
    people.olga.press_data(act("clients.remove_now", client=people.client_id()))
    people.stage.clock.move(3 * A_YEAR - 1)
    forget(people.stage.app)
    assert kept_files(people) == [TERMS, b"new"]
    assert None not in words(people)
    people.stage.clock.move(2)
    forget(people.stage.app)

    assert words(people) == [None]
    assert kept_files(people) == [b"new"]


def test_both_sides_are_told_how_long_answers_are_kept(people: People) -> None:
    document_id = upload(people)
    people.ada.press_data(go("documents.read", document=document_id))
    assert "kept as evidence for 3 years" in people.ada.screen.text
    people.olga.press_data(go("documents.status", client=people.client_id(), page=0))
    assert "kept as evidence for 3 years" in people.olga.screen.text
