"""Runs the tests of the modules that matter most against their mutants: `make mutants`, about an hour.

The mutants are those of mutmut's operators, all of them: also at module level, in the bodies of classes and
in decorated functions, which mutmut's own runner leaves out. A mutant within a function is tried in a fork
of a pytest session that has collected everything, where it takes the place of the function's code, by the
tests that call the function. Any other mutant is tried in a fork that imports everything anew, by all tests
of the module. Tests run on SQLite. A mutant is killed when a test fails, or when the tests take far too long.

Ends with 1 if fewer than 85 % are killed, or if `tests/mutants.md` and the survivors differ.

    python tools/mutants.py              every module
    python tools/mutants.py slots outbox only these
    python tools/mutants.py --write      and write `tests/mutants.md` anew; known survivors keep their reason
"""

import argparse
import ctypes
import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, cast

import libcst as cst
import pytest
from mutmut.mutation.file_mutation import (
    NEVER_MUTATE_FUNCTION_NAMES,
    MutationVisitor,
    deep_replace,
)
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).parents[1]
SURVIVORS = ROOT / "tests" / "mutants.md"
LEAST_KILLED = 0.85
CO_OPTIMIZED = 1
PR_SET_PDEATHSIG = 1
UNKNOWN = "?"
SIGNS = {"survived": "S", "killed": ".", "timeout": "t"}
TITLE = """# Mutants that survive

Written by `python tools/mutants.py --write`; the reasons by hand, one for each. `make mutants` compares.
"""

SCHEDULING = "tests/plugins/scheduling"
MODULES: dict[str, list[str]] = {
    "bot_adapter/kalenner_telegram/pressdata.py": ["tests/bot_adapter/telegram/test_pressdata.py"],
    "plugins/kalenner_payments/balances.py": [
        "tests/plugins/payments/test_balances.py",
    ],
    "plugins/kalenner_payments/terms.py": ["tests/plugins/payments/test_terms.py"],
    "plugins/kalenner_scheduling/availability/slots.py": [
        f"{SCHEDULING}/availability/test_slots.py",
        f"{SCHEDULING}/availability/test_slot_labels.py",
    ],
    "plugins/kalenner_scheduling/appointments/transitions.py": [
        f"{SCHEDULING}/appointments/test_transitions.py",
        f"{SCHEDULING}/appointments/test_services.py",
        f"{SCHEDULING}/appointments/test_requests.py",
        f"{SCHEDULING}/appointments/test_moves.py",
        f"{SCHEDULING}/appointments/test_moves_aside.py",
    ],
    "core/kalenner/people/policy.py": [
        "tests/core/test_policy.py",
        "tests/core/home/test_client_card.py",
    ],
    "plugins/kalenner_scheduling/contexts.py": [
        f"{SCHEDULING}/time_off",
        f"{SCHEDULING}/test_foreign_things.py",
    ],
    "core/kalenner/delivery/outbox.py": [
        "tests/core/delivery/test_outbox.py",
        "tests/core/delivery/test_notify_many.py",
        "tests/core/delivery/test_unreachable.py",
        "tests/core/delivery/test_render_failures.py",
        "tests/core/delivery/test_sender.py",
    ],
    "core/kalenner/plugins/__init__.py": ["tests/core/test_plugins.py"],
    "core/kalenner/plugins/declaration.py": [
        "tests/core/test_plugins.py",
        "tests/core/test_plugin_faults.py",
    ],
    "core/kalenner/plugins/inventory.py": ["tests/core/test_plugins.py", "tests/core/test_plugin_faults.py"],
    "core/kalenner/plugins/answers.py": ["tests/core/test_plugins.py", "tests/core/hooks"],
    "core/kalenner/plugins/manager.py": ["tests/core/test_plugins.py", "tests/core/hooks"],
    "core/kalenner/plugins/watchdog.py": ["tests/core/hooks/test_wrong_doings.py"],
}
"""Each module with the tests that are to notice its mutants."""

# Imported once, before the forks; nothing of ours, and nothing whose assertions pytest rewrites.
LIBRARIES = (
    "aiohttp",
    "alembic.command",
    "babel.core",
    "chameleon",
    "colander",
    "cryptography.fernet",
    "huey",
    "icalendar",
    "phonenumbers",
    "PIL.Image",
    "psycopg",
    "pyramid.config",
    "pyramid_retry",
    "pyramid_tm",
    "qrcode",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "telegram.ext",
    "webtest",
    "zope.sqlalchemy",
)


@dataclass(frozen=True)
class Mutant:
    """A module's text with one change, and that change as people read it."""

    code: str
    place: str
    change: str


