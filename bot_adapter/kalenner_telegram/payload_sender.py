"""Carrying payloads out: which call each needs, and what a refusal means for the rest."""

import asyncio
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from telegram.error import TelegramError

from kalenner.delivery import TryLater
from kalenner.units import run_unit
from kalenner_telegram.calls import Calls, as_delivery
from kalenner_telegram.models import Chat

SEVERAL = 3


class Carrier:
    """Sends what the channel has written, for one connection."""

    def __init__(self, app: Router | None, calls: Calls) -> None:
        self._app = app
        self._calls = calls
        self._told_to_wait: set[str] = set()

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send one payload; return what is to be remembered. Raises Unreachable, TryLater, Refused."""
        try:
            receipt = await self._send(address, payload)
        except TelegramError as error:
            raise self._meaning(address, error) from error
        if payload["do"] != "answer":
            self._told_to_wait.clear()
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
        # Before the message goes out: a fault of the database after it would send it twice.
        old = await asyncio.to_thread(
            run_unit, self._app, "outbox/menu", partial(_menu_of, address=address), only_reads=True
        )
        is_edit = payload["do"] == "edit"
        number = await (self._calls.edit if is_edit else self._calls.send)(address, payload)
        if is_edit and payload["is_card"]:
            return {}
        if old is not None and old != number:
            await self._calls.take_keyboard_off(address, old)
        return {"menu": number}

    def _meaning(self, address: str, error: TelegramError) -> Exception:
        """Return what a fault means; several chats told to wait, and none served between, mean that all must.

        Telegram does not say whether a chat or the bot was too fast, and no two busy chats may stop the rest.
        """
        meaning = as_delivery(error)
        if isinstance(meaning, TryLater) and meaning.seconds is not None and not meaning.is_for_all:
            self._told_to_wait.add(address)
            return TryLater(meaning.seconds, is_for_all=len(self._told_to_wait) >= SEVERAL)
        return meaning


def _menu_of(request: Request, address: str) -> int | None:
    chat = request.dbsession.get(Chat, address)
    return None if chat is None else chat.menu_message
