"""Appointments that held their buffers hold their time alone after the upgrade, on each database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from tests import servers

from kalenner.database import MigrationSource, make_engine, upgrade

CORE, SCHEDULING = MigrationSource("core", "kalenner"), MigrationSource("scheduling", "kalenner_scheduling")
DAY = 1_796_083_200
"""Midnight of 1 December 2026, UTC."""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/kalenner.sqlite" if is_sqlite else servers.create_database()
    engine = make_engine(url)
    yield engine
    engine.dispose()
    if not is_sqlite:
        servers.drop_database(url)


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MigrationSource:
    """The scheduling tables before holds were without buffers."""
    monkeypatch.syspath_prepend(tmp_path)
    versions = tmp_path / "older_scheduling" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "older_scheduling" / "__init__.py").touch()
    for file in SCHEDULING.versions.glob("2026_11_23_*.py"):
        shutil.copy(file, versions)
    return MigrationSource("scheduling", "older_scheduling")


def at(engine: Engine, minute: int | None) -> str:
    """A minute of the day as SQL."""
    if minute is None:
        return "NULL"
    seconds = DAY + minute * 60
    return str(seconds) if engine.dialect.name == "sqlite" else f"to_timestamp({seconds})"


Row = tuple[int, str, int | None, tuple[int, int], tuple[int | None, int | None]]
ROWS: list[Row] = [
    # id, status, what it moves, its time and what it held, in minutes
    (1, "accepted", None, (600, 660), (570, 705)),
    (2, "pending", 1, (630, 690), (705, 735)),  # within the hold of the first, and beyond
    (3, "accepted", None, (900, 960), (885, 990)),
    (4, "pending", 3, (930, 990), (None, None)),  # lay wholly within it
    (5, "accepted", None, (1100, 1160), (1100, 1160)),
    (6, "pending", 5, (1070, 1130), (1040, 1100)),
    (7, "cancelled", None, (1300, 1360), (1270, 1390)),
    (8, "pending", 7, (1330, 1390), (1300, 1405)),  # nothing stands in its place any more
    (9, "pending", None, (300, 330), (270, 360)),
]
HELD = {
    1: (600, 660),
    2: (660, 690),
    3: (900, 960),
    4: (960, 990),
    5: (1100, 1160),
    6: (1070, 1100),
    8: (1330, 1390),
    9: (300, 330),
}


def insert(engine: Engine, row: Row) -> str:
    """The statement that stores an appointment."""
    id_, status, replaces_id, (start, end), (first, last) = row
    return (
        "INSERT INTO scheduling_appointment (id, provider_id, client_id, service_id, service_name, minutes,"
        " currency, starts_at, ends_at, held_from, held_until, status, created_at, replaces_id, uid)"
        f" VALUES ({id_}, 1, 1, 1, 'Massage', {end - start}, 'EUR', {at(engine, start)}, {at(engine, end)},"
        f" {at(engine, first)}, {at(engine, last)}, '{status}', {at(engine, 0)}, {replaces_id or 'NULL'},"
        f" 'uid-{id_}')"
    )


@pytest.fixture
def upgraded(engine: Engine, older: MigrationSource) -> Engine:
    """What an older release had stored, brought forward."""
    upgrade(engine, [CORE, older])
    with engine.begin() as connection:
        for statement in (
            f"INSERT INTO core_account (id, created_at) VALUES (1, {at(engine, 0)})",
            (
                "INSERT INTO core_provider (id, account_id, nickname, nickname_folded, created_at)"
                f" VALUES (1, 1, 'Olga', 'olga', {at(engine, 0)})"
            ),
            (
                "INSERT INTO core_client (id, provider_id, account_id, created_at)"
                f" VALUES (1, 1, 1, {at(engine, 0)})"
            ),
            (
                "INSERT INTO scheduling_service (id, provider_id, name, minutes, position)"
                " VALUES (1, 1, 'Massage', 60, 1)"
            ),
            *(insert(engine, row) for row in ROWS),
        ):
            connection.execute(text(statement))
    upgrade(engine, [CORE, SCHEDULING])
    return engine


def test_an_appointment_holds_its_time_alone(upgraded: Engine):
    with upgraded.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT id, held_from, held_until FROM scheduling_appointment"
                " WHERE status <> 'cancelled' ORDER BY id"
            )
        ).all()

    seconds = {
        id_: tuple(int(edge if isinstance(edge, int) else edge.timestamp()) for edge in held)
        for id_, *held in rows
    }
    assert seconds == {id_: (DAY + 60 * start, DAY + 60 * end) for id_, (start, end) in HELD.items()}


@pytest.mark.parametrize(("start", "is_free"), [(540, True), (690, True), (659, False), (661, False)])
def test_the_guard_stands_around_the_time_alone(upgraded: Engine, start: int, *, is_free: bool):
    statement = text(insert(upgraded, (10, "accepted", None, (start, start + 30), (start, start + 30))))
    with upgraded.begin() as connection:
        if is_free:
            connection.execute(statement)
        else:
            with pytest.raises(DBAPIError, match="no_overlap"), connection.begin_nested():
                connection.execute(statement)
