"""What is done for chats again and again: closing open ones, and removing what nobody keeps any more."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from pyramid.config import Configurator
from sqlalchemy import delete, select

from kalenner.screens import Dialog
from kalenner.units import run_unit
from kalenner_chat import routes
from kalenner_chat.message_service import MessageService
from kalenner_chat.models import ChatMessage, Draft, OpenChat
from kalenner_chat.retention_service import RetentionService
from kalenner_chat.thread_service import SILENCE

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.router import Router

BATCH = 200
DRAFTS_KEPT = dt.timedelta(days=1)


def close_silent(request: "Request") -> None:
    """Close the chats in which nothing was written for 30 minutes, and say so where one is on show."""
    dbsession, now = request.dbsession, request.clock.now()
    query = select(OpenChat).where(OpenChat.active_at <= now - SILENCE).limit(BATCH)
    for opened in list(dbsession.scalars(query.with_for_update(skip_locked=True))):
        on_show = select(Dialog.args).where(
            Dialog.account_id == opened.account_id, Dialog.screen == routes.thread.name
        )
        if any(args.get("thread") == str(opened.thread_id) for args in dbsession.scalars(on_show)):
            request.notify(
                opened.account_id,
                routes.closed(thread=opened.thread_id),
                dedupe=f"chat:closed:{opened.account_id}:{opened.active_at.timestamp():.0f}",
            )
        dbsession.delete(opened)


def forget(app: "Router") -> None:
    """Remove messages whose period is over, with their files, and drafts of yesterday."""
    run_unit(app, "task/chat.drafts", forget_drafts)
    accounts = run_unit(
        app,
        "task/chat.periods",
        lambda request: request.find_service(RetentionService).list_with_period(),
        only_reads=True,
    )
    for account_id in accounts:
        while run_unit(app, "task/chat.forget", partial(forget_some, account_id=account_id)):
            pass


def forget_drafts(request: "Request") -> None:
    """Forget what nobody has confirmed for a day."""
    old = Draft.created_at < request.clock.now() - DRAFTS_KEPT
    request.dbsession.execute(delete(Draft).where(old))


def forget_some(request: "Request", account_id: int) -> int:
    """Erase some messages of one professional's chats whose period is over; return how many."""
    outlived = request.find_service(RetentionService).list_outlived(account_id, BATCH)
    messages = request.dbsession.scalars(select(ChatMessage).where(ChatMessage.id.in_(outlived)))
    service: MessageService = request.find_service(MessageService)
    erased = 0
    for message in list(messages):
        service.erase(message)
        erased += 1
    return erased


def includeme(config: Configurator) -> None:
    """Add the tasks to the calendar."""
    config.add_task("chat.close", close_silent, every_minutes=1)
    config.add_long_task("chat.forget", forget, every_minutes=30)
