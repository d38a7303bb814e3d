"""What plugins do when a process starts and stops, besides serving requests."""

from collections.abc import Callable

from pyramid.router import Router

from kalenner.registry import RegistryKey

AT_START: RegistryKey[list[Callable[[Router], list[str]]]] = RegistryKey("kalenner.at_start", list)
"""Functions that run once the tables are ready; each returns the lines to print."""

AT_STOP: RegistryKey[list[Callable[[], object]]] = RegistryKey("kalenner.at_stop", list)
"""Functions that send away who waits for an answer of the web server."""
