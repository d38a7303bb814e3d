"""Twenty broken configurations: one line each, naming file, key and expectation; no traceback."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kalenner.cli import main

INI = "[app:main]\nuse = egg:kalenner\n"

BROKEN = {
    "a port that is a word": ("web.port = many", {}, "web.port: expected a port from 1 to 65535, not 'many'"),
    "a port out of range": ("web.port = 70000", {}, "web.port: expected a port from 1 to 65535, not '70000'"),
    "a port in other digits": ("web.port = １２３４", {}, "web.port: expected a port from 1 to 65535"),
    "too few threads": ("web.threads = 1", {}, "web.threads: expected a number from 8 to 256, not '1'"),
    "an unknown key": ("web.prot = 80", {}, "web.prot: expected a known setting"),
    "an unknown key without a group": ("port = 80", {}, "port: expected a known setting"),
    "an unknown variable": (
        "",
        {"KALENNER_WEB_PORT": "80"},
        "environment: KALENNER_WEB_PORT: expected a known setting",
    ),
    "a bad variable": ("", {"KALENNER_WEB__PORT": "x"}, "environment: KALENNER_WEB__PORT: expected a port"),
    "another database": (
        "database.url = mysql://localhost/x",
        {},
        "database.url: expected a sqlite or postgresql URL, not a secret value",
    ),
    "a queue that is no redis": ("queue.url = amqp://localhost", {}, "queue.url: expected a redis URL"),
    "files elsewhere": (
        "files.url = ftp://localhost/x",
        {},
        "files.url: expected file:///folder or s3://bucket/prefix",
    ),
    "a public URL without scheme": (
        "web.public_url = example.org",
        {},
        "web.public_url: expected an http or https URL without a path, not 'example.org'",
    ),
    "a log level": ("log.level = LOUD", {}, "log.level: expected DEBUG, INFO, WARNING or ERROR, not 'LOUD'"),
    "a log format": ("log.format = xml", {}, "log.format: expected text or json, not 'xml'"),
    "a token that is none": (
        "telegram.token = secret",
        {},
        "telegram.token: expected a bot token as BotFather gives it, not a secret value",
    ),
    "a mode": ("telegram.mode = push", {}, "telegram.mode: expected polling or webhook, not 'push'"),
    "a webhook without its settings": (
        "telegram.mode = webhook",
        {},
        "telegram.webhook_secret: expected a secret, because telegram.mode is webhook",
    ),
    "a base URL": (
        "telegram.base_url = https://localhost",
        {},
        "telegram.base_url: expected an http or https URL that ends in /bot",
    ),
    "a required plugin that is not there": (
        "kalenner.plugins.required = chat2",
        {},
        "kalenner.plugins.required: there is no plugin chat2",
    ),
    "a data folder that is a file": (
        "kalenner.data_dir = {file}",
        {},
        "kalenner.data_dir: expected the path of a folder",
    ),
    "a truth": (
        "kalenner.trace_hooks = maybe",
        {},
        "kalenner.trace_hooks: expected true or false, not 'maybe'",
    ),
    "a data folder below a file": (
        "kalenner.data_dir = {file}/var",
        {},
        "kalenner.data_dir: expected a folder we may write",
    ),
}


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Run a command in a folder of its own, with nothing else in the environment."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **environ: str) -> Done:
        for name in [name for name in os.environ if name.startswith("KALENNER_")]:
            monkeypatch.delenv(name)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    return run


@pytest.mark.figure("F18")
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_configuration_is_one_line_for_each_mistake(case: str, tmp_path: Path, run):
    line, environ, expected = BROKEN[case]
    (tmp_path / "file").write_text("")
    (tmp_path / "broken.ini").write_text(INI + line.format(file=tmp_path / "file") + "\n")

    done = run("up", "broken.ini", **environ)

    mistakes = done.stderr.strip().splitlines()
    assert done.returncode == 2
    assert [one for one in mistakes if expected in one], done.stderr
    assert "Traceback" not in done.stderr
    place = "environment" if "environment" in expected else "broken.ini"
    assert all(one.startswith(place) or "because" in one for one in mistakes)


@pytest.mark.figure("F18")
def test_all_mistakes_are_named_at_once(tmp_path: Path, run):
    (tmp_path / "broken.ini").write_text(INI + "web.port = x\nlog.level = y\nlog.such = z\n")

    done = run("up", "broken.ini", KALENNER_WEB__THREADS="0")

    assert sorted(line.split(": expected")[0] for line in done.stderr.strip().splitlines()) == [
        "broken.ini: log.level",
        "broken.ini: log.such",
        "broken.ini: web.port",
        "environment: KALENNER_WEB__THREADS",
    ]


@pytest.mark.figure("F18")
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("missing.ini", None, "missing.ini: expected an ini file, there is none"),
        ("empty.ini", "", "empty.ini: expected an ini file with a section [app:main]"),
        ("torn.ini", "[app:main\nx", "torn.ini: expected an ini file with a section [app:main]"),
        ("binary.ini", "\x00\x01\udcff", "binary.ini: expected an ini file with a section [app:main]"),
    ],
)
def test_a_file_that_is_no_ini_is_one_line(name, content, expected, tmp_path: Path, run):
    if content is not None:
        (tmp_path / name).write_bytes(content.encode("utf-8", "surrogateescape"))

    done = run("up", name)

    assert (done.returncode, done.stderr.strip().startswith(expected)) == (2, True), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_printed_settings_are_a_configuration(tmp_path: Path, run):
    printed = run("settings")
    (tmp_path / "printed.ini").write_text(printed.stdout)

    assert (printed.returncode, run("settings", "printed.ini").stdout) == (0, printed.stdout)


def test_the_environment_wins_over_the_file(tmp_path: Path, run):
    (tmp_path / "some.ini").write_text(INI + "web.port = 7000\n")

    done = run("settings", "some.ini", KALENNER_WEB__PORT="7001")

    assert "\nweb.port = 7001\n" in done.stdout


def test_the_environment_names_the_file_where_none_is_given(tmp_path: Path, run):
    for name, port in (("one.ini", 7000), ("other.ini", 7001)):
        (tmp_path / name).write_text(INI + f"web.port = {port}\n")
    named = str(tmp_path / "one.ini")

    done = run("settings", KALENNER_INI=named)
    assert ("\nweb.port = 7000\n" in done.stdout, done.stderr) == (True, "")
    assert "\nweb.port = 7001\n" in run("settings", "other.ini", KALENNER_INI=named).stdout
    assert "expected an ini file, there is none" in run("plugins", KALENNER_INI="/nowhere.ini").stderr


def test_the_embedded_default_is_written_out(run):
    root = Path(__file__).parents[2]
    written = [line for line in (root / "development.ini").read_text().splitlines() if "data_dir" not in line]
    printed = [line for line in run("settings").stdout.splitlines() if "data_dir" not in line]

    assert written == printed


def test_a_mistake_is_no_traceback_in_a_process_of_its_own(tmp_path: Path):
    (tmp_path / "broken.ini").write_text(INI + "web.port = x\n")

    done = subprocess.run(
        [sys.executable, "-m", "kalenner", "up", "broken.ini"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "broken.ini: web.port: expected a port from 1 to 65535, not 'x'\n"


def test_what_may_be_empty_may_be_written_empty(tmp_path: Path, run):
    (tmp_path / "empty.ini").write_text(
        INI + "web.public_url =\nqueue.url =\nfiles.url =\ntelegram.token =\ndatabase.url =\n"
    )

    assert run("settings", "empty.ini").returncode == 0
