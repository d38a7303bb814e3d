"""Pressed buttons and the bot's answers, one for each."""

import json
from dataclasses import dataclass
from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.store import JsonObject, Store

# After that Telegram takes no answer to a press.
SECONDS_TO_ANSWER = 150


@dataclass(frozen=True)
class ButtonPress:
    """A pressed button; `answer` is None until the bot answered, then `text`, `show_alert`, `url` or None."""

    id: int
    person_id: int
    message: int
    data: str
    answer: JsonObject | None


class ButtonPresses:
    """Stores presses and takes their answers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, person_id: int, message: int, data: str) -> ButtonPress:
        """Store a press, not yet answered."""
        with self._store.transaction():
            asked = int(self._store.now().timestamp())
            number = self._store.write(
                "insert into press (person, message, data, asked) values (?, ?, ?, ?)",
                person_id,
                message,
                data,
                asked,
            )
            return ButtonPress(number, person_id, message, data, None)

    def find(self, number: int) -> ButtonPress | None:
        """Return a press, or None."""
        row = self._store.row("select id, person, message, data, answer from press where id = ?", number)
        return _press(row) if row else None

    def answered(self, person_id: int) -> list[ButtonPress]:
        """Return the answered presses of a person, oldest first."""
        columns = "id, person, message, data, answer"
        sql = f"select {columns} from press where person = ? and answer is not null order by id"  # noqa: S608
        return [_press(row) for row in self._store.rows(sql, person_id)]

    def answer(self, number: str, answer: JsonObject) -> ButtonPress:
        """Store the answer to a press; raises `ApiError` for a second, a late or a made-up one."""
        with self._store.transaction():
            press = self.find(int(number)) if number.isascii() and number.isdigit() else None
            if press is None or press.answer is not None or self._is_too_old(press.id):
                raise bad_request("query is too old and response timeout expired or query ID is invalid")
            self._store.write("update press set answer = ? where id = ?", json.dumps(answer), press.id)
            return ButtonPress(press.id, press.person_id, press.message, press.data, answer)

    def _is_too_old(self, number: int) -> bool:
        row = self._store.row("select asked from press where id = ?", number)
        return row is None or self._store.now().timestamp() - row[0] > SECONDS_TO_ANSWER


def _press(row: tuple[Any, ...]) -> ButtonPress:
    number, person_id, message, data, answer = row
    return ButtonPress(number, person_id, message, data, json.loads(answer) if answer else None)
