"""A practice is backed up while others write, and restored elsewhere: all of it, and nothing is sent again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyrage import x25519
from pyramid.request import Request
from sqlalchemy import insert, inspect, select
from sqlalchemy.exc import IntegrityError

from kalenner.backup.restoring import HELD_BACK
from kalenner.backup.rows import RowsDigest, read_lines
from kalenner.backup.tables import one_instant
from kalenner.cli import main
from kalenner.database import make_engine, metadata
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.files import FILES
from kalenner.people import Client, ClientService, Provider
from kalenner.testing import Stage
from tests import servers
from tests.conftest import NOON, MakeApp
from tests.core.home.people import client, link_of, professional


@pytest.fixture
def practice(make_application: MakeApp) -> Stage:
    """Olga with a picture, two clients with sealed notes, and a message that waits."""
    stage = Stage(make_application())
    link = link_of(professional(stage))
    for _number in range(2):
        client(stage, link)
    files = FILES.of(stage.app.registry)

    def write(request: Request) -> None:
        clients = request.dbsession.scalars(select(Client)).all()
        for row in clients:
            request.find_service(ClientService).set_note(row, f"note {row.id}")
        request.dbsession.get(Provider, clients[0].provider_id).picture = files.put(b"a picture", ".png")
        request.dbsession.add(
            Outbox(channel="fake", address="1", payload=b"", dedupe="one", priority=1, created_at=NOON)
        )

    stage.run(write)
    return stage


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table, of each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'there.sqlite'}"
        return
    url = servers.create_database()
    yield url
    servers.drop_database(url)


@pytest.fixture
def ini(tmp_path: Path, database_url: str) -> Path:
    """The installation that is backed up."""
    return write_ini(tmp_path / "here.ini", tmp_path, database_url)


@pytest.fixture
def there(tmp_path: Path, other_url: str) -> Path:
    """An empty place with the same keys."""
    return write_ini(tmp_path / "there.ini", tmp_path / "there", other_url, keys=tmp_path / "keys.json")


def write_ini(path: Path, folder: Path, url: str, **values: object) -> Path:
    named = {"kalenner.data_dir": folder, "database.url": url} | (
        {"security.keys_file": values["keys"]} if "keys" in values else {}
    )
    lines = [f"{key} = {str(value).replace('%', '%%')}" for key, value in named.items()]
    path.write_text("\n".join(["[app:main]", "use = egg:kalenner", *lines]))
    return path


def digests(url: str) -> dict[str, str]:
    """What each table holds."""
    found = {}
    engine = make_engine(url)
    with one_instant(engine) as connection:
        there = set(inspect(connection).get_table_names())
        for name in sorted(there & set(metadata.tables)):
            digest = RowsDigest()
            for line in read_lines(connection, metadata.tables[name]):
                digest.add(line)
            found[name] = f"{digest.count} {digest.text}"
    engine.dispose()
    return found


def test_drill(
    practice: Stage, ini: Path, there: Path, database_url: str, other_url: str, tmp_path: Path
) -> None:
    """Encrypted, restored on each engine from each, equal row by row; what waited is not sent."""
    identity = x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"{identity}\n")
    with ini.open("a") as file:
        file.write(f"\nbackup.recipients = {identity.to_public()}\n")
    backup, opens = str(tmp_path / "one.backup"), ["--identity", str(tmp_path / "identity")]

    assert main(["backup", "make", backup, "--ini", str(ini)]) == 0
    before = digests(database_url)
    assert main(["restore", backup, *opens, "--ini", str(there)]) == 0

    assert b"Olga" not in Path(backup).read_bytes()
    after = digests(other_url)
    assert {name for name in before if before[name] != after[name]} == {"core_outbox"}
    engine = make_engine(other_url)
    with engine.connect() as connection:
        assert connection.execute(select(Outbox.state, Outbox.error).where(Outbox.dedupe == "one")).all() == [
            (OutboxState.DEAD, HELD_BACK)
        ]
        (key,) = connection.scalars(select(Provider.picture))
        with pytest.raises(IntegrityError):  # references and guards are there again
            connection.execute(
                insert(Client.__table__).values(provider_id=99, account_id=99, created_at=NOON)
            )
    engine.dispose()
    assert (tmp_path / "there" / "files" / key[:2] / key).read_bytes() == b"a picture"
