"""Telegram as a channel: updates in, screens out."""

import asyncio
import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.delivery import Priority, Reachability, Update, enqueue, has_open, store
from kalenner.people import AccountService
from kalenner.screens import Arrival, Dialog, Press, Screen, Upload, Visit, footer
from kalenner.screens.registry import specs_of
from kalenner.settings import WebSettings
from kalenner.units import run_unit
from kalenner_telegram.connection import STAND_IN, Connection, connection_of
from kalenner_telegram.messages import content, keyboard, notice_text
from kalenner_telegram.models import BotProfile, Chat
from kalenner_telegram.pressdata import PressData
from kalenner_telegram.settings import TelegramSettings
from kalenner_telegram.updates import (
    MOST_FILE_BYTES,
    command_of,
    file_of,
    place_of,
    pressed_message,
    sender_of,
    without_place,
)

if TYPE_CHECKING:
    from kalenner_telegram.client import TelegramClient

log = logging.getLogger(__name__)

NAME = "telegram"
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class TelegramChannel:
    """The channel; see ``kalenner.delivery.channels.Channel`` for what each part must do."""

    name = NAME

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.messages_per_second = float(
            registry["kalenner.settings"].of(TelegramSettings).messages_per_second
        )
        self._app: Router | None = None
        self._client: TelegramClient | None = None
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
        waits = partial(_has_question, subject=sender.subject)
        if not await asyncio.to_thread(run_unit, self._app, "inbox/file", waits, only_reads=True):
            return payload
        fetched = await self._connected().fetch(file) if file.size <= MOST_FILE_BYTES else None
        if fetched is None:
            return {**payload, "upload": {"key": "", "size": MOST_FILE_BYTES + 1}}
        key = await asyncio.to_thread(self._registry["kalenner.files"].put, fetched, "")
        return {**payload, "upload": {"key": key, "size": len(fetched)}}

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
        return Arrival(
            **who,
            text=text,
            upload=Upload(upload["key"], upload["size"]) if upload else None,
            place=place_of(payload),
            album=message.get("media_group_id"),
        )

    def _read_press(self, request: Request, query: dict[str, Any], who: dict[str, Any]) -> Arrival:
        account = request.find_service(AccountService).find(NAME, who["subject"])
        read = None
        if account is not None:
            read = self.press_data.read(request.dbsession, account.id, str(query.get("data") or ""))
        if read is None:
            return Arrival(**who, is_press=True)
        return Arrival(**who, is_press=True, press=read.press, version=read.version)

    def acknowledgement(self, payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
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
        pressed = None if screen.attachment else pressed_message(payload)
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
        return await self._connected().carrier.send(address, payload)

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

    def opens(self, url: str) -> bool:
        """Refuse the reader's own machine, as Telegram does; what stands in for it does not."""
        return STAND_IN in self._registry or urlsplit(url).hostname not in OWN_MACHINE

    def _connected(self) -> "TelegramClient":
        if self._client is None:
            raise TypeError("the channel has not been started")
        return self._client

    async def start(self) -> None:
        """Connect, and learn who we are."""
        # The library and its transport take long to load, and only who talks to Telegram needs them.
        from kalenner_telegram.client import TelegramClient

        await self.stop()
        assert self._app is not None  # noqa: S101 -- bound
        self._client = TelegramClient(self._app, self.connection)
        bot_id, username = await self._client.start()
        me = partial(_remember, bot_id=bot_id, username=username)
        await asyncio.to_thread(run_unit, self._app, "command/telegram", me)

    async def stop(self) -> None:
        """Disconnect."""
        if self._client is not None:
            await self._client.stop()
            self._client = None

    async def listen(self) -> None:
        """Poll, or ask for deliveries and return."""
        settings = self._registry["kalenner.settings"]
        client, telegram = self._connected(), settings.of(TelegramSettings)
        await client.tell_profile()
        if telegram.mode == "webhook":
            await client.ask_for_deliveries(
                f"{settings.of(WebSettings).public_url}/-/telegram", telegram.webhook_secret
            )
            return
        await client.poll(self.keep)

    def keep(self, updates: list[dict[str, Any]]) -> None:
        """Store updates before they are acknowledged; those that do not concern us are left out."""
        assert self._app is not None  # noqa: S101 -- bound
        ours = [
            Update(update["update_id"], sender.subject, update)
            for update in updates
            if (sender := sender_of(update)) is not None
        ]
        if ours:
            run_unit(self._app, "inbox/new", partial(_store, updates=ours))


def _store(request: Request, updates: list[Update]) -> None:
    seen: set[str] = set()
    kept = []
    for update in updates:
        is_idle = place_of(update.payload) is not None and update.subject not in seen
        if is_idle and not _may_be_asked(request, update.subject):
            # Where people are is not collected: a place that answers nothing is not even stored.
            kept.append(replace(update, payload=without_place(update.payload)))
        else:
            kept.append(update)
        seen.add(update.subject)
    store(request.dbsession, request.clock, NAME, kept)


def _may_be_asked(request: Request, subject: str) -> bool:
    """Tell whether a question is open for a person, or may be once what came before is handled."""
    return _has_question(request, subject) or has_open(request.dbsession, NAME, subject)


def _has_question(request: Request, subject: str) -> bool:
    account = request.find_service(AccountService).find(NAME, subject)
    if account is None:
        return False
    found = select(Dialog.form).where(Dialog.channel == NAME, Dialog.account_id == account.id)
    return request.dbsession.scalar(found) is not None


def _answer(query: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return f"{NAME}:press:{query['id']}", {"do": "answer", "id": query["id"]}


def _remember(request: Request, bot_id: int, username: str) -> None:
    found = request.dbsession.get(BotProfile, bot_id)
    if found is None:
        found = BotProfile(id=bot_id, username=username, told=None)
        request.dbsession.add(found)
    found.username, found.seen_at = username, request.clock.now()
