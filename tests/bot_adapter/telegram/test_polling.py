"""Receiving by polling: stored first, confirmed afterwards, whatever fails between."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.applications import Applications, place
from tests.pretended import served

from kalenner.delivery import Receipt
from kalenner.plugins import load_plugins
from kalenner_playground.fake_telegram import TOKEN, FakeTelegram
from kalenner_playground.phone import Phone
from kalenner_telegram.client import TelegramClient
from kalenner_telegram.connection import Connection


class Keeper:
    """Takes updates as the channel does; the test may hold it up or let it fail."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.failures = 0
        self.may_go = threading.Event()
        self.may_go.set()
        self.is_held = threading.Event()
        self.changed = threading.Condition()

    def __call__(self, updates: list[bytes]) -> Receipt:
        if not self.may_go.is_set():
            self.is_held.set()
        self.may_go.wait(10)
        with self.changed:
            self.changed.notify_all()
            if updates and self.failures:
                self.failures -= 1
                raise OSError("no space left on device")
            numbers = [json.loads(update)["update_id"] for update in updates]
            self.kept += numbers
            return Receipt(len(numbers), 0, max(numbers) + 1 if numbers else None)

    def hold(self) -> None:
        """Hold up whoever comes next, and wait until somebody has."""
        self.may_go.clear()
        assert self.is_held.wait(10)

    def until(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, 20)


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def _polling(
    telegram: FakeTelegram,
    keeper: Keeper,
    applications: Applications,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """A client that polls that Telegram in a thread, without waiting there for news."""
    monkeypatch.setattr("kalenner_telegram.polling.POLL_SECONDS", 0)
    values = {**place(tmp_path, f"sqlite:///{tmp_path / 'kalenner.sqlite'}"), "telegram.token": TOKEN}
    plugins = load_plugins(off=("playground",))
    with applications.lend(plugins, values, None) as app, served(telegram) as address:
        loop = asyncio.new_event_loop()
        connection = Connection(TOKEN, f"{address}/-/botapi/bot", f"{address}/-/botapi/file/bot")

        async def poll() -> None:
            client = TelegramClient(app, connection)
            await client.start()
            try:
                await client.poll(keeper)
            finally:
                await client.stop()

        task = loop.create_task(poll())
        thread = threading.Thread(target=loop.run_until_complete, args=(asyncio.wait([task]),))
        thread.start()
        yield
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
        loop.close()


@pytest.mark.usefixtures("_polling")
def test_updates_are_confirmed_only_after_they_were_kept(telegram, keeper):
    ada = Phone.of_new(telegram, "Ada")
    keeper.hold()
    ada.send("/start")
    ada.send("hello")

    assert telegram.updates.count() == 2
    keeper.may_go.set()
    telegram.wait(lambda: telegram.updates.count() == 0)

    assert len(keeper.kept) == 2


@pytest.mark.usefixtures("_polling")
def test_updates_that_could_not_be_kept_come_again(telegram, keeper):
    keeper.failures = 1
    Phone.of_new(telegram, "Ada").send("/start")

    keeper.until(lambda: len(keeper.kept) == 1)
    telegram.wait(lambda: telegram.updates.count() == 0)


@pytest.mark.usefixtures("_polling")
@pytest.mark.parametrize("kind", ["server_error", "answer_lost"])
def test_receiving_goes_on_after_trouble(telegram, keeper, kind):
    telegram.faults.add("getUpdates", kind)
    Phone.of_new(telegram, "Ada").send("/start")

    keeper.until(lambda: len(keeper.kept) == 1)


@pytest.mark.usefixtures("_polling")
def test_count_that_begins_anew_lower_is_followed(telegram, keeper):
    ada = Phone.of_new(telegram, "Ada")
    for _ in range(3):
        ada.send("/start")
    keeper.until(lambda: len(keeper.kept) == 3)
    telegram.wait(lambda: telegram.updates.count() == 0)
    keeper.hold()
    with telegram.store.transaction():
        telegram.store.write("delete from counter where name = 'update'")

    ada.send("hello")
    keeper.may_go.set()

    keeper.until(lambda: len(keeper.kept) == 4)
    assert keeper.kept[3] == keeper.kept[0]
