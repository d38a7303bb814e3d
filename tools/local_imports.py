"""Finds imports inside functions, and demands that each says why it does not stand at the top of its file.

Imports of the standard library are free. Any other one ends with ``# import here: REASON``, with a reason of
`REASONS`; an import cycle is none, because it is to be taken apart. `EXCEPTIONS` lists the imports that have
no reason yet, a line each, as ``path: module``. It can only shrink: a line that nothing needs is an error.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FOLDERS = ("core", "plugins", "bot_adapter", "themes", "tests", "benchmarks", "docs", "tools")
EXCEPTIONS = Path(__file__).with_suffix(".txt")
REASONS = ("slow library", "optional extra", "needed by one command", "the test measures the import")
MARK = "# import here: "

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class LocalImport(NamedTuple):
    """An import inside a function, and its reason, "" where none is given."""

    path: str
    line: int
    module: str
    reason: str

    @property
    def key(self) -> str:
        """How the file of exceptions names it."""
        return f"{self.path}: {self.module}"


def local_imports(path: str, source: str) -> Iterator[LocalImport]:
    """Yield the imports inside functions that are not of the standard library."""
    lines = source.splitlines()
    for statement in _inside_functions(ast.parse(source)):
        for module in _modules(statement):
            if module.partition(".")[0] not in sys.stdlib_module_names:
                last_line = lines[(statement.end_lineno or statement.lineno) - 1]
                yield LocalImport(path, statement.lineno, module, last_line.partition(MARK)[2].strip())


def _inside_functions(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    nodes = {id(node): node for function in functions for node in ast.walk(function)}
    for node in nodes.values():
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    return [statement.module or ""]


def faults(imports: list[LocalImport], exceptions: list[str]) -> list[str]:
    """Return what is wrong, a line each: missing and unknown reasons, and exceptions that nothing needs."""
    unused = Counter(exceptions)
    lines = []
    for each in imports:
        if each.reason in REASONS:
            continue
        if not each.reason and unused[each.key]:
            unused[each.key] -= 1
            continue
        wanted = f"move it to the top, or end the line with '{MARK}' and one of: {', '.join(REASONS)}"
        given = f"{each.reason!r} is no reason for an import" if each.reason else "an import"
        lines.append(f"{each.path}:{each.line}: {given} of {each.module} inside a function: {wanted}")
    lines += [f"{EXCEPTIONS.name}: {key}: no such import any more, take the line out" for key in +unused]
    return lines


def main() -> int:
    """Print the faults of the whole tree; return 1 if there are any."""
    imports = [
        each
        for folder in FOLDERS
        for file in sorted((ROOT / folder).rglob("*.py"))
        for each in local_imports(file.relative_to(ROOT).as_posix(), file.read_text("utf-8"))
    ]
    lines = EXCEPTIONS.read_text("utf-8").splitlines() if EXCEPTIONS.exists() else []
    problems = faults(imports, [line for line in lines if line and not line.startswith("#")])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
