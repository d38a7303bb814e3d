"""The fake Telegram: people, chats, one bot and its pending updates."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kalenner.registry import RegistryKey
from kalenner_playground.bot_description import BotDescription
from kalenner_playground.downloads import Downloads
from kalenner_playground.faults import Faults
from kalenner_playground.files import Files
from kalenner_playground.journal import Journal
from kalenner_playground.messages import Message, Messages
from kalenner_playground.persons import PersonStore
from kalenner_playground.presses import ButtonPresses
from kalenner_playground.serializers import message_json, person_json
from kalenner_playground.store import JsonObject, Store
from kalenner_playground.updates import Updates
from kalenner_playground.webhook import Webhook

T = TypeVar("T")

TOKEN = "7000000001:PLAYGROUND-made-up-and-good-for-nothing"  # noqa: S105 - is valid for the fake Telegram only
USERNAME = "kalenner_playground_bot"
BOT_FIRST_NAME = "KALENNER"


class FakeTelegram:
    """The state of the fake Telegram, in a folder or (for None) in memory; safe to use from any thread.

    `token` and `username` are the bot's, `now` gives the product's time as an aware UTC instant.
    Parts: `persons`, `messages`, `updates`, `presses`, `files`, `downloads`, `profile`, `journal`, `faults`,
    `webhook`.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        now: Callable[[], datetime],
    ) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.token = token
        self.username = username
        self.store = Store(folder / "telegram.sqlite" if folder else None, now)
        self.persons = PersonStore(self.store)
        self.messages = Messages(self.store)
        self.updates = Updates(self.store)
        self.presses = ButtonPresses(self.store)
        self.files = Files(self.store, folder / "files" if folder else None)
        self.profile = BotDescription(self.store, self.persons, BOT_FIRST_NAME)
        self.journal = Journal(self.store)
        self.faults = Faults()
        self.downloads = Downloads(self.store)
        self.webhook = Webhook(self.store, self.updates)

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock: a callable that gives the product's time."""
        return self.store.now

    @property
    def bot(self) -> JsonObject:
        """The bot as the Bot API's `User`."""
        number = self.token.partition(":")[0]
        return {
            "id": int(number) if number.isdigit() else 7_000_000_001,
            "is_bot": True,
            "first_name": self.profile.words("name", ""),
            "username": self.username,
        }

    def wait(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """Return what `predicate` gives once it is true; it is tried again at each change.

        Raises `TimeoutError` after `timeout` seconds.
        """
        result = self.store.wait_for(predicate, timeout)
        if not result:
            raise TimeoutError(f"this did not become true within {timeout} seconds")
        return result

    def publish_message(self, message: Message) -> None:
        """Publish a new or changed message to the open pages."""
        self.journal.publish("message", message=message_json(message))

    def publish_person(self, person_id: int) -> None:
        """Publish a new or changed person to the open pages."""
        person = self.persons.find(person_id)
        if person:
            self.journal.publish("person", person=person_json(person, self.profile))

    def publish_everybody(self) -> None:
        """Publish all people, because the bot changed its texts or commands."""
        for person in self.persons.list_all():
            self.journal.publish("person", person=person_json(person, self.profile))

    def close(self) -> None:
        """End the webhook's thread, wake whoever waits, and close the database."""
        self.webhook.stop()
        self.store.close()


FAKE_TELEGRAM: RegistryKey[FakeTelegram] = RegistryKey("playground.telegram")
