"""Sends the payloads of the outbox: chooses the call for each."""

from collections import OrderedDict
from typing import Any

from telegram.error import TelegramError

from kalenner.storage.digests import json_digest
from kalenner_telegram.calls import Calls, delivery_error

MENUS_REMEMBERED = 10_000
"""Chats of which the process knows what their menu shows; of others an edit too many may be refused."""


class PayloadSender:
    """Sends payloads of the channel by one connection."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._menus: OrderedDict[str, tuple[int, str]] = OrderedDict()

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send one payload; return the receipt. Raises Unreachable, TryLater, Refused."""
        try:
            return await self._send(address, payload)
        except TelegramError as error:
            raise delivery_error(error) from error

    async def _send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        if payload["do"] == "answer":
            await self._calls.answer(payload)
            return {}
        if payload["do"] == "remove":
            await self._calls.remove(address, payload["messages"])
            return {}
        if payload["do"] == "send":
            receipt: dict[str, Any] = {"message": await self._calls.send(address, payload)}
            return {**receipt, "is_media": True} if "media" in payload else receipt
        if payload.get("was_media"):
            await self._calls.edit_caption(address, payload)
            return {"message": payload["message"], "is_media": True}
        return await self._show_menu(address, payload)

    async def _show_menu(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        old_menu, pressed = payload.get("old_menu"), payload.get("message")
        is_edit = payload["do"] == "edit" and not _would_replace_card(payload, old_menu)
        # Telegram refuses an edit that changes nothing, as after a second press on the same button.
        digest = json_digest([payload["text"], payload.get("rows"), payload.get("picture")])
        if is_edit and pressed == old_menu and self._menus.get(address) == (pressed, digest):
            return {}
        self._menus.pop(address, None)
        shown = await (self._calls.edit if is_edit else self._calls.send)(address, payload)
        if is_edit and payload["is_card"]:
            return {"message": shown}
        if old_menu not in (None, shown, pressed):
            await self._calls.remove_keyboard(address, old_menu)
        if payload.get("is_kept"):
            return {"menu": None}
        self._remember(address, shown, digest)
        return {"menu": shown}

    def _remember(self, address: str, menu: int, digest: str) -> None:
        self._menus[address] = (menu, digest)
        if len(self._menus) > MENUS_REMEMBERED:
            self._menus.popitem(last=False)


def _would_replace_card(payload: dict[str, Any], menu: int | None) -> bool:
    """Tell whether a menu was asked for by a press on a message that is not the chat's menu.

    That is a card, such as a request: it stays as it is, with its buttons, and the menu comes below.
    """
    return not payload["is_card"] and menu is not None and payload["message"] != menu
