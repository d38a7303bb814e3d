"""Which functions of a module a mutant changes, so that they alone can be replaced."""

from types import CodeType

CO_OPTIMIZED = 1

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
