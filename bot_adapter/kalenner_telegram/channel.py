"""Telegram as a channel: updates in, screens out."""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kalenner.delivery import Message, Priority, Reachability, Receipt, enqueue
from kalenner.lifespan import ADOPTS, AT_START
from kalenner.people import AccountService
from kalenner.screens import Arrival, Press, Screen, Visit, footer
from kalenner.screens.registry import routes_of
from kalenner.security import KEYS
from kalenner.settings import SETTINGS, WebSettings
from kalenner.units import run_unit
from kalenner_telegram.arrivals import arrival_of
from kalenner_telegram.connection import FALLBACK_CONNECTION, Connection, connection_of
from kalenner_telegram.inlet import NAME, Inlet
from kalenner_telegram.messages import content, keyboard, notice_text, with_drawings
from kalenner_telegram.models import BotProfile, Chat
from kalenner_telegram.ownership import check_owner, refuse_other_bot, remember
from kalenner_telegram.pressdata import PressData
from kalenner_telegram.settings import TelegramSettings
from kalenner_telegram.updates import (
    TelegramUser,
    file_of,
    kind_of,
    press_id_of,
    pressed_message,
    text_in,
    user_of,
)

if TYPE_CHECKING:
    from kalenner_telegram.client import TelegramClient

log = logging.getLogger(__name__)

