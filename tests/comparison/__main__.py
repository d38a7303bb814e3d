"""``python -m tests.comparison dump FOLDER`` and ``… compare OLD NEW`` or ``… compare --revision REV``."""

import argparse
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path

from tests.comparison.compare import ALLOWED, differences
from tests.comparison.dump import dump, share, temporary

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "plugins", "bot_adapter", "themes")


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments ask for; return 1 where something differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.comparison", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("dump", help="write what is to be seen of this checkout, or of a revision")
    one.add_argument("folder", type=Path)
    one.add_argument("--revision", help="any revision of this repository; without it, the checkout as it is")
    two = commands.add_parser("compare", help="compare two dumps, or a revision with this checkout")
    two.add_argument("folders", type=Path, nargs="*")
    two.add_argument("--revision")
    for command in (one, two):
        command.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    inner = commands.add_parser("share", help="(the dump runs this itself)")
    for name in ("base", "folder"):
        inner.add_argument(name, type=Path)
    inner.add_argument("name")
    commands.add_parser("here", help="(the dump runs this itself)").add_argument("folder", type=Path)
    commands.choices["here"].add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.command == "share":
        logging.disable(logging.CRITICAL)  # faults are seen on the screens
        share(options.base, options.folder, options.name)
        return 0
    if options.command == "here":
        dump(options.folder, options.jobs)
        return 0
    if options.command == "dump":
        dump_of(options.revision, options.folder.resolve(), options.jobs)
        return 0
    return _compare(parser, options)


def _compare(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    with temporary() as folder:
        old, new = folder / "old", folder / "new"
        if options.revision and not options.folders:
            dump_of(options.revision, old, options.jobs)
            dump_of(None, new, options.jobs)
        elif len(options.folders) == 2 and not options.revision:
            old, new = options.folders
        else:
            parser.error("expected two folders of dumps, or --revision")
        found = list(differences(old, new))
    for difference in found:
        print(f"{difference}\n")
    allowed = ", ".join(dict.fromkeys(one.reason for one in ALLOWED))
    print(f"{len(found)} differences; left out: {allowed}")
    return 1 if found else 0


def dump_of(revision: str | None, folder: Path, jobs: int) -> None:
    """Dump a revision, checked out for this, or the checkout as it is; each with its own packages."""
    if revision is None:
        _dump_in(ROOT, folder, jobs)
        return
    with _checked_out(revision) as root:
        shutil.rmtree(root / "tests" / "comparison", ignore_errors=True)
        shutil.copytree(ROOT / "tests" / "comparison", root / "tests" / "comparison")
        _dump_in(root, folder, jobs)


@contextmanager
def _checked_out(revision: str) -> Iterator[Path]:
    with temporary() as folder:
        root = folder / "checkout"
        subprocess.run(
            ["git", "worktree", "add", "--detach", "--quiet", root, revision], cwd=ROOT, check=True
        )
        try:
            yield root
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", root], cwd=ROOT, check=True)


def _dump_in(root: Path, folder: Path, jobs: int) -> None:
    """Run the dump with the packages of a checkout, and with its entry points, whatever is installed."""
    with temporary() as installed:
        _write_metadata(root, installed)
        path = os.pathsep.join(map(str, [installed, *(root / name for name in PACKAGES), root]))
        env = {**os.environ, "PYTHONPATH": path}
        code = (
            "from pathlib import Path; from kalenner._build import compile_catalogues;"
            "compile_catalogues(Path('.'), but=('.venv', 'build'))"
        )
        subprocess.run([sys.executable, "-c", code], cwd=root, env=env, check=True)
        here = [sys.executable, "-m", "tests.comparison", "here", str(folder), "--jobs", str(jobs)]
        subprocess.run(here, cwd=root, env=env, check=True)


def _write_metadata(root: Path, folder: Path) -> None:
    """Write the checkout's name, version and entry points as an installed distribution has them."""
    setup = ConfigParser()
    setup.read(root / "setup.cfg", encoding="utf-8")
    place = folder / "kalenner-0.1.0.dist-info"
    place.mkdir()
    version = setup.get("metadata", "version", fallback="0.1.0")
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: kalenner\nVersion: {version}\n")
    points = setup["options.entry_points"]
    text = "\n".join(f"[{group}]\n{lines.strip()}\n" for group, lines in points.items())
    (place / "entry_points.txt").write_text(text)


if __name__ == "__main__":
    sys.exit(main())
