"""The pytest session in whose forks the mutants of functions are tried."""

import gc
import shutil
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from tools.mutants.codes import changed_codes
from tools.mutants.fork import Fork
from tools.mutants.operators import Mutant

SIGNS = {"survived": "S", "killed": ".", "timeout": "t"}


class Tests:
    """What all runs of pytest have in common: SQLite alone, and a database with every table made before."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self.failure = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what failed last."""
        if report.failed:
            self.failure = f"{report.nodeid}\n{report.longreprtext}"

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave PostgreSQL out, which would only take longer."""
        items[:] = [
            item
            for item in items
            if not (hasattr(item, "callspec") and "postgresql" in item.callspec.params.values())
            and not item.get_closest_marker("slow")
            and not item.get_closest_marker("browser")
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Path | None:
        """Give the database that was made once."""
        if fixturedef.argname != "sqlite_template":
            return None
        fixturedef.cached_result = (self._template, fixturedef.cache_key(request), None)
        return self._template


class Session(Tests):
    """Collects the tests once, and tries the mutants of functions in forks of that process."""

    def __init__(
        self,
        template: Path,
        folder: Path,
        path: Path,
        mutants: Sequence[Mutant],
        tell: Callable[[object], None],
    ) -> None:
        super().__init__(template)
        self._folder = folder
        self._building: set[str] = set()
        self.terminal = sys.stdout
        self._path = path
        self._mutants = mutants
        self._tell = tell
        self._killers: dict[str, list[int]] = defaultdict(list)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants of functions one after the other, and tell what became of them."""
        self._build(session.items)
        functions = [
            one
            for one in gc.get_objects()
            if isinstance(one, FunctionType) and one.__code__.co_filename == str(self._path)
        ]
        gc.collect()
        gc.freeze()
        code, baseline = Fork(lambda tell: self._baseline(session.items, tell)).result(3600)
        everything = {_name(one.__code__) for one in functions}
        if code != 0 or baseline is None:
            self._tell({"error": f"the tests fail without a mutant: {baseline}"})
        elif self._try(session.items, "", everything, [], baseline) != "survived":
            self._tell({"error": "the tests fail without a mutant, the fast ones first"})
        else:
            outcomes = self._outcomes(session.items, functions, baseline)
            self._tell({"outcomes": outcomes, "seconds": sum(baseline["seconds"])})
        return True

    def _outcomes(
        self, items: list[pytest.Item], functions: Sequence[FunctionType], baseline: dict[str, Any]
    ) -> dict[int, str]:
        outcomes: dict[int, str] = {}
        original = compile(self._path.read_text(), str(self._path), "exec")
        for number, mutant in enumerate(self._mutants):
            codes = changed_codes(original, compile(mutant.code, str(self._path), "exec")) or []
            replaced = [
                (function, new) for old, new in codes for function in functions if function.__code__ == old
            ]
            if replaced and all(
                len(one.__code__.co_freevars) == len(new.co_freevars) for one, new in replaced
            ):
                names = {_name(old) for old, _new in codes}
                outcomes[number] = self._try(items, mutant.place, names, replaced, baseline)
                print(SIGNS[outcomes[number]], file=self.terminal, end="", flush=True)
        return outcomes

    def _try(
        self,
        items: list[pytest.Item],
        place: str,
        names: set[str],
        replaced: Sequence[tuple[FunctionType, CodeType]],
        baseline: dict[str, Any],
    ) -> str:
        """Run the tests that call what was replaced; those first that killed another mutant of that place."""
        builds = bool(names & self._building)  # what any test may notice
        chosen = [number for number, called in enumerate(baseline["called"]) if builds or names & set(called)]
        chosen.sort(key=baseline["seconds"].__getitem__)
        if not chosen:
            return "survived"  # no test runs it
        killers = [number for number in self._killers[place] if number in chosen]
        chosen = [*killers, *(number for number in chosen if number not in killers)]

        def run(tell: Callable[[object], None]) -> int:
            if builds:
                _forget_applications()
            for function, new in replaced:
                function.__code__ = new
            for number, following in zip(chosen, [*chosen[1:], None], strict=True):
                _run(items, number, following)
                if items[number].session.testsfailed:
                    tell(number)
                    return 1
            return 0

        limit = (60 if builds else 5) + 5 * sum(baseline["seconds"][number] for number in chosen)
        code, killer = Fork(run).result(limit)
        for made in set(self._folder.iterdir()) - self._folders if self._folder.exists() else ():
            shutil.rmtree(made, ignore_errors=True)
        if killer is not None:
            self._killers[place] = [killer, *(one for one in killers if one != killer)]
        return "timeout" if code is None else "killed" if code else "survived"

    def _baseline(self, items: list[pytest.Item], tell: Callable[[object], None]) -> int:
        """Run all tests as they are; tell which functions each calls, and how long it takes."""
        called: list[list[str]] = []
        seconds = []
        for number, item in enumerate(items):
            began = time.perf_counter()
            with self._noting() as names:
                _run(items, number, number + 1 if number + 1 < len(items) else None)
            called.append(sorted(names | (self._building if number == self._builder else set())))
            seconds.append(time.perf_counter() - began)
            if item.session.testsfailed:
                tell(self.failure)
                return 1
        tell({"called": called, "seconds": seconds})
        return 0

    def _build(self, items: list[pytest.Item]) -> None:
        """Run one test as it is, and with it build an application that the forks share."""
        wanted = {"stage", "app", "make_application"}
        self._builder = next(
            (number for number, item in enumerate(items) if wanted & set(getattr(item, "fixturenames", ()))),
            0,
        )
        with self._noting() as self._building:
            others = [number for number in range(len(items)) if number != self._builder]
            _run(items, self._builder, others[0] if others else None)
        self._folders = set(self._folder.iterdir()) if self._folder.exists() else set()

    @contextmanager
    def _noting(self) -> Iterator[set[str]]:
        """Give the names of the functions that are called meanwhile."""
        names: set[str] = set()

        def note(frame: Any, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code.co_filename == str(self._path):
                names.add(_name(frame.f_code))

        threading.setprofile(note)
        sys.setprofile(note)
        try:
            yield names
        finally:
            sys.setprofile(None)
            threading.setprofile(None)


def _run(items: list[pytest.Item], number: int, following: int | None) -> None:
    item = items[number]
    # What another test left for its neighbours would fail this one, and no mutant would survive.
    item.session._setupstate.teardown_exact(item)  # noqa: SLF001 -- pytest has no other way out of its order
    item.config.hook.pytest_runtest_protocol(
        item=item, nextitem=None if following is None else items[following]
    )


def _forget_applications() -> None:
    """Let tests build applications anew, by code that is a mutant."""
    kept = sys.modules["tests.applications"].Applications
    for one in gc.get_objects():
        if isinstance(one, kept):
            one.forget()


def _name(code: CodeType) -> str:
    return f"{code.co_qualname}:{code.co_firstlineno}"
