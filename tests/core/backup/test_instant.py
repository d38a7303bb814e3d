"""A backup that is made while others write shows one instant, and holds each file that its rows name."""

import io
import itertools
import threading
from pathlib import Path

import pytest
from pyramid.request import Request

from kalenner.backup import check, take
from kalenner.backup.rows import values_of
from kalenner.database import metadata
from kalenner.delivery.models import ReceivedFile
from kalenner.files import FILES
from kalenner.testing import Stage
from tests.conftest import NOON


@pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_backups_under_writes(stage: Stage, tmp_path: Path, times: int) -> None:
    """Each transaction writes the same number into two tables, with a file: both have it, or none."""
    registry, ended = stage.app.registry, threading.Event()
    files, written = FILES.of(registry), []

    def write() -> None:
        for number in itertools.count(1):
            if ended.is_set():
                return
            key = files.put(f"file {number}".encode(), ".bin")

            def rows(request: Request, number: int = number, key: str = key) -> None:
                request.dbsession.add(ReceivedFile(key=key, received_at=NOON))
                request.dbsession.flush()
                request.dbsession.execute(
                    metadata.tables["core_leader"]
                    .insert()
                    .values(channel=str(number), epoch=number, holder="")
                )

            stage.run(rows)
            written.append(number)

    thread = threading.Thread(target=write)
    thread.start()
    seen = []
    try:
        for time in range(times):
            path = tmp_path / f"{time}.backup"
            with path.open("wb") as file:
                take(registry, file, [])
            rows: dict[str, list[dict[str, object]]] = {"core_received_file": [], "core_leader": []}

            def keep(table: str, lines: list[bytes], rows: dict[str, list[dict[str, object]]] = rows) -> None:
                if table in rows:
                    rows[table] += [values_of(metadata.tables[table], line) for line in lines]

            manifest = check(registry, path, [], rows=keep)
            path.unlink()
            keys = [str(row["key"]) for row in rows["core_received_file"]]
            assert len(keys) == len(rows["core_leader"])
            assert {f"{key[:2]}/{key}" for key in keys} == set(manifest.files)
            assert (manifest.missing, manifest.deleted) == ([], [])
            seen.append(len(keys))
    finally:
        ended.set()
        thread.join()

    assert seen == sorted(seen)
    assert seen[-1] > seen[0]  # it was written meanwhile


def test_file_that_is_lost_is_named(stage: Stage) -> None:
    """One that was deleted is not in a backup; one that rows name still is said to be missing."""
    files = FILES.of(stage.app.registry)
    key = files.put(b"", ".bin")
    stage.run(lambda request: request.dbsession.add(ReceivedFile(key=key, received_at=NOON)))
    files.delete(key)

    manifest = take(stage.app.registry, io.BytesIO(), [])

    assert manifest.missing == [f"{key[:2]}/{key}"]
