"""What each refusal of the Bot API leads to, against the pretended Telegram over HTTP."""

import asyncio
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError
from tests.bot_adapter.telegram.pixels import PNG

from kalenner.delivery import Refused, TryLater, Unreachable
from kalenner_playground.people import Phone
from kalenner_playground.world import TOKEN
from kalenner_telegram.calls import Calls, as_delivery
from kalenner_telegram.transport import AiohttpRequest


def payload(text: str = "Hello", **more: object) -> dict:
    return {"text": text, "rows": [], **more}


def edited(message: int, text: str = "Changed", **more: object) -> dict:
    return payload(text, message=message, was_picture=False, **more)


def labels(phone: Phone) -> list[str]:
    return phone.screen.labels


PRESSABLE = {"text": "Press", "callback_data": "1gabcd"}


@pytest.fixture
def menu(run, calls, ada) -> int:
    """A menu in Ada's chat."""
    return run(calls.send(str(ada.id), payload("Menu", rows=[[PRESSABLE]])))


@pytest.fixture
def meaning(run, calls, ada):
    """What the refusal of a message to Ada means for delivery."""

    def found(chat: int | None = None) -> Exception:
        with pytest.raises(TelegramError) as caught:
            run(calls.send(str(chat or ada.id), payload()))
        return as_delivery(caught.value)

    return found


def test_message_with_markup_and_buttons_is_sent(run, calls, ada):
    number = run(calls.send(str(ada.id), payload("<b>Hi</b> &amp; bye", rows=[[PRESSABLE]])))

    assert (ada.screen.id, ada.screen.text, labels(ada)) == (number, "Hi & bye", ["Press"])


def test_picture_is_sent_with_its_caption(run, calls, ada):
    run(calls.send(str(ada.id), payload("A <i>code</i>", picture=PNG, rows=[[PRESSABLE]])))

    assert (ada.screen.media, ada.screen.text, labels(ada)) == ("photo", "A code", ["Press"])


@pytest.mark.parametrize("broken", ["<b>bold & <i>crossed</b></i> &lt;3", "<h1>bold & crossed</h1> &lt;3"])
def test_markup_that_cannot_be_read_is_sent_plain(run, calls, ada, broken):
    run(calls.send(str(ada.id), payload(broken, rows=[[PRESSABLE]])))

    assert (ada.screen.text, labels(ada)) == ("bold & crossed <3", ["Press"])


def test_link_that_is_refused_is_left_out(run, calls, ada):
    rows = [[{"text": "Site", "url": "tel:123"}], [PRESSABLE]]

    run(calls.send(str(ada.id), payload(rows=rows)))

    assert labels(ada) == ["Press"]


def test_picture_that_is_refused_is_left_out(run, calls, ada, world):
    world.faults.add("sendPhoto", "bad_request", description="Bad Request: PHOTO_INVALID_DIMENSIONS")

    run(calls.send(str(ada.id), payload("Caption", picture=PNG)))

    assert (ada.screen.media, ada.screen.text) == (None, "Caption")


def test_screen_is_shown_in_the_message_that_was_pressed(run, calls, ada, menu):
    assert run(calls.edit(str(ada.id), edited(menu))) == menu
    assert (ada.screen.text, ada.screen.id, labels(ada)) == ("Changed", menu, [])


def test_same_screen_again_is_nothing_to_mind(run, calls, ada, menu):
    assert run(calls.edit(str(ada.id), edited(menu, "Menu", rows=[[PRESSABLE]]))) == menu
    assert ada.screen.id == menu


def test_message_that_is_gone_is_replaced(run, calls, ada, world, menu):
    world.messages.remove(ada.id, menu)

    number = run(calls.edit(str(ada.id), edited(menu)))

    assert (ada.screen.id, ada.screen.text, number > menu) == (number, "Changed", True)


@pytest.mark.parametrize(
    "reason",
    [
        "message to edit not found",
        "message can't be edited",
        "there is no text in the message to edit",
        "MESSAGE_ID_INVALID",
    ],
)
def test_message_that_cannot_be_edited_is_replaced(run, calls, ada, world, menu, reason):
    world.faults.add("editMessageText", "bad_request", description=f"Bad Request: {reason}")

    number = run(calls.edit(str(ada.id), edited(menu)))

    assert (ada.screen.id, ada.screen.text, number > menu) == (number, "Changed", True)


def test_text_instead_of_a_picture_takes_its_place(run, calls, ada):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))

    number = run(calls.edit(str(ada.id), {**edited(picture), "was_picture": True}))

    assert [shown.id for shown in ada.messages if shown.from_bot] == [number]


def test_picture_instead_of_a_text_takes_its_place(run, calls, ada, menu):
    number = run(calls.edit(str(ada.id), edited(menu, picture=PNG)))

    assert [(shown.id, shown.media) for shown in ada.messages if shown.from_bot] == [(number, "photo")]


def test_picture_instead_of_a_picture_is_edited(run, calls, ada):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))

    number = run(calls.edit(str(ada.id), {**edited(picture, "New", picture=PNG), "was_picture": True}))

    assert (number, ada.screen.id, ada.screen.text, ada.screen.media) == (picture, picture, "New", "photo")


