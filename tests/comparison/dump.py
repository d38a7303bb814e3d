"""Writes everything a person can see of the sample world, for the checkout it runs in."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.comparison import web
from tests.comparison.crawl import Crawl, written
from tests.comparison.surface import Randomness, World, code_of

LANGUAGES = ("en", "fr", "de", "ru")
PERSONS = {"professional": "1001", "client": "2001", "both": "3001", "newcomer": None}
HOURS = 48
_MEMORY = Path("/dev/shm")


def dump(folder: Path, jobs: int) -> None:
    """Write everything into `folder`, which is emptied first; `jobs` processes share the work."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with temporary() as base:
        make_base(base)
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(partial(_run, base, folder), (*LANGUAGES, "after", "web")))


def _run(base: Path, folder: Path, share: str) -> None:
    """Write one share in a process of its own, so that nothing is remembered from another."""
    command = [sys.executable, "-m", "tests.comparison", "share", str(base), str(folder), share]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    if done.returncode:
        raise SystemExit(f"{share}:\n{done.stderr[-4000:]}")


@contextmanager
def temporary() -> Iterator[Path]:
    """Make a folder in memory where there is room, and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="comparison-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_base(base: Path) -> None:
    """Fill a database with the sample world."""
    folder = base / "world"
    folder.mkdir()
    with Randomness() as randomness:
        world = World(folder, randomness)
        world.fill()
        world.execute("VACUUM INTO ?", str(base / "kalenner.sqlite"))
        world.close()


@contextmanager
def opened(base: Path) -> Iterator[World]:
    """Open a copy of the sample world."""
    with temporary() as folder:
        for name in ("files", "keys.json"):
            place = base / "world" / name
            if place.is_dir():
                shutil.copytree(place, folder / name)
            elif place.exists():
                shutil.copy(place, folder / name)
        shutil.copy(base / "kalenner.sqlite", folder / "kalenner.sqlite")
        with Randomness() as randomness:
            world = World(folder, randomness)
            yield world
            world.close()


def share(base: Path, folder: Path, name: str) -> None:
    """Write one share of the dump: what is seen in one language, what is reached only after a change, or the web."""
    with opened(base) as world:
        if name == "web":
            _web(world, folder)
            return
        saved = world.save()
        if name == "after":
            for who in ("professional", "client"):
                crawl = Crawl(world, world.people("en")[PERSONS[who] or ""], is_close=False, is_deep=True)
                write(folder / f"after-{who}.json", crawl.run())
                saved.restore()
            return
        for who, number in PERSONS.items():
            people = world.people(name)
            person = world.stranger(name) if number is None else people[number]
            # How answers are refused is looked at closely in one language, in the others once a question.
            crawl = Crawl(world, person, answers=who != "both", is_close=name == LANGUAGES[0])
            write(folder / f"screens-{name}-{who}.json", crawl.run())
            saved.restore()
        world.people(name)
        write(folder / f"time-{name}.json", _time(world))


def _web(world: World, folder: Path) -> None:
    """Write the web's pages, what is published, and the names by which buttons lead somewhere."""
    try:
        codes = {code_of(screen): f"{screen} {args}" for screen, args in world.screens()}
        write(folder / "codes.json", codes)
        write(folder / "commands.json", {"commands": "\n".join(world.commands())})
    except (ImportError, AttributeError) as error:  # the rest of the dump is worth having
        write(folder / "codes.json", {"not found": str(error)})
    world.publish()
    write(folder / "published.json", web.published(world))
    write(folder / "web.json", web.pages(world))


def _time(world: World) -> dict[str, str]:
    """Let the hours pass, and keep the messages that come by themselves."""
    told: dict[str, str] = {}
    for hour in range(1, HOURS + 1):
        world.clock.move(3_600)
        before = {subject: len(person.cards) for subject, person in world.stage.people.items()}
        world.run_tasks()
        for subject, person in world.stage.people.items():
            for number, card in enumerate(person.cards[before[subject] :], 1):
                told[f"hour {hour:03} {person.name} {number}"] = world.randomness.strip(written(card))
    return told


def write(path: Path, entries: dict[str, str]) -> None:
    """Write entries as sorted JSON, their text in lines."""
    lines = {key: text.split("\n") for key, text in sorted(entries.items())}
    path.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> dict[str, list[str]]:
    """Read what `write` wrote."""
    entries: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return entries
