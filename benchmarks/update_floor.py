"""The floor of T1 and T2: python-telegram-bot, and the statements that an update needs through raw sqlite3.

The statements are written out here and stay as they are when the product's become fewer. They run on a
database of the same tables and rows, with the same durability.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.practice import NOW, Practice
from benchmarks.updates import MENU_MESSAGE, TOKEN
from telegram import Bot, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from kalenner_telegram.transport import AiohttpRequest

NOW_SECONDS = int(NOW.timestamp())
DAY_SECONDS = 86_400
TEXT = "Free times on <b>Wed 2 Dec 2026</b>:\n\nAll times are in your time zone: Berlin."
ROWS = [
    [
        {"text": f"{hour:02}:{minute:02}", "callback_data": f"1gGLEb1.21b{hour}-eJn-S6ncl"}
        for minute in (0, 30)
    ]
    for hour in range(8, 18)
]
MARKUP = InlineKeyboardMarkup.de_json({"inline_keyboard": ROWS})

STORE = """
    INSERT INTO core_inbox (channel, key, subject, payload, state, tries, received_at)
    VALUES ('telegram', ?, ?, ?, 'open', 0, ?) ON CONFLICT DO NOTHING"""
LOOK = """
    SELECT id, channel, subject, payload FROM core_inbox
    WHERE state = 'open' AND not_before IS NULL ORDER BY id LIMIT 64"""
PERSON = """
    SELECT i.id, i.is_reachable, a.id, a.client_name, a.language, a.channel_language, a.timezone, a.role,
    p.id, p.nickname, p.picture FROM core_identity i JOIN core_account a ON a.id = i.account_id
    LEFT JOIN core_provider p ON p.account_id = a.id WHERE i.channel = 'telegram' AND i.subject = ?"""
DIALOG = """
    SELECT id, screen, args, form, form_args, answers, asking, ticks, list_screen, list_args, version,
    form_expires_at FROM core_dialog WHERE account_id = ? AND channel = 'telegram'"""
MOVE = (
    "UPDATE core_dialog SET screen = ?, version = version + 1 WHERE account_id = ? AND channel = 'telegram'"
)
ENQUEUE = """
    INSERT INTO core_outbox
    (channel, address, account_id, payload, dedupe, priority, state, tries, created_at)
    VALUES ('telegram', ?, ?, ?, ?, ?, 'waiting', 0, ?) ON CONFLICT DO NOTHING"""
DONE = "UPDATE core_inbox SET state = 'done', payload = NULL WHERE id = ?"
SENT = """
    UPDATE core_outbox SET state = 'sent', payload = NULL, ended_at = ?
    WHERE address = ? AND state = 'waiting'"""

MENU = (
    """SELECT EXISTS (SELECT 1 FROM core_client WHERE account_id = :account AND removed_at IS NULL),
    EXISTS (SELECT 1 FROM invitations_invitation WHERE provider_id = :provider),
    EXISTS (SELECT 1 FROM scheduling_service WHERE provider_id = :provider AND deleted_at IS NULL),
    EXISTS (SELECT 1 FROM scheduling_working_period WHERE provider_id = :provider)""",
    """SELECT count(*) FILTER (WHERE status = 'pending'),
    count(*) FILTER (WHERE starts_at >= :start AND starts_at < :end) FROM scheduling_appointment
    WHERE provider_id = :provider AND status IN ('pending', 'accepted') AND starts_at >= :start""",
)
TIMES = (
    """SELECT s.name, s.minutes, s.description, s.price_minor, c.id, c.blocked_at, p.nickname, a.timezone
    FROM scheduling_service s JOIN core_provider p ON p.id = s.provider_id
    JOIN core_account a ON a.id = p.account_id
    JOIN core_client c ON c.provider_id = p.id AND c.account_id = :account AND c.removed_at IS NULL
    WHERE s.id = :provider AND s.deleted_at IS NULL""",
    """SELECT * FROM scheduling_rules
    WHERE provider_id = :provider AND (service_id IS NULL OR service_id = :provider)""",
    """SELECT w.weekday, w.start_minute, w.end_minute, k.step_minutes FROM scheduling_working_period w
    LEFT JOIN scheduling_calendar k ON k.provider_id = w.provider_id WHERE w.provider_id = :provider""",
    """SELECT first_day, last_day FROM scheduling_closure
    WHERE provider_id = :provider AND last_day >= :day AND first_day <= :day""",
    "SELECT provider_id FROM payments_terms WHERE provider_id = :provider AND owing_can_book IS 0",
    """SELECT held_from, held_until FROM scheduling_appointment WHERE provider_id = :provider
    AND status IN ('pending', 'accepted') AND starts_at > :start AND starts_at < :end
    UNION ALL SELECT starts_at, ends_at FROM scheduling_away
    WHERE provider_id = :provider AND ends_at > :start AND starts_at < :end""",
)


class UpdateFloor:
    """What an update needs at least; its durable transactions are on the disk when they return."""

    def __init__(self, path: Path, practice: Practice) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._provider = practice.id
        for account in (practice.professional, *practice.clients):
            self._connection.execute(
                """INSERT INTO core_dialog (account_id, channel, args, form_args, answers, ticks, version)
                VALUES (?, 'telegram', '{}', '{}', '{}', '[]', 0)""",
                (account,),
            )

    def store(self, update: dict[str, Any], subject: str) -> None:
        """Store an update, durably."""
        payload = json.dumps(update, separators=(",", ":"))
        self._connection.execute(STORE, (update["update_id"], subject, payload, NOW_SECONDS))

    def handle(self, screen: Sequence[str]) -> None:
        """Look for what is open, and answer it with a screen, durably."""
        execute = self._connection.execute
        for inbox_id, _channel, subject, payload in execute(LOOK).fetchall():
            update = json.loads(payload)
            execute("BEGIN IMMEDIATE")
            account = execute(PERSON, (subject,)).fetchone()[2]
            execute(DIALOG, (account,)).fetchone()
            values = {"account": account, "provider": self._provider, "day": "2026-12-02"}
            span = {"start": NOW_SECONDS, "end": NOW_SECONDS + DAY_SECONDS}
            for statement in screen:
                execute(statement, values | span).fetchall()
            execute(MOVE, ("calendar", account))
            if "callback_query" in update:
                answer = {"do": "answer", "id": update["callback_query"]["id"]}
                self._enqueue(subject, account, answer, f"press:{inbox_id}", 0)
            self._enqueue(subject, account, {"text": TEXT, "rows": ROWS}, f"telegram:{inbox_id}", 1)
            execute(DONE, (inbox_id,))
            execute("COMMIT")

    def mark(self, subject: str) -> None:
        """Mark what was sent to somebody, durably."""
        self._connection.execute(SENT, (NOW_SECONDS, subject))

    def _enqueue(self, subject: str, account: int, payload: dict[str, Any], key: str, priority: int) -> None:
        text = json.dumps(payload, separators=(",", ":"))
        self._connection.execute(ENQUEUE, (subject, account, text, key, priority, NOW_SECONDS))


async def trivial_application(port: int) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return python-telegram-bot's application with handlers that do nothing; it has asked who it is."""
    builder = Application.builder().token(TOKEN).base_url(f"http://127.0.0.1:{port}/bot")
    application = builder.updater(None).job_queue(None).build()

    async def nothing(_update: Any, _context: Any) -> None:
        """Do nothing."""

    application.add_handlers([CommandHandler("menu", nothing), CallbackQueryHandler(nothing)])
    await application.initialize()
    return application


def sending_bot(port: int) -> Bot:
    """Return python-telegram-bot's bot over the product's transport."""
    base = f"http://127.0.0.1:{port}/bot"
    return Bot(TOKEN, base_url=base, request=AiohttpRequest(), get_updates_request=AiohttpRequest(1))


async def send(bot: Bot, update: dict[str, Any]) -> None:
    """Read a press, and edit its message."""
    read = Update.de_json(update, bot)
    assert read.effective_chat is not None
    await bot.edit_message_text(
        TEXT, chat_id=read.effective_chat.id, message_id=MENU_MESSAGE, parse_mode="HTML", reply_markup=MARKUP
    )
