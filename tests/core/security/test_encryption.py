import pytest

from kalenner.security import Cipher, KeyRing, Tampered
from kalenner.security.encryption import OVERHEAD

ROW = {"table": "chat_message", "row": "17", "tenant": "4"}


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.generate()


@pytest.fixture
def cipher(ring: KeyRing) -> Cipher:
    return Cipher(ring)


@pytest.mark.parametrize("text", [b"", b"hello", "grüß 日本".encode(), bytes(100_000)])
def test_sealed_text_opens_in_its_row(cipher: Cipher, text: bytes) -> None:
    sealed = cipher.seal(text, **ROW)

    assert cipher.open(sealed, **ROW) == text
    assert len(sealed) == len(text) + OVERHEAD == len(text) + 29


def test_one_text_is_never_sealed_alike(cipher: Cipher) -> None:
    assert cipher.seal(b"hello", **ROW) != cipher.seal(b"hello", **ROW)


def test_text_is_not_to_be_seen(cipher: Cipher) -> None:
    assert b"hello" not in cipher.seal(b"hello", **ROW)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {**ROW, "table": "chat_thread"},
        {**ROW, "row": "18"},
        {**ROW, "tenant": "5"},
        {"table": "chat_message", "row": "174", "tenant": ""},
        {"table": "chat_message1", "row": "7", "tenant": "4"},
    ],
    ids=["table", "row", "tenant", "row and tenant run together", "table and row run together"],
)
def test_text_moved_to_another_row_does_not_open(cipher: Cipher, elsewhere: dict[str, str]) -> None:
    sealed = cipher.seal(b"hello", **ROW)

    with pytest.raises(Tampered):
        cipher.open(sealed, **elsewhere)


@pytest.mark.parametrize("position", [0, 1, 12, 13, 17, 18, 33])
def test_no_byte_of_it_may_change(cipher: Cipher, position: int) -> None:
    sealed = bytearray(cipher.seal(b"hello", **ROW))
    sealed[position] ^= 1

    with pytest.raises(Tampered):
        cipher.open(bytes(sealed), **ROW)


@pytest.mark.parametrize("length", [0, 1, 12, 28, 33])
def test_shortened_text_does_not_open(cipher: Cipher, length: int) -> None:
    with pytest.raises(Tampered):
        cipher.open(cipher.seal(b"hello", **ROW)[:length], **ROW)


def test_text_of_another_installation_does_not_open(cipher: Cipher) -> None:
    with pytest.raises(Tampered):
        Cipher(KeyRing.generate()).open(cipher.seal(b"hello", **ROW), **ROW)


def test_rotation_seals_with_the_new_key_and_opens_with_the_old(cipher: Cipher, ring: KeyRing) -> None:
    old = cipher.seal(b"hello", **ROW)
    assert cipher.is_current(old) is True

    ring.rotate()
    new = cipher.seal(b"hello", **ROW)

    assert (old[0], new[0]) == (1, 2)
    assert (cipher.open(old, **ROW), cipher.open(new, **ROW)) == (b"hello", b"hello")
    assert (cipher.is_current(old), cipher.is_current(new), cipher.is_current(b"")) == (False, True, False)
