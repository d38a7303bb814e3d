"""The mutants of a module, made by mutmut's operators."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import libcst as cst
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


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
    pieces = [module.code_for_node(statement) for statement in module.body]
    places = {id(node): number for number, one in enumerate(module.body) for node in _nodes(one)}
    rest = len(code) - sum(map(len, pieces)) - sum(len(module.code_for_node(line)) for line in module.footer)
    mutants = []
    for mutation in visitor.mutations:
        number = places[id(mutation.original_node)]
        mutated = deep_replace(module.body[number], mutation.original_node, mutation.mutated_node)
        piece = module.code_for_node(cast("cst.CSTNode", mutated))
        start = rest + sum(map(len, pieces[:number]))
        changed = code[:start] + piece + code[start + len(pieces[number]) :]
        mutants.append(Mutant(changed, *_described(code, changed)))
    return mutants


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _described(old: str, new: str) -> tuple[str, str]:
    """Return the function or class that was changed, and the changed lines."""
    lines, others = old.splitlines(), new.splitlines()
    first = min(_common(lines, others), len(lines) - 1)
    place: list[str] = []
    indent = len(lines[first]) - len(lines[first].lstrip())
    for line in reversed(lines[: first + 1]):
        margin = len(line) - len(line.lstrip())
        named = re.match(r"\s*(?:async def|def|class) (\w+)", line)
        if named and (margin < indent or line is lines[first]):
            place.insert(0, named[1])
            indent = margin
        elif line.strip() and margin < indent and not line.lstrip().startswith((")", "]", "}")):
            indent = margin
    end = _common(lines[first:][::-1], others[first:][::-1])
    removed, added = (
        " ".join(line.strip() for line in text[first : len(text) - end]) for text in (lines, others)
    )
    return ".".join(place) or "module", f"`` {removed} `` → `` {added} ``"


def _common(lines: Sequence[str], others: Sequence[str]) -> int:
    """Return how many lines both begin with."""
    pairs = zip(lines, others, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(lines), len(others))
    )
