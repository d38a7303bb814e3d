"""A text that somebody has changed in the database is shown as unreadable, and named in the log."""

import pytest

from kalenner.security import UNREADABLE, Binding, Cipher, KeyRing, open_text

BINDING: Binding = {"table": "documents.name", "row": "token", "tenant": "provider:1"}


def test_text_opens_where_it_was_sealed_for() -> None:
    cipher = Cipher(KeyRing.generate())

    assert open_text(cipher, cipher.seal("Größe".encode(), **BINDING), BINDING) == "Größe"


def test_text_of_another_row_is_unreadable_and_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    cipher = Cipher(KeyRing.generate())
    moved = cipher.seal(b"Anna", table="documents.name", row="another", tenant="provider:1")

    assert open_text(cipher, moved, BINDING) == UNREADABLE
    assert "documents.name of row token cannot be opened" in caplog.messages
