"""Files that are drawn when they are sent, such as QR codes: until then only what they are drawn of travels.

Drawing takes up to a second, and whoever writes to SQLite would wait for it: so it is done in no transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pyramid.registry import Registry

from kalenner.registry import RegistryKey


@dataclass(frozen=True)
class Drawing:
    """What a file is drawn of: the name of its drawer in :data:`DRAWERS`, and values that JSON can hold."""

    drawer: str
    values: Mapping[str, Any]


Drawer: TypeAlias = Callable[[Registry, Mapping[str, Any]], bytes]

DRAWERS: RegistryKey[dict[str, Drawer]] = RegistryKey("kalenner.drawers", dict)
"""The drawers by name, each beginning with its plugin's; they have no session."""


def drawn(registry: Registry, file: bytes | Drawing) -> bytes:
    """Return the bytes of a file; raises KeyError where nobody can draw it, and what its drawer raises."""
    return DRAWERS.of(registry)[file.drawer](registry, file.values) if isinstance(file, Drawing) else file
