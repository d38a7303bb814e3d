"""Telegram as a channel: updates in, screens out."""

import asyncio
import logging
from functools import partial
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select
from sqlalchemy.orm import Session
from telegram import Bot
from telegram.error import BadRequest, Conflict

from kalenner.delivery import Priority, Reachability, Update, enqueue, store
from kalenner.people import AccountService
from kalenner.screens import Arrival, Dialog, Press, Screen, Upload, Visit, footer
from kalenner.screens.registry import specs_of
from kalenner.settings import WebSettings
from kalenner.units import run_unit
from kalenner_telegram.calls import Calls
from kalenner_telegram.carrier import Carrier
from kalenner_telegram.connection import Connection, connection_of
from kalenner_telegram.incoming import (
    ALLOWED_UPDATES,
    File,
    command_of,
    file_of,
    pressed_message,
    sender_of,
)
from kalenner_telegram.models import BotProfile, Chat
from kalenner_telegram.outgoing import content, keyboard, notice_text
from kalenner_telegram.pressdata import PressData
from kalenner_telegram.profile import tell_profile
from kalenner_telegram.settings import TelegramSettings
from kalenner_telegram.transport import AiohttpRequest

log = logging.getLogger(__name__)

NAME = "telegram"
POLL_SECONDS = 25
MOST_FILE_BYTES = 10 * 1024 * 1024


