import asyncio
import json
import logging
import os
import threading
from collections.abc import Iterator
from io import StringIO
from typing import Any, Literal

import httpx
import pytest
import structlog

from kalenner import __version__
from kalenner.logs import configure_logs
from kalenner.security import Redactor

TOKEN = "123456789:AAF1_bcdefghijklmnopqrstuvwxyz-0123"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getUpdates"
FORMATS = pytest.mark.parametrize("form", ["text", "json"])


class Logs:
    """What was written, and how to begin writing."""

    def __init__(self) -> None:
        self.stream = StringIO()
        self.redactor = Redactor()

    def begin(self, form: Literal["text", "json"] = "json", level: str = "DEBUG") -> None:
        configure_logs(level, form, self.redactor, stream=self.stream)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logs]:
    """Logs of a test's own; afterwards everything is as it was."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    yield Logs()
    root.setLevel(level)
    root.handlers[:] = handlers
    structlog.reset_defaults()
    for name in (
        "alembic",
        "huey",
        "aiohttp",
        "httpcore",
        "httpx",
        "telegram",
        "boto3",
        "botocore",
        "s3transfer",
        "urllib3",
    ):
        logging.getLogger(name).setLevel(logging.NOTSET)


@FORMATS
def test_token_in_an_address_is_blackened(logs: Logs, form: Literal["text", "json"]) -> None:
    logs.begin(form)

    logging.getLogger("anybody").debug(f"GET {ADDRESS}")  # noqa: G004

    assert TOKEN not in logs.text
    assert "https://api.telegram.org/bot***/getUpdates" in logs.text


@FORMATS
def test_token_in_an_argument_is_blackened(logs: Logs, form: Literal["text", "json"]) -> None:
    logs.begin(form)

    logging.getLogger("anybody").debug("request: %s %r", httpx.URL(ADDRESS), {"url": ADDRESS})

    assert TOKEN not in logs.text
    assert logs.text.count("bot***/getUpdates") == 2


@FORMATS
def test_token_in_an_exception_is_blackened(logs: Logs, form: Literal["text", "json"]) -> None:
    logs.begin(form)

    try:
        try:
            raise ConnectionError(f"cannot connect to {ADDRESS}")
        except ConnectionError as error:
            raise RuntimeError(f"{ADDRESS} failed") from error
    except RuntimeError:
        logging.getLogger("anybody").exception("it failed")

    assert TOKEN not in logs.text
    assert logs.text.count("bot***/getUpdates") >= 2
    assert "RuntimeError" in logs.text


@FORMATS
def test_token_in_a_field_is_blackened(logs: Logs, form: Literal["text", "json"]) -> None:
    logs.begin(form)

    structlog.get_logger("ours").info("sent", url=ADDRESS, deep={"list": [ADDRESS]})
    logging.getLogger("anybody").info("sent", extra={"url": ADDRESS})

    assert TOKEN not in logs.text
    assert logs.text.count("bot***/getUpdates") == 3


def test_library_that_logs_every_request_is_not_heard(logs: Logs) -> None:
    logs.begin()

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200)

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            await client.get(ADDRESS)

    asyncio.run(ask())

    assert "getUpdates" not in logs.text


def test_token_alone_is_blackened(logs: Logs) -> None:
    logs.begin()

    logging.getLogger("anybody").info("token=%s", TOKEN)

    assert logs.records[0]["event"] == "token=***"


def test_password_in_an_address_is_blackened(logs: Logs) -> None:
    logs.begin()

    structlog.get_logger("ours").info(
        "connect", url="postgresql://kalenner:s3cr%20et@db:5432/kalenner", mail="a@b"
    )

    assert logs.records[0]["url"] == "postgresql://kalenner:***@db:5432/kalenner"
    assert logs.records[0]["mail"] == "a@b"


@FORMATS
@pytest.mark.parametrize("secret", ["whsec_123456", 'quo"te\\d', "späth/lese", "a.b*c+(d"])
def test_registered_secret_is_blackened_in_every_spelling(
    logs: Logs, form: Literal["text", "json"], secret: str
) -> None:
    logs.begin(form)
    logs.redactor.add(secret)

    structlog.get_logger("ours").info("used", secret=secret)
    logging.getLogger("anybody").info(
        "used %s in %s", secret, httpx.URL("https://a/", params={"key": secret})
    )

    decoded = logs.text if form == "text" else "".join(str(list(record.values())) for record in logs.records)
    assert secret not in decoded
    assert logs.text.count("***") == 3


def test_word_too_short_for_a_secret_stays() -> None:
    redactor = Redactor()
    redactor.add("on")

    assert redactor.redact("one month") == "one month"


def test_longer_secret_is_not_left_half_seen() -> None:
    redactor = Redactor()
    redactor.add("secret")
    redactor.add("secret-and-more")

    assert redactor.redact("secret-and-more, secret") == "***, ***"


def test_crash_is_logged_and_blackened(logs: Logs) -> None:
    logs.begin()

    def fall() -> None:
        raise ConnectionError(ADDRESS)

    thread = threading.Thread(target=fall, name="sender")
    thread.start()
    thread.join()

    (record,) = logs.records
    assert (record["level"], record["event"]) == ("critical", "thread sender ends")
    assert TOKEN not in record["exception"]


def test_record_of_json_has_its_fields(logs: Logs) -> None:
    logs.begin()

    with structlog.contextvars.bound_contextvars(request=17):
        structlog.get_logger("kalenner.delivery").warning("late", seconds=3)

    (record,) = logs.records
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "pid": os.getpid(),
        "version": __version__,
        "event": "late",
        "level": "warning",
        "logger": "kalenner.delivery",
        "seconds": 3,
        "request": 17,
    }


def test_equal_traceback_is_written_once_whoever_logs_it(logs: Logs) -> None:
    logs.begin()

    for name in ("ours", "anybody", "ours"):
        try:
            int("seven")
        except ValueError:
            logging.getLogger(name).exception("it failed")
            structlog.get_logger(name).exception("it failed")

    assert logs.text.count("Traceback") == 1
    assert [record.get("error") for record in logs.records[1:]] == [
        "ValueError: invalid literal for int() with base 10: 'seven'"
    ] * 5
    assert {record["traceback"][:6] for record in logs.records[1:]} == {"as at "}


def test_words_of_every_language_stay_readable(logs: Logs) -> None:
    logs.begin()

    structlog.get_logger("ours").info("Größe 日本")

    assert "Größe 日本" in logs.text


def test_level_holds_for_everybody(logs: Logs) -> None:
    logs.begin(level="WARNING")

    structlog.get_logger("ours").info("not this")
    logging.getLogger("anybody").info("nor this")
    logging.getLogger("anybody").warning("but this")

    assert [record["event"] for record in logs.records] == ["but this"]


def test_talkative_libraries_are_heard_only_when_debugging(logs: Logs) -> None:
    logs.begin(level="INFO")
    logging.getLogger("huey").info("one more task")
    logs.begin(level="DEBUG")
    logging.getLogger("huey").info("heard")

    assert [record["event"] for record in logs.records] == ["heard"]


@pytest.mark.parametrize("name", ["telegram.Bot", "telegram.ext.Application", "telegram.request.BaseRequest"])
def test_library_that_logs_what_people_write_is_heard_at_no_level(logs: Logs, name: str) -> None:
    logs.begin(level="DEBUG")

    logging.getLogger(name).debug("my back hurts")
    logging.getLogger(name).critical("my back hurts")

    assert logs.text == ""


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "aiohttp.access", "botocore.credentials"])
def test_library_that_logs_requests_is_heard_only_when_something_is_wrong(logs: Logs, name: str) -> None:
    logs.begin(level="DEBUG")

    logging.getLogger(name).info("one more request")
    logging.getLogger(name).warning("heard")

    assert [record["event"] for record in logs.records] == ["heard"]


def test_second_set_up_replaces_the_first(logs: Logs) -> None:
    logs.begin()
    logs.begin()

    logging.getLogger("anybody").info("once")

    assert [record["event"] for record in logs.records] == ["once"]
