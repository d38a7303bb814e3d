"""Making a backup while everything runs."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from typing import IO

from pyramid.registry import Registry
from sqlalchemy import Connection, Table, select

from kalenner import __version__
from kalenner.backup.archive import (
    CODE,
    FORMAT,
    HEADER,
    MANIFEST,
    Header,
    Manifest,
    StoredFile,
    StoredTable,
    end,
    member,
    write,
)
from kalenner.backup.rows import RowsDigest, read_lines
from kalenner.backup.tables import last_number, one_instant, own_tables, revisions_of
from kalenner.clock import CLOCK
from kalenner.database import MIGRATIONS, SESSIONS, table_of
from kalenner.files import PRIVATE_FILES
from kalenner.files.models import PrivateFile, PrivateFileState
from kalenner.security import KEYS

PURPOSE = "backup.manifest"
"""What the code of the list is made for."""
_PART = 4 << 20  # bytes of rows in one member
_FILE_KEY = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?(?![0-9a-z.])")


def take(registry: Registry, file: IO[bytes], recipients: list[str]) -> Manifest:
    """Write a backup; raises BackupFault, StorageFault and OSError.

    The rows are those of one instant. A file that is deleted after that instant is not in the backup, and
    the list says so.
    """
    backup = _Backup(registry)
    write(file, backup.chunks(), recipients)
    return backup.manifest


class _Backup:
    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._engine, self._sources = SESSIONS.of(registry).engine, MIGRATIONS.of(registry)
        self._keys = KEYS.of(registry)
        self._store = PRIVATE_FILES.of(registry)
        self._named: set[str] = set()
        self.manifest: Manifest

    def chunks(self) -> Iterator[bytes]:
        """Yield the archive."""
        with one_instant(self._engine) as connection:
            tables = own_tables(connection, self._sources)  # the first statement, whose instant it is
            now = CLOCK.of(self._registry).now().isoformat()
            revisions = revisions_of(connection, self._sources)
            header = Header(FORMAT, __version__, now, revisions, self._keys.check_values())
            self.manifest = Manifest(header)
            yield from _text(HEADER, json.dumps(asdict(header)).encode())
            for table in tables:
                yield from self._rows(connection, table)
            private = self._private(connection)
        yield from self._files(private)
        content = self.manifest.to_json()
        yield from _text(MANIFEST, content)
        yield from _text(CODE, self._keys.mac(PURPOSE, content).hex().encode())
        yield end()

    def _rows(self, connection: Connection, table: Table) -> Iterator[bytes]:
        digest, part, number = RowsDigest(), bytearray(), 0
        for line in read_lines(connection, table):
            digest.add(line)
            part += line
            self._named.update(key.decode() for key in _FILE_KEY.findall(line))
            if len(part) >= _PART:
                yield from _text(f"tables/{table.name}/{number}", bytes(part))
                part, number = bytearray(), number + 1
        if part:
            yield from _text(f"tables/{table.name}/{number}", bytes(part))
        last = last_number(connection, table)
        self.manifest.tables[table.name] = StoredTable(digest.count, digest.text, last)

    def _private(self, connection: Connection) -> list[str]:
        """Return the keys of the private files that somebody may read; drop their tokens from the rest."""
        table = table_of(PrivateFile)
        states = (PrivateFileState.WHOLE, PrivateFileState.HELD, PrivateFileState.KEPT)
        tokens = set(connection.scalars(select(table.c.token)))
        whole = connection.scalars(select(table.c.token).where(table.c.state.in_(states)))
        self._named -= tokens
        return sorted(self._store.path_of(token) for token in whole)

    def _files(self, private: list[str]) -> Iterator[bytes]:
        """Yield the files that rows name; what only looks like a file's name has no suffix, and no bytes."""
        public = (f"{key[:2]}/{key}" for key in sorted(self._named))
        gone = []
        for key in chain(public, private):
            try:
                size = self._store.objects.size(key)
                yield from self._file(key, size)
            except KeyError:
                if key in private or "." in key:
                    gone.append(key)
        if gone:
            named = self._named_now()
            for key in gone:
                lost = key.rpartition("/")[2] in named
                (self.manifest.missing if lost else self.manifest.deleted).append(key)

    def _file(self, key: str, size: int) -> Iterator[bytes]:
        objects, digest = self._store.objects, hashlib.sha256()
        reader = objects.read(key, 0, size)
        first = next(reader, b"")  # KeyError before the member begins; from here on it stays readable

        def bytes_of() -> Iterator[bytes]:
            for chunk in chain([first], reader):
                digest.update(chunk)
                yield chunk

        yield from member(f"files/{key}", size, bytes_of())
        self.manifest.files[key] = StoredFile(size, digest.hexdigest())

    def _named_now(self) -> set[str]:
        """Return the files that rows name now."""
        named: set[str] = set()
        with one_instant(self._engine) as connection:
            for table in own_tables(connection, self._sources):
                if table is not table_of(PrivateFile):
                    for line in read_lines(connection, table):
                        named.update(key.decode() for key in _FILE_KEY.findall(line))
            private = table_of(PrivateFile)
            kept = select(private.c.token).where(private.c.state == PrivateFileState.KEPT)
            return named | set(connection.scalars(kept))


def _text(name: str, data: bytes) -> Iterator[bytes]:
    return member(name, len(data), [data])
