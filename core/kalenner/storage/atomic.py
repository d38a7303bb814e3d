"""Atomic writing of files: complete or absent, even if the process is killed."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

TEMPORARY_PREFIX = ".new-"
"""The prefix of temporary files; a killed process leaves them behind."""
OWNER_ONLY = 0o600


def write(path: Path, data: bytes, *, mode: int = OWNER_ONLY, is_durable: bool = True) -> None:
    """Write a file in place of the one before; who reads it gets all of the old or all of the new.

    With `is_durable` the data is on the disk before the file gets its name, so that a power cut leaves no
    empty file. The folder must be there. Raises OSError, and then nothing has changed.
    """
    with _temporary(path, [data], mode, is_durable) as temporary:
        temporary.replace(path)


def write_chunks(path: Path, chunks: Iterable[bytes], *, mode: int = OWNER_ONLY) -> None:
    """Write a file as `write` does while its parts arrive; what `chunks` raises leaves no file."""
    with _temporary(path, chunks, mode, is_durable=True) as temporary:
        temporary.replace(path)


def create(path: Path, data: bytes, *, mode: int = OWNER_ONLY) -> bool:
    """Write a file unless there is one; return whether this call has written it. Raises OSError."""
    with _temporary(path, [data], mode, is_durable=True) as temporary:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return False
        finally:
            temporary.unlink()
    return True


@contextmanager
def _temporary(
    path: Path,
    chunks: Iterable[bytes],
    mode: int,
    is_durable: bool,  # noqa: FBT001 -- private
) -> Iterator[Path]:
    """Write the chunks beside `path`; the file is removed again where anything fails."""
    with NamedTemporaryFile(dir=path.parent, prefix=TEMPORARY_PREFIX, delete=False) as file:
        temporary = Path(file.name)
        try:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            if mode != OWNER_ONLY:  # the mode that temporary files are made with
                os.fchmod(file.fileno(), mode)
            if is_durable:
                os.fsync(file.fileno())
            yield temporary
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
