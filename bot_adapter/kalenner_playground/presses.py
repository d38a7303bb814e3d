"""Buttons pressed, and the one answer each may get."""

import json
from dataclasses import dataclass
from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.ground import Ground, Json

# Telegram keeps a press so long; then the bot can no longer answer it.
SECONDS_TO_ANSWER = 150


@dataclass(frozen=True)
class Press:
    """A pressed button; `answer` is None until the bot answered, then `text`, `show_alert`, `url` or None."""

    id: int
    person: int
    message: int
    data: str
    answer: Json | None


class Presses:
    """Stores presses and takes their answers."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def add(self, person: int, message: int, data: str) -> Press:
        """Store a press, not yet answered."""
        with self._ground.changing():
            asked = int(self._ground.now().timestamp())
            number = self._ground.write(
                "insert into press (person, message, data, asked) values (?, ?, ?, ?)",
                person,
                message,
                data,
                asked,
            )
            return Press(number, person, message, data, None)

    def find(self, number: int) -> Press | None:
        """Return a press, or None."""
        row = self._ground.row("select id, person, message, data, answer from press where id = ?", number)
        return _press(row) if row else None

    def answered(self, person: int) -> list[Press]:
        """Return the answered presses of a person, oldest first."""
        columns = "id, person, message, data, answer"
        sql = f"select {columns} from press where person = ? and answer is not null order by id"  # noqa: S608
        return [_press(row) for row in self._ground.rows(sql, person)]

    def answer(self, number: str, answer: Json) -> Press:
        """Store the answer to a press; raises `ApiError` for a second, a late or a made-up one."""
        with self._ground.changing():
            press = self.find(int(number)) if number.isascii() and number.isdigit() else None
            if press is None or press.answer is not None or self._is_too_old(press.id):
                raise bad_request("query is too old and response timeout expired or query ID is invalid")
            self._ground.write("update press set answer = ? where id = ?", json.dumps(answer), press.id)
            return Press(press.id, press.person, press.message, press.data, answer)

    def _is_too_old(self, number: int) -> bool:
        row = self._ground.row("select asked from press where id = ?", number)
        return row is None or self._ground.now().timestamp() - row[0] > SECONDS_TO_ANSWER


def _press(row: tuple[Any, ...]) -> Press:
    number, person, message, data, answer = row
    return Press(number, person, message, data, json.loads(answer) if answer else None)
