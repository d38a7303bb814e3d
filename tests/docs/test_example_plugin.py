"""The example for plugin authors works as it stands, and the page about it shows what its files say."""

import os
import re
import subprocess
import sys
from pathlib import Path

from kalenner._build import compile_catalogues

AUTHORS = Path(__file__).parents[2] / "docs" / "plugin-authors"
EXAMPLE = AUTHORS / "example"


def test_its_own_tests_pass() -> None:
    compile_catalogues(EXAMPLE)
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

    assert (done.returncode, done.stdout.splitlines()[-1].split(" in ")[0]) == (0, "4 passed"), done.stdout


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
