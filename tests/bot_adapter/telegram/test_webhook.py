"""Deliveries by webhook: checked, stored, committed, acknowledged; nothing else."""

import itertools
import json
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event, select
from tests.applications import Applications, place
from tests.bot_adapter.telegram.broken_updates import broken, samples
from tests.bot_adapter.telegram.hostile_plugin import HOSTILE
from tests.live import UNLIMITED, free_port, running

from kalenner.app import make_app
from kalenner.database import SESSIONS
from kalenner.delivery.admission import PAUSES, WINDOW
from kalenner.delivery.models import Inbox, SetAside
from kalenner.plugins import load_plugins
from kalenner.preparation import StartFault
from kalenner.settings import Source
from kalenner.units import run_unit
from kalenner.web.memory import answering_from_memory
from kalenner_playground.fake_telegram import TOKEN

pytestmark = pytest.mark.slow_on_postgresql

SECRET = "a-secret-of-this-test"
MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1_800_000_000,
    "chat": {"id": 17, "type": "private", "first_name": "Ada"},
    "from": {"id": 17, "is_bot": False, "first_name": "Ada"},
    "text": "/start",
}
UPDATE = {"update_id": 41, "message": MESSAGE}


def settings(port: int = 6543, **more: str) -> dict[str, str]:
    return {
        **UNLIMITED,
        "telegram.token": TOKEN,
        "telegram.mode": "webhook",
        "telegram.webhook_secret": SECRET,
        "telegram.base_url": f"http://127.0.0.1:{port}/-/botapi/bot",
        "telegram.base_file_url": f"http://127.0.0.1:{port}/-/botapi/file/bot",
        "web.public_url": f"http://127.0.0.1:{port}",
        **more,
    }


@pytest.fixture
def app(applications: Applications, tmp_path: Path, database_url: str) -> Iterator[Router]:
    """The web alone: no process receives, dispatches or sends."""
    values = settings(**place(tmp_path, database_url))
    with applications.lend(load_plugins(off=("playground",)), values, None) as made:
        yield made


Post = Callable[..., int]


@pytest.fixture
def post(app: Router) -> Post:
    """Deliver a body; return the status."""

    def deliver(body: bytes | dict[str, Any], **headers: str) -> int:
        given = {"X-Telegram-Bot-Api-Secret-Token": SECRET, **headers}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request.blank(
            "/-/telegram",
            method="POST",
            body=raw,
            content_type="application/json",
            headers={name: value for name, value in given.items() if value},
        )
        return int(request.get_response(answering_from_memory(app)).status_int)

    return deliver


def stored(app: Router) -> list[tuple[int, str, str]]:
    statement = select(Inbox.key, Inbox.subject, Inbox.state).order_by(Inbox.id)
    return run_unit(
        app,
        "command/test",
        lambda request: [tuple(row) for row in request.dbsession.execute(statement)],
        only_reads=True,
    )


def set_aside(app: Router) -> list[tuple[int | None, str]]:
    statement = select(SetAside.key, SetAside.reason).order_by(SetAside.id)
    return run_unit(
        app,
        "command/test",
        lambda request: [tuple(row) for row in request.dbsession.execute(statement)],
        only_reads=True,
    )


def test_delivery_is_stored_and_nothing_else(app: Router, post: Post) -> None:
    assert post(UPDATE) == 200
    assert stored(app) == [(41, "17", "open")]


def test_delivery_that_comes_twice_is_stored_once(app: Router, post: Post) -> None:
    assert [post(UPDATE), post(UPDATE)] == [200, 200]
    assert stored(app) == [(41, "17", "open")]


def test_delivery_of_whom_nothing_is_taken_now_waits_for_no_other(app: Router, post: Post) -> None:
    PAUSES.of(app.registry).begin("telegram", {"17": WINDOW})
    other = {"id": 18, "is_bot": False, "first_name": "Bob"}
    is_storing, may_go_on = threading.Event(), threading.Event()

    def hold_up(*_event: object) -> None:
        is_storing.set()
        may_go_on.wait(20)

    engine = SESSIONS.of(app.registry).engine
    event.listen(engine, "commit", hold_up)
    try:
        with ThreadPoolExecutor(1) as pool:
            bobs = pool.submit(post, {"update_id": 42, "message": {**MESSAGE, "from": other}})
            assert is_storing.wait(20)
            adas = post(UPDATE)
            are_bobs_waiting = not bobs.done()
            may_go_on.set()
            assert (adas, are_bobs_waiting, bobs.result(20)) == (200, True, 200)
    finally:
        may_go_on.set()
        event.remove(engine, "commit", hold_up)
    assert stored(app) == [(42, "18", "open")]


def test_what_does_not_concern_us_is_acknowledged_and_not_stored(app: Router, post: Post) -> None:
    assert post({"update_id": 42, "edited_channel_post": UPDATE["message"]}) == 200
    assert stored(app) == []


