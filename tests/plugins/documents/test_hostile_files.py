"""Files that would run, mislead or burst: taken by the form, kept byte for byte, given back to be saved alone."""

import hashlib

from sqlalchemy import select
from tests.core.files.hostile_files import FILES as PICTURES
from tests.core.transfers.test_hostile_files import FILES
from tests.plugins.documents.browser import Browser, saved_as
from tests.plugins.documents.steps import People
from tests.plugins.documents.test_hostile_names import HARMLESS

from kalenner_documents.downloads import EXCHANGED
from kalenner_documents.models import ExchangedFile

RUN_BY_BROWSERS = ("html", "xml", "svg", "javascript", "css", "multipart", "text/")
FORGED = [(f"{name}.jpg", make()) for name, (make, _outcome) in PICTURES.items() if "large" not in name]
SENT = [(name, data) for name, data, _said, _sent in FILES.values()] + FORGED[:20]


def test_hostile_files_are_kept_and_given_back_harmless(people: People, browser: Browser) -> None:
    client_id, query = people.client_id(), select(ExchangedFile.id).order_by(ExchangedFile.id.desc())
    for name, data in SENT:
        path = browser.upload_path(people.ada, "documents.private", client_id)
        form = [("file", name, data, "text/html")]
        assert "received" in browser.web.post(path, upload_files=form).text, name
        file_id = people.stage.run(lambda request: request.dbsession.scalars(query.limit(1)).one())
        answer = browser.get(browser.download_path(people.olga, EXCHANGED, file_id))

        assert hashlib.sha256(answer.body).digest() == hashlib.sha256(data).digest()
        assert HARMLESS.items() <= dict(answer.headers).items()
        assert saved_as(answer).rpartition(".")[2] == name.rpartition(".")[2]
        assert not any(word in answer.headers["Content-Type"] for word in RUN_BY_BROWSERS), name
    assert len(SENT) >= 40


def test_empty_file_is_refused_with_the_reason(people: People, browser: Browser) -> None:
    path = browser.upload_path(people.ada, "documents.private", people.client_id())
    page = browser.web.post(path, upload_files=[("file", "nothing.pdf", b"", "application/pdf")])
    assert "the file is empty" in page.text

    assert people.stage.run(lambda request: request.dbsession.scalars(select(ExchangedFile.id)).all()) == []
