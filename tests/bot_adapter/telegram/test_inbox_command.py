"""``kalenner inbox``: what nobody could read, listed, shown, read again, deleted."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.router import Router
from sqlalchemy import select
from tests.applications import Applications, place
from tests.conftest import NOON

from kalenner.cli import main
from kalenner.clock import CLOCK, FixedClock
from kalenner.delivery import UnreadableUpdate, channels_of, set_aside
from kalenner.delivery.models import Inbox, SetAside
from kalenner.delivery.retention import delete_old
from kalenner.plugins import load_plugins
from kalenner.units import run_unit
from kalenner_playground.fake_telegram import TOKEN

pytestmark = pytest.mark.usefixtures("own_logs")

SECRET_TEXT = "my back hurts"
MESSAGE = {"chat": {"id": 17, "type": "private"}, "text": SECRET_TEXT}


@pytest.fixture
def app(applications: Applications, tmp_path: Path, sqlite_template: Path) -> Iterator[Router]:
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "kalenner.sqlite")
    values = {**place(folder, f"sqlite:///{folder / 'kalenner.sqlite'}"), "telegram.token": TOKEN}
    with applications.lend(load_plugins(off=("playground",)), values, None) as made:
        yield made


@pytest.fixture
def ini(tmp_path: Path) -> str:
    """The same application, for the command line."""
    text = f"[app:main]\nuse = egg:kalenner\nkalenner.data_dir = {tmp_path}/var\ntelegram.token = {TOKEN}\n"
    (tmp_path / "test.ini").write_text(text)
    return str(tmp_path / "test.ini")


def rows(app: Router, *columns: Any) -> list[Any]:
    """Columns of every row, else the payloads of what is set aside."""
    statement = select(*columns or (SetAside.payload,))
    return run_unit(
        app, "command/test", lambda request: list(request.dbsession.execute(statement)), only_reads=True
    )


def receive(app: Router, update: object) -> None:
    channels_of(app.registry)["telegram"].receive([json.dumps(update).encode()])


def test_list_says_why_and_nothing_of_what_is_within(
    app: Router, ini: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(["inbox", "list", ini]) == 0
    assert capsys.readouterr().out == "nothing is set aside\n"
    receive(app, {"update_id": 41, "message": MESSAGE})
    receive(app, {"message": MESSAGE})

    assert main(["inbox", "list", ini]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1  ")
    assert first.endswith("telegram  41  no sender")
    assert second.endswith("telegram  without a number  no update_id")
    assert SECRET_TEXT not in first + second


def test_what_is_set_aside_is_encrypted_and_shown_decrypted(
    app: Router, ini: str, capsys: pytest.CaptureFixture
) -> None:
    update = {"update_id": 41, "message": {**MESSAGE, "text": f"{SECRET_TEXT}\x1b[2J"}}
    receive(app, update)

    assert main(["inbox", "show", "1", ini]) == 0

    shown = capsys.readouterr().out
    assert json.loads(shown) == update
    assert "\x1b" not in shown
    assert SECRET_TEXT.encode() not in rows(app)[0][0]


def test_what_is_no_json_is_shown_quoted(app: Router, ini: str, capsys: pytest.CaptureFixture) -> None:
    channels_of(app.registry)["telegram"].receive([b"\x1b[2J broken {"])

    assert main(["inbox", "show", "1", ini]) == 0

    assert capsys.readouterr().out == '"\\u001b[2J broken {"\n'


def test_retry_keeps_what_nobody_can_read_yet(app: Router, ini: str, capsys: pytest.CaptureFixture) -> None:
    receive(app, {"update_id": 41, "message": MESSAGE})

    assert main(["inbox", "retry", "1", ini]) == 2

    assert capsys.readouterr().err.endswith("inbox retry: nobody can read 1 yet; it stays\n")
    assert len(rows(app)) == 1


def test_retry_puts_what_can_be_read_now_into_the_inbox(
    app: Router, ini: str, capsys: pytest.CaptureFixture
) -> None:
    """An older release may have set aside what this one reads."""
    raw = json.dumps({"update_id": 41, "message": {**MESSAGE, "from": {"id": 17}}}).encode()
    run_unit(
        app,
        "command/test",
        lambda request: set_aside(request, "telegram", [UnreadableUpdate(41, "too new", raw)]),
    )

    assert main(["inbox", "retry", "1", ini]) == 0

    assert capsys.readouterr().out == "received\n1 is deleted\n"
    assert rows(app) == []
    assert rows(app, Inbox.key, Inbox.subject) == [(41, "17")]


def test_drop_deletes_one_and_names_what_is_not_there(
    app: Router, ini: str, capsys: pytest.CaptureFixture
) -> None:
    receive(app, {"update_id": 41, "message": MESSAGE})

    assert main(["inbox", "drop", "1", ini]) == 0
    assert main(["inbox", "drop", "1", ini]) == 2

    assert "expected a number that `kalenner inbox list` shows, not 1" in capsys.readouterr().err
    assert rows(app) == []


def test_it_is_kept_for_a_week(app: Router) -> None:
    clock = FixedClock(NOON)
    CLOCK.put(app.registry, clock)
    receive(app, {"update_id": 41, "message": MESSAGE})

    clock.move(6.9 * 24 * 3600)
    run_unit(app, "task/test", delete_old)
    assert len(rows(app)) == 1
    clock.move(0.2 * 24 * 3600)
    run_unit(app, "task/test", delete_old)

    assert rows(app) == []
