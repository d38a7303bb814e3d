"""E1 and E2: what encryption costs, of a message in a row and of a file that is stored while it arrives.

The floor of E1 is AES-GCM by itself, of E2 the same file written plainly; both write onto the disk. The
memory of E2 is what Python holds at most beside what arrives, as tracemalloc tells it.
"""

import os
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import interleave, report
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kalenner.security import Cipher, KeyRing
from kalenner.security.file_cipher import Encrypter, new_key
from kalenner.storage import FolderStore

SIZE, CHUNK, ROUNDS = 20 * 1024 * 1024, 64 * 1024, 7
BLOCK = os.urandom(CHUNK)
MESSAGE = os.urandom(1024)
MOST_MIB = 2


def _arriving() -> Iterator[bytes]:
    for _start in range(0, SIZE, CHUNK):
        yield BLOCK


def _message() -> None:
    cipher = Cipher(KeyRing.generate())
    bare, nonce = AESGCM(new_key()), os.urandom(12)

    def ours() -> None:
        sealed = cipher.seal(MESSAGE, table="messages", row="17", tenant="1")
        cipher.open(sealed, table="messages", row="17", tenant="1")

    times = interleave(
        25, ours=ours, floor=lambda: bare.decrypt(nonce, bare.encrypt(nonce, MESSAGE, b""), b"")
    )
    ratio = times["ours"] / times["floor"]
    line = f"store and load 1 kB ({times['ours'] * 1e6:.1f} us against {times['floor'] * 1e6:.1f})"
    report("E1", line, ratio, "<= 4", ok=ratio <= 4)


def _file(folder: Path) -> None:
    store = FolderStore(folder)

    def ours() -> None:
        store.put_chunks("encrypted", Encrypter(new_key(), b"row").encrypt(_arriving()))

    times = interleave(ROUNDS, ours=ours, floor=lambda: store.put_chunks("plain", _arriving()))
    speed = times["floor"] / times["ours"]
    line = f"20 MB encrypted onto the disk ({times['ours'] * 1e3:.0f} ms against {times['floor'] * 1e3:.0f})"
    report("E2", line, speed, ">= 0.5", ok=speed >= 0.5)
    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    report("E2", "MiB held at most meanwhile", peak, f"<= {MOST_MIB}", ok=peak <= MOST_MIB)


def main() -> None:
    """Print both."""
    _message()
    # Where the working tree is: the folder for temporary files may be in memory.
    with tempfile.TemporaryDirectory(dir=Path(__file__).parents[1]) as folder:
        _file(Path(folder))


if __name__ == "__main__":
    main()
