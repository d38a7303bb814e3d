"""Processes that die at any moment of writing, two at once: every page is whole, and in the end the newest.

The negative controls do the same wrongly, and must be found out.
"""

import json
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.conftest import NOON
from tests.plugins.profiles.practice_page import LANGUAGES, Practice

from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.publications import PageFile
from kalenner_profiles.targets import FolderTarget

pytestmark = pytest.mark.slow_on_postgresql

ROOT = Path(__file__).parents[3]
SEED = 20261123
KILLS = 16
PATIENCE = 40
"""Publications after which it would be odd that nobody has died."""
STEPS = 60
"""Of writing one page, about."""
LOADED = re.compile(r'(?:href|src)="/-/page/([^"]+)"')
SAID = re.compile(r"Version (\d+) of the text")


class Writers:
    """Generations of processes."""

    def __init__(self, way: str, values: dict[str, str], folder: Path) -> None:
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.plugins.profiles.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._tell({"way": way, "values": values, "folder": str(folder), "now": NOON.isoformat()})

    def run(self, *steps: int) -> list[int]:
        """Let processes live until each dies at its step, 0 for never; return the signals they died of."""
        self._tell(list(steps))
        assert self._nursery.stdout is not None
        ends: list[int] = json.loads(self._nursery.stdout.readline())
        assert set(ends) <= {0, signal.SIGKILL}
        return ends

    def stop(self) -> None:
        """End the process that makes them."""
        self._nursery.communicate(timeout=30)

    def _tell(self, what: object) -> None:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(what) + "\n")
        self._nursery.stdin.flush()


@pytest.fixture
def begin(practice: Practice, database_url: str, tmp_path: Path) -> Iterator:
    """Start the processes that write a way."""
    values = {
        "kalenner.data_dir": str(tmp_path),
        "database.url": database_url,
        "pages.target": f"file://{practice.folder}",
    }
    started = []

    def start(way: str) -> Writers:
        started.append(Writers(way, values, practice.folder))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def publish(practice: Practice, number: int) -> None:
    """Publish another text, and write nothing; every third time the address changes too."""

    def work(request, provider) -> None:
        request.find_service(ContentService).set_about(provider, f"Version {number} of the text")
        request.find_service(PublicationService).publish(provider)
        if number % 3 == 0:
            request.find_service(PublicationService).change_slug(provider, f"olga-{number % 2}")

    practice.work(work)


def faults(practice: Practice) -> list[str]:
    """What a visitor would find broken now."""
    found = []
    for path in practice.pages():
        page = (practice.folder / path / "index.html").read_text()
        if not page.rstrip().endswith(("</html>", "</a>")):
            found.append(f"{path} is half a page")
        found += [
            f"{path} loads {name}, which is not there"
            for name in LOADED.findall(page)
            if not (practice.folder / "-" / "page" / name).is_file()
        ]
    return found


def live_and_die(practice: Practice, writers: Writers) -> tuple[list[str], list[int], int]:
    """Publish and kill; return what was broken meanwhile, the versions shown in the end, and the deaths."""
    chance = random.Random(SEED)
    practice.stage.app.registry["kalenner.pages"] = FolderTarget(practice.folder)
    broken: list[str] = []
    number = deaths = 0
    while deaths < KILLS:
        number += 1
        publish(practice, number)
        ends = writers.run(chance.randint(1, STEPS), chance.randint(1, STEPS))
        assert signal.SIGKILL in ends or number < PATIENCE, "nobody dies"
        deaths += ends.count(signal.SIGKILL)
        broken += faults(practice)
    writers.run(0, 0)
    broken += faults(practice)
    shown = [
        int(found[1])
        for path in practice.pages()
        if (found := SAID.search((practice.folder / path / "index.html").read_text()))
    ]
    print(f"seed {SEED}: {number} publications, {deaths} deaths, {len(broken)} broken pages")
    return broken, [number - one for one in shown], deaths


def test_killed_at_any_moment_the_page_is_whole_and_in_the_end_the_newest(practice: Practice, begin) -> None:
    broken, behind, _deaths = live_and_die(practice, begin("write_correctly"))

    row = practice.row()
    assert (broken, behind) == ([], [0] * len(LANGUAGES))
    assert row.is_due is False
    assert practice.pages() == sorted(row.paths)
    listed = practice.stage.run(_list_files)
    assert {name for name in practice.files() if not name.startswith(".")} <= set(listed)


def _list_files(request) -> list[str]:
    return list(request.dbsession.scalars(select(PageFile.name)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_control_who_says_so_before_writing_is_found_out(practice: Practice, begin) -> None:
    publish(practice, 1)
    writers = begin("mark_before_writing")
    outcomes = []
    for step in range(24, 60, 3):
        publish(practice, step)
        writers.run(step)
        writers.run(0)
        outcomes.append(shows(practice, step))

    assert False in outcomes


def shows(practice: Practice, number: int) -> bool:
    """Whether the page is there, in this version."""
    path = next(path for path in practice.row().paths if path.startswith("en/"))
    file = practice.folder / path / "index.html"
    return file.is_file() and f"Version {number} of" in file.read_text()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_control_who_writes_into_the_page_is_found_out(practice: Practice, begin) -> None:
    broken, _behind, _deaths = live_and_die(practice, begin("write_in_place"))

    assert any("half a page" in one for one in broken)
