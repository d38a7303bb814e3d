"""Updates brought to a webhook: in order, with the secret, again and again until taken."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kalenner_playground.botapi import BotApi
from kalenner_playground.errors import ApiError


class Receiver(BaseHTTPRequestHandler):
    """Takes updates; answers the statuses asked for first, then 200."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.telegram.store.transaction():
            status = self.server.statuses.pop(0) if self.server.statuses else 200
            self.server.taken.append((body, status, self.headers["X-Telegram-Bot-Api-Secret-Token"]))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Keep silent."""


@pytest.fixture
def receiver(telegram):
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.telegram, server.statuses, server.taken = telegram, [], []
        server.url = f"http://127.0.0.1:{server.server_port}/-/telegram"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        telegram.webhook.stop()
        server.shutdown()
        thread.join()


def test_updates_arrive_in_order_with_the_secret(telegram, ada, receiver):
    BotApi(telegram).call("setWebhook", {"url": receiver.url, "secret_token": "s3cret"})
    ada.send("one")
    ada.send("two")
    telegram.wait(lambda: telegram.updates.count() == 0)
    assert [(body["message"]["text"], secret) for body, _status, secret in receiver.taken] == [
        ("one", "s3cret"),
        ("two", "s3cret"),
    ]


@pytest.mark.parametrize("status", [500, 403, 302])
def test_update_comes_again_until_it_is_taken(telegram, ada, receiver, status):
    receiver.statuses = [status, status]
    api = BotApi(telegram)
    api.call("setWebhook", {"url": receiver.url})
    ada.send("important")
    telegram.wait(lambda: telegram.updates.count() == 0)
    assert [(body["message"]["text"], got) for body, got, _secret in receiver.taken] == [
        ("important", status),
        ("important", status),
        ("important", 200),
    ]
    assert str(status) in api.call("getWebhookInfo", {})["last_error_message"]


def test_webhook_set_is_told_and_deleted(telegram, ada, receiver):
    api = BotApi(telegram)
    ada.send("dropped")
    api.call("setWebhook", {"url": receiver.url, "drop_pending_updates": "true"})
    info = api.call("getWebhookInfo", {})
    assert info["url"] == receiver.url
    api.call("deleteWebhook", {})
    assert api.call("getWebhookInfo", {})["url"] == ""
    ada.send("kept for polling")
    assert [update["message"]["text"] for update in api.call("getUpdates", {})] == ["kept for polling"]


@pytest.mark.parametrize(
    "url",
    ["http://192.0.2.7/x", "https://127.0.0.1/x", "file:///etc/passwd", "http://localhost.example.org/"],
)
def test_nothing_is_brought_off_this_machine(telegram, url):
    with pytest.raises(ApiError, match="bad webhook"):
        BotApi(telegram).call("setWebhook", {"url": url})


def test_secret_has_only_allowed_characters(telegram):
    with pytest.raises(ApiError, match="secret token contains unallowed characters"):
        BotApi(telegram).call("setWebhook", {"url": "http://127.0.0.1:1/x", "secret_token": "with blank"})
