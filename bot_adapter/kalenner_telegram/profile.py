"""What Telegram shows of the bot: commands and descriptions in every language."""

import asyncio
import hashlib
import json
import logging
from functools import partial
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from telegram import Bot, BotCommand, MenuButtonCommands
from telegram.error import TelegramError

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES, reader_for
from kalenner.screens.registry import commands_of
from kalenner.units import run_unit
from kalenner_telegram import _
from kalenner_telegram.models import BotProfile

log = logging.getLogger(__name__)


def profile_of(registry: Registry) -> dict[str, dict[str, Any]]:
    """Return commands, description and short description by language; the empty one is the fallback."""
    profile = {}
    for language in LANGUAGES:
        reader = reader_for(registry, language, None)
        commands = [("start", reader.label(_("command-start")))]
        commands += [(name, reader.label(command.label)) for name, command in commands_of(registry).items()]
        profile["" if language == DEFAULT_LANGUAGE else language] = {
            "commands": commands,
            "description": reader.label(_("bot-description")),
            "short": reader.label(_("bot-short-description")),
        }
    return profile


async def tell_profile(app: Router, bot: Bot) -> None:
    """Tell Telegram what changed since we last did; a refusal is logged and does not stop the bot."""
    profile = profile_of(app.registry)
    digest = hashlib.sha256(json.dumps(profile, sort_keys=True).encode()).hexdigest()
    told = partial(_told, bot_id=bot.id)
    if await asyncio.to_thread(run_unit, app, "command/profile", told, only_reads=True) == digest:
        return
    try:
        for language, says in profile.items():
            code = language or None
            commands = [BotCommand(name, label) for name, label in says["commands"]]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(says["description"], language_code=code)
            await bot.set_my_short_description(says["short"], language_code=code)
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        log.warning("Telegram did not take the bot's commands and descriptions: %s", error.message)
        return
    await asyncio.to_thread(run_unit, app, "command/profile", partial(_note, bot_id=bot.id, digest=digest))


def _told(request: Request, bot_id: int) -> str | None:
    found = request.dbsession.get(BotProfile, bot_id)
    return None if found is None else found.told


def _note(request: Request, bot_id: int, digest: str) -> None:
    request.dbsession.get(BotProfile, bot_id).told = digest
