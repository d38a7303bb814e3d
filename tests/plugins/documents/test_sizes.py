"""Files of every size that matters to the segments: what is sent by the form is what is downloaded."""

import hashlib

from sqlalchemy import select
from tests.plugins.documents.browser import Browser
from tests.plugins.documents.steps import People

from kalenner.security.file_cipher import HEADER, PLAIN
from kalenner_documents.downloads import EXCHANGED
from kalenner_documents.models import ExchangedFile

FIRST = PLAIN - HEADER
"""How much the first segment holds."""
SIZES = [1, 2, *(edge + more for edge in (FIRST, FIRST + PLAIN, FIRST + 2 * PLAIN) for more in (-1, 0, 1))]


def test_what_is_sent_is_what_is_downloaded(people: People, browser: Browser) -> None:
    client_id, query = people.client_id(), select(ExchangedFile.id).order_by(ExchangedFile.id.desc())
    for size in SIZES:
        data = hashlib.shake_128(size.to_bytes(4)).digest(size)
        form = [("file", "findings.bin", data, "application/octet-stream")]
        browser.web.post(browser.upload_path(people.ada, "documents.private", client_id), upload_files=form)
        file_id = people.stage.run(lambda request: request.dbsession.scalars(query.limit(1)).one())
        path = browser.download_path(people.olga, EXCHANGED, file_id)

        assert browser.web.head(path).content_length == size
        assert hashlib.sha256(browser.get(path).body).digest() == hashlib.sha256(data).digest()
        assert browser.get(path, Range=f"bytes={size - 1}-").body == data[-1:]
