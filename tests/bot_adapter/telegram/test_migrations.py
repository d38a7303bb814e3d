"""Updates that were stored when there was one bot are that bot's, on each database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from tests import servers

from kalenner.database import MigrationSource, check, make_engine, upgrade

CORE, TELEGRAM = MigrationSource("core", "kalenner"), MigrationSource("telegram", "kalenner_telegram")
OLDER = {"core": "2026_11_23_*.py", "telegram": "2026_11_23_first_tables.py"}
ROW = (
    "INSERT INTO core_inbox (channel, key, subject, state, tries, not_before, received_at)"
    " VALUES (:channel, :key, '17', 'open', 0, {now}, {now})"
)


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
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[MigrationSource]:
    """The same sources before there was a bot in the inbox."""
    monkeypatch.syspath_prepend(tmp_path)
    sources = []
    for source in (CORE, TELEGRAM):
        versions = tmp_path / f"older_{source.name}" / "migrations" / "versions"
        versions.mkdir(parents=True)
        (tmp_path / f"older_{source.name}" / "__init__.py").touch()
        for file in source.versions.glob(OLDER[source.name]):
            shutil.copy(file, versions)
        sources.append(MigrationSource(source.name, f"older_{source.name}"))
    return sources


def fill(engine: Engine) -> None:
    """Store what an older release had: two bots, of which the second was seen last, and three updates."""
    now = "1764500000" if engine.dialect.name == "sqlite" else "now()"
    earlier = "1764400000" if engine.dialect.name == "sqlite" else "now() - interval '1 day'"
    with engine.begin() as connection:
        for number, name, seen in ((1001, "old", earlier), (7_000_000_001, "new", now)):
            connection.execute(
                text(f"INSERT INTO telegram_bot (id, username, seen_at) VALUES ({number}, '{name}', {seen})")
            )
        for channel, key in (("telegram", 41), ("telegram", 42), ("other", 41), ("other", 43)):
            connection.execute(text(ROW.format(now=now)), {"channel": channel, "key": key})
        connection.execute(text("DELETE FROM core_inbox WHERE key = 43"))


def test_stored_updates_become_those_of_the_bot_that_was_seen_last(
    engine: Engine, older: list[MigrationSource]
) -> None:
    upgrade(engine, older)
    fill(engine)

    upgrade(engine, [CORE, TELEGRAM])

    with engine.begin() as connection:
        rows = connection.execute(text("SELECT id, channel, bot, key FROM core_inbox ORDER BY id"))
        assert [tuple(row) for row in rows] == [
            (1, "telegram", "7000000001", 41),
            (2, "telegram", "7000000001", 42),
            (3, "other", "", 41),
        ]
    check(engine, CORE)
    check(engine, TELEGRAM)


def test_upgraded_inbox_takes_one_number_from_each_bot_once_and_reuses_no_id(
    engine: Engine, older: list[MigrationSource]
) -> None:
    upgrade(engine, older)
    fill(engine)
    upgrade(engine, [CORE, TELEGRAM])
    now = "1764500000" if engine.dialect.name == "sqlite" else "now()"
    row = ROW.format(now=now).replace("(channel,", "(bot, channel,").replace("(:channel", "(:bot, :channel")
    second, same = ({"bot": bot, "channel": "telegram", "key": 41} for bot in ("1001", "7000000001"))

    with engine.begin() as connection:
        connection.execute(text(row), second)
        assert connection.scalar(text("SELECT id FROM core_inbox WHERE bot = '1001'")) == 5
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(row), same)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            index = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'ix_core_inbox_open'"))
            assert "state = 'open'" in index


def test_database_without_a_bot_is_upgraded_too(engine: Engine, older: list[MigrationSource]) -> None:
    upgrade(engine, older)

    assert upgrade(engine, [CORE, TELEGRAM]) == ["core", "telegram"]
