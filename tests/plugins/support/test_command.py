"""``kalenner support``: the tickets without the bot."""

from argparse import ArgumentParser

import pytest
from tests.plugins.support.steps import People, ask

from kalenner_support.command import arguments, run


def command(people: People, *words: str) -> int:
    parser = ArgumentParser()
    arguments(parser)
    return people.stage.run(lambda request: run(request, parser.parse_args([*words])))


def test_tickets_are_listed_shown_and_closed(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    ask(people.ada, "Where is the calendar?")

    assert command(people, "list") == 0
    assert capsys.readouterr().out == "#1  open  question  client  en  2026-12-01 11:00 UTC\n"
    assert command(people, "show", "1") == 0
    assert capsys.readouterr().out.endswith("2026-12-01 11:00 UTC  person\nWhere is the calendar?\n")
    assert command(people, "close", "1") == 0
    assert people.ticket().state == "solved"
    assert command(people, "list") == 0
    assert capsys.readouterr().out == ""


def test_ticket_that_does_not_exist_is_said_to_be_none(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(people, "show", "7") == 2
    assert "there is no ticket 7" in capsys.readouterr().out
