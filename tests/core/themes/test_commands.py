"""``kalenner theme``, and what the preview answers."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.core.themes.theme_files import PAGE, write
from webtest import TestApp

from kalenner.cli import main
from kalenner.themes.discovery import installed_places
from kalenner.themes.preview import Preview


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_new_says_the_next_two_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theme", "new", "meadow"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "    kalenner theme preview meadow",
        "    kalenner theme check meadow",
    ]


@pytest.mark.parametrize("name", ["Meadow", "../meadow", "", "1st"])
def test_new_refuses_names_that_are_none(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theme", "new", name, "folder"]) == 2
    assert "expected a name of small letters" in capsys.readouterr().err


def test_new_writes_over_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here / "meadow", {})

    assert main(["theme", "new", "meadow"]) == 2
    assert capsys.readouterr().err == "meadow: error: expected a folder that is new or empty\n"


def test_check_ends_with_1_and_names_file_and_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here / "meadow", {"templates/page.pt": f"{PAGE}\n<script>alert(1)</script>"})

    assert main(["theme", "check", "meadow"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "meadow/templates/page.pt:2: error: <script> is not allowed",
        "meadow: 1 error",
    ]


def test_check_ends_with_1_where_a_theme_cannot_be_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here / "meadow", {"theme.toml": "name = 1"})

    assert main(["theme", "check", "meadow"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "meadow/theme.toml:1: fatal: name: expected a text"


def test_check_ends_with_2_where_there_is_no_theme(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["theme", "check", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("nowhere: expected a folder with a theme.toml, or one of ")


def test_help_imports_nothing_of_themes() -> None:
    code = "import sys; from kalenner.cli import parser; parser(); print('chameleon' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert done.stdout == "False\n"


@pytest.fixture
def preview(here: Path) -> TestApp:
    """The preview of a theme of ours."""
    places = {**installed_places(), "meadow": write(here / "meadow", {"styles/a.css": "a { color: red }"})}
    return TestApp(Preview(places, ["meadow"]), extra_environ={"HTTP_HOST": "localhost:8090"})


def test_index_leads_to_every_sample_in_every_language(preview: TestApp) -> None:
    links = preview.get("/").text

    assert links.count('href="/view?') == 10 * 4


def test_view_shows_a_page_at_two_widths(preview: TestApp) -> None:
    assert preview.get("/view?theme=meadow&sample=emoji&language=ru").text.count("<iframe") == 2


def test_page_is_what_would_be_published(preview: TestApp) -> None:
    answer = preview.get("/page?theme=meadow&sample=practice&language=de")

    assert ("Lena Hartmann</h1>" in answer.text, "<script" in answer.text) == (True, False)
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    style = answer.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "color:red" in preview.get(style).text


def test_fault_stands_in_place_of_the_page_until_it_is_mended(preview: TestApp, here: Path) -> None:
    template = here / "meadow" / "templates" / "page.pt"
    before = preview.get("/changes").text
    template.write_text("<p>${profile.nothing}</p>")

    broken = preview.get("/page", status=500).text

    assert "templates/page.pt:1: error: profile.nothing: there is no nothing" in broken
    assert preview.get("/changes").text != before
    template.write_text(PAGE)
    assert "Clara Whitfield" in preview.get("/page").text


def test_other_hosts_are_refused(preview: TestApp) -> None:
    preview.get("/", headers={"Host": "evil.example"}, status=403)