def test_wrong_secret_is_refused(app: Router, post: Post) -> None:
    wrong = ["", "x", SECRET[:-1], SECRET + "x", SECRET.upper(), "ü" * 8]

    statuses = [post(UPDATE, **{"X-Telegram-Bot-Api-Secret-Token": secret}) for secret in wrong]

    assert (statuses, stored(app)) == ([403] * len(wrong), [])


def test_body_that_telegram_cannot_have_sent_is_refused(app: Router, post: Post) -> None:
    too_long = json.dumps({**UPDATE, "padding": {"x": "x" * 1024 * 1024}}).encode()

    assert [post(b""), post(too_long)] == [400, 400]
    assert (stored(app), set_aside(app)) == ([], [])


def test_what_nobody_can_read_is_set_aside_and_does_not_come_again(app: Router, post: Post) -> None:
    unreadable: list[tuple[bytes | dict[str, Any], int | None, str]] = [
        (b"not json", None, "no JSON"),
        (b"[1]", None, "no object"),
        (b"\xff\xfe", None, "no JSON"),
        (b"[" * 100_000, None, "nested too deeply"),
        (b'{"update_id": 9223372036854775808}', None, "no update_id"),
        (b'{"update_id": 42, "message": "a text"}', 42, "message is no object"),
        ({"update_id": 43, "message": {**MESSAGE, "from": {}}}, 43, "sender without an id"),
        ({"update_id": 44, "message": {**MESSAGE, "from": [17]}}, 44, "no sender"),
        ({"update_id": 45, "message": {**MESSAGE, "chat": "17"}}, 45, "no chat"),
        ({"update_id": 46, "callback_query": {"id": "9", "data": "x"}}, 46, "no sender"),
    ]

    for body, _number, _reason in unreadable:
        assert [post(body), post(body)] == [200, 200]
    assert post(UPDATE) == 200

    assert set_aside(app) == [(number, reason) for _body, number, reason in unreadable]
    assert stored(app) == [(41, "17", "open")]


def test_updates_broken_in_any_field_are_taken_and_keep_no_other_out(app: Router, post: Post) -> None:
    numbers = itertools.count(1000)
    everything = [change for sample in samples(MESSAGE["from"]) for change in broken(sample)]
    good = []
    for name, update in random.Random(3).sample(everything, 400):
        assert post({"update_id": next(numbers), **update}) == 200, name
        good.append(next(numbers))
        assert post({"update_id": good[-1], "message": MESSAGE}) == 200

    assert {number for number, _subject, _state in stored(app)} >= set(good)


def test_only_posts_are_taken(app: Router) -> None:
    request = Request.blank("/-/telegram", headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})

    assert request.get_response(answering_from_memory(app)).status_int == 404


def test_what_could_not_be_committed_is_not_acknowledged(app: Router, post: Post) -> None:
    sessions = SESSIONS.of(app.registry)

    def fail(_session: object) -> None:
        raise OSError("no space left on device")

    event.listen(sessions, "before_commit", fail)
    assert post(UPDATE) == 503
    event.remove(sessions, "before_commit", fail)
    assert stored(app) == []

    assert post(UPDATE) == 200
    assert stored(app) == [(41, "17", "open")]


def test_delivery_that_ends_midway_is_not_acknowledged(app: Router) -> None:
    body = json.dumps(UPDATE).encode()
    request = Request.blank(
        "/-/telegram",
        method="POST",
        body=body[:50],
        headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
    )
    request.environ["CONTENT_LENGTH"] = str(len(body))

    assert request.get_response(answering_from_memory(app)).status_int == 400
    assert (stored(app), set_aside(app)) == ([], [])


def test_there_is_no_webhook_while_we_poll(
    applications: Applications, tmp_path: Path, database_url: str
) -> None:
    values = {**place(tmp_path, database_url), "telegram.token": TOKEN}
    request = Request.blank("/-/telegram", method="POST", body=b"{}")

    with applications.lend(load_plugins(off=("playground",)), values, None) as app:
        assert request.get_response(answering_from_memory(app)).status_int == 404


@pytest.mark.parametrize("missing", ["telegram.token", "telegram.webhook_secret", "web.public_url"])
def test_start_is_refused_without_what_a_webhook_needs(tmp_path: Path, missing: str) -> None:
    values = settings(**{"kalenner.data_dir": str(tmp_path)})
    del values[missing]

    with pytest.raises(StartFault, match=f"{missing}: expected .*because telegram.mode is webhook"):
        make_app(Source(values, environ={}), loaded=load_plugins(off=("playground",)))


def test_whole_conversation_by_webhook(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, HOSTILE, port=port, **settings(port)) as live:
        ada = live.phone("Ada")

        ada.send("/desk")
        ada.sees("Desk", 20)
        press = ada.press("Look")
        assert press is not None
        ada.answer_to(press, 10)
        ada.sees("Looked", 10)

        assert live.telegram.webhook.url == f"http://127.0.0.1:{port}/-/telegram"
        assert not [call for call in live.telegram.journal.calls() if call["method"] == "getUpdates"]
