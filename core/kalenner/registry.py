"""Typed keys of the application's registry."""

from collections.abc import Callable, MutableMapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class RegistryKey(Generic[T]):
    """One thing that an application has once, such as its clock; the room that defines the thing has the key.

    ``CLOCK.put(registry, clock)`` when the application is made, ``CLOCK.of(registry)`` wherever it is used.
    With `default` the value is made when it is asked for and none was put, such as an empty list to fill.
    """

    def __init__(self, name: str, default: Callable[[], T] | None = None) -> None:
        self.name = name
        self._default = default

    def put(self, registry: MutableMapping[str, Any], value: T) -> None:
        """Set the value, in place of an earlier one."""
        registry[self.name] = value

    def of(self, registry: MutableMapping[str, Any]) -> T:
        """Return the value; raises KeyError where none was put and there is no default."""
        if self._default is not None and self.name not in registry:
            registry[self.name] = self._default()
        value: T = registry[self.name]
        return value

    def find(self, registry: MutableMapping[str, Any]) -> T | None:
        """Return the value, or None where none was put."""
        value: T | None = registry.get(self.name)
        return value
