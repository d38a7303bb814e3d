"""What an older release left in plain words is sealed by the migration, on each database."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from kalenner.database import MigrationFault, MigrationSource, check, make_engine, upgrade
from kalenner.security import JsonCipher, KeyRing
from tests import servers

CORE = MigrationSource("core", "kalenner")
REVISION = re.compile(r"""^((?:down_)?revision) = ["'](\w+)["']$""", re.MULTILINE)
WORD = "canaryPlain"
PAYLOAD = {"text": WORD}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/kalenner.sqlite"
        return
    url = servers.create_database()
    yield url
    servers.drop_database(url)


@pytest.fixture
def engine(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of the release before."""
    monkeypatch.syspath_prepend(tmp_path)
    versions = tmp_path / "core_before_sealing" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "core_before_sealing" / "__init__.py").touch()
    for file in before_sealing():
        shutil.copy(file, versions)
    engine = make_engine(url)
    upgrade(engine, [MigrationSource("core", "core_before_sealing")])
    yield engine
    engine.dispose()


def before_sealing() -> Iterator[Path]:
    """The revisions that come before the one that seals, which is where it says."""
    declared = {file: dict(REVISION.findall(file.read_text())) for file in CORE.versions.glob("*.py")}
    by_name = {names["revision"]: file for file, names in declared.items()}
    (sealing,) = CORE.versions.glob("*_sealed_payloads.py")
    while (name := declared[sealing].get("down_revision")) is not None:
        sealing = by_name[name]
        yield sealing


def fill(engine: Engine) -> None:
    """Store an open update, a message with and one without a key, and a dialog, all in plain words."""
    now = "1764500000" if engine.dialect.name == "sqlite" else "now()"
    plain = {"plain": json.dumps(PAYLOAD), "list": json.dumps(["owner", WORD])}
    inbox = "INSERT INTO core_inbox (channel, bot, key, subject, payload, state, tries, received_at)"
    outbox = "INSERT INTO core_outbox (channel, address, payload, dedupe, priority, state, tries, created_at)"
    dialog = "INSERT INTO core_dialog (account_id, channel, args, form_args, answers, ticks, draft, version)"
    for statement in (
        f"{inbox} VALUES ('fake', '', 7, 'ada', :plain, 'open', 0, {now})",
        f"{outbox} VALUES ('fake', 'ada', :plain, 'k', 1, 'waiting', 0, {now})",
        f"{outbox} VALUES ('fake', 'bob', :plain, NULL, 1, 'waiting', 0, {now})",
        f"INSERT INTO core_account (created_at) VALUES ({now})",
        f"{dialog} VALUES (1, 'fake', '{{}}', '{{}}', :plain, '[]', :list, 3)",
    ):
        with engine.begin() as connection:
            connection.execute(text(statement), plain)


def test_rows_in_plain_words_are_sealed_for_their_rows(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    cipher = JsonCipher(KeyRing.generate())

    upgrade(engine, [CORE], cipher=cipher)

    def read(statement: str) -> list[Any]:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    ((update,),) = read("SELECT payload FROM core_inbox")
    assert cipher.open(update, table="core_inbox", row="fake:7", tenant="ada") == PAYLOAD
    for payload, dedupe, address in read("SELECT payload, dedupe, address FROM core_outbox"):
        assert cipher.open(payload, table="core_outbox", row=f"fake:{dedupe}", tenant=address) == PAYLOAD
    ((args, answers, draft, version),) = read("SELECT args, answers, draft, version FROM core_dialog")
    binding = {"table": "core_dialog", "tenant": "account:1"}
    assert cipher.open(answers, row="fake:1:answers", **binding) == PAYLOAD
    assert cipher.open(draft, row="fake:1:draft", **binding) == ["owner", WORD]
    assert (args, version) == (None, 3)
    assert check(engine, CORE) == []
    engine.dispose()
    assert WORD.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("kalenner.sqlite*"))


def test_without_the_keys_nothing_that_waits_is_touched(engine: Engine) -> None:
    fill(engine)

    with pytest.raises(MigrationFault, match="kalenner db upgrade"):
        upgrade(engine, [CORE])

    with engine.connect() as connection:
        assert WORD in str(connection.scalar(text("SELECT payload FROM core_inbox")))
