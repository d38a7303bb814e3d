"""A database belongs to one bot: another's token is refused, and what two bots receive is kept apart."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pyramid.router import Router
from sqlalchemy import select
from tests.applications import Applications, place

from kalenner.cli import main
from kalenner.clock import FixedClock
from kalenner.delivery import ChannelRefused, channels_of
from kalenner.delivery.models import Inbox
from kalenner.lifespan import ADOPTS
from kalenner.plugins import load_plugins
from kalenner.preparation import StartFault
from kalenner.units import run_unit
from kalenner_telegram.models import BotProfile
from kalenner_telegram.ownership import check_owner, remember

UPDATE = {"message": {"chat": {"id": 17, "type": "private"}, "from": {"id": 17}, "text": "hello"}}
REFUSAL = (
    "telegram.token: expected the token of the bot 1001 (@first_bot), whose people and buttons are in this "
    "database, not that of 1002; start once with --adopt to hand them over"
)

MakeBot = Callable[[int], Router]


@pytest.fixture
def bot_of(
    applications: Applications, tmp_path: Path, database_url: str, clock: FixedClock
) -> Iterator[MakeBot]:
    """Make the application with the token of a bot, on one database for all of them."""
    with ExitStack() as lent:

        def make(bot_id: int) -> Router:
            values = {**place(tmp_path, database_url), "telegram.token": token(bot_id)}
            return lent.enter_context(applications.lend(load_plugins(off=("playground",)), values, clock))

        yield make


@pytest.fixture
def first(bot_of: MakeBot) -> Router:
    """The bot whose people and buttons are in the database."""
    app = bot_of(1001)
    run_unit(app, "command/test", lambda request: remember(request, 1001, "first_bot"))
    return app


def token(bot_id: int) -> str:
    return f"{bot_id}:no-bot-anywhere-has-this-token"


def test_empty_database_is_anybodys(bot_of: MakeBot) -> None:
    assert check_owner(bot_of(1002)) == []


def test_same_bot_starts_again(first: Router, bot_of: MakeBot) -> None:
    del first

    assert check_owner(bot_of(1001)) == []


def test_token_of_another_bot_is_refused_in_one_sentence(first: Router, bot_of: MakeBot) -> None:
    del first

    with pytest.raises(StartFault) as refused:
        check_owner(bot_of(1002))

    assert refused.value.faults == [REFUSAL]


def test_bot_alone_refuses_as_well(first: Router, bot_of: MakeBot, run: Callable) -> None:
    del first

    with pytest.raises(ChannelRefused, match="expected the token of the bot 1001"):
        run(channels_of(bot_of(1002).registry)["telegram"].start())


@pytest.mark.parametrize("seconds", [60, 0, -3600])
def test_adopted_data_belongs_to_the_other_bot_from_then_on(
    first: Router, bot_of: MakeBot, clock: FixedClock, seconds: int
) -> None:
    second = bot_of(1002)
    clock.move(seconds)

    ADOPTS.put(second.registry, True)
    assert check_owner(second) == []

    ADOPTS.put(second.registry, False)
    assert check_owner(second) == []
    with pytest.raises(StartFault):
        check_owner(first)


@pytest.mark.usefixtures("first", "own_logs")
@pytest.mark.parametrize("command", ["web", "bot"])
def test_command_ends_before_anything_runs(
    tmp_path: Path, database_url: str, command: str, capsys: pytest.CaptureFixture
) -> None:
    url = database_url.replace("%", "%%")
    (tmp_path / "test.ini").write_text(
        f"[app:main]\nuse = egg:kalenner\nkalenner.data_dir = {tmp_path}\ndatabase.url = {url}\n"
        f"telegram.token = {token(1002)}\n"
    )

    assert main([command, str(tmp_path / "test.ini")]) == 2

    assert REFUSAL in capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bot_that_is_told_to_adopt_hands_the_data_over(
    first: Router, bot_of: MakeBot, tmp_path: Path, database_url: str
) -> None:
    (tmp_path / "test.ini").write_text(
        f"[app:main]\nuse = egg:kalenner\nkalenner.data_dir = {tmp_path}\ndatabase.url = {database_url}\n"
        f"telegram.token = {token(1002)}\ntelegram.base_url = http://127.0.0.1:9/bot\n"
    )
    del first
    command = [sys.executable, "-m", "kalenner", "bot", "--adopt", str(tmp_path / "test.ini")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "Press Ctrl-C to stop.\n" in iter(process.stdout.readline, "")
        process.terminate()
        assert process.wait(30) == 0

    second = bot_of(1002)
    assert check_owner(second) == []


def test_updates_of_two_bots_with_one_number_are_both_stored(first: Router, bot_of: MakeBot) -> None:
    raw = json.dumps({"update_id": 41, **UPDATE}).encode()

    for app in (first, first, bot_of(1002)):
        channels_of(app.registry)["telegram"].receive([raw])

    statement = select(Inbox.bot, Inbox.key).order_by(Inbox.id)
    assert run_unit(first, "command/test", lambda request: list(request.dbsession.execute(statement))) == [
        ("1001", 41),
        ("1002", 41),
    ]


def test_username_stays_until_a_better_one_is_known(first: Router) -> None:
    run_unit(first, "command/test", lambda request: remember(request, 1001))

    statement = select(BotProfile.username)
    assert run_unit(first, "command/test", lambda request: request.dbsession.scalar(statement)) == "first_bot"
