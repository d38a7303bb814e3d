"""How much a connection may send, and how long it may take: the same numbers for every server."""

import logging
import resource
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kalenner.registry import RegistryKey
from kalenner.settings import WebSettings

log = logging.getLogger(__name__)

HeaderOf = Callable[[str], str]
"""Gives a header of a request by its name, "" where it has none."""

BodyLimit = Callable[[HeaderOf], int | None]
"""Gives the most bytes of a body by the headers before it; None for ``web.body_limit``."""

BODY_LIMITS: RegistryKey[dict[str, BodyLimit]] = RegistryKey("kalenner.body_limits", dict)
"""Registry key of what takes larger bodies: by a path, or by the beginning of one that ends in a slash."""

ReadBody = Callable[[Any, dict[str, Any]], None]
"""Reads the body of a request while it arrives, given the application and the WSGI environment."""

STREAMED: RegistryKey[dict[str, ReadBody]] = RegistryKey("kalenner.streamed", dict)
"""Registry key of what reads such bodies, by the beginning of a path, before a request is made of the rest.

They need a Content-Length, and their deadline is for each ``web.body_limit`` bytes.
"""

# What is refused, in the words of the log.
LATE_HEADER = "header not whole in time"
LARGE_HEADER = "header too large"
LATE_BODY = "body not whole in time"
LARGE_BODY = "body too large"
ENDED_BODY = "body that ended early"
MALFORMED = "no request that can be read"
PUSHED_OUT = "connection that waited longest, for a new one beyond web.connection_limit"
NO_FILE_FREE = "connection beyond the files that the process may open"

DESCRIPTORS_BESIDE = 200
"""Open files that a process needs besides the connections of its web server: database, files, logs, bot."""
_FEWEST = 16


@dataclass(frozen=True)
class Limits:
    """What a client may take up: counts in bytes, times in seconds."""

    connections: int
    header_bytes: int
    header_seconds: float
    body_bytes: int
    body_seconds: float
    idle_seconds: float
    bodies: Mapping[str, BodyLimit]
    streamed: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, settings: WebSettings, bodies: Mapping[str, BodyLimit], streamed: Iterable[str] = ()
    ) -> "Limits":
        """Return what the settings say, and `bodies` for the paths that have a limit of their own.

        `streamed` are the beginnings of paths whose bodies are read while they arrive.
        """
        return cls(
            connections=settings.connection_limit,
            header_bytes=settings.header_limit,
            header_seconds=settings.header_seconds,
            body_bytes=settings.body_limit,
            body_seconds=settings.body_seconds,
            idle_seconds=settings.idle_seconds,
            bodies=bodies,
            streamed=tuple(streamed),
        )

    def body_bytes_at(self, path: str, header: HeaderOf) -> int:
        """Return how many bytes a body at `path` may have, its headers being known."""
        for place, limit in self.bodies.items():
            if path == place or (place.endswith("/") and path.startswith(place)):
                most = limit(header)
                if most is not None:
                    return most
        return self.body_bytes

    def fitted(self) -> "Limits":
        """Return the same with no more connections than this process may open files.

        The process's own limit is raised as far as it may be. Without that, accepting fails for everybody.
        """
        possible = _open_files(self.connections + DESCRIPTORS_BESIDE) - DESCRIPTORS_BESIDE
        if possible >= self.connections:
            return self
        connections = max(_FEWEST, possible)
        text = (
            "web.connection_limit: %d instead of %d, because the process may open too few files (ulimit -n)"
        )
        log.warning(text, connections, self.connections)
        return replace(self, connections=connections)


def _open_files(wanted: int) -> int:
    """Raise this process's limit of open files to `wanted` where it is lower; return what it is then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):
        return soft
    return most
