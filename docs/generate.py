"""Writes the reference of hooks, `docs/plugin-authors/hooks.md`, from the specifications."""

import dataclasses
import enum
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from kalenner.hooks import AREAS

TARGET = Path(__file__).parent / "plugin-authors" / "hooks.md"
HEAD = """# Hooks

Made from the specifications in `core/kalenner/hooks/` by `make docs`; do not edit.

A plugin answers a hook with a function of the same name, marked `@hookimpl`, in the module of its
entry point. It takes only the arguments it uses. Calls are synchronous. Each implementation runs in
a savepoint of its own: when it raises, what it wrote is undone, the log names the plugin, and the
others go on.
"""


def reference() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(part for area in AREAS for part in _area(area))])


def _area(area: ModuleType) -> Iterator[str]:
    yield f"## {area.__name__.rpartition('.')[2].capitalize()}\n"
    yield f"{(area.__doc__ or '').strip()}\n"
    for name, one in vars(area).items():
        if inspect.isfunction(one) and hasattr(one, "kalenner_spec"):
            yield f"### `{name}({', '.join(inspect.signature(one).parameters)})`\n"
            first, _empty, rest = (inspect.getdoc(one) or "").partition("\n\n")
            yield f"{first}\n\n{_list(rest)}\n"
    for name, one in vars(area).items():
        if inspect.isclass(one) and one.__module__ == area.__name__:
            yield f"### `{name}`\n\n{inspect.getdoc(one)}\n\n{_members(one)}\n"


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
        return "\n".join(f"- `{item.name}`: `{_kind(item.type)}`" for item in dataclasses.fields(one))
    return ""


def _kind(kind: object) -> str:
    name = kind.__name__ if inspect.isclass(kind) else str(kind)
    return name.replace("typing.", "").replace("collections.abc.", "")


if __name__ == "__main__":
    TARGET.write_text(reference())
