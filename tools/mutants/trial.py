"""Trying all mutants of one module."""

import importlib
import importlib.abc
import importlib.machinery
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from tools.mutants.fork import Fork
from tools.mutants.modules import CORE, LIBRARIES, MODULES, ROOT
from tools.mutants.operators import Mutant, mutants_of
from tools.mutants.session import SIGNS, Session, Tests


class Loader(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Imports one module from another text than its file's."""

    def __init__(self, name: str, path: Path, code: str) -> None:
        super().__init__(name, str(path))
        self._code = code

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        """Find the module, and no other."""
        del target
        if name != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)  # type: ignore[arg-type]
        if spec is not None:
            spec.loader = self
        return spec

    def get_code(self, fullname: str) -> CodeType:
        """Compile the other text."""
        del fullname
        return compile(self._code, self.path, "exec")


class Trial:
    """All mutants of one module."""

    def __init__(self, module: str, template: Path, folder: Path) -> None:
        self._module = module
        self._path = ROOT / module
        self._template = template
        self._folder = folder
        self.mutants = mutants_of(self._path)

    def survivors(self) -> list[Mutant]:
        """Try all mutants, and return those that no test noticed."""
        began = time.monotonic()
        print(f"{self._module}: {len(self.mutants)} mutants ", end="", flush=True)
        outcomes, seconds = self._in_functions()
        others = [number for number in range(len(self.mutants)) if number not in outcomes]
        outcomes |= self._outside_of_functions(others, 30 + 5 * seconds) if others else {}
        survivors = [self.mutants[number] for number, outcome in outcomes.items() if outcome == "survived"]
        late = sum(outcome == "timeout" for outcome in outcomes.values())
        killed = len(self.mutants) - len(survivors)
        print(f"\n  killed {killed} of {len(self.mutants)}, {late} of them by time", end="")
        print(f", in {time.monotonic() - began:.0f} s", flush=True)
        return survivors

    def _in_functions(self) -> tuple[dict[int, str], float]:
        terminal = os.dup(1)

        def run(tell: Callable[[object], None]) -> int:
            plugin = Session(self._template, self._folder / "tests", self._path, self.mutants, tell)
            plugin.terminal = os.fdopen(terminal, "w")
            return self._pytest(plugin)

        code, told = Fork(run).result(24 * 3600)
        os.close(terminal)
        if told is None or "error" in told:
            sys.exit(f"\n{self._module}: {told['error'] if told else f'pytest ended with {code}'}")
        return {int(number): outcome for number, outcome in told["outcomes"].items()}, told["seconds"]

    def _outside_of_functions(self, numbers: list[int], limit: float) -> dict[int, str]:
        terminal = os.dup(1)

        def run(tell: Callable[[object], None]) -> int:
            if not self._module.startswith("core/"):  # which imports no plugin, so once is enough
                for one in CORE:
                    importlib.import_module(one)
            if self._imported(self._path.read_text(), limit) != "survived":
                return 1
            outcomes = {}
            with os.fdopen(terminal, "w") as signs:
                for number in numbers:
                    outcomes[number] = self._imported(self.mutants[number].code, limit)
                    print(SIGNS[outcomes[number]], file=signs, end="", flush=True)
            tell(outcomes)
            return 0

        _code, told = Fork(run).result(24 * 3600)
        os.close(terminal)
        if told is None:
            sys.exit(f"\n{self._module}: the tests fail without a mutant")
        return {int(number): outcome for number, outcome in told.items()}

    def _imported(self, code: str, limit: float) -> str:
        name = ".".join(Path(self._module).with_suffix("").parts[1:]).removesuffix(".__init__")

        def run(_tell: object) -> int:
            sys.meta_path.insert(0, Loader(name, self._path, code))
            return self._pytest(Tests(self._template), "-x")

        exit_code, _told = Fork(run).result(limit)
        return "timeout" if exit_code is None else "killed" if exit_code else "survived"

    def _pytest(self, plugin: Tests, *more: str) -> int:
        fixed = ("-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--no-header")
        tests = [one for one in MODULES[self._module] if (ROOT / one).exists()]
        folder = f"--basetemp={self._folder / 'tests'}"
        return int(pytest.main([*fixed, folder, *more, *tests], plugins=[plugin]))


@contextmanager
def workplace() -> Iterator[tuple[Path, Path]]:
    """Give a folder, in memory where that can be, and a database with every table in it."""
    memory = Path("/dev/shm")  # noqa: S108 -- as in tests/conftest.py
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(folder / "hypothesis")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))

    def migrate(_tell: object) -> int:
        conftest = importlib.import_module("tests.conftest")
        conftest.migrate(f"sqlite:///{folder / 'template.sqlite'}", folder)
        return 0

    try:
        for library in LIBRARIES:
            importlib.import_module(library)
        if Fork(migrate).result(300)[0] != 0:
            sys.exit("no database could be made")
        yield folder, folder / "template.sqlite"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
