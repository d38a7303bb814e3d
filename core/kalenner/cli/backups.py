"""``kalenner backup`` and ``kalenner restore``."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from pyramid.router import Router

from kalenner.backup import BackupFault, Manifest, check, hold_back, identities_of, restore, take
from kalenner.cli.commands import app_of, ready_app, source_of
from kalenner.cli.errors import CommandError
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.preparation import StartFault, read_settings
from kalenner.settings import (
    SETTINGS,
    BackupSettings,
    FilesSettings,
    KalennerSettings,
    SecuritySettings,
    Settings,
    Source,
)
from kalenner.storage import StorageFault, open_store
from kalenner.storage.locations import is_bucket, store_url

_CHUNK = 1 << 20
_REHEARSAL = "rehearsal.ini"


def run(options: argparse.Namespace) -> int:
    """Run the action that was parsed; raises :class:`CommandError`."""
    actions: dict[str, Callable[[argparse.Namespace], list[str]]] = {"make": _make, "verify": _verify}
    action = actions[options.action] if options.command == "backup" else _restore
    name = f"{options.command} {getattr(options, 'action', '')}".strip()
    try:
        lines = action(options)
    except (BackupFault, StorageFault, OSError) as fault:
        raise CommandError([f"{name}: {options.file}: {fault}"]) from fault
    for line in lines:
        print(line)
    return 0


def _make(options: argparse.Namespace) -> list[str]:
    app = ready_app(source_of(options.ini), prepare_database)
    settings = SETTINGS.of(app.registry)
    recipients = list(settings.of(BackupSettings).recipients)
    try:
        with _target(options.file, settings) as part, part.open("wb") as file:
            manifest = take(app.registry, file, recipients)
    finally:
        SESSIONS.of(app.registry).engine.dispose()
    for key in manifest.missing:
        print(f"missing: {key} is named in the database and not in the file store")
    secrecy = (
        f"encrypted to {len(recipients)} recipients"
        if recipients
        else "NOT encrypted, since backup.recipients is empty: whoever has it reads names and appointments"
    )
    return [_summary(options.file, manifest), secrecy, "The keys are not in it: keep the key file elsewhere."]


def _verify(options: argparse.Namespace) -> list[str]:
    app = _app_with_keys(source_of(options.ini))
    with _source(options.file, SETTINGS.of(app.registry)) as path:
        manifest = check(app.registry, path, _identities(options))
    return [_summary(options.file, manifest), "whole: every row and file is as it was written"]


def _restore(options: argparse.Namespace) -> list[str]:
    source = source_of(options.ini)
    if not options.rehearse:
        app = _app_with_keys(source)
        manifest, held = _restore_into(app, options, SETTINGS.of(app.registry))
        return [_summary(options.file, manifest), *_what_next(held)]
    settings = _settings(source)
    folder = Path(options.rehearse)
    if folder.exists():
        raise BackupFault(f"--rehearse: expected a folder that is not there yet, not {folder}")
    folder.mkdir(mode=0o700, parents=True)
    ini = folder / _REHEARSAL
    values = {"kalenner.data_dir": folder.resolve(), "security.keys_file": _keys_file(settings).resolve()}
    lines = (f"{key} = {str(value).replace('%', '%%')}" for key, value in values.items())
    ini.write_text("\n".join(["[app:main]", "use = egg:kalenner", *lines, ""]))
    # Of the environment nothing: a token, a queue or a bucket named there is production's.
    app = _app_with_keys(
        Source({key: str(value) for key, value in values.items()}, file=str(ini), environ={})
    )
    manifest, _held = _restore_into(app, options, settings)
    return [
        _summary(options.file, manifest),
        "rehearsed: every row and file is there, in a folder of its own, and nothing else was touched",
        f"To look at it: env -i KALENNER_WEB__PORT=7654 $(which kalenner) up {ini}",
    ]


def _restore_into(app: Router, options: argparse.Namespace, settings: Settings) -> tuple[Manifest, int]:
    try:
        with _source(options.file, settings) as path:
            manifest = restore(app.registry, path, _identities(options))
        return manifest, hold_back(app)
    finally:
        SESSIONS.of(app.registry).engine.dispose()


def _what_next(held: int) -> list[str]:
    return [
        f"{held} messages are held back, since they may have been sent before: kalenner outbox list",
        "Erase again whoever was erased since; then start.",
    ]


def _summary(file: str, manifest: Manifest) -> str:
    rows = sum(table.rows for table in manifest.tables.values())
    of = f"{manifest.header.taken_at}, kalenner {manifest.header.release}"
    return f"{file}: {rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files, of {of}"


def _settings(source: Source) -> Settings:
    try:
        return read_settings(source)[0]
    except StartFault as fault:
        raise CommandError(fault.faults) from fault


def _keys_file(settings: Settings) -> Path:
    own = settings.of(SecuritySettings).keys_file
    return own or settings.of(KalennerSettings).data_dir / "keys.json"


def _app_with_keys(source: Source) -> Router:
    """Make the application with the keys that are there; fresh ones would open nothing."""
    keys = _keys_file(_settings(source))
    if not keys.is_file():
        raise BackupFault(f"expected the key file of the installation at {keys}, which a backup never holds")
    app: Router = app_of(source)
    return app


def _identities(options: argparse.Namespace) -> list[Any]:
    return identities_of(Path(options.identity)) if options.identity else []


@contextmanager
def _target(name: str, settings: Settings) -> Iterator[Path]:
    """Give a file to write; it gets its name, or goes into the bucket, once it is whole."""
    is_remote = name.startswith("s3:")
    folder = settings.of(KalennerSettings).data_dir if is_remote else Path(name).parent
    if not is_remote and Path(name).exists():
        raise BackupFault("expected a file that is not there yet")
    with NamedTemporaryFile(dir=folder, prefix=".new-", suffix=".backup") as temporary:
        part = Path(temporary.name)
        yield part
        if is_remote:
            store, key = _bucket(name, settings)
            with part.open("rb") as file:
                store.put_chunks(key, iter(lambda: file.read(_CHUNK), b""))
        else:
            with part.open("rb") as file:
                os.fsync(file.fileno())
            Path(name).hardlink_to(part)


@contextmanager
def _source(name: str, settings: Settings) -> Iterator[Path]:
    """Give a backup as a file of this machine."""
    if not name.startswith("s3:"):
        yield Path(name)
        return
    store, key = _bucket(name, settings)
    with NamedTemporaryFile(prefix="kalenner-", suffix=".backup") as temporary:
        try:
            for chunk in store.read(key, 0, store.size(key)):
                temporary.write(chunk)
        except KeyError as error:
            raise BackupFault("there is none") from error
        temporary.flush()
        yield Path(temporary.name)


def _bucket(name: str, settings: Settings) -> tuple[Any, str]:
    folder, _slash, key = name.rpartition("/")
    try:
        url = store_url(folder)
    except ValueError:
        url = ""
    if not key or not is_bucket(url):
        raise BackupFault("expected s3://bucket/name")
    endpoint = settings.of(FilesSettings).s3_endpoint
    return open_store(url, Path(), endpoint=endpoint), key
