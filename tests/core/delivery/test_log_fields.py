"""Each line of the log says which process, unit of work and account it is about, and never a name or a path."""

import json
import logging
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from sqlalchemy import select
from webtest import TestApp

from kalenner import __version__, log_context
from kalenner.cli import main
from kalenner.delivery.models import Inbox
from kalenner.logs import configure_logs
from kalenner.people.models import Account, Identity
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import go
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import SCRIPTED
from tests.core.delivery.test_shared_units import arrive, handle_everything

log = logging.getLogger("tests.noisy")
SECRET = "a-token-in-an-address"


def greet(context: PersonContext, request: Request) -> Screen:
    """Log something, as a screen may."""
    log.warning("greeted %s", request.account.id)
    return Screen("hello", is_card=True)


def page(request: Request) -> Response:
    """Log something, as a page may."""
    log.warning("a page")
    return Response()


def includeme(config: Configurator) -> None:
    """Register a screen, a page and a task that log."""
    config.add_screen(greet, Route("noisy.hello", "/noisy/hello", {}))
    config.add_command("noisy", press=go("noisy.hello"), label="Hello")
    config.add_route("noisy_page", "/noisy-page/{token}")
    config.add_view(page, route_name="noisy_page", permission=NO_PERMISSION_REQUIRED)
    config.add_task("noisy.hello", lambda _request: log.warning("a task"), every_minutes=5)


NOISY = LoadedPlugin(Plugin("noisy", "Noisy", __name__, has_texts=False), object())


class Logs(StringIO):
    """The log of a process, as JSON."""

    def of(self, event: str) -> list[dict[str, Any]]:
        records = [json.loads(line) for line in self.getvalue().splitlines()]
        return [record for record in records if record["event"].startswith(event)]


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logs]:
    """Logs of the role ``bot``; afterwards everything is as it was."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    monkeypatch.setattr(log_context._Process, "role", "bot")
    logs = Logs()
    configure_logs("INFO", "json", stream=logs)
    yield logs
    root.setLevel(level)
    root.handlers[:] = handlers
    structlog.reset_defaults()


PROCESS = {"role": "bot", "pid": os.getpid(), "version": __version__}


def fields(record: dict[str, Any]) -> dict[str, Any]:
    """What a line says of where it comes from."""
    return {name: record[name] for name in ("role", "pid", "version", "unit", "account") if name in record}


def test_press_is_named_by_its_update_and_its_account(make_core: MakeApp, logs: Logs) -> None:
    app = make_core(SCRIPTED, NOISY)
    arrive(app, "ada", "olga", "bob", command="noisy")

    handle_everything(app)

    joined = select(Inbox.id, Identity.account_id).where(Identity.subject == Inbox.subject)
    rows = run_unit(
        app, "command/test", lambda request: request.dbsession.execute(joined).all(), only_reads=True
    )
    expected = [{**PROCESS, "unit": f"inbox/{row.id}", "account": row.account_id} for row in rows]
    assert len(expected) == 3
    said = sorted((fields(record) for record in logs.of("greeted")), key=lambda each: each["account"])
    assert said == sorted(expected, key=lambda each: each["account"])
    assert [_number(record) for record in logs.of("greeted")] == [
        record["account"] for record in logs.of("greeted")
    ]


def _number(record: dict[str, Any]) -> int:
    return int(record["event"].removeprefix("greeted "))


def test_message_is_named_by_its_number_and_its_reader(harness: OutboxHarness, logs: Logs) -> None:
    account_id = harness.account("ada")
    harness.enqueue("ada", "hello", account_id=account_id)

    async def refuse(_address: str, _payload: dict[str, Any]) -> None:
        if not logs.of("message"):
            raise ValueError("no")

    harness.channel.script = refuse
    harness.send_until_recorded(lambda: bool(logs.of("message")))

    (record,) = logs.of("message")
    assert fields(record) == {**PROCESS, "unit": "outbox/1", "account": account_id}


def test_page_is_named_by_its_route(make_core: MakeApp, logs: Logs) -> None:
    web = TestApp(make_core(NOISY))

    web.get(f"/noisy-page/{SECRET}")
    log.warning("nothing of it is left")

    assert [fields(record) for record in logs.of("a page")] == [{**PROCESS, "unit": "web/noisy_page"}]
    assert [fields(record) for record in logs.of("nothing")] == [PROCESS]
    assert SECRET not in logs.getvalue()


def test_task_is_named_by_itself(make_core: MakeApp, logs: Logs) -> None:
    app = make_core(NOISY)
    (task,) = [task for task in tasks_of(app) if task.name == "noisy.hello"]

    run_task(app, task)

    assert [fields(record) for record in logs.of("a task")] == [{**PROCESS, "unit": "task/noisy.hello"}]


def test_line_names_nobody(make_core: MakeApp, logs: Logs) -> None:
    app = make_core(SCRIPTED, NOISY)
    arrive(app, "ada", command="noisy")
    handle_everything(app)

    def name(request: Request) -> None:
        request.dbsession.scalars(select(Account)).one().nickname = "Countess Lovelace"

    run_unit(app, "command/test", name)
    arrive(app, "ada", "olga", command="noisy")
    handle_everything(app)

    assert len(logs.of("greeted")) == 2
    assert "ada" not in logs.getvalue()
    assert "Lovelace" not in logs.getvalue()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_role_is_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setattr(log_context._Process, "role", "")
    monkeypatch.setenv("KALENNER_DATA_DIR", str(tmp_path))

    assert main(["settings"]) == 0

    assert log_context.add_log_fields(None, "info", {})["role"] == "settings"
