"""Reading a whole backup: is it all there, unaltered, and of this installation?"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pyramid.registry import Registry

from kalenner.backup.archive import (
    CODE,
    HEADER,
    MANIFEST,
    BackupFault,
    Header,
    Manifest,
    StoredFile,
    StoredTable,
    header_of_json,
    members,
    opened,
    text_of,
)
from kalenner.backup.rows import RowsDigest
from kalenner.backup.taking import PURPOSE
from kalenner.security import KEYS, KeyRing

TakeRows = Callable[[str, list[bytes]], object]
TakeFile = Callable[[str, Iterable[bytes]], object]


def check(
    registry: Registry,
    path: Path,
    identities: list[Any],
    *,
    rows: TakeRows = lambda _table, _lines: None,
    file: TakeFile = lambda _key, _chunks: None,
) -> Manifest:
    """Read a backup from its beginning to its end; raises BackupFault where anything is not as it was.

    `rows` is given the lines of each table in parts, `file` each file's bytes, before it is known whether
    all is well.
    """
    reading = _Reading(KEYS.of(registry), rows, file)
    with opened(path, identities) as archive:
        reading.read(members(archive))
    return reading.manifest()


class _Reading:
    """What was read, to be compared with the list at the end."""

    def __init__(self, keys: KeyRing, rows: TakeRows, file: TakeFile) -> None:
        self._keys, self._rows, self._file = keys, rows, file
        self._header: Header | None = None
        self._digests: dict[str, RowsDigest] = {}
        self._files: dict[str, StoredFile] = {}
        self._texts: dict[str, bytes] = {}

    def read(self, found: Iterator[tuple[str, int, Iterator[bytes]]]) -> None:
        for name, size, chunks in found:
            if self._header is None:
                if name != HEADER:
                    raise BackupFault("it was altered, or is no backup")
                self._header = header_of_json(text_of(size, chunks))
                self._refuse_other_keys(self._header)
                continue
            kind, _slash, rest = name.partition("/")
            if kind == "tables":
                self._read_rows(rest.partition("/")[0], text_of(size, chunks))
            elif kind == "files":
                self._read_file(rest, chunks)
            else:
                self._texts[name] = text_of(size, chunks)

    def _refuse_other_keys(self, header: Header) -> None:
        lacking = self._keys.lacks(header.keys)
        if lacking:
            raise BackupFault(
                f"it needs the keys {', '.join(lacking)} of the installation that made it: put its key file"
                " where security.keys_file says"
            )

    def _read_rows(self, table: str, data: bytes) -> None:
        lines = [line + b"\n" for line in data.split(b"\n")[:-1]]
        digest = self._digests.setdefault(table, RowsDigest())
        for line in lines:
            digest.add(line)
        self._rows(table, lines)

    def _read_file(self, key: str, chunks: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0

        def noted() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk

        noting = noted()
        self._file(key, noting)
        for _left in noting:
            pass
        self._files[key] = StoredFile(size, digest.hexdigest())

    def manifest(self) -> Manifest:
        """Return the list, once all is as it says."""
        content = self._texts.get(MANIFEST)
        if content is None or CODE not in self._texts:
            raise BackupFault("its end is missing: it was cut off")
        if not self._keys.verify(PURPOSE, content, _code(self._texts[CODE])):
            raise BackupFault("its list was altered: its code is not by the keys of this installation")
        manifest = Manifest.of_json(content)
        tables = {
            name: StoredTable(digest.count, digest.text, manifest.tables[name].last)
            for name, digest in self._digests.items()
            if name in manifest.tables
        }
        empty = {name: table for name, table in manifest.tables.items() if not table.rows}
        for name, is_equal in (
            ("beginning", manifest.header == self._header),
            ("rows", {**empty, **tables} == manifest.tables and set(self._digests) <= set(manifest.tables)),
            ("files", manifest.files == self._files),
        ):
            if not is_equal:
                raise BackupFault(f"its {name} were altered: they are not what its list says")
        return manifest


def _code(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return b""
