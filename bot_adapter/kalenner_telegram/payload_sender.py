"""Sends the payloads of the outbox: chooses the call, and decides whether a rate limit is for all chats."""

import asyncio
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from telegram.error import TelegramError

from kalenner.delivery import TryLater
from kalenner.units import run_unit
from kalenner_telegram.calls import Calls, delivery_error
from kalenner_telegram.models import Chat

CHATS_FOR_ALL = 3  # so many rate-limited chats in a row mean that the whole bot is


class PayloadSender:
    """Sends payloads of the channel by one connection."""

    def __init__(self, app: Router | None, calls: Calls) -> None:
        self._app = app
        self._calls = calls
        self._rate_limited: set[str] = set()

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send one payload; return the receipt. Raises Unreachable, TryLater, Refused."""
        try:
            receipt = await self._send(address, payload)
        except TelegramError as error:
            raise self._delivery_error(address, error) from error
        if payload["do"] != "answer":
            self._rate_limited.clear()
        return receipt

    async def _send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        if payload["do"] == "answer":
            await self._calls.answer(payload)
            return {}
        if payload["do"] == "send":
            await self._calls.send(address, payload)
            return {}
        return await self._show_menu(address, payload)

    async def _show_menu(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        # Read before sending: a database error after it would send the message twice.
        old_menu = await asyncio.to_thread(
            run_unit, self._app, "outbox/menu", partial(_menu_of, address=address), only_reads=True
        )
        is_edit = payload["do"] == "edit"
        new_menu = await (self._calls.edit if is_edit else self._calls.send)(address, payload)
        if is_edit and payload["is_card"]:
            return {}
        if old_menu is not None and old_menu != new_menu:
            await self._calls.remove_keyboard(address, old_menu)
        return {"menu": new_menu}

    def _delivery_error(self, address: str, error: TelegramError) -> Exception:
        """Return the exception of delivery; several rate-limited chats in a row pause all chats.

        Telegram does not say whether the chat or the whole bot was too fast.
        """
        exception = delivery_error(error)
        if isinstance(exception, TryLater) and exception.seconds is not None and not exception.is_for_all:
            self._rate_limited.add(address)
            return TryLater(exception.seconds, is_for_all=len(self._rate_limited) >= CHATS_FOR_ALL)
        return exception


def _menu_of(request: Request, address: str) -> int | None:
    chat = request.dbsession.get(Chat, address)
    return None if chat is None else chat.menu_message
