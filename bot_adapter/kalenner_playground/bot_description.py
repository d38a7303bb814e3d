"""The bot's names, descriptions, commands and menu button, by language and chat."""

import re
from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.persons import PersonStore
from kalenner_playground.store import JsonObject, Store

COMMANDS_AT_MOST = 100
LENGTHS = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"^(?:[a-z]{2})?$")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"})


class BotDescription:
    """Stores and finds them."""

    def __init__(self, store: Store, persons: PersonStore, first_name: str) -> None:
        self._store = store
        self._persons = persons
        self._first_name = first_name

    def set_words(self, kind: str, words: str, language: str) -> None:
        """Store a name, description or short_description; raises `ApiError` for one too long."""
        if len(words) > LENGTHS[kind]:
            raise bad_request(f"{kind} is too long")
        self._store.set_setting(f"{kind}:{_checked_language(language)}", words or None)

    def words(self, kind: str, language: str) -> str:
        """Return a name, description or short_description in a language, or the one for all."""
        default = self._first_name if kind == "name" else ""
        for tried in dict.fromkeys((_checked_language(language), "")):
            text = self._store.setting(f"{kind}:{tried}")
            if text:
                return str(text)
        return default

    def set_commands(self, commands: Any, scope: Any, language: str) -> None:
        """Store a list of commands for a scope and language; an empty list removes it. Raises `ApiError`."""
        if not isinstance(commands, list):
            raise bad_request("can't parse commands: Expected an Array of BotCommand")
        if len(commands) > COMMANDS_AT_MOST:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        checked = [_checked_command(command) for command in commands]
        self._store.set_setting(self._key(scope, language), checked or None)

    def commands(self, scope: Any, language: str) -> list[JsonObject]:
        """Return the commands of exactly this scope and language."""
        commands: list[JsonObject] = self._store.setting(self._key(scope, language), [])
        return commands

    def commands_of(self, person_id: int, language: str) -> list[JsonObject]:
        """Return the commands a person sees: the narrowest scope first, their language before all."""
        short = language[:2] if _LANGUAGE.match(language[:2]) else ""
        scopes = ({"type": "chat", "chat_id": person_id}, {"type": "all_private_chats"}, {"type": "default"})
        for scope in scopes:
            for tried in dict.fromkeys((short, "")):
                commands = self.commands(scope, tried)
                if commands:
                    return commands
        return []

    def set_menu_button(self, chat: Any, button: Any) -> None:
        """Store the menu button of a chat, or of all; raises `ApiError`."""
        if button is not None and (not isinstance(button, dict) or button.get("type") not in _BUTTONS):
            raise bad_request("can't parse menu button: Unsupported type specified")
        number = self._persons.chat_of(chat).id if chat is not None else ""
        self._store.set_setting(f"menu_button:{number}", button)

    def menu_button(self, chat: Any) -> JsonObject:
        """Return the menu button of a chat, or of all."""
        number = self._persons.chat_of(chat).id if chat is not None else ""
        own: JsonObject | None = self._store.setting(f"menu_button:{number}")
        default: JsonObject = self._store.setting("menu_button:") or {"type": "commands"}
        return own or default

    def _key(self, scope: Any, language: str) -> str:
        scope = scope or {"type": "default"}
        if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
            raise bad_request("can't parse BotCommandScope: Unsupported type specified")
        number = self._persons.chat_of(scope.get("chat_id")).id if scope["type"] == "chat" else ""
        return f"commands:{scope['type']}:{number}:{_checked_language(language)}"


_BUTTONS = frozenset({"commands", "web_app", "default"})


def _checked_language(language: str) -> str:
    if not _LANGUAGE.match(language):
        raise bad_request("invalid language code specified")
    return language


def _checked_command(command: Any) -> JsonObject:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
