"""The pinned versions: whole, of one age, within the ranges of setup.cfg, and from nowhere in particular."""

import configparser
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "requirements"
PINNED = {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.txt"))}
NAMES = {"run": (), "scale": ("scale",), "test": ("scale", "test")}
"""Whose requirements the files hold beside the project's own: extras of setup.cfg."""

every_file = pytest.mark.parametrize("name", PINNED)


@dataclass(frozen=True)
class Pin:
    """A package in a file; some have one version for older and another for newer Pythons."""

    package: str
    version: str
    digests: int


def pins(name: str) -> list[Pin]:
    """The packages of a file, with all their versions."""
    entries = re.findall(r"^([\w.-]+)==(\S+)(.*(?:\n +.*)*)", PINNED[name], flags=re.MULTILINE)
    return [Pin(package, version, rest.count("--hash=sha256:")) for package, version, rest in entries]


def versions(name: str, package: str) -> list[str]:
    return [pin.version for pin in pins(name) if pin.package == normal(package)]


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    """What setup.cfg asks for."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    texts = [setup["options"]["install_requires"], *(setup["options.extras_require"][one] for one in extras)]
    lines = [line for text in texts for line in text.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@every_file
def test_every_version_is_pinned_with_digests(name: str) -> None:
    packages = [line for line in PINNED[name].splitlines() if not line.startswith((" ", "#"))]

    assert len(packages) == len(pins(name)) > 0
    assert [pin.package for pin in pins(name) if not pin.digests] == []


@every_file
def test_no_host_is_named(name: str) -> None:
    assert re.findall(r"://|--index-url|--find-links", PINNED[name]) == []


def test_one_version_of_each_is_pinned_everywhere() -> None:
    assert set(pins("run")) <= set(pins("scale")) <= set(pins("test"))


@pytest.mark.parametrize(("name", "extras"), NAMES.items())
def test_pinned_versions_lie_within_the_ranges(name: str, extras: tuple[str, ...]) -> None:
    for requirement in wanted(extras):
        pinned = versions(name, requirement.name)
        assert pinned
        assert list(requirement.specifier.filter(pinned)) == pinned, requirement


def test_what_builds_the_project_is_pinned_to_run_it() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]

    for requirement in map(Requirement, build):
        assert list(requirement.specifier.filter(versions("run", requirement.name)))


def checked(version: tuple[int, int]) -> subprocess.CompletedProcess[str]:
    """The check of a Python, which believes to be of that version."""
    script = (
        "import runpy, sys; sys.version_info = ({}, {}, 0); runpy.run_path('requirements/check_python.py')"
    )
    return subprocess.run(
        [sys.executable, "-c", script.format(*version)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_python_outside_the_tested_range_is_refused_with_one_sentence() -> None:
    assert [checked((3, minor)).returncode for minor in (10, 11, 12)] == [1, 0, 1]
    assert checked((3, 12)).stderr == (
        "KALENNER is tested with Python 3.11, not 3.12: choose one by PYTHON=python3.11\n"
    )


def test_classifiers_and_range_say_the_same_as_the_check() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    named = re.findall(r"Python :: (3\.\d+)$", setup["metadata"]["classifiers"], flags=re.MULTILINE)

    assert [checked((3, int(one.partition(".")[2]))).returncode for one in named] == [0] * len(named)
    assert min(map(Version, named)) in SpecifierSet(setup["options"]["python_requires"])
    assert named == ["3.11"]
