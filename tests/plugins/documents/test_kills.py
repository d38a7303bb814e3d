"""Processes that die at any moment of uploads, replacements and deletions: nothing confirmed is lost, nothing half is
served, and once the task has run nothing is left over. The control does it wrongly, and is found out.
"""

import datetime as dt
import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.conftest import MakeApp
from tests.core.storage import bucket, bucket_server
from tests.people import olga_and_ada
from tests.plugins.documents.killed import content
from tests.plugins.documents.steps import People

from kalenner.files import PRIVATE_FILES, PrivateFileService
from kalenner.files.models import PrivateFile
from kalenner.files.private import delete_transient
from kalenner.people import Provider
from kalenner.security import Tampered
from kalenner.storage import FolderStore, buckets, folders
from kalenner.testing import Stage
from kalenner_documents.models import Document, Version
from kalenner_documents.queries import present_version

ROOT = Path(__file__).parents[3]
SEED = 20261201
VERBS = ("upload", "upload", "replace", "replace", "delete", "clear")
Found = dict[int, int | None]
"""Which content each document has; None for one that is deleted."""


class Processes:
    """Makes processes that do one thing each, and die of it."""

    def __init__(self, values: dict[str, str], folder: Path) -> None:
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.plugins.documents.killed"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._tell({"values": values, "folder": str(folder)})
        assert self._nursery.stdout is not None
        assert self._nursery.stdout.readline() == "ready\n"

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Run one process; return what it has confirmed, and what it died of."""
        self._tell(order)
        assert self._nursery.stdout is not None
        said: dict[str, Any] = json.loads(self._nursery.stdout.readline())
        assert said["signal"] in {0, signal.SIGKILL}
        return said

    def stop(self) -> None:
        """End what makes them."""
        self._nursery.communicate(timeout=30)

    def _tell(self, what: object) -> None:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(what) + "\n")
        self._nursery.stdin.flush()


@pytest.fixture(params=["folder", "bucket"])
def values(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Settings of a store of each kind, which processes share."""
    if request.param == "folder":
        yield {}
        return
    with ExitStack() as stack:
        stack.enter_context(bucket.pretended_bucket(monkeypatch))
        address = stack.enter_context(bucket_server.bucket_address())
        yield {"files.url": f"s3://{bucket.BUCKET}/uploads", "files.s3_endpoint": address}


@pytest.fixture
def people(make_application: MakeApp, values: dict[str, str]) -> People:
    stage = Stage(make_application(**values))
    return People(stage, *olga_and_ada(stage))


@pytest.fixture
def life(people: People, values: dict[str, str], database_url: str, tmp_path: Path) -> Iterator["Life"]:
    settings = {"kalenner.data_dir": str(tmp_path), "database.url": database_url, **values}
    processes = Processes(settings, tmp_path)
    yield Life(people, processes)
    processes.stop()


