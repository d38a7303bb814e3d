"""``kalenner pages``: what an operator sees and does."""

from argparse import ArgumentParser

import pytest
from tests.plugins.profiles.practice_page import Practice

from kalenner_profiles import command

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def pages(practice: Practice, *typed: str) -> int:
    """Type a command."""
    parser = ArgumentParser()
    command.arguments(parser)
    return practice.stage.run(lambda request: command.run(request, parser.parse_args(typed)))


def test_status_lists_pages_and_what_is_left(practice: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    practice.publish()
    code = pages(practice, "status")
    practice.invite()
    pages(practice, "status")

    target = f"target: file://{practice.folder}"
    line = "olga  theme calm  published 2026-12-01 11:00 UTC"
    assert code == 0
    assert capsys.readouterr().out.splitlines() == [target, f"{line}  written", target, f"{line}  due"]


def test_publish_writes_again_what_stands_there(
    practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    practice.publish()
    file = practice.folder / "en" / "olga" / "index.html"
    good = file.read_text()
    file.write_text("spoilt by hand")
    (practice.folder / "fr" / "olga" / "index.html").unlink()

    assert pages(practice, "publish") == 0
    assert file.read_text() == good
    assert len(practice.pages()) == 4
    assert capsys.readouterr().out == f"1 of 1 pages written to file://{practice.folder}\n"


def test_publish_names_what_is_not_online(practice: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    practice.publish()

    assert pages(practice, "publish", "olga", "nobody") == 2
    assert capsys.readouterr().out == "slug: expected names of pages that are online, not nobody\n"
