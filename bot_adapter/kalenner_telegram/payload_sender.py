"""Sends the payloads of the outbox: chooses the call for each."""

from typing import Any

from telegram.error import TelegramError

from kalenner_telegram.calls import Calls, delivery_error


class PayloadSender:
    """Sends payloads of the channel by one connection."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

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
        if payload["do"] == "send":
            return {"message": await self._calls.send(address, payload)}
        return await self._show_menu(address, payload)

    async def _show_menu(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        old_menu = payload.get("old_menu")
        is_edit = payload["do"] == "edit" and not _would_replace_card(payload, old_menu)
        new_menu = await (self._calls.edit if is_edit else self._calls.send)(address, payload)
        if is_edit and payload["is_card"]:
            return {"message": new_menu}
        if old_menu is not None and old_menu != new_menu:
            await self._calls.remove_keyboard(address, old_menu)
        return {"menu": new_menu}


def _would_replace_card(payload: dict[str, Any], menu: int | None) -> bool:
    """Tell whether a menu was asked for by a press on a message that is not the chat's menu.

    That is a card, such as a request: it stays as it is, with its buttons, and the menu comes below.
    """
    return not payload["is_card"] and menu is not None and payload["message"] != menu
