"""Private files: given back byte for byte, bound to their rows, gone with their keys, and nothing left over."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select

from kalenner.clock import FixedClock
from kalenner.files import (
    PRIVATE_FILES,
    FileTooLarge,
    PrivateFileGone,
    PrivateFileService,
    ReceivedPrivateFile,
    account_tenant,
    receive_private,
)
from kalenner.files.models import PrivateFile
from kalenner.files.private import delete_transient
from kalenner.security import CIPHER, Cipher, Tampered
from kalenner.security.file_cipher import HEADER, PLAIN, SEGMENT
from kalenner.security.keys import KEYS
from kalenner.storage import FolderStore
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import Stage
from kalenner.units import run_unit

OLGA, IVAN = "provider:1", "provider:2"
DAY = dt.timedelta(days=1)
MOST = 10_000_000
FIRST = PLAIN - HEADER
FINDINGS = b"Findings of Ada: " + bytes(range(256)) * 600


@pytest.fixture
def app(stage: Stage) -> Router:
    return stage.app


@pytest.fixture
def folder(app: Router) -> Path:
    """The folder of the encrypted bytes."""
    objects = PRIVATE_FILES.of(app.registry).objects
    assert isinstance(objects, FolderStore)
    return objects.folder / "private"


def service(request: Request) -> PrivateFileService:
    found: PrivateFileService = request.find_service(PrivateFileService)
    return found


def received(app: Router, data: bytes = FINDINGS, tenant: str = OLGA) -> ReceivedPrivateFile:
    return receive_private(app, tenant, [data[:100], data[100:]], most=MOST)


def kept(app: Router, data: bytes = FINDINGS, tenant: str = OLGA) -> str:
    token = received(app, data, tenant).token
    run_unit(app, "command/test", lambda request: service(request).keep(token, tenant))
    return token


def row_of(request: Request, token: str) -> PrivateFile:
    row: PrivateFile = request.dbsession.scalars(select(PrivateFile).where(PrivateFile.token == token)).one()
    return row


def read(app: Router, token: str, start: int = 0, end: int | None = None) -> bytes:
    def work(request: Request) -> bytes:
        return b"".join(service(request).open(row_of(request, token)).read(start, end))

    return run_unit(app, "command/test", work)


def change(app: Router, token: str, **values: object) -> None:
    def work(request: Request) -> None:
        for name, value in values.items():
            setattr(row_of(request, token), name, value)

    run_unit(app, "command/test", work)


def tokens(app: Router) -> list[str]:
    query = select(PrivateFile.token).order_by(PrivateFile.id)
    return run_unit(app, "command/test", lambda request: list(request.dbsession.scalars(query)))


def objects(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + PLAIN, FIRST + PLAIN + 1])
def test_what_was_received_is_what_is_read(app: Router, size: int) -> None:
    data = (FINDINGS * 2)[:size]
    file = received(app, data)
    run_unit(app, "command/test", lambda request: service(request).keep(file.token, OLGA))

    assert read(app, file.token) == data
    assert (file.size, file.digest) == (size, hashlib.sha256(data).digest())


def test_a_part_is_read(app: Router) -> None:
    assert read(app, kept(app), FIRST - 5, FIRST + 5) == FINDINGS[FIRST - 5 : FIRST + 5]


def test_nothing_of_a_file_is_seen_in_the_store(app: Router, folder: Path) -> None:
    kept(app)
    (path,) = objects(folder)

    assert b"Findings" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_file_is_read_after_the_keys_were_rotated(app: Router) -> None:
    token = kept(app)
    keys = KEYS.of(app.registry)
    keys.rotate()
    CIPHER.put(app.registry, Cipher(keys))

    assert read(app, token) == FINDINGS


def test_file_that_is_too_large_is_not_kept(app: Router, folder: Path) -> None:
    with pytest.raises(FileTooLarge):
        receive_private(app, OLGA, [bytes(600), bytes(401)], most=1000)

    assert objects(folder) == []


def test_file_that_stops_arriving_goes_within_a_day(app: Router, folder: Path, clock: FixedClock) -> None:
    def interrupted() -> Iterator[bytes]:
        yield bytes(500_000)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive_private(app, OLGA, interrupted(), most=MOST)
    assert objects(folder) == []
    (token,) = tokens(app)
    with pytest.raises(PrivateFileGone):
        run_unit(app, "command/test", lambda request: service(request).keep(token, OLGA))

    clock.move(86_401)
    assert delete_transient(app, DAY) == 1
    assert tokens(app) == []


def test_file_that_nobody_takes_goes_after_a_day(app: Router, folder: Path, clock: FixedClock) -> None:
    token = kept(app)
    untaken = received(app).token
    clock.move(86_399)
    assert delete_transient(app, DAY) == 0
    clock.move(2)
    assert delete_transient(app, DAY) == 1

    with pytest.raises(PrivateFileGone):
        run_unit(app, "command/test", lambda request: service(request).keep(untaken, OLGA))
    assert tokens(app) == [token]
    assert len(objects(folder)) == 1
    assert read(app, token) == FINDINGS


def test_destroyed_file_cannot_be_read_and_its_bytes_go_later(
    app: Router, folder: Path, clock: FixedClock
) -> None:
    token = kept(app)
    run_unit(app, "command/test", lambda request: service(request).destroy(row_of(request, token)))

    with pytest.raises(PrivateFileGone):
        read(app, token)
    assert delete_transient(app, DAY) == 0
    assert len(objects(folder)) == 1

    clock.move(86_400)
    assert delete_transient(app, DAY) == 1
    assert (tokens(app), objects(folder)) == ([], [])


def test_destroying_that_is_rolled_back_leaves_the_file(app: Router) -> None:
    token = kept(app)

    def work(request: Request) -> None:
        service(request).destroy(row_of(request, token))
        raise LookupError

    with pytest.raises(LookupError):
        run_unit(app, "command/test", work)
    assert read(app, token) == FINDINGS


def test_what_is_deleted_is_deleted_again_after_a_kill(app: Router, folder: Path, clock: FixedClock) -> None:
    """The bytes are gone and the row is not, as when the process is killed between the two."""
    received(app)
    for path in objects(folder):
        path.unlink()
    clock.move(86_401)

    assert delete_transient(app, DAY) == 1
    assert tokens(app) == []


def test_the_task_deletes_what_nobody_took(app: Router, folder: Path, clock: FixedClock) -> None:
    received(app)
    clock.move(2 * 86_400)
    (task,) = [task for task in tasks_of(app) if task.name == "files.private"]
    run_task(app, task)

    assert (tokens(app), objects(folder)) == ([], [])


def test_file_that_a_person_sent_is_bound_to_the_professional_who_takes_it(app: Router) -> None:
    sender = account_tenant(7)
    token = received(app, tenant=sender).token
    with pytest.raises(PrivateFileGone):
        take(app, token, account_tenant(8))
    with pytest.raises(PrivateFileGone):
        take(app, token, None)
    take(app, token, sender)
    with pytest.raises(PrivateFileGone):
        take(app, token, sender)

    assert read(app, token) == FINDINGS


def take(app: Router, token: str, received_as: str | None) -> None:
    """Take a file for Olga."""
    run_unit(app, "command/test", lambda request: service(request).keep(token, OLGA, received_as=received_as))


@pytest.mark.parametrize("tenant", [account_tenant(7), IVAN])
def test_file_moved_to_another_tenant_by_hand_does_not_open(app: Router, tenant: str) -> None:
    token = received(app, tenant=account_tenant(7)).token
    take(app, token, account_tenant(7))
    change(app, token, tenant=tenant)

    with pytest.raises(Tampered):
        read(app, token)


def test_file_of_another_tenant_is_not_taken(app: Router) -> None:
    token = received(app, tenant=IVAN).token

    with pytest.raises(PrivateFileGone):
        run_unit(app, "command/test", lambda request: service(request).keep(token, OLGA))


def test_file_moved_to_another_tenant_or_row_does_not_open(app: Router, folder: Path) -> None:
    mine, other = kept(app), kept(app, FINDINGS[::-1], IVAN)
    change(app, other, tenant=OLGA)
    with pytest.raises(Tampered):
        read(app, other)
    change(app, other, tenant=IVAN)

    paths = {path.name: path for path in objects(folder)}
    swapped = paths[mine].read_bytes(), paths[other].read_bytes()
    paths[other].write_bytes(swapped[0])
    with pytest.raises(Tampered):
        read(app, other)

    secret = run_unit(app, "command/test", lambda request: row_of(request, mine).secret)
    change(app, other, secret=secret)
    with pytest.raises(Tampered):
        read(app, other)


@pytest.mark.parametrize("forged", ["shorter", "longer", "cut at a segment", "missing"])
def test_bytes_that_are_not_as_many_are_noticed_before_the_first(
    app: Router, folder: Path, forged: str
) -> None:
    token = kept(app)
    (path,) = objects(folder)
    data = path.read_bytes()
    shapes = {"shorter": data[:-1], "longer": data + b"\0", "cut at a segment": data[:SEGMENT]}
    if forged in shapes:
        path.write_bytes(shapes[forged])
    else:
        path.unlink()

    def work(request: Request) -> None:
        service(request).open(row_of(request, token))

    with pytest.raises(Tampered):
        run_unit(app, "command/test", work)


def test_changed_segment_ends_the_reading_there(app: Router, folder: Path) -> None:
    token = kept(app)
    (path,) = objects(folder)
    data = bytearray(path.read_bytes())
    data[SEGMENT + 5] ^= 1
    path.write_bytes(data)
    given: list[bytes] = []

    def work(request: Request) -> None:
        given.extend(service(request).open(row_of(request, token)).read())

    with pytest.raises(Tampered):
        run_unit(app, "command/test", work)
    assert b"".join(given) == FINDINGS[:FIRST]
