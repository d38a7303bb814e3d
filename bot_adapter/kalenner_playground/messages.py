"""Messages of all chats, kept in the shape of the Bot API."""

import json
from dataclasses import dataclass
from typing import Any

from kalenner_playground.entities import Formatted
from kalenner_playground.store import JsonObject, Store

MEDIA = ("photo", "video", "animation", "audio", "voice", "video_note", "sticker", "document")


@dataclass(frozen=True)
class Message:
    """One message: `body` is the Bot API's `Message`, `from_bot` tells who wrote it, `chat` whose it is."""

    chat: int
    id: int
    from_bot: bool
    body: JsonObject

    @property
    def formatted(self) -> Formatted:
        """Text or caption with its entities; an empty text where there is none."""
        if "text" in self.body:
            return Formatted(self.body["text"], self.body.get("entities", []))
        return Formatted(self.body.get("caption", ""), self.body.get("caption_entities", []))

    @property
    def rows(self) -> list[list[JsonObject]]:
        """The rows of its inline keyboard."""
        markup: JsonObject = self.body.get("reply_markup") or {}
        rows: list[list[JsonObject]] = markup.get("inline_keyboard", [])
        return rows

    @property
    def media(self) -> str | None:
        """The kind of its file, such as `photo`, or None."""
        return next((kind for kind in MEDIA if kind in self.body), None)


class Messages:
    """Adds, finds and changes messages."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def next_id(self, chat: int) -> int:
        """Return a new message id of a chat; ids of a chat only grow and are never given twice."""
        return self._store.count_up(f"message:{chat}")

    def add(self, chat: int, body: JsonObject, *, from_bot: bool) -> Message:
        """Store a new message, whose body lacks only its id and date."""
        with self._store.transaction():
            number = self.next_id(chat)
            whole = {"message_id": number, "date": int(self._store.now().timestamp()), **body}
            self._store.write(
                "insert into message values (?, ?, ?, ?)", chat, number, from_bot, json.dumps(whole)
            )
            return Message(chat, number, from_bot, whole)

    def replace(self, message: Message, body: JsonObject) -> Message:
        """Store another body of a message."""
        with self._store.transaction():
            self._store.write(
                "update message set body = ? where chat = ? and id = ?",
                json.dumps(body),
                message.chat,
                message.id,
            )
            return Message(message.chat, message.id, message.from_bot, body)

    def remove(self, chat: int, number: int) -> bool:
        """Delete a message; False if there is none."""
        with self._store.transaction():
            exists = self.find(chat, number) is not None
            self._store.write("delete from message where chat = ? and id = ?", chat, number)
            return exists

    def find(self, chat: int, number: int) -> Message | None:
        """Return a message, or None."""
        row = self._store.row("select * from message where chat = ? and id = ?", chat, number)
        return _message(row) if row else None

    def newest(self, chat: int, *, from_bot: bool) -> Message | None:
        """Return the last message of the bot, or of the person, or None."""
        sql = "select * from message where chat = ? and from_bot = ? order by id desc limit 1"
        row = self._store.row(sql, chat, from_bot)
        return _message(row) if row else None

    def list_chat(self, chat: int, *, before: int | None = None, limit: int = 1_000_000) -> list[Message]:
        """Return the last `limit` messages of a chat (older than the id `before`), oldest first."""
        sql = "select * from message where chat = ? and id < ? order by id desc limit ?"
        rows = self._store.rows(sql, chat, 2**62 if before is None else before, limit)
        return [_message(row) for row in reversed(rows)]


def _message(row: tuple[Any, ...]) -> Message:
    return Message(row[0], row[1], bool(row[2]), json.loads(row[3]))
