"""A webhook is watched and set again; polling takes nobody's webhook away."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from tests.bot_adapter.telegram.hostile_plugin import HOSTILE
from tests.bot_adapter.telegram.product import RunningProduct
from tests.bot_adapter.telegram.test_webhook import settings
from tests.live import free_port, running
from tests.pretended import served

from kalenner.delivery import ChannelRefused, Receipt
from kalenner_playground.fake_telegram import TOKEN, FakeTelegram
from kalenner_telegram.client import TelegramClient
from kalenner_telegram.connection import Connection
from kalenner_telegram.models import BotProfile

FOREIGN = "http://127.0.0.1:9/-/telegram"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    """The product with a webhook, which is looked at each second."""
    port = free_port()
    values = settings(port, **{"telegram.webhook_check_seconds": "1"})
    with running(tmp_path_factory.mktemp("live"), HOSTILE, port=port, **values) as live:
        product = RunningProduct(live)
        product.until(lambda: live.telegram.webhook.url)
        yield product


def profile(product: RunningProduct, *columns: Any) -> tuple[Any, ...]:
    """What is noted of the bot."""
    return product.run(
        lambda request: tuple(request.dbsession.execute(select(*columns)).one()), only_reads=True
    )


@pytest.mark.parametrize(("found", "words"), [("", "is gone"), (FOREIGN, "is at 127.0.0.1")])
def test_lost_webhook_is_set_again(
    product: RunningProduct, found: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    ours = product.telegram.webhook.url
    product.telegram.webhook.set(found, "")

    product.telegram.wait(lambda: product.telegram.webhook.url == ours, 20)

    product.person()
    assert [record.levelname for record in caplog.records if words in record.getMessage()] == ["WARNING"]


def test_failed_deliveries_are_logged_and_noted(
    product: RunningProduct, caplog: pytest.LogCaptureFixture
) -> None:
    ada = product.person()
    webhook = product.telegram.store.setting("webhook")
    product.telegram.store.set_setting("webhook", {**webhook, "secret": "that-of-somebody-else"})
    ada.send("/desk")

    product.until(lambda: profile(product, BotProfile.webhook_pending)[0] == 1)
    product.telegram.store.set_setting("webhook", webhook)
    product.settle(ada)

    error, error_at, checked_at = profile(
        product, BotProfile.webhook_error, BotProfile.webhook_error_at, BotProfile.webhook_checked_at
    )
    assert error == "Wrong response from the webhook: 403 Forbidden"
    assert abs(checked_at - error_at) < dt.timedelta(minutes=5)
    assert any("its last error: Wrong response" in record.getMessage() for record in caplog.records)


Poll = Callable[..., None]


@pytest.fixture
def poll(telegram: FakeTelegram, run: Callable) -> Iterator[Poll]:
    """Poll until the first answer, or until it is refused."""
    with served(telegram) as address:
        connection = Connection(TOKEN, f"{address}/-/botapi/bot", f"{address}/-/botapi/file/bot")

        def stop_after_the_first(_updates: list[bytes]) -> Receipt:
            raise Received

        async def work(**options: Any) -> None:
            client = TelegramClient(None, connection)  # type: ignore[arg-type]  # nothing is sent
            await client.start()
            try:
                await client.poll(options.pop("take", stop_after_the_first), **options)
            finally:
                await client.stop()

        yield lambda **options: run(work(**options))


class Received(BaseException):
    """Updates have arrived, which ends the poll."""


def test_polling_leaves_a_foreign_webhook_alone(telegram: FakeTelegram, poll: Poll) -> None:
    telegram.webhook.set(FOREIGN, "")

    with pytest.raises(ChannelRefused) as refused:
        poll(own_webhook="http://127.0.0.1:6543/-/telegram")

    assert telegram.webhook.url == FOREIGN
    assert "telegram.mode: updates of this bot go to a webhook at 127.0.0.1" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("options", [{"own_webhook": FOREIGN}, {"adopts": True}])
def test_polling_removes_a_webhook_of_ours_or_one_that_it_is_told_to(
    telegram: FakeTelegram, poll: Poll, options: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    telegram.webhook.set(FOREIGN, "")
    telegram.updates.add("message", {"text": "hello"})

    with pytest.raises(Received):
        poll(**options)

    assert telegram.webhook.url == ""
    assert "removing the webhook at 127.0.0.1" in caplog.text


def test_polling_ends_when_somebody_sets_a_webhook_meanwhile(telegram: FakeTelegram, poll: Poll) -> None:
    telegram.updates.add("message", {"text": "hello"})

    def set_webhook(updates: list[bytes]) -> Receipt:
        telegram.webhook.set(FOREIGN, "")
        return Receipt(len(updates), 0)

    with pytest.raises(ChannelRefused, match="updates of this bot go to a webhook"):
        poll(take=set_webhook)

    assert telegram.webhook.url == FOREIGN
