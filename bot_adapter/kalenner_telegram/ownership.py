"""Whose data this is: a database belongs to the bot that was seen last, and another one is refused."""

import datetime as dt
from functools import partial

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import func, select

from kalenner.delivery import ChannelRefused
from kalenner.lifespan import ADOPTS
from kalenner.preparation import StartFault
from kalenner.units import run_unit
from kalenner_telegram.connection import connection_of
from kalenner_telegram.models import BotProfile


def refuse_other_bot(request: Request, bot_id: int) -> None:
    """Raise ChannelRefused where the database is another bot's."""
    newest = select(BotProfile).order_by(BotProfile.seen_at.desc(), BotProfile.id.desc()).limit(1)
    owner = request.dbsession.scalar(newest)
    if owner is None or owner.id == bot_id:
        return
    raise ChannelRefused(
        f"telegram.token: expected the token of the bot {owner.id} (@{owner.username}), whose people and "
        f"buttons are in this database, not that of {bot_id}; start once with --adopt to hand them over"
    )


def remember(request: Request, bot_id: int, username: str = "") -> None:
    """Note that the database is this bot's; without a username the known one stays."""
    others = request.dbsession.scalar(select(func.max(BotProfile.seen_at)).where(BotProfile.id != bot_id))
    profile = request.dbsession.get(BotProfile, bot_id)
    if profile is None:
        profile = BotProfile(id=bot_id, username=username, told=None)
        request.dbsession.add(profile)
    profile.username = username or profile.username
    # Also after the clock was set back it is seen last.
    now = request.clock.now()
    profile.seen_at = now if others is None else max(now, others + dt.timedelta(seconds=1))


def check_owner(app: Router) -> list[str]:
    """Look whose data this is before anything starts; raises StartFault. With ``--adopt`` it becomes ours."""
    bot_id = connection_of(app.registry).bot_id
    work = remember if ADOPTS.of(app.registry) else refuse_other_bot
    try:
        run_unit(app, "command/telegram", partial(work, bot_id=bot_id), only_reads=work is refuse_other_bot)
    except ChannelRefused as refusal:
        raise StartFault([str(refusal)]) from refusal
    return []
