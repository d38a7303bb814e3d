"""What Telegram shows of the bot: told in every language, and again only when it has changed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyramid.router import Router
from tests.applications import Applications, place

from kalenner.plugins import load_plugins
from kalenner.screens.registry import ChatCommand, commands_of
from kalenner.testing import go
from kalenner.units import run_unit
from kalenner_playground.fake_telegram import TOKEN
from kalenner_telegram.models import BotProfile
from kalenner_telegram.profile import profile_of, publish_profile


@pytest.fixture
def app(applications: Applications, tmp_path: Path, sqlite_template: Path, telegram) -> Iterator[Router]:
    """An application that knows the bot of that Telegram."""
    database = shutil.copy(sqlite_template, tmp_path / "kalenner.sqlite")
    values = {**place(tmp_path, f"sqlite:///{database}"), "telegram.token": TOKEN}
    with applications.lend(load_plugins(off=("playground",)), values, None) as app:
        bot_id = telegram.bot["id"]
        run_unit(app, "command/test", lambda request: request.dbsession.add(_profile(request, bot_id)))
        yield app


def _profile(request, bot_id: int) -> BotProfile:
    return BotProfile(id=bot_id, username="x_bot", told=None, seen_at=request.clock.now())


def told(telegram) -> list[str]:
    """The calls that told something, in order."""
    return [call["method"] for call in telegram.journal.calls() if call["method"].startswith("setMy")]


ROUND = ["setMyCommands", "setMyDescription", "setMyShortDescription"]


def test_commands_and_descriptions_are_told_in_every_language(run, bot, telegram, app):
    run(publish_profile(app, bot))

    assert told(telegram) == ROUND * 4
    for language in ("", "fr", "de", "ru"):
        assert [item["command"] for item in telegram.profile.commands(None, language)][:2] == [
            "start",
            "menu",
        ]
        assert telegram.profile.words("description", language)
        assert telegram.profile.words("short_description", language)


def test_what_was_told_is_not_told_again(run, bot, telegram, app):
    run(publish_profile(app, bot))
    run(publish_profile(app, bot))

    assert told(telegram) == ROUND * 4


def test_what_has_changed_is_told_again(run, bot, telegram, app):
    run(publish_profile(app, bot))
    extra = {"extra": ChatCommand(go("menu"), "Something new", 90)}
    app.registry["kalenner.commands"] = {**commands_of(app.registry), **extra}

    run(publish_profile(app, bot))

    assert told(telegram) == ROUND * 8
    assert telegram.profile.commands(None, "de")[-1] == {"command": "extra", "description": "Something new"}


@pytest.mark.parametrize("kind", ["too_many_requests", "bad_request", "server_error", "answer_lost"])
def test_refusal_stops_nothing_and_it_is_told_next_time(run, bot, telegram, app, kind):
    telegram.faults.add("setMyDescription", kind)

    run(publish_profile(app, bot))
    run(publish_profile(app, bot))

    assert told(telegram) == [*ROUND[:2], *ROUND * 4]


def test_texts_are_within_telegrams_limits(app):
    for says in profile_of(app.registry).values():
        assert 0 < len(says["description"]) <= 512
        assert 0 < len(says["short"]) <= 120
        assert 0 < len(says["commands"]) <= 100
        assert all(0 < len(label) <= 256 and 0 < len(name) <= 32 for name, label in says["commands"])