class TelegramChannel:
    """The channel; see ``kalenner.delivery.channels.Channel`` for what each part must do."""

    name = NAME

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.messages_per_second = float(
            registry["kalenner.settings"].of(TelegramSettings).messages_per_second
        )
        self._app: Router | None = None
        self._bot: Bot | None = None
        self._carrier: Carrier | None = None
        self.press_data: PressData

    def bind(self, app: Router) -> None:
        """Take the finished application, which units of work run on; refuse screens with equal codes."""
        self._app = app
        bot_id = int(self.connection.token.partition(":")[0])
        self.press_data = PressData(specs_of(self._registry), self._registry["kalenner.keys"], bot_id)

    @property
    def connection(self) -> Connection:
        """Whom we talk to: Telegram, or what the playground pretends."""
        return connection_of(self._registry)

    # Updates

    async def prepare(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Fetch a picture that an open question may be waiting for."""
        file, sender = file_of(payload), sender_of(payload)
        if file is None or sender is None:
            return payload
        waits = partial(self._is_waiting, subject=sender.subject)
        if not await asyncio.to_thread(run_unit, self._app, "inbox/file", waits, only_reads=True):
            return payload
        fetched = await self._fetch(file) if file.size <= MOST_FILE_BYTES else None
        if fetched is None:
            return {**payload, "upload": {"key": "", "size": MOST_FILE_BYTES + 1}}
        key = await asyncio.to_thread(self._registry["kalenner.files"].put, fetched, "")
        return {**payload, "upload": {"key": key, "size": len(fetched)}}

    async def _fetch(self, file: File) -> bytes | None:
        """Return a file's bytes; None for one that is too big, which Telegram does not always tell before."""
        assert self._bot is not None  # noqa: S101 -- started
        try:
            found = await self._bot.get_file(file.id)
        except BadRequest as error:
            if "too big" in error.message.lower():
                return None
            raise
        if (found.file_size or 0) > MOST_FILE_BYTES:
            return None
        return bytes(await found.download_as_bytearray())

    def _is_waiting(self, request: Request, subject: str) -> bool:
        account = request.find_service(AccountService).find(NAME, subject)
        if account is None:
            return False
        found = select(Dialog.form).where(Dialog.channel == NAME, Dialog.account_id == account.id)
        return request.dbsession.scalar(found) is not None

    def read(self, request: Request, payload: dict[str, Any]) -> Arrival | Reachability | None:
        """Understand an update."""
        sender = sender_of(payload)
        if sender is None:
            return None
        if "my_chat_member" in payload:
            status = payload["my_chat_member"].get("new_chat_member", {}).get("status")
            return Reachability(is_reachable=status == "member")
        who: dict[str, Any] = {
            "subject": sender.subject,
            "language": sender.language,
            "first_name": sender.first_name,
        }
        if "callback_query" in payload:
            return self._read_press(request, payload["callback_query"], who)
        message = payload.get("message") or {}
        text = message.get("text")
        command = command_of(text) if text else None
        if command is not None:
            return Arrival(**who, command=command[0], payload=command[1])
        upload = payload.get("upload")
        return Arrival(**who, text=text, upload=Upload(upload["key"], upload["size"]) if upload else None)

    def _read_press(self, request: Request, query: dict[str, Any], who: dict[str, Any]) -> Arrival:
        account = request.find_service(AccountService).find(NAME, who["subject"])
        read = None
        if account is not None:
            read = self.press_data.read(request.dbsession, account.id, str(query.get("data") or ""))
        if read is None:
            return Arrival(**who, is_press=True)
        return Arrival(**who, is_press=True, press=read.press, version=read.version)

    def hush(self, payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """Return the empty answer to a press."""
        query = payload.get("callback_query")
        return None if query is None else _answer(query)

    # Screens

    def show(self, request: Request, visit: Visit, payload: dict[str, Any], screen: Screen) -> None:
        """Answer the press, and show the screen in its message or in a new menu."""
        send = partial(enqueue, request, NAME, visit.arrival.subject, account_id=visit.account.id)
        query = payload.get("callback_query")
        if query is not None:
            key, answer = _answer(query)
            if screen.notice is not None:
                answer |= {"text": notice_text(screen.notice.text), "alert": screen.notice.is_alert}
            send(answer, priority=Priority.PRESS, dedupe=key)
        shown = self._content(request, visit, screen)
        pressed = pressed_message(payload)
        if pressed is None:
            shown["do"] = "send" if screen.is_card else "menu"
        else:
            shown |= {
                "do": "edit",
                "message": pressed[0],
                "was_picture": pressed[1],
                "is_card": screen.is_card,
            }
        send(shown, priority=Priority.ANSWER, dedupe=f"{NAME}:{payload['update_id']}")

    def compose(self, request: Request, visit: Visit, screen: Screen) -> dict[str, Any]:
        """Return a message of its own."""
        return {"do": "send", **self._content(request, visit, screen)}

    def _content(self, request: Request, visit: Visit, screen: Screen) -> dict[str, Any]:
        version = visit.dialog.version if visit.dialog is not None else 0
        write = self.press_data.write

        def data(press: Press) -> str:
            return write(request.dbsession, request.clock, visit.account.id, press, version)

        return content(screen, keyboard(screen, footer(request, screen), data))

    # Sending

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send one payload that this channel wrote."""
        assert self._carrier is not None  # noqa: S101 -- started
        return await self._carrier.send(address, payload)

    def sent(
        self, dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]
    ) -> None:
        """Remember the menu's message."""
        del payload
        if "menu" in receipt:
            dbsession.merge(Chat(address=address, menu_message=receipt["menu"]))

    # Connection

    def start_link(self, request: Request, payload: str) -> str | None:
        """Return the t.me link with a start payload; None until the bot has started once."""
        found = select(BotProfile.username).order_by(BotProfile.seen_at.desc()).limit(1)
        username = request.dbsession.scalar(found)
        return f"https://t.me/{username}?start={payload}" if username else None

    async def start(self) -> None:
        """Connect, and learn who we are."""
        await self.stop()
        connection = self.connection
        self._bot = Bot(
            connection.token,
            base_url=connection.base_url,
            base_file_url=connection.base_file_url,
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(1),
        )
        self._carrier = Carrier(self._app, Calls(self._bot))
        await self._bot.initialize()
        me = partial(_remember, bot_id=self._bot.id, username=self._bot.username)
        await asyncio.to_thread(run_unit, self._app, "command/telegram", me)

    async def stop(self) -> None:
        """Disconnect."""
        if self._bot is not None:
            await self._bot.shutdown()
            self._bot = None

    async def listen(self) -> None:
        """Tell Telegram who we are, then poll, or ask for deliveries and return."""
        assert self._bot is not None and self._app is not None  # noqa: S101, PT018 -- started
        settings = self._registry["kalenner.settings"].of(TelegramSettings)
        await tell_profile(self._app, self._bot)
        if settings.mode == "webhook":
            url = f"{self._registry['kalenner.settings'].of(WebSettings).public_url}/-/telegram"
            await self._bot.set_webhook(
                url, allowed_updates=ALLOWED_UPDATES, secret_token=settings.webhook_secret
            )
            return
        await self._bot.delete_webhook()
        await self._poll(self._bot)

    async def _poll(self, bot: Bot) -> None:
        offset, failures = None, 0
        while True:
            try:
                updates = await bot.get_updates(
                    offset=offset,
                    timeout=POLL_SECONDS,
                    allowed_updates=ALLOWED_UPDATES,
                    read_timeout=POLL_SECONDS + 5,
                )
                # The next offset is what acknowledges: only after these have been committed.
                await asyncio.to_thread(self.keep, [update.to_dict() for update in updates])
                # An empty answer has confirmed the offset; kept, it could hide a count that began anew.
                offset = max(update.update_id for update in updates) + 1 if updates else None
                failures = 0
            except Conflict:
                log.warning("another process receives updates for this bot; waiting")
                await asyncio.sleep(5)
            except Exception as error:  # noqa: BLE001 -- whatever happens, we go on receiving
                failures += 1
                log.warning("receiving failed, trying again: %s", error)
                await asyncio.sleep(min(2.0**failures / 2, 30))

    def keep(self, updates: list[dict[str, Any]]) -> None:
        """Store updates before they are acknowledged; those that do not concern us are left out."""
        assert self._app is not None  # noqa: S101 -- bound
        ours = [
            Update(update["update_id"], sender.subject, update)
            for update in updates
            if (sender := sender_of(update)) is not None
        ]
        if ours:
            run_unit(
                self._app, "inbox/new", lambda request: store(request.dbsession, request.clock, NAME, ours)
            )


def _answer(query: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return f"{NAME}:press:{query['id']}", {"do": "answer", "id": query["id"]}


def _remember(request: Request, bot_id: int, username: str) -> None:
    found = request.dbsession.get(BotProfile, bot_id)
    if found is None:
        found = BotProfile(id=bot_id, username=username, told=None)
        request.dbsession.add(found)
    found.username, found.seen_at = username, request.clock.now()
