"""What plugins do when a process starts and stops, besides serving requests."""

from collections.abc import Callable

from pyramid.router import Router

from kalenner.registry import RegistryKey

AT_START: RegistryKey[list[Callable[[Router], list[str]]]] = RegistryKey("kalenner.at_start", list)
"""Functions that run once the tables are ready; each returns the lines to print."""

AT_STOP: RegistryKey[list[Callable[[], object]]] = RegistryKey("kalenner.at_stop", list)
"""Functions that end the web server's open requests, such as long polls."""

ADOPTS: RegistryKey[bool] = RegistryKey("kalenner.adopts", bool)
"""Whether this process was started with ``--adopt``: it takes over what belongs to another bot or server."""
