"""After a rotation: what stands sealed of documents and consents needs the old key no longer, and is the same."""

import pytest
from pyramid.request import Request
from sqlalchemy import LargeBinary, select
from tests.plugins.documents.chains import COUNT, verify
from tests.plugins.documents.steps import People, kept_files, send_file, upload

from kalenner.people import Client
from kalenner.security import CIPHER, KEYS, Cipher, KeyRing
from kalenner.security.sealed_columns import SEALED_COLUMNS, reseal
from kalenner.testing import go
from kalenner_documents.chain import Head
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.models import Consent, Document, ExchangedFile, Version
from kalenner_documents.text_cipher import TextCipher

FINDINGS = b"Findings of Ada" * 10_000


@pytest.fixture
def practice(chain: People) -> People:
    """Twelve entries, Ada's erased; a document in two versions; an exchanged file."""
    document_id = upload(chain)
    chain.olga.press_data(go("documents.replace", document=document_id))
    send_file(chain.olga, FINDINGS, "agb.pdf")
    chain.ada.press_data(go("documents.private_upload", provider=chain.olga.provider_id))
    send_file(chain.ada, FINDINGS, "findings.pdf")
    chain.ada.send("Findings")
    client_id = chain.client_id()
    chain.stage.run(
        lambda request: request.find_service(ConsentService).erase_words(
            request.dbsession.get_one(Client, client_id)
        )
    )
    return chain


def texts(people: People) -> list[object]:
    """Every name, and all that was said."""

    def read(request: Request) -> list[object]:
        cipher, session = request.find_service(TextCipher), request.dbsession
        service = request.find_service(ConsentService)
        return [
            *(cipher.document_name(each) for each in session.scalars(select(Document).order_by(Document.id))),
            *(
                cipher.version_file_name(each)
                for each in session.scalars(select(Version).order_by(Version.id))
            ),
            *(
                (cipher.exchanged_name(each), cipher.exchanged_file_name(each))
                for each in session.scalars(select(ExchangedFile))
            ),
            *(service.words_of(each) for each in session.scalars(select(Consent).order_by(Consent.position))),
        ]

    return people.stage.run(read)


def keys_in_use(people: People) -> dict[str, set[int]]:
    """The keys that have sealed the values of each column."""

    def read(request: Request) -> dict[str, set[int]]:
        columns = SEALED_COLUMNS.of(request.registry)
        return {
            name: {
                value[0] for value in request.dbsession.scalars(select(sealed.column)) if value is not None
            }
            for name, sealed in columns.items()
            if isinstance(sealed.column.type, LargeBinary)
        }

    return people.stage.run(read)


def test_after_resealing_the_old_key_opens_nothing_any_more(practice: People) -> None:
    registry = practice.stage.app.registry
    keys = KEYS.of(registry)
    before = texts(practice), kept_files(practice)
    assert keys_in_use(practice)["documents_consent_words.sealed"] == {1}
    keys.rotate()
    assert reseal(practice.stage.app).faulty == 0

    used = keys_in_use(practice)
    assert {name for name, ids in used.items() if ids - {2}} == set()
    assert {name for name, ids in used.items() if ids} >= {
        *("core_private_file.secret", "documents_consent_words.sealed", "documents_document.name"),
        *(
            "documents_version.file_name",
            "documents_exchanged_file.name",
            "documents_exchanged_file.file_name",
        ),
    }
    head = verify(practice)
    assert isinstance(head, Head)
    assert head.position == COUNT
    newest_alone = KeyRing(bytes(32), {2: keys._keys[2]})
    CIPHER.put(registry, Cipher(newest_alone))
    assert (texts(practice), kept_files(practice)) == before