DELETABLE = 47 * 3600
"""Seconds after which a message stays: Telegram deletes none older than 48 hours, and the call may wait."""
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class TelegramChannel:
    """The channel; ``kalenner.delivery.channels.Channel`` says what each method must do."""

    name = NAME
    title = "Telegram"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.removable_hours = 48
        self.most_file_bytes = SETTINGS.of(registry).of(TelegramSettings).files_max_mb * 2**20
        self.messages_per_second = float(SETTINGS.of(registry).of(TelegramSettings).messages_per_second)
        self._app: Router | None = None
        self._bot_id = 0
        self._client: TelegramClient | None = None
        self.press_data: PressData

    def bind(self, app: Router) -> None:
        """Take the finished application, which runs the units of work; refuse screens with equal codes."""
        self._app = app
        self._bot_id = self.connection.bot_id
        self.press_data = PressData(routes_of(self._registry), KEYS.of(self._registry), self._bot_id)

    @property
    def connection(self) -> Connection:
        """The Bot API server: Telegram's, or the playground's."""
        return connection_of(self._registry)

    # Updates

    def has_file(self, payload: dict[str, Any]) -> bool:
        """Tell whether an update points to a file."""
        return file_of(payload) is not None

    async def fetch(self, payload: dict[str, Any], most: int) -> bytes | Path | None:
        """Return the file's bytes, or where they are; None if it is too big."""
        file = file_of(payload)
        if file is None or file.size > most:
            return None
        return await self._connected().fetch(file, most)

    def read(self, request: Request, payload: dict[str, Any]) -> Arrival | Reachability | None:
        """Return what the person did."""
        user = user_of(payload)
        if user is None:
            return None
        if kind_of(payload) == "callback_query":
            return self._read_press(request, payload["callback_query"], user)
        return arrival_of(payload, user)

    def _read_press(self, request: Request, query: dict[str, Any], user: TelegramUser) -> Arrival:
        account = request.find_service(AccountService).find(NAME, user.subject)
        decoded = None
        if account is not None:
            decoded = self.press_data.read(request.dbsession, account.id, text_in(query, "data") or "")
        press = Arrival(**asdict(user), is_press=True)
        if decoded is None:
            return press
        return replace(press, press=decoded.press, version=decoded.version)

    def remove(self, request: Request, visit: Visit, messages: Sequence[int]) -> None:
        """Let messages of the person be deleted; those that are gone already are left out by Telegram."""
        payload = self.removal(messages)
        key = f"{NAME}:{self._bot_id}:remove:{visit.arrival.subject}:{messages[0]}"
        subject, account_id = visit.arrival.subject, visit.account.id
        enqueue(request, NAME, Message(subject, payload, Priority.ANSWER, key, account_id))

    def acknowledgement(self, payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """Return the empty answer to a press."""
        return _answer(payload)

    # Screens

    def show(self, request: Request, visit: Visit, payload: dict[str, Any], screen: Screen) -> None:
        """Answer the press, and show the screen in its message or in a new menu."""
        is_behind = visit.arrival.is_behind
        send = partial(Message, visit.arrival.subject, account_id=visit.account.id, is_behind=is_behind)
        messages = []
        press = _answer(payload)
        if press is not None:
            key, answer = press
            if screen.notice is not None:
                answer |= {"text": notice_text(screen.notice.text), "alert": screen.notice.is_alert}
            messages.append(send(answer, Priority.PRESS, key))
        message = self._content(request, visit, screen) | {"is_kept": screen.is_kept}
        pressed = None if screen.attachment else pressed_message(payload)
        if pressed is None:
            message["do"] = "send" if screen.is_card else "menu"
        else:
            message |= {
                "do": "edit",
                "message": pressed.id,
                "was_picture": pressed.is_picture,
                "can_delete": request.clock.now().timestamp() - pressed.date < DELETABLE,
                "is_card": screen.is_card,
            }
        key = f"{NAME}:{self._bot_id}:{payload['update_id']}"
        messages.append(send(message, Priority.ANSWER, key))
        enqueue(request, NAME, *messages)

    def compose(
        self, request: Request, visit: Visit, screen: Screen, earlier: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return a message of its own, or an edit of the `earlier` one."""
        message = {"do": "send", **self._content(request, visit, screen)}
        if earlier is not None and "message" in earlier:
            message |= {"do": "edit", "message": earlier["message"], "was_picture": False, "is_card": True}
            message["was_media"] = bool(earlier.get("is_media"))
        return message

    def removal(self, numbers: Sequence[int]) -> dict[str, Any]:
        """Return the payload that deletes messages of a chat."""
        return {"do": "remove", "messages": list(numbers)}

    def _content(self, request: Request, visit: Visit, screen: Screen) -> dict[str, Any]:
        version = visit.dialog.version if visit.dialog is not None else 0
        write = self.press_data.write

        def data(press: Press) -> str:
            return write(request.dbsession, request.clock, visit.account.id, press, version)

        return content(screen, keyboard(screen, footer(request, screen), data))

    # Sending

    def recall(self, dbsession: Session, messages: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Add which message is the menu of each chat; one chat is sent to one by one."""
        menus = [
            (address, payload)
            for address, payload in messages
            if (payload or {}).get("do") in {"menu", "edit"}
        ]
        if menus:
            rows = dbsession.execute(_MENUS, {"addresses": [address for address, _payload in menus]})
            known = {row.address: row.menu_message for row in rows}
            for address, payload in menus:
                payload["old_menu"] = known.get(address)

    def supersedes(self, later: dict[str, Any], earlier: dict[str, Any]) -> bool:
        """Tell whether both are screens in the same message: in one that is edited, or in a new menu."""
        if later["do"] != earlier["do"]:
            return False
        if later["do"] == "menu":
            return True
        # A menu that was asked for on a card comes below it, so it stands for no edit of the card.
        return later["do"] == "edit" and all(later[name] == earlier[name] for name in ("message", "is_card"))

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send one payload that this channel wrote."""
        sender = self._connected().payload_sender
        if "picture" in payload or "document" in payload:
            payload = await asyncio.to_thread(with_drawings, self._registry, payload)
        return await sender.send(address, payload)

    def sent(
        self, dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]
    ) -> None:
        """Remember the menu's message."""
        if "menu" in receipt and receipt["menu"] != payload.get("old_menu"):
            dbsession.merge(Chat(address=address, menu_message=receipt["menu"]))

    # Connection

    def start_link(self, request: Request, payload: str) -> str | None:
        """Return the link with a start payload; None until the bot has started once."""
        last_seen = select(BotProfile.username).order_by(BotProfile.seen_at.desc()).limit(1)
        username = request.dbsession.scalar(last_seen)
        return self.connection.start_link(username, payload)

    def opens(self, url: str) -> bool:
        """Refuse addresses of the reader's own machine, as Telegram does and the playground does not."""
        return (
            FALLBACK_CONNECTION.find(self._registry) is not None or urlsplit(url).hostname not in OWN_MACHINE
        )

    def _connected(self) -> "TelegramClient":
        if self._client is None:
            raise TypeError("the channel has not been started")
        return self._client

    async def start(self) -> None:
        """Connect, and store the bot's id and username."""
        from kalenner_telegram.client import TelegramClient  # import here: slow library

        await self.stop()
        assert self._app is not None  # noqa: S101 -- bound
        bot_id = self.connection.bot_id
        await asyncio.to_thread(
            run_unit, self._app, "command/telegram", partial(refuse_other_bot, bot_id=bot_id), only_reads=True
        )
        folder = SETTINGS.of(self._registry).of(TelegramSettings).files_folder
        self._client = TelegramClient(self._app, self.connection, files_folder=folder)
        username = await self._client.start()
        work = partial(remember, bot_id=bot_id, username=username)
        await asyncio.to_thread(run_unit, self._app, "command/telegram", work)

    async def stop(self) -> None:
        """Disconnect."""
        if self._client is not None:
            await self._client.stop()
            self._client = None

    async def listen(self) -> None:
        """Receive until cancelled: poll, or see to it that Telegram posts to our webhook."""
        settings = SETTINGS.of(self._registry)
        client, telegram = self._connected(), settings.of(TelegramSettings)
        await client.publish_profile()
        public_url = settings.of(WebSettings).public_url
        webhook = f"{public_url}/-/telegram" if public_url else ""
        if telegram.mode == "webhook":
            await client.watch_webhook(webhook, telegram.webhook_secret, telegram.webhook_check_seconds)
        else:
            await client.poll(self.receive, own_webhook=webhook, adopts=ADOPTS.of(self._registry))

    def receive(self, updates: Sequence[bytes]) -> Receipt:
        """Store updates, which are then acknowledged; those from outside private chats are left out."""
        return self.open_inlet().take(updates)

    def open_inlet(self) -> Inlet:
        """Return what takes updates as Telegram sends them."""
        assert self._app is not None  # noqa: S101 -- bound
        return Inlet(self._app, str(self._bot_id))

    def store(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store updates that are no text any more."""
        self.receive([json.dumps(update).encode() for update in updates])


def _answer(payload: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return idempotency key and payload of the answer to a press; None for what cannot be answered."""
    press_id = press_id_of(payload)
    return (f"{NAME}:press:{press_id}", {"do": "answer", "id": press_id}) if press_id else None


_chat = Chat.__table__.c
_MENUS = select(_chat.address, _chat.menu_message).where(
    _chat.address.in_(bindparam("addresses", expanding=True))
)


def includeme(config: Configurator) -> None:
    """Add the channel; it is bound to the application as soon as that is made."""
    channel = TelegramChannel(config.registry)
    config.add_channel(channel)
    AT_START.of(config.registry).append(check_owner)
    config.add_subscriber(lambda event: channel.bind(event.app), ApplicationCreated)
