"""Segments of files in any order, and keys that rotate meanwhile: what is read is the file, or a beginning and a fault."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyramid.router import Router

from kalenner.files import PRIVATE_FILES, receive_private
from kalenner.security import KEYS, Tampered
from kalenner.security.file_cipher import SEGMENT
from kalenner.security.sealed_columns import reseal
from kalenner.storage import FolderStore
from kalenner.testing import Stage
from kalenner.units import run_unit
from tests.core.files.test_private import FINDINGS, IVAN, OLGA, change, kept, read, row_of, service

SEED = 2712
FORGERIES = 300
LONG = FINDINGS * 3
"""Eight segments, of which six are alike but for their place."""
OTHER = LONG[::-1]


def path_of(app: Router, token: str) -> Path:
    store = PRIVATE_FILES.of(app.registry)
    assert isinstance(store.objects, FolderStore)
    return store.objects.path_of(store.path_of(token))


def segments(data: bytes) -> list[bytes]:
    return [data[start : start + SEGMENT] for start in range(0, len(data), SEGMENT)]


def given_out(app: Router, token: str) -> tuple[bytes, bool]:
    """Return what a reader gets, and whether a fault ended it."""
    given: list[bytes] = []

    def work(request) -> None:
        given.extend(service(request).open(row_of(request, token)).read())

    try:
        run_unit(app, "command/test", work)
    except Tampered:
        return b"".join(given), True
    return b"".join(given), False


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_segments_that_were_moved_are_refused_or_read_and_never_garbage(stage: Stage) -> None:
    app, chance = stage.app, random.Random(SEED)
    token = kept(app, LONG)
    true = path_of(app, token).read_bytes()
    mine = segments(true)
    strange = [
        segments(path_of(app, other).read_bytes())
        for other in (kept(app, LONG), kept(app, OTHER), kept(app, LONG, IVAN))
    ]
    pool = [*mine, *(one for file in strange for one in file), mine[0][:1], mine[-1][:-1], b"\0" * 28]
    print(f"seed {SEED}")
    for number in range(FORGERIES):
        forged = list(mine)
        for _change in range(chance.randint(1, 3)):
            place = chance.randrange(len(forged) + 1)
            kind = chance.randrange(4)
            if kind == 0:
                forged[place : place + 1] = [chance.choice(pool)]
            elif kind == 1:
                forged.insert(place, chance.choice(pool))
            elif kind == 2:
                del forged[place : place + 1]
            else:
                chance.shuffle(forged)
        if number % 50 == 0:
            KEYS.of(app.registry).rotate()
        stored = b"".join(forged)
        path_of(app, token).write_bytes(stored)
        given, is_fault = given_out(app, token)

        assert LONG.startswith(given), (number, len(given))
        assert is_fault is (stored != true), number


def test_keys_that_rotate_while_a_file_arrives_and_is_read_change_nothing(stage: Stage) -> None:
    app = stage.app

    def arriving() -> Iterator[bytes]:
        yield FINDINGS[:70_000]
        KEYS.of(app.registry).rotate()
        reseal(app)
        yield FINDINGS[70_000:]

    token = receive_private(app, OLGA, arriving(), most=10**6).token
    run_unit(app, "command/test", lambda request: service(request).keep(token, OLGA))
    opened = run_unit(app, "command/test", lambda request: service(request).open(row_of(request, token)))
    parts = opened.read()
    first = next(parts)
    KEYS.of(app.registry).rotate()
    assert reseal(app).done == 1

    assert first + b"".join(parts) == FINDINGS
    assert read(app, token) == FINDINGS


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_files_are_read_while_keys_rotate_all_the_time(stage: Stage) -> None:
    app = stage.app
    tokens = [kept(app, data) for data in (FINDINGS, OTHER)]

    def rotate() -> int:
        done = 0
        for _round in range(10):
            KEYS.of(app.registry).rotate()
            done += reseal(app).done
        return done

    def look() -> bool:
        return all(
            read(app, token) == data
            for _round in range(15)
            for token, data in zip(tokens, (FINDINGS, OTHER), strict=True)
        )

    with ThreadPoolExecutor(3) as threads:
        rotating, *looking = [threads.submit(rotate), threads.submit(look), threads.submit(look)]
        assert [each.result(60) for each in looking] == [True, True]
        assert rotating.result(60) == 20


def test_secret_of_another_row_does_not_open(stage: Stage) -> None:
    app = stage.app
    mine, other = kept(app), kept(app, OTHER)
    KEYS.of(app.registry).rotate()
    secret = run_unit(app, "command/test", lambda request: row_of(request, other).secret)
    change(app, mine, secret=secret)
    assert given_out(app, mine) == (b"", True)
    result = reseal(app)

    assert (result.done, result.faulty) == (1, 1)
    assert given_out(app, mine) == (b"", True)
    assert read(app, other) == OTHER
