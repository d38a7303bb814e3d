"""The pages for theme authors: each step works as it stands, and the reference is what the code says."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from kalenner.cli import main
from kalenner.themes import Themes
from kalenner.themes.discovery import installed_places

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "theme-authors" / "README.md").read_text()


def steps() -> dict[str, list[str]]:
    """The blocks of code of each step, by its title."""
    parts = re.split(
        r"^### \d+\. (.+)$", PAGE.partition("## What a template cannot do")[0], flags=re.MULTILINE
    )[1:]
    return {
        title: re.findall(r"^```\w+\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
        for title, text in zip(parts[::2], parts[1::2], strict=True)
    }


def command(line: str) -> int:
    """Run what is typed into a shell."""
    return main(line.split()[1:])


def test_first_theme_works_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "meadow"
    step = steps()

    assert command(step["Make it"][0]) == 0
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == sorted(re.findall(r"^\| `([\w/.-]+)` \|", PAGE, flags=re.MULTILINE))

    manifest = folder / "theme.toml"
    colour = step["Change the colours"][0].strip()
    manifest.write_text(
        re.sub(r"^accent = \"#.*$", colour, manifest.read_text(), count=1, flags=re.MULTILINE)
    )
    (folder / "templates" / "book.pt").write_text(step["Override a macro"][0])
    with (folder / "styles" / "50-meadow.css").open("a") as styles:
        styles.write(step["Style it"][0])
    for language in ("de", "fr", "ru"):
        (folder / "locale" / f"{language}.toml").write_text(step["Say it in four languages"][0])
    capsys.readouterr()

    assert command(step["Check it"][0]) == 0
    assert capsys.readouterr().out.startswith("meadow: nothing to mend; ")
    theme = Themes.read({**installed_places(), "meadow": folder}).get("meadow")
    assert colour == f'accent = "{theme.colours("light")["accent"]}"'
    assert theme.texts("de")["theme_name"] == "Wiese"
    assert check_from_wheel(folder, step["Install it"]).startswith("meadow: nothing to mend; ")


def check_from_wheel(folder: Path, files: list[str]) -> str:
    """Pack the theme as the page says, install the wheel alone elsewhere, and return what its check says."""
    project, site, elsewhere = (folder.parent / name for name in ("project", "site", "elsewhere"))
    elsewhere.mkdir()
    package = project / "my_themes"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    folder.rename(package / "meadow")
    for name, text in zip(("setup.cfg", "pyproject.toml"), files, strict=True):
        (project / name).write_text(text)

    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    run([*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(elsewhere), str(project)])
    wheel = next(elsewhere.glob("my_themes-*.whl"))
    run([*pip, "install", *offline, "--target", str(site), str(wheel)])
    path = os.pathsep.join([str(site), *filter(None, sys.path)])
    return run(
        [sys.executable, "-m", "kalenner", "theme", "check", "meadow"],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": path},
    )


def run(words: list[str], **options: Any) -> str:
    """Run a program that has to succeed, and return what it prints."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_reference_is_up_to_date() -> None:
    spec = spec_from_file_location("generate_themes", DOCS / "generate_themes.py")
    assert spec is not None and spec.loader is not None
    generate = module_from_spec(spec)
    spec.loader.exec_module(generate)

    assert (DOCS / "theme-authors" / "reference.md").read_text() == generate.reference()
