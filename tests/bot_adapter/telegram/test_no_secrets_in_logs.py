"""Whatever happens, and however much is logged: no token, no secret and no key stands in the logs."""

import json
import logging
import threading
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog
from tests.bot_adapter.telegram.hostile_plugin import HOSTILE, OwnBase, controls
from tests.bot_adapter.telegram.product import RunningProduct
from tests.bot_adapter.telegram.test_webhook import SECRET, settings
from tests.figures import RecordFigure
from tests.live import free_port, running
from tests.pretended import served

from kalenner.app import make_app
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.delivery.bot import Bot
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.logs import configure_logs
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.testing import go
from kalenner_playground.fake_telegram import TOKEN, FakeTelegram

WRONG_TOKEN = "7000000009:this-token-belongs-to-nobody-at-all_1"


class Stream(StringIO):
    """What was logged, and a way to wait for a word in it."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = threading.Condition()

    def write(self, text: str) -> int:
        with self.changed:
            self.changed.notify_all()
            return super().write(text)

    def shows(self, word: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: word in self.getvalue(), 20), f"{word!r} was not logged"


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stream]:
    """Everything that is logged, as a process would log it; afterwards all is as it was."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    stream = Stream()
    configure_logs("DEBUG", "text", stream=stream)
    yield stream
    root.setLevel(level)
    root.handlers[:] = handlers
    structlog.reset_defaults()
    for name in ("alembic", "huey", "aiohttp", "httpcore", "httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def assert_kept(record_figure: RecordFigure, logged: str, kept: Iterable[str]) -> None:
    """Assert that none of these words stands in what was logged."""
    words = [*kept]
    seen = sum(word in logged for word in words)
    what = f"lines of logs, searched for {len(words)} secrets or words of people"
    record_figure("F20", len(logged.splitlines()), what, found=seen)
    assert seen == 0


def secrets_of(folder: Path, *more: str) -> list[str]:
    """What must not be read: the keys of this installation, and what the test knows besides."""
    content = json.loads((folder / "keys.json").read_text())
    return [content["lookup"], *content["keys"].values(), *more]


def converse(product: RunningProduct, *faults: str) -> None:
    """A conversation in which everything goes wrong that can."""
    ada = product.person()
    product.answer(ada, ada.press("Write"))
    controls.is_broken = True
    product.answer(ada, ada.press("Boom"))
    controls.is_broken = False
    product.answer(ada, ada.press("Ask"))
    ada.send("Olga")
    product.settle(ada)
    for kind in faults:
        product.telegram.faults.add("sendMessage", kind)
        ada.send("/desk")
        product.settle(ada)
    ada.press_data("forged", on=ada.screen)
    product.settle(ada)
    ada.block()
    product.notify(ada, go("hostile.hello", number=1))
    product.settle(ada)


@pytest.mark.figure("F20")
@pytest.mark.parametrize(
    ("mode", "faults"),
    [("polling", ("server_error", "bad_request")), ("webhook", ("answer_lost", "too_many_requests"))],
)
def test_whole_conversation_with_everything_logged(
    tmp_path: Path, stream: Stream, mode: str, faults: tuple[str, ...], record_figure: RecordFigure
) -> None:
    port = free_port()
    with running(tmp_path, HOSTILE, port=port, **settings(port, **{"telegram.mode": mode})) as live:
        OwnBase.metadata.create_all(SESSIONS.of(live.app.registry).engine)
        converse(RunningProduct(live), *faults)
        called = {call["method"] for call in live.telegram.journal.calls()}
        # The pretended Telegram logs each call it cannot serve, with its path.
        live.telegram.store.close()
        WAKE_UPS.of(live.app.registry).wake("outbox")

    logged = stream.getvalue()
    assert ("setWebhook" if mode == "webhook" else "getUpdates") in called
    assert "ZeroDivisionError" in logged
    assert_kept(record_figure, logged, secrets_of(tmp_path, TOKEN, TOKEN.partition(":")[2], SECRET))


@pytest.mark.figure("F20")
@pytest.mark.parametrize("is_there", [True, False])
def test_wrong_token_and_broken_network(
    tmp_path: Path, stream: Stream, telegram: FakeTelegram, is_there: bool, record_figure: RecordFigure
) -> None:
    with served(telegram) as address:
        base = address if is_there else f"http://127.0.0.1:{free_port()}"
        values = {
            "kalenner.data_dir": str(tmp_path),
            "telegram.token": WRONG_TOKEN,
            "telegram.base_url": f"{base}/-/botapi/bot",
        }
        app = make_app(Source(values, environ={}), loaded=load_plugins(off=("playground",)))
        prepare_database(app)
        bot = Bot(app, tmp_path)
        bot.start()
        stream.shows("telegram.token: Telegram refuses it" if is_there else "channel telegram failed")
        bot.stop()
        SESSIONS.of(app.registry).engine.dispose()

    logged = stream.getvalue()
    secrets = secrets_of(tmp_path, WRONG_TOKEN, WRONG_TOKEN.partition(":")[2])
    assert_kept(record_figure, logged, secrets)


def test_password_of_the_database_is_a_secret(tmp_path: Path, stream: Stream) -> None:
    url = "postgresql://kalenner:pa55-of-the-test@127.0.0.1:9/kalenner"
    values = {"kalenner.data_dir": str(tmp_path), "database.url": url}
    app = make_app(Source(values, environ={}), loaded=load_plugins(off=("playground", "telegram")))
    log = logging.getLogger("anybody")

    log.info("connecting to %s", url)
    log.info("the password is %s", "pa55-of-the-test")

    SESSIONS.of(app.registry).engine.dispose()
    assert "pa55" not in stream.getvalue()


@pytest.mark.figure("F20")
@pytest.mark.parametrize(("level", "mode"), [("INFO", "polling"), ("DEBUG", "polling"), ("DEBUG", "webhook")])
def test_words_and_names_of_people_are_logged_at_no_level(
    tmp_path: Path, stream: Stream, level: str, mode: str, record_figure: RecordFigure
) -> None:
    configure_logs(level, "text", stream=stream)
    port = free_port()
    with running(tmp_path, HOSTILE, port=port, **settings(port, **{"telegram.mode": mode})) as live:
        OwnBase.metadata.create_all(SESSIONS.of(live.app.registry).engine)
        product = RunningProduct(live)
        ada = live.phone("Adalbertine")
        controls.is_broken = True
        for text in ("/desk", "my back hurts", "/start k_secretpayload"):
            ada.send(text)
            product.settle(ada)
        ada.send("/desk")
        product.settle(ada)
        product.answer(ada, ada.press("Ask"))
        ada.send("Adalbertine B")
        product.settle(ada)
        # Nobody can read this one, and python-telegram-bot would log it whole.
        live.telegram.updates.add("message", {"from": {"first_name": "Adalbertine"}, "text": "my back hurts"})
        stream.shows("set aside 1 update")
        product.until(lambda: not live.telegram.updates.count())

    logged = stream.getvalue()
    assert "INSERT INTO nowhere" in logged
    assert_kept(record_figure, logged, ("Adalbertine", "my back hurts", "secretpayload"))
