"""Writes the reference of hooks, `docs/plugin-authors/hooks.md`, from the specifications."""

import dataclasses
import enum
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import get_args

from kalenner.hooks import AREAS, contribution, objects, request

LINE_LENGTH = 110
TARGET = Path(__file__).parent / "plugin-authors" / "hooks.md"
HEAD = """# Hooks

Made from the specifications in `core/kalenner/hooks/` by `make docs`; do not edit.

A plugin answers a hook with a function of the same name, marked `@hookimpl`, in the module of its
entry point. It takes only the arguments it uses. Calls are synchronous. Each implementation runs in
a savepoint of its own: when it raises, or its answer is not of the type that is said here, what it
wrote is undone, the log names the plugin, and the others go on. [The guide](README.md#hooks) says
more, and why each of them is a hook.

```python
from kalenner.hooks import hookimpl
```
"""


def reference() -> str:
    """Return the whole page."""
    rooms = (*AREAS, contribution, objects, request)
    return "\n".join([HEAD, *(part for room in rooms for part in _area(room))])


def _area(area: ModuleType) -> Iterator[str]:
    yield f"## {area.__name__.rpartition('.')[2].capitalize()}\n"
    yield f"{(area.__doc__ or '').strip()}\n"
    values = [
        (name, one)
        for name, one in vars(area).items()
        if inspect.isclass(one) and one.__module__ == area.__name__
    ]
    if values:
        names = ", ".join(name for name, _one in values)
        yield f"```python\n{_import_of(_public(area), names)}\n```\n"
    for name, one in vars(area).items():
        if inspect.isfunction(one) and hasattr(one, "kalenner_spec"):
            yield f"### `{name}({', '.join(inspect.signature(one).parameters)})`\n"
            first, _empty, rest = (inspect.getdoc(one) or "").partition("\n\n")
            yield f"{first}\n\n{_types(one)}\n{_list(rest)}\n"
    for name, one in values:
        yield f"### `{name}`\n\n{inspect.getdoc(one)}\n\n{_members(one)}\n"


def _import_of(module: str, names: str) -> str:
    """Return the import as the formatter writes it."""
    line = f"from {module} import {names}"
    if len(line) <= LINE_LENGTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names.split(", ")) + ")"


def _public(area: ModuleType) -> str:
    """Return from where the values of a room are to be imported."""
    return "kalenner.hooks" if area is contribution else area.__name__


def _types(hook: FunctionType) -> str:
    """Return the types of the arguments and of the answer as list entries."""
    hints = dict(hook.__annotations__)
    answer = hints.pop("return")
    arguments = ", ".join(f"`{name}`: `{_kind(kind)}`" for name, kind in hints.items())
    return "\n".join(
        filter(None, [arguments and f"- Arguments: {arguments}", f"- Answer: `{_kind(answer)}`"])
    )


def _list(lines: str) -> str:
    """Make a list of the four lines; a line that begins in lower case goes on the one before."""
    entries: list[str] = []
    for line in lines.splitlines():
        if line.startswith(("Called when:", "In transaction?", "Return:", "If it raises:")):
            head, mark, said = line.partition(":" if ":" in line.split("?")[0] else "?")
            entries.append(f"- **{head}{mark}**{said}")
        else:
            entries[-1] += f" {line.strip()}"
    return "\n".join(entries)


def _members(one: type) -> str:
    if issubclass(one, enum.Enum):
        return ", ".join(f"`{member.name}`" for member in one)
    if dataclasses.is_dataclass(one):
        return "\n".join(
            f"- `{item.name}`: `{_kind(item.type)}`{_default(item)}" for item in dataclasses.fields(one)
        )
    return "\n".join(f"- `{name}`: {inspect.getdoc(member)}" for name, member in _public_members(one))


def _public_members(one: type) -> list[tuple[str, object]]:
    return [
        (name, member)
        for name, member in vars(one).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    ]


def _default(item: dataclasses.Field[object]) -> str:
    if item.default is not dataclasses.MISSING:
        return f", by default `{item.default!r}`"
    return ", by default empty" if item.default_factory is not dataclasses.MISSING else ""


def _kind(kind: object) -> str:
    is_class = inspect.isclass(kind) and not get_args(kind)
    name = kind.__name__ if is_class else re.sub(r"kalenner\.\w+(\.\w+)?\.", "", str(kind))
    return name.replace("typing.", "").replace("collections.abc.", "").replace("NoneType", "None")


if __name__ == "__main__":
    TARGET.write_text(reference())