def test_markup_that_cannot_be_read_is_shown_plain(run, calls, ada, menu):
    run(calls.edit(str(ada.id), edited(menu, "<b>bold & <i>crossed</b></i>")))

    assert (ada.screen.id, ada.screen.text) == (menu, "bold & crossed")


def test_plain_text_that_stands_there_already_is_nothing_to_mind(run, calls, ada, menu):
    broken = edited(menu, "<b>bold & <i>crossed</b></i>")
    run(calls.edit(str(ada.id), broken))

    assert run(calls.edit(str(ada.id), broken)) == menu


def test_plain_text_for_a_message_that_is_gone_is_sent(run, calls, ada, world, menu):
    world.faults.add("editMessageText", "bad_request", description="Bad Request: can't parse entities: x")
    world.faults.add("editMessageText", "bad_request", description="Bad Request: message to edit not found")

    number = run(calls.edit(str(ada.id), edited(menu)))

    assert (ada.screen.id, number > menu) == (number, True)


@pytest.mark.parametrize(
    "kind", ["too_many_requests", "server_error", "forbidden", "bad_request", "answer_lost"]
)
def test_tidying_up_that_fails_does_not_repeat_the_message(run, calls, ada, world, kind):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))
    world.faults.add("deleteMessage", kind)
    world.faults.add("editMessageReplyMarkup", kind)

    number = run(calls.edit(str(ada.id), {**edited(picture), "was_picture": True}))
    run(calls.take_keyboard_off(str(ada.id), picture))

    assert number == ada.screen.id


def test_press_is_answered(run, calls, ada, menu):
    press = ada.press("Press")

    run(calls.answer({"id": str(press.id), "text": "Saved", "alert": True}))

    assert ada.alerts == ["Saved"]


@pytest.mark.parametrize("is_old", [False, True])
def test_press_that_is_answered_or_too_old_is_nothing_to_mind(run, calls, ada, menu, is_old):
    press = ada.press("Press")
    if not is_old:
        run(calls.answer({"id": str(press.id)}))

    run(calls.answer({"id": "999999" if is_old else str(press.id), "text": "Again"}))

    assert (ada.alerts, ada.toasts) == ([], [])


def test_blocked_means_unreachable(meaning, ada):
    ada.block()

    assert isinstance(meaning(), Unreachable)


def test_never_started_means_unreachable(meaning, world):
    assert isinstance(meaning(Phone.of_new(world, "Bob").id), Unreachable)


def test_unknown_chat_means_unreachable(meaning):
    assert isinstance(meaning(12345), Unreachable)


@pytest.mark.parametrize(
    "reason", ["Forbidden: user is deactivated", "Forbidden: bot can't initiate conversation"]
)
def test_forbidden_means_unreachable(meaning, world, reason):
    world.faults.add("sendMessage", "forbidden", description=reason)

    assert isinstance(meaning(), Unreachable)


def test_too_many_requests_mean_as_long_as_told(meaning, world):
    world.faults.add("sendMessage", "too_many_requests", retry_after=17)

    found = meaning()

    assert isinstance(found, TryLater)
    assert (found.seconds, found.is_for_all) == (17.0, False)


@pytest.mark.parametrize("kind", ["server_error", "answer_lost"])
def test_trouble_of_the_server_means_later(meaning, world, kind):
    world.faults.add("sendMessage", kind)

    found = meaning()

    assert isinstance(found, TryLater)
    assert found.seconds is None


def test_any_other_bad_request_means_never(meaning, world):
    world.faults.add("sendMessage", "bad_request")

    assert isinstance(meaning(), Refused)


def test_refused_token_loses_nothing(run, bot, ada):
    stranger = Bot("1:" + "A" * 35, base_url=bot.base_url.removesuffix(TOKEN), request=AiohttpRequest())
    run(stranger._request[1].initialize())

    with pytest.raises(TelegramError) as caught:
        run(Calls(stranger).send(str(ada.id), payload()))
    run(stranger._request[1].shutdown())

    found = as_delivery(caught.value)
    assert isinstance(found, TryLater)
    assert (found.seconds, found.is_for_all) == (30.0, True)


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
        return as_delivery(caught.value)


@pytest.mark.parametrize("status", [200, 400, 403, 404, 500, 502])
def test_word_of_a_proxy_is_not_telegrams(run, status):
    with proxy(status) as url:
        found = run(_sent_through(url))

    assert isinstance(found, TryLater)


def test_nobody_there_means_later(run):
    found = run(_sent_through("http://127.0.0.1:9/bot"))

    assert isinstance(found, TryLater)
    assert found.seconds is None


def test_silence_means_later(run, bot, ada, world):
    async def impatient() -> tuple[int, bytes]:
        async with AiohttpRequest() as request:
            async with asyncio.timeout(5):
                return await request.do_request(
                    f"{bot.base_url}/getUpdates?timeout=20", "POST", read_timeout=-4.8
                )

    world.updates.confirm(2**62)

    with pytest.raises(NetworkError) as caught:
        run(impatient())

    assert isinstance(as_delivery(caught.value), TryLater)
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
