"""Two devices at the same instant: one entry for one answer, and one chain without gaps."""

import threading
from collections.abc import Callable

from pyramid.request import Request
from sqlalchemy import select
from tests.plugins.documents.steps import People, make_documents

from kalenner.people import Client
from kalenner.security import CIPHER
from kalenner.security.keys import KEYS
from kalenner.units import run_unit
from kalenner_documents.chain import ChainKeys, Head
from kalenner_documents.consent_service import ConsentService, Words
from kalenner_documents.errors import AlreadyDecided
from kalenner_documents.models import Consent, Decision, Document
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
