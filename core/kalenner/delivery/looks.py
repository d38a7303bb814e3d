"""Looks: questions of delivery to its own tables, many times a second, that no person is behind.

A unit of work is a request with a transaction, which costs several times what such a question does. A look
has a session that only reads and nothing else; on PostgreSQL each statement is by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pyramid.registry import Registry
from pyramid.router import Router

from kalenner.clock import CLOCK, Clock
from kalenner.database import SESSIONS, UnitSession
from kalenner.log_context import LogContext, log_context

T = TypeVar("T")


@dataclass(frozen=True)
class BareRequest:
    """As much of a request as a look needs."""

    registry: Registry
    dbsession: UnitSession
    clock: Clock


def look(app: Router, name: str, work: Callable[[BareRequest], T]) -> T:
    """Return what `work` finds; `name` is what the log calls it. Raises what the database raises."""
    with log_context(LogContext(name)), SESSIONS.of(app.registry).make_bare() as dbsession:
        return work(BareRequest(app.registry, dbsession, CLOCK.of(app.registry)))
