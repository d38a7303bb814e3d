"""References that links take along: nobody else can read or forge one."""

import base64

import pytest

from kalenner.security import Cipher
from kalenner.security.keys import KeyRing
from kalenner_payment_links.references import Reference, ReferenceForged, References

REFERENCES = [Reference(1, 2), Reference(1, 2, 3), Reference(2**63 - 1, 2**63 - 1, 2**63 - 1)]


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.generate()


@pytest.fixture
def references(ring: KeyRing) -> References:
    return References(Cipher(ring))


@pytest.mark.parametrize("reference", REFERENCES)
def test_reference_is_read_back(references: References, reference: Reference) -> None:
    token = references.make(reference)

    assert references.read(token) == reference
    assert token.isascii()
    assert len(token) == 71
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_ids_cannot_be_read_and_two_references_have_nothing_in_common(references: References) -> None:
    first, second = (
        base64.urlsafe_b64decode(references.make(Reference(0x4142, 0x4344, 0x4546)) + "=") for _ in range(2)
    )

    assert b"AB" not in first
    assert first[1:] != second[1:]
    assert sum(a == b for a, b in zip(first[1:], second[1:], strict=True)) < 20


def test_reference_of_before_a_rotation_is_read(ring: KeyRing, references: References) -> None:
    token = references.make(Reference(1, 2, 3))
    ring.rotate()

    assert references.read(token) == Reference(1, 2, 3)
    assert references.read(references.make(Reference(4, 5))) == Reference(4, 5)


def test_forged_references_are_refused(references: References) -> None:
    token = references.make(Reference(1, 2, 3))
    others = References(Cipher(KeyRing.generate())).make(Reference(1, 2, 3))
    changed = [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        for place in range(len(token) - 1)  # the last one has bits that stand for nothing
    ]
    for forged in [*changed, others, "", token[:-1], token + "A", token + "\n", "1:2:3", "ä" * 71, "A" * 71]:
        with pytest.raises(ReferenceForged):
            references.read(forged)


def test_what_else_is_sealed_is_no_reference(ring: KeyRing, references: References) -> None:
    sealed = Cipher(ring).seal(bytes(24), table="support_message", row="reference")

    with pytest.raises(ReferenceForged):
        references.read(base64.urlsafe_b64encode(sealed).rstrip(b"=").decode())
