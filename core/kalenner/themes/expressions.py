"""The expressions a template may use: an allow-list, compiled into lookups that reach theme data alone.

A template is not trusted. Chameleon by itself runs any Python it finds in one, so the only expression type
that templates are compiled with is this one: names, fields, texts and numbers, ``and or not``, comparisons,
``a if b else c``. A list has one field, ``count``. Nothing can be called, added up or repeated, so no
expression takes long or becomes large.
"""

import ast
import difflib
import re
import warnings
from collections.abc import Iterable
from typing import Any

from chameleon.astutil import Symbol
from chameleon.codegen import template
from chameleon.exc import ExpressionError
from chameleon.tal import RepeatDict, RepeatItem
from chameleon.tokenize import Token

from kalenner.themes.data import NAMES, Lookup, ThemeData

MAX_LENGTH = 300
MAX_NUMBER = 10_000

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = {"econtext", "rcontext", "attrs", "nothing", "translate", "decode", "on_error_handler"}
_PREFIX = re.compile(r"([a-z]+:)")
_MISSING = object()
_REPEAT = {"index", "number", "start", "end", "odd", "even", "length"}
_LIST = {"count"}
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class LookupRefused(Exception):
    """A template asked for what it may not have, or what is not there."""


def look_up(value: Any, name: str) -> Any:
    """Return a field of theme data, or a list's count; raises :class:`LookupRefused` for anything else."""
    names: Iterable[str] = ()
    if isinstance(value, Lookup):
        names = value.values
        if name in value.values:
            return value.values[name]
    elif isinstance(value, ThemeData):
        names = getattr(value, "__dataclass_fields__", ())
        if name in names:
            return getattr(value, name)
    elif isinstance(value, RepeatDict):
        return _repetition(value, name)
    elif isinstance(value, RepeatItem):
        names = _REPEAT
        if name in _REPEAT:
            return int(getattr(value, name))
    elif isinstance(value, tuple):
        names = _LIST
        if name in _LIST:
            return len(value)
    raise LookupRefused(missing(name, names))


def _repetition(repeat: RepeatDict, name: str) -> RepeatItem:
    """Return where the repetition of a name is; raises :class:`LookupRefused` where it is not repeated."""
    item = getattr(repeat, name, None)
    if not isinstance(item, RepeatItem):
        raise LookupRefused(missing(name, ()))
    return item


def missing(name: str, names: Iterable[str]) -> str:
    """Return the sentence that something is not there, with the nearest of the names that are."""
    nearest = difflib.get_close_matches(name, list(names), n=1)
    return f"there is no {name}; did you mean {nearest[0]}?" if nearest else f"there is no {name}"


def find(scope: Any, name: str) -> Any:
    """Return what a template calls by a name; raises :class:`LookupRefused`. Python's own names are none."""
    value = scope.get(name, _MISSING)
    if value is _MISSING:
        raise LookupRefused(
            missing(name, (candidate for candidate in scope if may_define(candidate) or candidate in NAMES))
        )
    return value


def may_define(name: str) -> bool:
    """Tell whether a template may give this name to a value: not those of the platform and of Chameleon."""
    return _NAME.fullmatch(name) is not None and name not in {
        *_RESERVED,
        *NAMES,
        "default",
        "target_language",
    }


class AllowedExpression:
    """One expression of a template; Chameleon asks it for the code that assigns its value."""

    def __init__(self, expression: Token) -> None:
        self.expression = expression

    def __call__(self, target: ast.expr, engine: Any) -> list[ast.stmt]:
        """Return the assignment; raises Chameleon's ExpressionError for what is not on the list."""
        del engine
        text = " ".join(self.expression.split())
        if len(text) > MAX_LENGTH:
            raise ExpressionError(f"is longer than {MAX_LENGTH} characters", self.expression)
        try:
            with warnings.catch_warnings(action="error"):
                tree = ast.parse(text, mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError, Warning) as error:
            prefix = _PREFIX.match(text)
            reason = f"{prefix[1]} is not allowed in a theme" if prefix else "is no expression"
            raise ExpressionError(reason, self.expression) from error
        if isinstance(tree, ast.Name) and tree.id == "default":  # of tal:case and tal:content
            return [ast.Assign(targets=[target], value=tree)]
        return [ast.Assign(targets=[target], value=self._allowed(tree))]

    def _allowed(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant(value=str() | bool() | None):
                return node
            case ast.Constant(value=int(number)) if number <= MAX_NUMBER:
                return node
            case ast.Name(id=name) if _NAME.fullmatch(name) and name not in {*_RESERVED, "default"}:
                return self._named(name)
            case ast.Attribute(value=inner, attr=name) if not name.startswith("_"):
                return self._field(inner, name)
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(op, [self._allowed(operand) for operand in values])
            case ast.UnaryOp(op=ast.Not() as negation, operand=inner):
                return ast.UnaryOp(negation, self._allowed(inner))
            case ast.IfExp(test=test, body=body, orelse=other):
                return ast.IfExp(self._allowed(test), self._allowed(body), self._allowed(other))
            case ast.Compare(left=left, ops=ops, comparators=others) if all(map(_may_compare, ops, others)):
                return ast.Compare(self._allowed(left), ops, [self._allowed(operand) for operand in others])
        raise ExpressionError(f"{_described(node)} is not allowed in a theme", self.expression)

    def _named(self, name: str) -> ast.expr:
        expression: ast.expr = template(
            "FIND(econtext, NAME)", FIND=Symbol(find), NAME=ast.Constant(name), mode="eval"
        )
        return expression

    def _field(self, inner: ast.expr, name: str) -> ast.expr:
        expression: ast.expr = template(
            "LOOK(VALUE, NAME)",
            LOOK=Symbol(look_up),
            VALUE=self._allowed(inner),
            NAME=ast.Constant(name),
            mode="eval",
        )
        return expression


def _may_compare(op: ast.cmpop, operand: ast.expr) -> bool:
    if isinstance(op, ast.Is | ast.IsNot):
        return isinstance(operand, ast.Constant) and operand.value is None
    return isinstance(op, _COMPARISONS)


def _described(node: ast.expr) -> str:
    names = {
        "Call": "a call",
        "Subscript": "an index",
        "BinOp": "arithmetic",
        "JoinedStr": "a formatted string",
        "Lambda": "a function",
        "ListComp": "a loop",
        "GeneratorExp": "a loop",
        "SetComp": "a loop",
        "DictComp": "a loop",
        "NamedExpr": "an assignment",
        "Name": "this name",
        "Attribute": "a name that begins with _",
    }
    return names.get(type(node).__name__, f"{type(node).__name__} ")
