"""What every line of the log says besides its words: process, unit of work, and account as a number.

No name and no path of the web is among it: addresses hold tokens, and words that people have written.
"""

import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from kalenner import __version__

Event = MutableMapping[str, Any]
"""A record as structlog hands it on."""


class LogContext:
    """What is being done in this thread or asyncio task."""

    def __init__(self, unit: str, account_id: int | None = None) -> None:
        self._unit = unit
        self.account_id = account_id
        """Whose press it is, or who reads it, as soon as that is known."""

    @property
    def unit(self) -> str:
        """The path of the unit of work, such as ``inbox/123``."""
        return self._unit


class _Process:
    role = ""


_CONTEXT: ContextVar[LogContext | None] = ContextVar("kalenner.log_context", default=None)


@contextmanager
def log_context(context: LogContext) -> Iterator[LogContext]:
    """Let the lines of a block say what is being done; within another block this one counts."""
    token = _CONTEXT.set(context)
    try:
        yield context
    finally:
        _CONTEXT.reset(token)


def log_account(account_id: int) -> None:
    """Let the lines of the innermost block name an account."""
    context = _CONTEXT.get()
    if context is not None:
        context.account_id = account_id


def set_role(role: str) -> None:
    """Say what this process is: the command that started it, such as ``bot``."""
    _Process.role = role


def add_log_fields(_logger: object, _method: str, event: Event) -> Event:
    """Add the fields to a record; a processor of structlog, called where the record is made."""
    if _Process.role:
        event["role"] = _Process.role
    event["pid"] = os.getpid()  # asked each time: granian's process is a copy of another one
    event["version"] = __version__
    context = _CONTEXT.get()
    if context is not None:
        if context.unit:
            event["unit"] = context.unit
        if context.account_id is not None:
            event["account"] = context.account_id
    return event
