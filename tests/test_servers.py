import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import servers

ROOT = Path(__file__).parents[1]


def names(server: servers.Server) -> list[str]:
    engine = create_engine(server.url.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        found = list(
            connection.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'kalenner_test_%'"))
        )
    engine.dispose()
    return found


def test_programs_of_the_wheel_make_a_server_too() -> None:
    server = servers.start(servers.find_programs("wheel"))
    try:
        url = server.create_database()
        assert [url.split("?")[0].rsplit("/", 1)[1]] == names(server)
        server.drop_database(url)
        assert names(server) == []
    finally:
        server.stop()


def test_programs_behind_a_closed_folder_are_copied(tmp_path: Path) -> None:
    package = servers.find_programs("wheel").parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / folder.name).symlink_to(folder)
    tmp_path.chmod(0o700)
    server = servers.start(tmp_path / package.name / "pginstall18" / "bin")
    try:
        assert server.version().startswith("18.")
        folder = Path(str(server.url.query["host"]))
        started_as_somebody_else = os.geteuid() == 0
        assert (folder / "programs").is_dir() is started_as_somebody_else
    finally:
        server.stop()
    assert not folder.exists()


def test_copy_of_a_template_has_its_rows() -> None:
    def build(url: str) -> None:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE room AS SELECT 'blue' AS name"))
        engine.dispose()

    copies = [servers.create_database(servers.template("rooms", build)) for _ in range(2)]

    for url in copies:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT name FROM room")) == "blue"
        engine.dispose()
        servers.drop_database(url)


def build_rooms(url: str) -> None:
    change(
        url,
        "CREATE TABLE floor AS SELECT 1 AS number",
        "CREATE TABLE room (id serial PRIMARY KEY, name text NOT NULL)",
    )


def change(url: str, *statements: str) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def rooms(url: str) -> list[tuple[int, str]]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = [(row.id, row.name) for row in connection.execute(text("SELECT id, name FROM room"))]
    engine.dispose()
    return found


@pytest.fixture
def template() -> str:
    return servers.template("rooms to lend", build_rooms)


def test_database_that_was_given_back_is_lent_again_without_rows(template: str) -> None:
    first = servers.lend_copy(template)
    change(first, "INSERT INTO room (name) VALUES ('blue'), ('red')")
    servers.give_back(first)

    second = servers.lend_copy(template)
    change(second, "INSERT INTO room (name) VALUES ('green')")

    assert second == first
    assert rooms(second) == [(1, "green")]
    servers.give_back(second)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE wing (id int)",
        "ALTER TABLE room ALTER name DROP NOT NULL",
        "DROP TABLE room",
        "UPDATE floor SET number = 2",
        "DELETE FROM floor",
    ],
)
def test_database_of_which_more_than_rows_was_changed_is_not_lent_again(
    template: str, statement: str
) -> None:
    first = servers.lend_copy(template)
    change(first, statement)
    servers.give_back(first)

    second = servers.lend_copy(template)

    assert second != first
    assert first.split("?")[0].rsplit("/", 1)[1] not in names(servers.postgresql())
    servers.give_back(second)


def test_database_that_somebody_holds_a_lock_of_is_emptied_of_them_too(template: str) -> None:
    url = servers.lend_copy(template)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    connection = engine.connect()
    connection.execute(text("LOCK TABLE room"))
    servers.give_back(url)

    again = servers.lend_copy(template)

    assert rooms(again) == []
    connection.invalidate()
    connection.close()
    engine.dispose()
    servers.give_back(again)


@pytest.mark.parametrize("ending", ["end", "raise", "interrupt", "kill"])
def test_nothing_is_left_however_the_tests_end(ending: str, tmp_path: Path) -> None:
    program = (
        "import sys; from tests import servers; print(servers.postgresql().url.query['host'], flush=True)\n"
        "how = sys.stdin.readline().strip()\n"
        "if how == 'raise': raise SystemExit(1)"
    )
    environment = {key: value for key, value in os.environ.items() if key != servers.DSN_VARIABLE}
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert (folder / "data" / "postmaster.pid").is_file()

    if ending in ("interrupt", "kill"):
        process.send_signal({"interrupt": signal.SIGINT, "kill": signal.SIGKILL}[ending])
    process.communicate(f"{ending}\n" if ending in ("end", "raise") else None)

    wait_until_gone(folder)
    assert not folder.exists()


def wait_until_gone(folder: Path) -> None:
    """Give the watchdog of a killed process the moment it needs."""
    subprocess.run(
        ["sh", "-c", 'for _ in $(seq 300); do [ -e "$1" ] || exit 0; sleep 0.1; done', "wait", folder]
    )