class Life:
    """One order after the other, and what must be true after each."""

    def __init__(self, people: People, processes: Processes) -> None:
        self._people, self._processes = people, processes
        self._chance = random.Random(SEED)
        self._confirmed: Found = {}
        self._number = self.deaths = 0
        self.faults: list[str] = []
        provider_id = people.olga.provider_id
        account_id = people.stage.run(
            lambda request: request.dbsession.get_one(Provider, provider_id).account_id
        )
        self._owner = {"provider": provider_id, "account": account_id}

    def pass_with_deaths(self, deaths: int, way: str = "receive") -> None:
        """Let processes die until there were so many deaths."""
        steps = {verb: self.do(verb, way)["steps"] for verb in VERBS}
        while self.deaths < deaths:
            verb = self._chance.choice(VERBS)
            said = self.do(verb, way, self._chance.randint(1, steps[verb]))
            self.deaths += said["signal"] == signal.SIGKILL
        print(f"seed {SEED}: {self._number} orders, {self.deaths} deaths, {len(self.faults)} faults")

    def do(self, verb: str, way: str, step: int = 0) -> dict[str, Any]:
        """Give an order, and look at what is there afterwards."""
        self._number += 1
        living = sorted(key for key, number in self._confirmed.items() if number is not None)
        if not living and verb in {"replace", "delete"}:
            verb = "upload"
        order = {"verb": verb, "way": way, "step": step, "number": self._number, **self._owner}
        if verb in {"replace", "delete"}:
            order["document"] = self._chance.choice(living)
        said = self._processes.run(order)
        self._compare(order, said)
        return said

    def _compare(self, order: dict[str, Any], said: dict[str, Any]) -> None:
        found = self._people.stage.run(self._look)
        after = dict(self._confirmed)
        if order["verb"] in {"replace", "delete"}:
            after[order["document"]] = None if order["verb"] == "delete" else order["number"]
        for key in {*found, *self._confirmed}:
            is_new = order["verb"] == "upload" and key not in self._confirmed
            allowed = {order["number"]} if is_new else {after.get(key, -1)}
            if "confirmed" not in said and not is_new:
                allowed |= {self._confirmed.get(key, -1)}
            if found.get(key, -1) not in allowed:
                self.faults.append(f"{order}: document {key} has {found.get(key, -1)}, not one of {allowed}")
        if order["verb"] == "upload" and "confirmed" in said and said["confirmed"] not in found:
            self.faults.append(f"{order}: {said['confirmed']} is lost")
        self._confirmed = found

    def _look(self, request: Request) -> Found:
        """Read every document whole, as it would be served."""
        service, found = request.find_service(PrivateFileService), {}
        for document in request.dbsession.scalars(select(Document)):
            found[document.id] = None
            if document.deleted_at is None:
                file = present_version(request.dbsession, document).file
                try:
                    data = b"".join(service.open(file).read())
                except Tampered as fault:
                    self.faults.append(f"document {document.id}: {fault}")
                    continue
                found[document.id] = int(data.partition(b":")[0])
                if data != content(found[document.id]):
                    self.faults.append(f"document {document.id} is not as it was sent")
        return found


def kept(request: Request) -> tuple[set[str], set[str], int]:
    """Return the tokens of files that versions have, those of all rows, and how many rows there are."""
    session = request.dbsession
    used = set(session.scalars(select(PrivateFile.token).join(Version, Version.file_id == PrivateFile.id)))
    rows = list(session.scalars(select(PrivateFile.token)))
    return used, set(rows), len(rows)


def stored(people: People, values: dict[str, str]) -> set[str]:
    """Return the names of everything that is in the store, unfinished parts of uploads as well."""
    objects = PRIVATE_FILES.of(people.stage.app.registry).objects
    if isinstance(objects, FolderStore):
        return {path.name for path in (objects.folder / "private").rglob("*") if path.is_file()}
    import boto3  # import here: optional extra

    client = boto3.client("s3", endpoint_url=values["files.s3_endpoint"])
    parts = client.list_multipart_uploads(Bucket=bucket.BUCKET).get("Uploads", ())
    return {name.rpartition("/")[2] for name in [*bucket.keys(client), *(part["Key"] for part in parts)]}


def clear(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the task two days later."""
    monkeypatch.setattr(folders, "_LEFT_OVER_AFTER", -1)
    monkeypatch.setattr(buckets, "_LEFT_OVER_AFTER", dt.timedelta(seconds=-1))
    people.stage.clock.move(2 * 86_400)
    while delete_transient(people.stage.app, dt.timedelta(hours=1)):
        pass
    PRIVATE_FILES.of(people.stage.app.registry).objects.remove_leftovers()


def check(people: People, life: Life, values: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was lost or half, and after the task nothing is left over."""
    life.do("upload", "receive")
    assert life.faults == []
    clear(people, monkeypatch)
    used, rows, count = people.stage.run(kept)
    assert used
    assert (rows, count) == (used, len(used))
    assert stored(people, values) == used


@pytest.mark.slow_on_postgresql
def test_some_deaths_lose_nothing(
    people: People, life: Life, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    life.pass_with_deaths(8)

    check(people, life, values, monkeypatch)


@pytest.mark.slow
def test_a_hundred_deaths_lose_nothing(
    people: People, life: Life, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    life.pass_with_deaths(100)

    check(people, life, values, monkeypatch)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("values", ["folder"], indirect=True)
def test_control_that_confirms_before_the_bytes_is_found_out(life: Life) -> None:
    life.do("upload", "receive")
    steps = life.do("upload", "say_so_before")["steps"]
    life.do("upload", "say_so_before", steps)

    assert any("are missing" in fault for fault in life.faults)
