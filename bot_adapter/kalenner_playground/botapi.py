"""Calls of the Bot API: finds the method, injects faults, records the call for the page."""

import time
from collections.abc import Mapping
from typing import Any

from kalenner_playground.errors import AnswerLost, ApiError
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import FileUpload
from kalenner_playground.journal import shortened
from kalenner_playground.methods import METHODS, bot_description, edits, messages, updates
from kalenner_playground.params import Params
from kalenner_playground.store import JsonObject

METHOD_MODULES = (
    bot_description,
    edits,
    messages,
    updates,
)  # imported because each adds its methods to METHODS


class BotApi:
    """The Bot API of a fake Telegram, as the bot calls it."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram

    def call(
        self, name: str, values: Mapping[str, Any], uploads: Mapping[str, FileUpload] | None = None
    ) -> Any:
        """Do what a method says and return its result; raises `ApiError`, or `AnswerLost` for a fault."""
        started = time.perf_counter()
        function = METHODS.get(name.lower())
        if function is None:
            raise ApiError(404, "Not Found")
        fault = self._telegram.faults.take(name, str(values.get("chat_id", "")))
        outcome: JsonObject = {}
        try:
            if isinstance(fault, ApiError):
                raise fault
            result = function(self._telegram, Params(values, uploads))
            outcome = {"ok": True, "result": result}
            if fault is not None:
                outcome = {"ok": False, "code": 0, "description": "the connection broke before the answer"}
                raise AnswerLost
        except ApiError as error:
            outcome = {"ok": False, "code": error.code, "description": error.description}
            raise
        else:
            return result
        finally:
            if not self._telegram.store.closed and not _is_idle_poll(name, outcome):
                self._note(name, values, uploads or {}, outcome, time.perf_counter() - started)

    def _note(
        self,
        name: str,
        values: Mapping[str, Any],
        uploads: Mapping[str, FileUpload],
        outcome: JsonObject,
        seconds: float,
    ) -> None:
        files = {key: f"{upload.name} ({len(upload.content)} bytes)" for key, upload in uploads.items()}
        given = {key: value for key, value in values.items() if key != "secret_token"}
        self._telegram.journal.note_call(
            {
                "at": self._telegram.now().timestamp(),
                "method": name,
                "ms": round(seconds * 1000, 1),
                "params": shortened({**given, **files}),
                **shortened(outcome),
            }
        )


def _is_idle_poll(name: str, outcome: JsonObject) -> bool:
    """Tell whether a call was a poll without updates, which the page does not list."""
    return name.lower() == "getupdates" and outcome.get("result") == []