class EveryNode(MutationVisitor):
    """Mutates decorated functions, too."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return node.name.value in NEVER_MUTATE_FUNCTION_NAMES
        return super()._skip_node_and_children(node)


def mutants_of(path: Path) -> list[Mutant]:
    """Return all mutants of a module."""
    code = path.read_text()
    wrapper = cst.MetadataWrapper(cst.parse_module(code))
    visitor = EveryNode(mutation_operators, IgnoredCode(set(), set(), set()))  # whatever comments say
    module = wrapper.visit(visitor)
    mutants = []
    for mutation in visitor.mutations:
        mutated = cast("cst.Module", deep_replace(module, mutation.original_node, mutation.mutated_node))
        mutants.append(Mutant(mutated.code, *_described(code, mutated.code)))
    return mutants


def _described(old: str, new: str) -> tuple[str, str]:
    """Return the function or class that was changed, and the changed lines."""
    lines, others = old.splitlines(), new.splitlines()
    first = next(
        (number for number, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]),
        len(lines) - 1,
    )
    place, indent = [], len(lines[first]) - len(lines[first].lstrip())
    for line in reversed(lines[: first + 1]):
        margin = len(line) - len(line.lstrip())
        named = re.match(r"\s*(?:async def|def|class) (\w+)", line)
        if named and (margin < indent or line is lines[first]):
            place.insert(0, named[1])
            indent = margin
        elif line.strip() and margin < indent and not line.lstrip().startswith((")", "]", "}")):
            indent = margin
    changes = [line for line in ndiff(lines, others) if line[0] in "+-"]
    removed = " ".join(line[2:].strip() for line in changes if line[0] == "-")
    added = " ".join(line[2:].strip() for line in changes if line[0] == "+")
    return ".".join(place) or "module", f"`` {removed} `` → `` {added} ``"


Codes = list[tuple[CodeType, CodeType]]


def changed_codes(old: CodeType, new: CodeType) -> Codes | None:
    """Return the functions that differ, old and new; None where a module or the body of a class does."""
    pairs = [*zip(*(_nested(code) for code in (old, new)), strict=False)]
    if _own(old) != _own(new):
        return None
    codes: Codes = []
    for one, other in pairs:
        if one.co_flags & CO_OPTIMIZED:
            codes += _changed_functions(one, other)
        else:
            changed = changed_codes(one, other)
            if changed is None:
                return None
            codes += changed
    return codes


def _changed_functions(old: CodeType, new: CodeType) -> Codes:
    if old == new:
        return []
    nested = zip(_nested(old), _nested(new), strict=False)
    return [(old, new), *(pair for one, other in nested for pair in _changed_functions(one, other))]


def _nested(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _own(code: CodeType) -> tuple[object, ...]:
    constants = [
        "code" if isinstance(one, CodeType) else f"{type(one).__name__} {one!r}" for one in code.co_consts
    ]
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, constants)


class Fork:
    """A child process that runs something, and writes one JSON value to its parent."""

    def __init__(self, run: Callable[[Callable[[object], None]], int]) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(writing)
            return
        code = 3
        try:
            os.setsid()
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # where there is Linux: no orphans
            os.close(self._reading)
            silence = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(silence, number)
            with os.fdopen(writing, "w") as pipe:
                code = run(lambda value: print(json.dumps(value), file=pipe, flush=True))
        finally:
            os._exit(code)

    def result(self, limit: float) -> tuple[int | None, Any]:
        """Wait at most `limit` seconds; return the exit code, None when it took longer, and what it wrote."""
        timer = threading.Timer(limit, os.killpg, (self.pid, signal.SIGKILL))
        timer.daemon = True
        timer.start()
        with os.fdopen(self._reading) as pipe:
            text = pipe.readline()
        _pid, status = os.waitpid(self.pid, 0)
        timer.cancel()
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # what a test started and left behind
        code = None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
        return code, json.loads(text) if text else None


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
        functions = [
            one
            for one in gc.get_objects()
            if isinstance(one, FunctionType) and one.__code__.co_filename == str(self._path)
        ]
        self._build(session.items)
        gc.collect()
        gc.freeze()
        code, baseline = Fork(lambda tell: self._baseline(session.items, tell)).result(3600)
        if code != 0 or baseline is None:
            self._tell({"error": f"the tests fail without a mutant: {baseline}"})
            return True
        outcomes: dict[int, str] = {}
        original = compile(self._path.read_text(), str(self._path), "exec")
        for number, mutant in enumerate(self._mutants):
            codes = changed_codes(original, compile(mutant.code, str(self._path), "exec"))
            replaced = [
                (function, new)
                for old, new in codes or []
                for function in functions
                if function.__code__ == old
            ]
            if replaced and all(
                len(one.__code__.co_freevars) == len(new.co_freevars) for one, new in replaced
            ):
                outcomes[number] = self._try(session.items, mutant, codes or [], replaced, baseline)
                print(SIGNS[outcomes[number]], file=self.terminal, end="", flush=True)
        self._tell({"outcomes": outcomes, "seconds": sum(baseline["seconds"])})
        return True

    def _try(
        self, items: list[pytest.Item], mutant: Mutant, codes: Codes, replaced: Any, baseline: dict[str, Any]
    ) -> str:
        names = {_name(old) for old, _new in codes}
        chosen = [number for number, called in enumerate(baseline["called"]) if names & set(called)]
        chosen.sort(key=baseline["seconds"].__getitem__)
        killers = [number for number in self._killers[mutant.place] if number in chosen]
        chosen = [*killers, *(number for number in chosen if number not in killers)]

        def run(tell: Callable[[object], None]) -> int:
            if names & self._building:
                _forget_applications()
            for function, new in replaced:
                function.__code__ = new
            for number, following in zip(chosen, [*chosen[1:], None], strict=True):
                _run(items, number, following)
                if items[number].session.testsfailed:
                    tell(number)
                    return 1
            return 0

        limit = 10 + 5 * sum(baseline["seconds"][number] for number in chosen)
        code, killer = Fork(run).result(limit)
        for made in set(self._folder.iterdir()) - self._folders if self._folder.exists() else ():
            shutil.rmtree(made, ignore_errors=True)
        if killer is not None:
            self._killers[mutant.place] = [killer, *(one for one in killers if one != killer)]
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
            threading.setprofile(None)  # type: ignore[arg-type]


def _run(items: list[pytest.Item], number: int, following: int | None) -> None:
    item = items[number]
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
        if (
            len(outcomes) < len(self.mutants)
            and self._imported(self._path.read_text(), 60 + 10 * seconds) != "survived"
        ):
            sys.exit(f"\n{self._module}: the tests fail without a mutant")
        for number, mutant in enumerate(self.mutants):
            if number not in outcomes:
                outcomes[number] = self._imported(mutant.code, 60 + 10 * seconds)
                print(SIGNS[outcomes[number]], end="", flush=True)
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
def _workplace() -> Iterator[tuple[Path, Path]]:
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


_LINE = re.compile(r"- (\S+): (`` .* `` → `` .* ``): (.*)")


def read_reasons() -> dict[str, dict[tuple[str, str], list[str]]]:
    """Return the survivors that are known, for each module, with their reasons."""
    known: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    module = ""
    for line in SURVIVORS.read_text().splitlines() if SURVIVORS.exists() else ():
        if line.startswith("## "):
            module = line[3:]
        elif (match := _LINE.fullmatch(line)) and match[3] != UNKNOWN:
            known[module][match[1], match[2]].append(match[3])
    return known


def compare(module: str, survivors: Sequence[Mutant]) -> list[str]:
    """Return how the survivors of a module differ from those that are known."""
    known = read_reasons()[module]
    present = Counter((one.place, one.change) for one in survivors)
    listed = Counter({key: len(reasons) for key, reasons in known.items()})
    unexplained = [f"no reason: {place}: {change}" for place, change in (present - listed).elements()]
    return unexplained + [f"killed now: {place}: {change}" for place, change in (listed - present).elements()]


def write(module: str, survivors: Sequence[Mutant], number: int) -> None:
    """Write the part of the file that belongs to a module; what is new there has no reason yet."""
    reasons = read_reasons()[module]
    lines = [f"## {module}\n", f"{number - len(survivors)} of {number} killed.\n"]
    for one in survivors:
        known = reasons.get((one.place, one.change))
        lines.append(f"- {one.place}: {one.change}: {known.pop(0) if known else UNKNOWN}")
    sections = re.split(
        r"^(?=## )", SURVIVORS.read_text() if SURVIVORS.exists() else TITLE, flags=re.MULTILINE
    )
    parts = {part.partition("\n")[0][3:]: part.rstrip() for part in sections[1:]}
    parts[module] = "\n".join(lines).rstrip()
    ordered = [parts[name] for name in MODULES if name in parts]
    SURVIVORS.write_text("\n\n".join([sections[0].rstrip(), *ordered]) + "\n")


def main() -> int:
    """Try the modules that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("words", nargs="*", help="modules whose paths contain one of these")
    parser.add_argument("--write", action="store_true", help="write tests/mutants.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    modules = [one for one in MODULES if not options.words or any(word in one for word in options.words)]
    faults, total, killed = [], 0, 0
    with _workplace() as (folder, template):
        for module in modules:
            trial = Trial(module, template, folder)
            survivors = trial.survivors()
            total += len(trial.mutants)
            killed += len(trial.mutants) - len(survivors)
            if options.write:
                write(module, survivors, len(trial.mutants))
            faults += [f"{module}: {fault}" for fault in compare(module, survivors)]
    print(*faults, f"killed {killed} of {total}, {killed / total:.1%}", sep="\n")
    return int(bool(faults) or killed < LEAST_KILLED * total)


if __name__ == "__main__":
    sys.exit(main())
