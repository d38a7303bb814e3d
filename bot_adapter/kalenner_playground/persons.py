"""The people of the fake Telegram."""

import json
import re
from dataclasses import dataclass
from typing import Any

from kalenner_playground.errors import NotPossible, bad_request, forbidden
from kalenner_playground.store import JsonObject, Store

# Real ids have at most 52 bits, so no id here belongs to a real person, and a column that is too small for
# real ids fails here already.
FIRST_ID = 2**52 + 10_001
NAME_AT_MOST = 64

_COLUMNS = "id, first_name, last_name, username, language, started, blocked, keyboard"
_USERNAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]{3,31}$")
_LANGUAGE = re.compile(r"^(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?$")


@dataclass(frozen=True)
class PlaygroundPerson:
    """One person: who they are, and whether they started or blocked the bot.

    `language` is what their app tells ("" if it tells nothing), `keyboard` the one below their text field.
    """

    id: int
    first_name: str
    last_name: str
    username: str
    language: str
    started: bool
    blocked: bool
    keyboard: JsonObject | None

    @property
    def as_user(self) -> JsonObject:
        """The person as the Bot API's `User`."""
        user: JsonObject = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language:
            user["language_code"] = self.language
        return user

    @property
    def as_chat(self) -> JsonObject:
        """The private chat with the person as the Bot API's `Chat`."""
        chat = {key: value for key, value in self.as_user.items() if key not in {"is_bot", "language_code"}}
        return chat | {"type": "private"}


class PersonStore:
    """Adds, finds and changes people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, first_name: str, *, last_name: str = "", username: str = "", language: str = "en"
    ) -> PlaygroundPerson:
        """Add a person who has not yet started the bot; raises `NotPossible` for bad names."""
        first_name, last_name = first_name.strip(), last_name.strip()
        username, language = username.strip().lstrip("@"), language.strip()
        if not 1 <= len(first_name) <= NAME_AT_MOST or len(last_name) > NAME_AT_MOST:
            raise NotPossible("a name has 1 to 64 characters")
        if username and not _USERNAME.match(username):
            raise NotPossible("a username has 4 to 32 of the characters a-z, 0-9 and _, a letter first")
        if not _LANGUAGE.match(language):
            raise NotPossible("a language is a code like en, de or pt-br")
        with self._store.transaction():
            if username and self._store.row(
                "select 1 from person where lower(username) = ?", username.lower()
            ):
                raise NotPossible("this username is taken")
            number = self._store.count_up("person", FIRST_ID)
            while self.find(number):  # a sample person may have brought this id along
                number = self._store.count_up("person", FIRST_ID)
            self._store.write(
                "insert into person (id, first_name, last_name, username, language) values (?, ?, ?, ?, ?)",
                number,
                first_name,
                last_name,
                username,
                language,
            )
            return self.get(number)

    def put(self, person_id: int, first_name: str, *, language: str) -> PlaygroundPerson:
        """Add a sample person who has started the bot; an existing one stays unchanged."""
        with self._store.transaction():
            self._store.write(
                "insert or ignore into person (id, first_name, last_name, username, language, started)"
                " values (?, ?, '', '', ?, 1)",
                person_id,
                first_name[:NAME_AT_MOST],
                language,
            )
            return self.get(person_id)

    def find(self, person_id: int) -> PlaygroundPerson | None:
        """Return a person, or None."""
        row = self._store.row(f"select {_COLUMNS} from person where id = ?", person_id)  # noqa: S608
        return _person(row) if row else None

    def get(self, person_id: int) -> PlaygroundPerson:
        """Return a person; raises `LookupError`."""
        person = self.find(person_id)
        if person is None:
            raise LookupError(f"nobody has the id {person_id}")
        return person

    def list_all(self) -> list[PlaygroundPerson]:
        """Return everybody, the first made first."""
        return [_person(row) for row in self._store.rows(f"select {_COLUMNS} from person order by id")]  # noqa: S608

    def change(self, person_id: int, **values: Any) -> PlaygroundPerson:
        """Change columns of a person and return the new state."""
        with self._store.transaction():
            for column, value in values.items():
                if column not in _COLUMNS.split(", "):
                    raise LookupError(f"a person has no {column}")
                stored = json.dumps(value) if column == "keyboard" else value
                self._store.write(f"update person set {column} = ? where id = ?", stored, person_id)  # noqa: S608
            return self.get(person_id)

    def remove(self, person_id: int) -> None:
        """Remove a person with all that is in their chat."""
        with self._store.transaction():
            self._store.write("delete from message where chat = ?", person_id)
            self._store.write("delete from press where person = ?", person_id)
            self._store.write("delete from person where id = ?", person_id)

    def chat_of(self, chat: Any) -> PlaygroundPerson:
        """Return the person of a chat id the bot gave; raises `ApiError` "chat not found"."""
        if chat in (None, ""):
            raise bad_request("chat_id is empty")
        number = str(chat)
        person = self.find(int(number)) if number.isascii() and number.isdigit() else None
        if person is None:
            raise bad_request("chat not found")
        return person

    def reachable(self, chat: Any) -> PlaygroundPerson:
        """Return the person of a chat the bot may write to; raises `ApiError` (400 or 403)."""
        person = self.chat_of(chat)
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return person


def _person(row: tuple[Any, ...]) -> PlaygroundPerson:
    number, first_name, last_name, username, language, started, blocked, keyboard = row
    return PlaygroundPerson(
        number, first_name, last_name, username, language, bool(started), bool(blocked), json.loads(keyboard)
    )
