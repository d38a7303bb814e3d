"""Files that are encrypted as a stream: whole, in parts, and never as anything they were not."""

import hashlib
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalenner.security.encryption import Tampered
from kalenner.security.file_cipher import (
    HEADER,
    PLAIN,
    SEGMENT,
    Decrypter,
    Encrypter,
    StreamLayout,
    new_key,
)

KEY, BINDING = new_key(), b"core_private_file/17/olga"
FIRST = PLAIN - HEADER
"""How much the first segment holds."""
EDGES = [1, 2, FIRST - 1, FIRST, FIRST + 1, FIRST + PLAIN - 1, FIRST + PLAIN, FIRST + PLAIN + 1, 300_000]


def content(size: int) -> bytes:
    """Return bytes of which no two stretches are alike."""
    return b"".join(hashlib.sha256(number.to_bytes(4)).digest() for number in range(size // 32 + 1))[:size]


def encrypted(data: bytes, key: bytes = KEY, binding: bytes = BINDING) -> bytes:
    return b"".join(Encrypter(key, binding).encrypt([data]))


def reader(stored: bytes, chunk: int = 10_000) -> Callable[[int, int], Iterable[bytes]]:
    """Read of stored bytes in chunks that are no segments."""

    def read(start: int, end: int) -> Iterator[bytes]:
        for position in range(start, min(end, len(stored)), chunk):
            yield stored[position : min(position + chunk, end)]

    return read


def opened(stored: bytes, size: int, key: bytes = KEY, binding: bytes = BINDING) -> bytes:
    return b"".join(Decrypter(key, binding, size, reader(stored)).decrypt())


@pytest.mark.parametrize("size", [0, *EDGES])
def test_what_comes_back_is_what_was_sent(size: int) -> None:
    data = content(size)
    encrypter = Encrypter(KEY, BINDING)
    stored = b"".join(encrypter.encrypt([data[:7], b"", data[7:]]))

    assert opened(stored, size) == data
    assert (encrypter.size, encrypter.digest) == (size, hashlib.sha256(data).digest())
    assert StreamLayout(size).encrypted_size == len(stored)
    assert data[:64] not in stored or size < 2


@pytest.mark.parametrize("size", [FIRST, FIRST + 1, 300_000])
def test_any_part_comes_back(size: int) -> None:
    data = content(size)
    decrypter = Decrypter(KEY, BINDING, size, reader(encrypted(data)))

    for start in (0, 1, FIRST - 1, FIRST, size - 1):
        for end in (start + 1, start + PLAIN, size, size + 5):
            assert b"".join(decrypter.decrypt(start, end)) == data[start:end]


def test_the_end_costs_at_most_two_segments_more_than_the_start() -> None:
    size = 3_000_000
    stored, asked = encrypted(content(size)), []

    def read(start: int, end: int) -> Iterable[bytes]:
        asked.append(end - start)
        return [stored[start:end]]

    b"".join(Decrypter(KEY, BINDING, size, read).decrypt(size - 10, size))
    assert sum(asked) <= HEADER + 2 * SEGMENT


def swapped(stored: bytes) -> bytes:
    return (
        stored[:SEGMENT]
        + stored[2 * SEGMENT : 3 * SEGMENT]
        + stored[SEGMENT : 2 * SEGMENT]
        + stored[3 * SEGMENT :]
    )


FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "cut in a segment": lambda stored: stored[:-1],
    "cut after a segment": lambda stored: stored[: 3 * SEGMENT],
    "cut to the header": lambda stored: stored[:HEADER],
    "empty": lambda stored: stored[:0],
    "a segment twice": lambda stored: stored[: 2 * SEGMENT] + stored[SEGMENT:],
    "segments swapped": swapped,
    "a segment left out": lambda stored: stored[:SEGMENT] + stored[2 * SEGMENT :],
    "first byte of the header": lambda stored: b"\x29" + stored[1:],
    "salt": lambda stored: stored[:5] + bytes([stored[5] ^ 1]) + stored[6:],
    "nonce prefix": lambda stored: stored[:39] + bytes([stored[39] ^ 1]) + stored[40:],
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_as_it_was_does_not_open(forgery: str) -> None:
    size = 3 * PLAIN + 1000
    forged = FORGERIES[forgery](encrypted(content(size)))

    with pytest.raises(Tampered):
        opened(forged, size)


def test_a_cut_file_with_the_size_of_the_rest_does_not_open() -> None:
    stored = encrypted(content(3 * PLAIN))

    with pytest.raises(Tampered):
        opened(stored[: 2 * SEGMENT], 2 * PLAIN - HEADER)


@pytest.mark.parametrize("other", ["key", "binding", "file"])
def test_segment_of_another_file_row_or_tenant_does_not_open(other: str) -> None:
    data = content(2 * PLAIN)
    key, binding = (new_key() if other == "key" else KEY), (b"other" if other == "binding" else BINDING)
    strange = encrypted(data, key, binding)
    stored = encrypted(data)

    with pytest.raises(Tampered):
        opened(stored[:SEGMENT] + strange[SEGMENT:], len(data))
    if other != "file":
        with pytest.raises(Tampered):
            opened(strange, len(data))


@given(st.integers(0, 4 * PLAIN), st.integers(0, 2**31), st.integers(1, 255))
def test_every_byte_counts(size: int, where: int, change: int) -> None:
    stored = bytearray(encrypted(bytes(size)))
    stored[where % len(stored)] ^= change

    with pytest.raises(Tampered):
        opened(bytes(stored), size)


def test_file_that_tink_encrypted_opens() -> None:
    """The example is of tink 1.16.1, with a segment of 65,536 bytes, RAW keys and SHA-256."""
    stored = bytes.fromhex(
        "28618d4167e3a8e0df91ce5286b893710c6e810fb768027b0574595c490e204c1e0153394f2868494027a1cb9aed3a"
        "8a2f9a33b5d0c6ab6b3b171a7c76c81161d38aa6"
    )

    assert opened(stored, 11, key=bytes(range(32)), binding=b"aad") == b"Hello Tink!"


def test_no_more_than_two_segments_are_held() -> None:
    encrypter = Encrypter(KEY, BINDING)

    assert max(len(part) for part in encrypter.encrypt([bytes(5_000_000)])) == SEGMENT
