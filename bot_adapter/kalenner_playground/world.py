"""The pretended Telegram as a whole: people, chats, one bot, and what waits for it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kalenner_playground.faults import Faults
from kalenner_playground.files import Files
from kalenner_playground.ground import Ground, Json
from kalenner_playground.journal import Journal
from kalenner_playground.messages import Message, Messages
from kalenner_playground.persons import Persons
from kalenner_playground.presses import Presses
from kalenner_playground.profile import Profile
from kalenner_playground.shown import shown_message, shown_person
from kalenner_playground.updates import Updates
from kalenner_playground.webhook import Webhook

Result = TypeVar("Result")

TOKEN = "7000000001:PLAYGROUND-made-up-and-good-for-nothing"  # noqa: S105 - opens nothing but the pretended Telegram
USERNAME = "kalenner_playground_bot"
BOT_FIRST_NAME = "KALENNER"


class World:
    """The state of the pretended Telegram, in a folder or (for None) in memory; safe to use from any thread.

    `token` and `username` are the bot's, `now` gives the product's time as an aware UTC instant.
    Parts: `persons`, `messages`, `updates`, `presses`, `files`, `profile`, `journal`, `faults`, `webhook`.
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
        self.ground = Ground(folder / "telegram.sqlite" if folder else None, now)
        self.persons = Persons(self.ground)
        self.messages = Messages(self.ground)
        self.updates = Updates(self.ground)
        self.presses = Presses(self.ground)
        self.files = Files(self.ground, folder / "files" if folder else None)
        self.profile = Profile(self.ground, self.persons, BOT_FIRST_NAME)
        self.journal = Journal(self.ground)
        self.faults = Faults()
        self.webhook = Webhook(self.ground, self.updates)

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock: a callable that gives the product's time."""
        return self.ground.now

    @property
    def bot(self) -> Json:
        """The bot as the Bot API's `User`."""
        number = self.token.partition(":")[0]
        return {
            "id": int(number) if number.isdigit() else 7_000_000_001,
            "is_bot": True,
            "first_name": self.profile.words("name", ""),
            "username": self.username,
        }

    def wait(self, predicate: Callable[[], Result], timeout: float = 5.0) -> Result:
        """Return what `predicate` gives once it is true; it is tried again at each change.

        Raises `TimeoutError` after `timeout` seconds.
        """
        found = self.ground.wait_for(predicate, timeout)
        if not found:
            raise TimeoutError(f"this did not become true within {timeout} seconds")
        return found

    def tell_message(self, message: Message) -> None:
        """Show a new or changed message to open pages."""
        self.journal.tell("message", message=shown_message(message))

    def tell_person(self, person: int) -> None:
        """Show a new or changed person to open pages."""
        card = self.persons.find(person)
        if card:
            self.journal.tell("person", person=shown_person(card, self.profile))

    def tell_everybody(self) -> None:
        """Show all people anew, as the bot changed its words or commands."""
        for card in self.persons.list_all():
            self.journal.tell("person", person=shown_person(card, self.profile))

    def close(self) -> None:
        """End the webhook's thread, wake whoever waits, and close the database."""
        self.webhook.stop()
        self.ground.close()
