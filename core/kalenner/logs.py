"""Logs: structlog over the standard library, one line a record, secrets redacted.

Every record of every logger passes one formatter, whose whole output is redacted: message, arguments, fields
and traceback, at every level. Uncaught exceptions of the process and its threads are logged the same way.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

from kalenner.log_context import add_log_fields
from kalenner.security.redaction import Redactor
from kalenner.settings import LogSettings
from kalenner.tracebacks import Tracebacks

redactor = Redactor()
"""The process's own: ``redactor.add(secret)`` keeps a secret out of the logs from then on."""

_VERBOSE_LOGGERS = ("alembic", "huey")  # they log each migration check and task
# They log addresses and headers of requests.
_REQUEST_LOGGERS = ("aiohttp", "boto3", "botocore", "httpcore", "httpx", "s3transfer", "urllib3")
# python-telegram-bot logs whole updates and messages: at DEBUG each of them, at CRITICAL those that it cannot
# parse. What the operator has to know of them, the adapter says itself.
_PRIVATE_LOGGERS = ("telegram",)


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record, then redacts the result."""

    redactor: Redactor

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or the lines of a traceback."""
        return self.redactor.redact(super().format(record))


def configure(settings: LogSettings) -> None:
    """Set up the logs of this process as the settings say."""
    configure_logs(settings.level, "json" if settings.format == "json" else "text")


def configure_logs(
    level: str,
    format: Literal["text", "json"],
    redactor: Redactor = redactor,
    *,
    stream: TextIO | None = None,
) -> None:
    """Send every logger's records of `level` and above to `stream` (standard error), redacted.

    May be called again: the last call counts. Handlers that others have added stay as they are.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        add_log_fields,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    output = stream or sys.stderr
    formatter = RedactingFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), _drop_leftovers],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            Tracebacks().shorten,
            *_writers(format, output),
        ],
    )
    formatter.redactor = redactor
    handler = logging.StreamHandler(output)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for previous in [each for each in root.handlers if isinstance(each.formatter, RedactingFormatter)]:
        root.removeHandler(previous)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _VERBOSE_LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "DEBUG" else logging.WARNING)
    for name in _REQUEST_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _PRIVATE_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    sys.excepthook = _log_crash
    threading.excepthook = _log_crash_of_thread


def _drop_leftovers(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Drop the attributes that other handlers' formatters left on the record."""
    for name in ("message", "asctime"):
        event.pop(name, None)
    return event


def _writers(format: str, output: TextIO) -> list[Processor]:
    if format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    console = structlog.dev.ConsoleRenderer(
        colors=output.isatty(),
        exception_formatter=structlog.dev.plain_traceback,  # the others print local variables
    )
    return [console]


def _log_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("the process ends", exc_info=(kind, error, trace))


def _log_crash_of_thread(crash: threading.ExceptHookArgs) -> None:
    if issubclass(crash.exc_type, SystemExit) or crash.exc_value is None:
        return
    name = crash.thread.name if crash.thread else "?"
    cause = (crash.exc_type, crash.exc_value, crash.exc_traceback)
    logging.getLogger(__name__).critical("thread %s ends", name, exc_info=cause)
