"""The renderer: what notifications say, written out for their readers when they are sent."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router

from kalenner.database import ReadOnlyUnit
from kalenner.delivery.channels import Channel
from kalenner.delivery.outcomes import find_receipt
from kalenner.delivery.queries import WaitingMessage
from kalenner.log_context import LogContext, log_context
from kalenner.people import Account, AccountService, OwnerService
from kalenner.people.policy import NotAvailable
from kalenner.people.services import Address
from kalenner.requests import make_companion
from kalenner.screens import Arrival, Visit, render
from kalenner.screens.registry import find_press, specs_of
from kalenner.units import run_unit

log = logging.getLogger(__name__)


class NotUnderstood(Exception):
    """The screen of a notification is not installed, or takes other arguments than were promised."""


class Obsolete(Exception):
    """What a notification is about is gone, or no longer its reader's."""


class ReaderUnreachable(Exception):
    """The reader of a notification is known to be unreachable."""


Rendering = dict[str, Any] | Exception
"""What is sent, or why nothing is: one of the above, or the fault of whoever renders it."""


class Renderer:
    """Renders the notifications of one channel, those that are due together in one unit of work."""

    def __init__(self, app: Router, channel: Channel) -> None:
        self._app = app
        self._channel = channel
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="render")

    async def render(self, messages: Sequence[WaitingMessage]) -> dict[int, Rendering]:
        """Return what is sent for each message, by its id."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._render, messages)

    def close(self) -> None:
        """Wait for the threads."""
        self._pool.shutdown()

    def _render(self, messages: Sequence[WaitingMessage]) -> dict[int, Rendering]:
        try:
            return self._together(messages)
        except Exception as error:  # noqa: BLE001 -- each by itself, so that one faulty holds up no other
            if len(messages) > 1:
                log.info(
                    "messages are rendered one by one, since together they failed: %s", type(error).__name__
                )
        return {message.id: self._alone(message) for message in messages}

    def _alone(self, message: WaitingMessage) -> Rendering:
        """Render in a unit of work that only reads; the few screens that must write get a writing one."""
        try:
            try:
                return self._together([message])[message.id]
            except ReadOnlyUnit:
                return self._together([message], only_reads=False)[message.id]
        except Exception as error:  # noqa: BLE001 -- logged by the sender, with what it decides
            return error

    def _together(
        self, messages: Sequence[WaitingMessage], *, only_reads: bool = True
    ) -> dict[int, Rendering]:
        work = partial(render_all, channel=self._channel, messages=messages)
        renderings = run_unit(self._app, f"outbox/{messages[0].id}", work, only_reads=only_reads)
        return {message.id: rendering for message, rendering in zip(messages, renderings, strict=True)}


def render_all(request: Request, channel: Channel, messages: Sequence[WaitingMessage]) -> list[Rendering]:
    """Render notifications in one unit of work, with their readers read together."""
    accounts: AccountService = request.find_service(AccountService)
    ids = {message.account_id for message in messages if message.account_id is not None}
    readers, addresses = accounts.get_all(ids), accounts.identities_of(ids)
    renderings = [
        _render(request, channel, message, readers, addresses.get(message.account_id or 0, []))
        for message in messages
    ]
    payloads = [
        (message.address, rendering)
        for message, rendering in zip(messages, renderings, strict=True)
        if isinstance(rendering, dict)
    ]
    channel.recall(request.dbsession, payloads)
    return renderings


def _render(
    request: Request,
    channel: Channel,
    message: WaitingMessage,
    readers: dict[int, Account],
    addresses: Sequence[Address],
) -> Rendering:
    payload = message.payload
    if (channel.name, message.address, False) in {
        (address.channel, address.subject, address.is_reachable) for address in addresses
    }:
        return ReaderUnreachable()
    if "notification" not in payload:
        return payload
    account = readers.get(message.account_id or 0)
    if account is None:
        return Obsolete("its reader is gone")
    press = find_press(specs_of(request.registry), payload["notification"], payload["args"])
    if press is None:
        return NotUnderstood(payload["notification"])
    companion = make_companion(request, f"/-/outbox/{message.id}")
    visit = Visit(account, channel.name, Arrival(message.address))
    if "provider" in payload:
        provider = request.find_service(OwnerService).find_provider(account, payload["provider"])
        if provider is None:
            return Obsolete("its reader does not act for the provider any longer")
        visit.act_for(provider)
    with log_context(LogContext(f"outbox/{message.id}", account.id)):
        try:
            screen = render(companion, visit, press)
        except NotAvailable:
            log.info("notification %s of message %s is no longer for its reader", press.screen, message.id)
            return Obsolete("it is no longer for its reader")
        earlier = find_receipt(request.dbsession, payload["edits"]) if "edits" in payload else None
        rendering = channel.compose(companion, visit, screen, earlier)
        if "trace" in payload:
            trace = {"screen": press.screen, "args": payload["args"], "key": payload["trace"]}
            rendering["trace"] = {**trace, "account_id": account.id}
        return {**rendering, "is_editable": True} if payload.get("is_editable") else rendering
