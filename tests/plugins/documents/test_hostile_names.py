"""Names that want to be more than names: kept and shown harmless, on the way in and out."""

import unicodedata

from sqlalchemy import select
from tests.hostile_strings import BY_KIND, HOSTILE
from tests.plugins.documents.browser import Browser, saved_as
from tests.plugins.documents.steps import TERMS, People, send_file

from kalenner.testing import go
from kalenner.transfers import safe_file_name
from kalenner_documents.downloads import DOCUMENT, saved_name
from kalenner_documents.models import Document, Version
from kalenner_documents.names import clean_name
from kalenner_documents.text_cipher import TextCipher

NAMES = (
    "photo\u202egpj.exe",
    "terms.pdf\r\nSet-Cookie: PWNED=1",
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\con.pdf",
    "x" * 4096 + ".pdf",
    "👩‍👩‍👧‍👦 family.pdf",
    "nul\0byte.pdf",
    "CON.pdf",
    ".htaccess",
    "a/b/c.pdf",
    *(texts[0] for texts in BY_KIND.values()),
    *HOSTILE[:: max(1, len(HOSTILE) // 24)],
)

HARMLESS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def test_hostile_names_of_files_are_kept_and_given_back_harmless(people: People, browser: Browser) -> None:
    olga = people.olga
    for name in NAMES:
        olga.press_data(go("documents.upload"))
        send_file(olga, TERMS, name)
        if any("Keep" in button.label for row in olga.screen.rows for button in row):
            olga.press("Keep")
        else:
            olga.send("without a name")
        olga.press("No")
        olga.press("Confirm")
        assert olga.screen.notice is not None
        assert olga.screen.notice.text == "Uploaded", name
        assert "<script" not in olga.screen.text.lower()
    olga.press_data(go("documents.list"))
    assert f"{len(NAMES)} documents" in olga.screen.text

    def names(request) -> list[tuple[int, str, str]]:
        cipher = request.find_service(TextCipher)
        versions = request.dbsession.scalars(select(Version).join(Document).order_by(Version.id)).all()
        return [
            (each.document_id, cipher.document_name(each.document), cipher.version_file_name(each))
            for each in versions
        ]

    assert len(NAMES) >= 40
    for document_id, name, file_name in people.stage.run(names):
        saved = safe_file_name(saved_name(name, file_name))
        assert 1 <= len(name) <= 80
        assert not {"/", "\\", "\0", "\n", "\r", "\u202e"} & set(saved)
        assert all(unicodedata.category(each) != "Cc" for each in name + file_name)
        answer = browser.get(browser.download_path(people.ada, DOCUMENT, document_id, 1))
        assert (answer.body, saved_as(answer)) == (TERMS, saved)
        assert HARMLESS.items() <= dict(answer.headers).items()
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Content-Disposition"].isascii()
        assert answer.headers["Content-Disposition"].isprintable()


def test_caption_that_is_hostile_is_kept_as_a_harmless_name() -> None:
    assert clean_name("../a\r\nb\0c\u202egpj.exe" + "x" * 4096) == f"../a bcgpj.exe{'x' * 66}"
