"""The bot's profile at Telegram: commands and descriptions in every language."""

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


async def publish_profile(app: Router, bot: Bot) -> None:
    """Publish the profile if it has changed; an error is logged and does not stop the bot."""
    profile = profile_of(app.registry)
    digest = hashlib.sha256(json.dumps(profile, sort_keys=True).encode()).hexdigest()
    published = partial(_published_digest, bot_id=bot.id)
    if await asyncio.to_thread(run_unit, app, "command/profile", published, only_reads=True) == digest:
        return
    try:
        for language, texts in profile.items():
            code = language or None
            commands = [BotCommand(name, label) for name, label in texts["commands"]]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(texts["description"], language_code=code)
            await bot.set_my_short_description(texts["short"], language_code=code)
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        log.warning("Telegram did not take the bot's commands and descriptions: %s", error.message)
        return
    await asyncio.to_thread(
        run_unit, app, "command/profile", partial(_store_digest, bot_id=bot.id, digest=digest)
    )


def _published_digest(request: Request, bot_id: int) -> str | None:
    row = request.dbsession.get(BotProfile, bot_id)
    return None if row is None else row.told


def _store_digest(request: Request, bot_id: int, digest: str) -> None:
    request.dbsession.get(BotProfile, bot_id).told = digest
