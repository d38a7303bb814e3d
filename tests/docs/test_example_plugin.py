"""The example for plugin authors works as it stands, and the page about it shows what its files say."""

import configparser
import os
import re
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from pyramid.router import Router
from tests.conftest import MakeApp
from tests.core.home.people import client, link_of, professional

from kalenner._build import compile_catalogues
from kalenner.database import MigrationSource, check, upgrade
from kalenner.plugins import ENTRY_POINTS, LoadedPlugin, load_plugins
from kalenner.screens import Press
from kalenner.testing import Stage

AUTHORS = Path(__file__).parents[2] / "docs" / "plugin-authors"
EXAMPLE = AUTHORS / "example"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> LoadedPlugin:
    """The plugin, found by the entry point that its setup.cfg declares."""
    compile_catalogues(EXAMPLE)
    monkeypatch.syspath_prepend(str(EXAMPLE))
    setup = configparser.ConfigParser()
    setup.read(EXAMPLE / "setup.cfg")
    name, value = setup["options.entry_points"][ENTRY_POINTS].split(" = ")
    return load_plugins(points=[EntryPoint(name.strip(), value, ENTRY_POINTS)])[0]


def with_tables(app: Router) -> Stage:
    """A stage on an application whose database has the tables of the plugin as well."""
    upgrade(app.registry["kalenner.sessions"].engine, app.registry["kalenner.migrations"])
    return Stage(app)


@on_sqlite
def test_button_shows_the_time_on_both_clocks(make_application: MakeApp, example: LoadedPlugin) -> None:
    stage = with_tables(make_application(example))
    olga = professional(stage, city="Kathmandu")
    ada = client(stage, link_of(olga), city="Berlin")

    ada.press("🕒 Local time")

    shown = "It is now <b>Tue 1 Dec 2026, 12:00 (Berlin) · 16:45 (Kathmandu)</b>."
    assert (str(ada.screen.text), ada.screen.back) == (
        shown,
        Press("specialists.card", {"provider": 1}),
    )


@on_sqlite
def test_its_tables_are_what_its_models_say(make_application: MakeApp, example: LoadedPlugin) -> None:
    app = make_application(example)
    stage = with_tables(app)

    assert (
        check(stage.app.registry["kalenner.sessions"].engine, MigrationSource("example", "kalenner_example"))
        == []
    )


@on_sqlite
def test_time_of_a_stranger_is_not_available(make_application: MakeApp, example: LoadedPlugin) -> None:
    stage = with_tables(make_application(example))
    professional(stage)
    stranger = stage.person("Stranger")
    stranger.send("/start")

    stranger.press_data(Press("example.time", {"provider": 1}))

    assert stranger.screen.notice is not None
    assert stranger.screen.notice.text == "Not available."


@on_sqlite
def test_button_is_gone_with_the_plugin(make_application: MakeApp) -> None:
    stage = Stage(make_application())
    ada = client(stage, link_of(professional(stage)))

    assert not [label for row in ada.labels for label in row if "Local time" in label]


def test_its_own_tests_pass() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(EXAMPLE / "tests")],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(EXAMPLE), *filter(None, [os.environ.get("PYTHONPATH")])]),
        },
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.returncode, done.stdout.splitlines()[-1].split(" in ")[0]) == (0, "3 passed"), done.stdout


def test_page_shows_what_the_files_say() -> None:
    page = (AUTHORS / "README.md").read_text()
    shown = re.findall(r"^`(example/[\w/.]+)`:?\n\n```\w*\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    files = [path for path in EXAMPLE.rglob("*") if path.suffix in {".py", ".cfg", ".toml", ".po"}]

    assert sorted(name for name, _text in shown) == sorted(str(path.relative_to(AUTHORS)) for path in files)
    assert dict(shown) == {name: (AUTHORS / name).read_text() for name, _text in shown}


def test_guide_leads_from_an_empty_folder_to_an_installed_wheel(tmp_path: Path) -> None:
    """What the page says is written and typed; the wheel is installed beside the platform, and it is on."""
    page = (AUTHORS / "README.md").read_text()
    folder, site = tmp_path / "example", tmp_path / "site"
    for name, text in re.findall(
        r"^`(example/[\w/.]+)`:?\n\n```\w*\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    compiling = next(line for line in page.splitlines() if line.startswith("pybabel compile"))
    environ = {**os.environ, "KALENNER_DATA_DIR": str(tmp_path / "data")}

    def run(*words: str, cwd: Path = folder, more: str = "") -> str:
        path = os.pathsep.join(filter(None, [more, os.environ.get("PYTHONPATH", "")]))
        done = subprocess.run(
            [sys.executable, *words],
            cwd=cwd,
            env={**environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("-m", "babel.messages.frontend", *compiling.split()[1:])
    run("-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "-w", "dist", ".")
    (wheel,) = (folder / "dist").glob("*.whl")
    run("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(site), str(wheel))

    assert "example" in run("-m", "kalenner", "db", "upgrade", cwd=tmp_path, more=str(site))
    listed = run("-m", "kalenner", "plugins", cwd=tmp_path, more=str(site))
    assert "example  1.0  Local time of specialists" in listed
    assert "example  broken" not in listed
