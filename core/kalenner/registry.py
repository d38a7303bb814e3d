"""Typed places in the application's registry: what is put in under a key comes out with its type."""

from collections.abc import MutableMapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class RegistryKey(Generic[T]):
    """One thing that an application has once, such as its clock; the room that defines the thing has the key.

    ``CLOCK.put(registry, clock)`` when the application is made, ``CLOCK.of(registry)`` wherever it is used.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def put(self, registry: MutableMapping[str, Any], value: T) -> None:
        """Keep the value, instead of any other."""
        registry[self.name] = value

    def of(self, registry: MutableMapping[str, Any]) -> T:
        """Return the value; raises KeyError where none was put."""
        value: T = registry[self.name]
        return value

    def add(self: "RegistryKey[list[Any]]", registry: MutableMapping[str, Any], value: object) -> None:
        """Append a value to a list, which is empty at first."""
        registry.setdefault(self.name, []).append(value)
