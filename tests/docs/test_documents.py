"""What the documents name is there: files, headings, commands, targets, settings, tasks, libraries."""

import configparser
import re
from collections.abc import Iterator
from pathlib import Path
from pydoc import locate

import pytest
from pyramid.router import Router

from kalenner.app import make_app
from kalenner.cli import COMMANDS, parser
from kalenner.cli.commands import plugin_commands
from kalenner.database import SESSIONS
from kalenner.plugins import HOOKS, load_plugins
from kalenner.settings import INI_VARIABLE, SETTINGS, Source, declared
from kalenner.tasks import tasks_of
from kalenner_playground.fake_telegram import FAKE_TELEGRAM

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
EXAMPLE = "docs/plugin-authors/README.md"
"""The page whose plugin is not installed, so that its settings and tasks are its own."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^ *```.*?^ *```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def code(page: Path) -> list[str]:
    """What stands between backticks, and the blocks that are typed into a shell, line by line."""
    blocks = re.findall(r"^ *```(?:sh)\n(.*?)^ *```", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [*re.findall(r"`([^`\n]+)`", prose(page)), *lines]


def headings(page: Path) -> set[str]:
    """The anchors of a page, as they are made from its headings."""
    found = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Router]:
    """The application with everything that is installed, as ``kalenner up`` makes it."""
    folder = tmp_path_factory.mktemp("documents")
    app = make_app(Source({"kalenner.data_dir": str(folder)}, environ={}), loaded=load_plugins())
    yield app
    FAKE_TELEGRAM.of(app.registry).close()
    SESSIONS.of(app.registry).engine.dispose()


@every_page
def test_links_lead_to_files_and_headings(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _mark, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        if not there.exists() or (anchor and anchor not in headings(there)):
            broken.append(target)

    assert broken == []


@every_page
def test_paths_that_are_named_exist(page: Path) -> None:
    rooms = r"(?:core|plugins|bot_adapter|tests|docs|benchmarks|example)/[\w./-]+"
    named = [one for text in code(page) for one in re.findall(rf"^{rooms}$", text)]
    places = (ROOT, page.parent)

    assert [one for one in named if not any((place / one).exists() for place in places)] == []


@every_page
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = {one for text in code(page) for one in re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", text)}

    assert named - targets == set()


@every_page
def test_commands_exist(page: Path, made: Router) -> None:
    named = [
        one.split() for text in code(page) for one in re.findall(r"(?:^|\s)kalenner ([a-z][a-z -]*)", text)
    ]

    of_plugins = plugin_commands(HOOKS.of(made.registry))

    assert {words[0] for words in named} - {*COMMANDS, *of_plugins} == set()
    for words in named:
        if words[0] == "db":
            parser().parse_args([*words[:3], *(["-m", "why"] if words[1] == "revision" else [])])


@every_page
def test_settings_exist(page: Path, made: Router) -> None:
    items = [item for cls in SETTINGS.of(made.registry).groups() for item in declared(cls)]
    keys, variables = {item.key for item in items}, {item.variable for item in items} | {INI_VARIABLE}
    if str(page.relative_to(ROOT)) == EXAMPLE:
        keys |= {"example.most_notes"}
        variables |= {"KALENNER_EXAMPLE__MOST_NOTES"}
    texts = code(page)
    named = {one for text in texts for one in re.findall(r"\bKALENNER_[A-Z_]*[A-Z]\b", text)}
    groups = "|".join({item.group for item in items} | {"example"})
    written = {one for text in texts for one in re.findall(rf"^(?:{groups})\.[a-z_.]+[a-z](?=$| = )", text)}

    others = {task.name for task in tasks_of(made)}

    assert named - variables == set()
    assert {
        one for one in written - keys - others if not one.endswith(".sqlite") and locate(one) is None
    } == set()


def test_tasks_exist(made: Router) -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    table = page.partition("### Tasks")[2].partition("##")[0]
    named = dict(re.findall(r"^\| `([\w.]+)` \| every (\w+ ?\w*) \|", table, flags=re.MULTILINE))
    often = {1: "minute", 5: "5 minutes", 30: "half hour", 60: "hour"}

    assert named == {task.name: often[task.every_minutes] for task in tasks_of(made)}


@every_page
def test_python_that_is_shown_can_be_parsed(page: Path) -> None:
    for block in re.findall(r"^```python\n(.*?)^```", page.read_text(), flags=re.MULTILINE | re.DOTALL):
        compile(block, str(page), "exec")


def test_every_library_has_its_reason() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    wanted = setup["options"]["install_requires"] + setup["options.extras_require"]["scale"]
    named = {
        re.split(r"[<>=\[]", line)[0] for line in wanted.splitlines() if line and not line.startswith("#")
    }
    page = (ROOT / "docs" / "decisions" / "0008-libraries.md").read_text()
    table = {
        name for cell in re.findall(r"^\| ([^|]+) \|", page, flags=re.MULTILINE) for name in cell.split(", ")
    }
    table = {name.strip() for name in table} | set(re.findall(r"^Optional: (\w+)", page, flags=re.MULTILINE))

    assert named - table == set()
    assert table - named == {"library", "---"}


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"^(\d+)\. \[.+\]\((\d{4})-[\w-]+\.md\)$", (folder / "README.md").read_text(), flags=re.MULTILINE
    )
    files = sorted(path.name[:4] for path in folder.glob("0*.md"))

    assert [number for _place, number in listed] == files
    assert [f"{int(place):04d}" for place, _number in listed] == files


def test_the_tests_of_the_readme_are_those_that_must_pass() -> None:
    ci = [line.strip() for line in (ROOT / ".ci" / "run").read_text().splitlines()]

    assert "make test" in code(ROOT / "README.md")
    assert "make test" in ci
