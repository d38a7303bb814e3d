"""Two devices at the same instant: one entry for one answer, and one chain without gaps."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.plugins.documents.steps import People, make_documents

from kalenner.people import Client
from kalenner.people.policy import NotAvailable
from kalenner.security import CIPHER
from kalenner.security.keys import KEYS
from kalenner.units import run_unit
from kalenner_documents.chain import ChainKeys, Head
from kalenner_documents.consent_service import ConsentService, Words
from kalenner_documents.document_service import DocumentService
from kalenner_documents.errors import AlreadyDecided, DocumentReplaced
from kalenner_documents.models import Consent, Decision, Document, Version
from kalenner_documents.sample import sample_file
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.verification import Verifier

DEVICES = 4
ROUNDS = 5


def at_once(work: Callable[[Request], object], people: People) -> list[str]:
    """Let every device do the same at once; return how each of them ended."""
    ready, ends = threading.Barrier(DEVICES), []

    def device() -> None:
        ready.wait(30)
        try:
            run_unit(people.stage.app, "command/test", work)
        except AlreadyDecided:
            ends.append("refused")
        else:
            ends.append("done")

    threads = [threading.Thread(target=device) for _number in range(DEVICES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def test_devices_that_answer_at_once_make_one_entry_each_time(people: People) -> None:
    (document_id,) = make_documents(people, 1)
    client_id = people.client_id()
    expected = [Decision.AGREED if number % 2 == 0 else Decision.WITHDRAWN for number in range(ROUNDS)]
    for decision in expected:

        def say(request: Request, decision: Decision = decision) -> None:
            client = request.dbsession.get_one(Client, client_id)
            document = request.dbsession.get_one(Document, document_id)
            words = Words("Ada", "Terms", "text", "en")
            request.find_service(ConsentService).decide(client, document, 1, decision, words)

        assert at_once(say, people) == ["done"] + ["refused"] * (DEVICES - 1)

    query = select(Consent.decision).order_by(Consent.position)
    assert people.stage.run(lambda request: list(request.dbsession.scalars(query))) == expected
    keys, cipher = KEYS.of(people.stage.app.registry), CIPHER.of(people.stage.app.registry)
    verify = lambda request: Verifier(  # noqa: E731
        request.dbsession, ChainKeys(keys), TextCipher(cipher)
    ).verify(people.olga.provider_id)
    head = people.stage.run(verify)
    assert isinstance(head, Head)
    assert head.position == ROUNDS


def end_at_once(people: People, *works: Callable[[Request], object]) -> list[str]:
    """Do different things at once; return how each of them ended, in their order."""
    ready = threading.Barrier(len(works))

    def device(work: Callable[[Request], object]) -> str:
        ready.wait(30)
        try:
            run_unit(people.stage.app, "command/test", work)
        except (DocumentReplaced, NotAvailable) as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(device, works))


@pytest.mark.parametrize("end", ["replace", "delete"])
def test_agreeing_while_the_document_ends_is_to_what_was_read_or_refused(people: People, end: str) -> None:
    """Whoever comes first: bytes that somebody has agreed to stay, and nobody has agreed to others."""
    client_id = people.client_id()
    for _round in range(ROUNDS):
        (document_id,) = make_documents(people, 1)

        def agree(request: Request, document_id: int = document_id) -> None:
            client = request.dbsession.get_one(Client, client_id)
            document = request.dbsession.get_one(Document, document_id)
            words = Words("Ada", "Terms", "text", "en")
            request.find_service(ConsentService).decide(client, document, 1, Decision.AGREED, words)

        def change(request: Request, document_id: int = document_id) -> None:
            document, service = (
                request.dbsession.get_one(Document, document_id),
                request.find_service(DocumentService),
            )
            if end == "delete":
                service.delete(document)
            else:
                service.replace(document, sample_file(request, document.provider.account, "new", "text"))

        said, changed = end_at_once(people, agree, change)
        assert changed == "done"
        assert said in {"done", "DocumentReplaced" if end == "replace" else "NotAvailable"}
        agreed, stays = people.stage.run(partial(what_is_left, document_id=document_id))
        assert agreed == ([1] if said == "done" else [])
        assert stays is (said == "done")


def what_is_left(request: Request, document_id: int) -> tuple[list[int], bool]:
    """Return the versions that were agreed to, and whether the first one's file is kept."""
    session = request.dbsession
    agreed = select(Version.number).join(Consent, Consent.version_id == Version.id)
    first = select(Version).where(Version.document_id == document_id, Version.number == 1)
    return (
        list(session.scalars(agreed.where(Consent.document_id == document_id))),
        session.scalars(first).one().file_id is not None,
    )
