"""What each refusal of the Bot API means for delivery, and the silence and chatter of networks."""

import asyncio
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from kalenner.delivery import Refused, TryLater, Unreachable
from kalenner_playground.fake_telegram import TOKEN
from kalenner_playground.phone import Phone
from kalenner_telegram.calls import Calls, delivery_error
from kalenner_telegram.transport import AiohttpRequest


def payload(text: str = "Hello", **more: object) -> dict:
    return {"text": text, "rows": [], **more}


@pytest.fixture
def meaning(run, calls, ada):
    """What the refusal of a message to Ada means for delivery."""

    def error(chat: int | None = None) -> Exception:
        with pytest.raises(TelegramError) as caught:
            run(calls.send(str(chat or ada.id), payload()))
        return delivery_error(caught.value)

    return error


def test_blocked_means_unreachable(meaning, ada):
    ada.block()

    assert isinstance(meaning(), Unreachable)


def test_never_started_means_unreachable(meaning, telegram):
    assert isinstance(meaning(Phone.of_new(telegram, "Bob").id), Unreachable)


def test_unknown_chat_means_unreachable(meaning):
    assert isinstance(meaning(12345), Unreachable)


@pytest.mark.parametrize(
    "reason", ["Forbidden: user is deactivated", "Forbidden: bot can't initiate conversation"]
)
def test_forbidden_means_unreachable(meaning, telegram, reason):
    telegram.faults.add("sendMessage", "forbidden", description=reason)

    assert isinstance(meaning(), Unreachable)


def test_too_many_requests_mean_as_long_as_told(meaning, telegram):
    telegram.faults.add("sendMessage", "too_many_requests", retry_after=17)

    error = meaning()

    assert isinstance(error, TryLater)
    assert (error.seconds, error.is_for_all) == (17.0, False)


@pytest.mark.parametrize("kind", ["server_error", "answer_lost"])
def test_trouble_of_the_server_means_later(meaning, telegram, kind):
    telegram.faults.add("sendMessage", kind)

    error = meaning()

    assert isinstance(error, TryLater)
    assert error.seconds is None


def test_any_other_bad_request_means_never(meaning, telegram):
    telegram.faults.add("sendMessage", "bad_request")

    assert isinstance(meaning(), Refused)


def test_refused_token_loses_nothing(run, bot, ada):
    stranger = Bot("1:" + "A" * 35, base_url=bot.base_url.removesuffix(TOKEN), request=AiohttpRequest())
    run(stranger._request[1].initialize())

    with pytest.raises(TelegramError) as caught:
        run(Calls(stranger).send(str(ada.id), payload()))
    run(stranger._request[1].shutdown())

    error = delivery_error(caught.value)
    assert isinstance(error, TryLater)
    assert (error.seconds, error.is_for_all) == (30.0, True)


class Proxy(http.server.BaseHTTPRequestHandler):
    """Something between us and Telegram that answers in its own words."""

    status = 403

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b"<html>Access denied</html>"
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def proxy(status: int) -> Iterator[str]:
    handler = type("Handler", (Proxy,), {"status": status})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/bot"
        server.shutdown()
        thread.join()


async def _sent_through(url: str) -> Exception:
    async with AiohttpRequest() as request:
        bot = Bot(TOKEN, base_url=url, request=request)
        with pytest.raises(TelegramError) as caught:
            await Calls(bot).send("1", payload())
        return delivery_error(caught.value)


@pytest.mark.parametrize("status", [200, 400, 403, 404, 500, 502])
def test_word_of_a_proxy_is_not_telegrams(run, status):
    with proxy(status) as url:
        error = run(_sent_through(url))

    assert isinstance(error, TryLater)


def test_nobody_there_means_later(run):
    error = run(_sent_through("http://127.0.0.1:9/bot"))

    assert isinstance(error, TryLater)
    assert error.seconds is None


def test_silence_means_later(run, bot, ada, telegram):
    async def impatient() -> tuple[int, bytes]:
        async with AiohttpRequest() as request:
            async with asyncio.timeout(5):
                return await request.do_request(
                    f"{bot.base_url}/getUpdates?timeout=20", "POST", read_timeout=-4.8
                )

    telegram.updates.confirm(2**62)

    with pytest.raises(NetworkError) as caught:
        run(impatient())

    assert isinstance(delivery_error(caught.value), TryLater)
    assert TOKEN not in str(caught.value)


def test_fault_of_the_network_does_not_tell_the_token(run):
    async def call() -> None:
        async with AiohttpRequest() as request:
            await request.do_request(f"http://127.0.0.1:9/bot{TOKEN}/getMe", "POST")

    with pytest.raises(NetworkError) as caught:
        run(call())

    assert not isinstance(caught.value, BadRequest)
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None
