"""``kalenner explain`` as whoever runs the system types it, on the sample database of ``kalenner demo-data``."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalenner.cli import main

BERLIN = ZoneInfo("Europe/Berlin")
WITHOUT_PAGES = "kalenner.plugins.off = profiles social_links maps design_templates documents"


def kalenner(*typed: str) -> tuple[int, str]:
    """Run a command as a process of its own; return its exit code and what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KALENNER_")}
    command = [sys.executable, "-m", "kalenner", *typed]
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )
    return ended.returncode, ended.stdout


@pytest.fixture
def ini(tmp_path: Path, sqlite_template: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A configuration without pictures, whose database has every table and the sample people."""
    file = tmp_path / "kalenner.ini"
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "kalenner.sqlite")
    file.write_text(
        f"[app:main]\nuse = egg:kalenner\nkalenner.data_dir = {tmp_path / 'data'}\n{WITHOUT_PAGES}\n"
    )
    assert (main(["demo-data", str(file)]), capsys.readouterr().out) == (0, "sample people added\n")
    return str(file)


def test_explain_says_by_code_why_a_time_is_not_offered_or_that_it_is(
    ini: str, capsys: pytest.CaptureFixture[str]
):
    arguments = ("explain", "physio lena weber", "Klassische Massage")

    # a Monday that is past for good, between two starts
    code, output = kalenner(*arguments, "2020-01-06T10:15", "--client", "Anna", "--ini", ini)
    assert code == 1
    assert output.splitlines() == [
        "2020-01-06T10:15:00+01:00 not offered",
        "- past",
        "- no_start minutes=30 first=2020-01-06T07:00:00+00:00",
    ]

    # a Monday three to four weeks from now: the sample's appointments end before
    today = dt.datetime.now(BERLIN).date()
    monday = today + dt.timedelta(days=28 - today.weekday())
    at_eight = dt.datetime.combine(monday, dt.time(8), BERLIN)
    assert main([*arguments, f"{monday}T08:00", "--ini", ini]) == 0
    assert capsys.readouterr().out == f"{at_eight.isoformat()} offered\n"
